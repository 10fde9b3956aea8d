"""Every model is asked through somebody's eyes, or says here why not."""

import pytest
from django.apps import apps
from django.db import models

from shouwen.ledger.scoped import MissingScope, ScopedManager

UNSCOPED = {
    "ledger.Chain": "the lock and the head of a subject; reached through the subject",
    "ledger.Event": "reached through a chain; the whole is for the verifier",
    "ledger.Seal": "about everything",
    "ledger.SealLeaf": "about everything",
    "people.Staff": "colleagues know each other, and the sign-in asks before anybody is known",
    "people.Duty": "part of a person",
    "people.Membership": "part of a group",
    "people.Stamp": "says only that something changed",
    "calendars.Year": "one calendar for all",
    "calendars.DayChange": "one calendar for all",
    "calendars.Version": "one calendar for all",
    "customers.GroupCustomer": "a name and a grade, shown with its customers only",
    "customers.SensitiveMark": "part of a customer",
    "customers.NumberSegment": "the public numbering plan",
    "clocks.Watched": "the clocks' own note of a ticket; read by the sweep",
    "clocks.Clock": "part of a ticket; the sweep reads all",
    "notices.Message": "always asked by its addressee",
    "tickets.Matter": "a lock, without content",
    "tickets.Incident": "shown with the tickets that one may see",
    "tickets.Urgency": "part of a ticket",
    "tickets.Contact": "part of a ticket",
    "tickets.Reply": "part of a ticket",
    "tickets.Consent": "part of a ticket",
    "tickets.Attachment": "part of a ticket, reached through it",
    "tickets.Draft": "always asked by its owner",
    "tickets.HandIn": "always asked by its owner",
    "tickets.ImportProfile": "a manner of reading files, without customers",
    "tickets.SavedView": "always asked by its owner",
    "tickets.Presence": "part of a ticket",
    "people.Leave": "part of a person",
    "disputes.Counter": "a number and a lock, without content",
    "disputes.Charge": "part of a dispute",
    "disputes.Finding": "part of a dispute",
    "disputes.Paper": "part of a dispute, reached through it",
    "disputes.Proposal": "part of a dispute",
    "disputes.Application": "part of a dispute",
    "disputes.Signature": "part of an application",
    "disputes.LateFeeWaiver": "always asked by its customer, its ticket or its unit's day",
    "api.Answered": "always asked by its token",
    # Batches
    "batchdisputes.BatchList": "part of a batch, reached through it",
    "batchdisputes.BatchLine": "part of a batch, reached through it",
    "batchdisputes.BatchNotice": "part of a batch, reached through it",
    "batchdisputes.BatchPaper": "part of a batch, reached through it",
    "batchdisputes.BatchSample": "part of a batch, reached through it",
    "batchdisputes.SampledRow": "part of a sample",
    "batchdisputes.BatchSignature": "part of a batch, reached through it",
    "batchdisputes.Counter": "a lock, without content",
    # Refunds
    "refunds.Attempt": "part of a refund",
    "refunds.Line": "one line to billing for all",
    "refunds.Reconciliation": "sums of a day for the whole province; its differences are scoped",
    "refunds.BatchFile": "sums of a file for the whole province; its refunds are scoped",
    "refunds.ResultFile": "sums of a file for the whole province; opened with the right alone",
    # The day's end and the self-checks
    "selfchecks.DayLine": "part of a day's sheet",
    "selfchecks.ReportedRow": "part of a file that is scoped; shown nowhere but in its check",
    "disputes.PrintedPaper": "part of a dispute; a paper is checked by its serial and code, from any desk",
    "reception.PrintedForm": "part of a ticket; a paper is checked by its serial and code, from any desk",
}


def _ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("shouwen.")]


def test_every_model_is_scoped_or_exempt_with_a_reason() -> None:
    scoped = {m._meta.label for m in _ours() if isinstance(m.objects, ScopedManager)}
    everything = {m._meta.label for m in _ours()}
    assert not everything - scoped - UNSCOPED.keys(), "scope it, or say here why not"
    assert not UNSCOPED.keys() - (everything - scoped), "no longer there, or scoped by now"


def test_a_query_without_a_scope_is_a_bug() -> None:
    for model in _ours():
        if isinstance(model.objects, ScopedManager):
            with pytest.raises(MissingScope):
                model.objects.all()
            with pytest.raises(MissingScope):
                model.objects.unscoped("")


def test_constraints_have_short_names_of_their_own() -> None:
    names = [c.name for m in _ours() for c in (*m._meta.constraints, *m._meta.indexes)]
    assert len(names) == len(set(names))
    assert all(len(name) <= 50 for name in names)
