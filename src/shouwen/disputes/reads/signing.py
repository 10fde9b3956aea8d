"""Who may sign an application now, and for whom (C4.8.3)."""

from datetime import datetime

from shouwen.disputes.models import Application
from shouwen.disputes.reads.roster import Roster, Signer
from shouwen.handbook.load import shipped
from shouwen.people.models import Staff

__all__ = ["Signer", "signer", "signers"]


def signers(application: Application, at: datetime, roster: Roster | None = None) -> tuple[Signer, ...]:
    """Everybody who may sign the next step: those of its level, or of the next above that has somebody left.

    Never who applied, nobody who signed already, nobody on leave: their deputy signs for them. Nor in the name of who
    applied or signed, while they are away. `roster` is one that was read for several applications of this moment.
    """
    if application.state != Application.State.WAITING or not application.level:
        return ()
    path = application.dispute.path
    roster = roster or Roster(at, path)
    barred = {application.by_id, *(signature.by_id for signature in application.signatures.all())}
    levels = list(shipped().authority.levels)
    for level in levels[levels.index(application.level) :]:
        found = tuple(one for one in roster.signers(level, path) if not barred & _names(one))
        if found:
            return found
    return ()


def _names(one: Signer) -> set[int]:
    """Who signs, and in whose name."""
    return {one.staff.pk} | ({one.stands_for.pk} if one.stands_for else set())


def signer(application: Application, person: Staff, at: datetime, roster: Roster | None = None) -> Signer | None:
    """How this person may sign the next step: on their own before for somebody else; None where they may not."""
    own = [one for one in signers(application, at, roster) if one.staff.pk == person.pk]
    return min(own, key=lambda one: one.stands_for is not None, default=None)
