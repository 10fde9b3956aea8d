"""M11: which credential opens which act; a picture code opens nothing."""

import pytest

from shouwen.handbook.decision import Decision, Refused, explain
from shouwen.handbook.proofs import accepted, disclosed, openers
from tests.rules.worked import EDITION

MATRIX = {
    "refund_to_account": {
        "service_password", "electronic_password", "sms_code", "identity_document", "entrusted_document", "unit_letter",
    },
    "refund_in_cash": {"identity_document", "entrusted_document", "unit_letter"},
    "disclosure": {"service_password", "identity_document", "entrusted_document", "unit_letter", "legal_order"},
    "subscription_change": {
        "service_password", "electronic_password", "sms_code", "identity_document", "entrusted_document", "unit_letter",
    },
    "change_of_holder": {"service_password", "identity_document"},
}  # fmt: skip


def test_the_matrix_has_an_answer_for_every_act():
    assert set(MATRIX) == set(EDITION.proof_acts)


@pytest.mark.parametrize("proof", EDITION.proofs)
@pytest.mark.parametrize("act", MATRIX)
def test_each_act_opens_to_its_proofs_and_to_no_other(act: str, proof: str):
    found = accepted(act, proof, EDITION)
    if proof in MATRIX[act]:
        assert isinstance(found, Decision) and found.what == proof
        assert [(reason.code, reason.clause) for reason in found.because] == [("proof-seen", "M11")]
    else:
        assert isinstance(found, Refused) and (found.code, found.clause) == ("proof-not-accepted", "M11")


@pytest.mark.parametrize("act", ["disclosure", "change_of_holder"])
@pytest.mark.parametrize("proof", ["electronic_password", "sms_code"])
def test_electronic_and_one_time_codes_never_open_personal_data_or_a_change_of_holder(act: str, proof: str):
    assert isinstance(accepted(act, proof, EDITION), Refused)


@pytest.mark.parametrize("act", MATRIX)
def test_without_a_proof_nothing_opens_and_those_that_do_are_named(act: str):
    found = accepted(act, "", EDITION)
    assert isinstance(found, Refused) and found.code == "proof-missing"
    assert set(found.facts["accepted"]) == MATRIX[act] == set(openers(act, EDITION))
    assert all("…" not in explain(found, language, EDITION) for language in ("zh", "en"))  # type: ignore[call-overload]


def test_they_are_named_in_the_order_of_the_edition():
    assert openers("change_of_holder", EDITION) == ("service_password", "identity_document")


def test_a_proof_that_nobody_knows_is_no_proof():
    found = accepted("disclosure", "a friendly face", EDITION)
    assert isinstance(found, Refused) and found.code == "unknown-code"


def test_an_act_that_nobody_knows_is_a_bug():
    with pytest.raises(KeyError):
        accepted("flying", "service_password", EDITION)


class TestDisclosure:
    """What a disclosure rests on: for the customer's own wish a proof, for police and courts the order (M4, M11)."""

    WANTING = {code: entry.proofs for code, entry in EDITION.disclosure.items() if entry.proofs}
    ASKING_NONE = [code for code, entry in EDITION.disclosure.items() if not entry.proofs]

    @pytest.mark.parametrize("reason", ASKING_NONE)
    def test_a_reason_that_wants_no_proof_rests_on_none(self, reason: str):
        assert disclosed(reason, "", EDITION) == disclosed(reason, "identity_document", EDITION) == ""

    @pytest.mark.parametrize("reason", WANTING)
    def test_each_other_reason_opens_to_its_proofs_and_to_no_other(self, reason: str):
        for proof in EDITION.proofs:
            found = disclosed(reason, proof, EDITION)
            if proof in self.WANTING[reason] and proof in EDITION.proof_acts["disclosure"].accepts:
                assert found == proof
            else:
                assert isinstance(found, Refused) and found.code == "proof-not-accepted"

    @pytest.mark.parametrize("reason", WANTING)
    def test_without_its_proof_it_stays_closed(self, reason: str):
        refused = disclosed(reason, "", EDITION)
        assert isinstance(refused, Refused) and refused.code == "proof-missing"

    def test_there_are_reasons_of_both_kinds(self):
        assert self.WANTING and self.ASKING_NONE
