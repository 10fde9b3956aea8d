"""What processes keep of people and groups: never longer than until somebody, anywhere, changed it."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import transaction

from shouwen.handbook.rights import Right
from shouwen.ledger.door import VERBS
from shouwen.people.acting import PeopleAct
from shouwen.people.models.token import digest
from shouwen.people.reads import bearer
from shouwen.people.standing import standing
from shouwen.people.system import SETUP
from shouwen.people.verbs import change_group, change_staff, create_token, revoke_token, take_role
from tests.cast import Cast, done
from tests.verbs.test_concurrency import environment  # noqa: F401

# A web process and an administrator's: each waits for a line, does what it says, and answers in a line.
PROCESS = """
import json, sys
import django
django.setup()
from datetime import timedelta
from django.db import transaction
from shouwen.people.models.token import digest
from shouwen.people.reads import bearer
from shouwen.people.standing import standing
from shouwen.people.system import SETUP
from shouwen.people.verbs import change_group, create_token, revoke_token
from tests.cast import Cast, done, make_world

AT = Cast.morning
DO = {
    "world": lambda: [make_world(), done(create_token(
        actor=SETUP, at=AT, name="t", staff=Cast().clerk, digest=digest("s"), until=AT + timedelta(days=1)))],
    "close": lambda: done(change_group(Cast().groups["QD-NET"].pk, actor=SETUP, at=AT, active=False)),
    "revoke": lambda: done(revoke_token(Token.rows.get().pk, actor=SETUP, at=AT)),
    "look": lambda: ["QD-NET" in standing().groups, bearer("s", AT) is not None],
}
from shouwen.people.models import Token
for line in sys.stdin:
    with transaction.atomic():
        answer = DO[line.strip()]()
    print(json.dumps(answer if line.strip() == "look" else None), flush=True)
"""


def test_a_group_closed_is_not_routed_to_any_more(cast: Cast) -> None:
    assert "QD-NET" in standing().groups
    done(change_group(cast.groups["QD-NET"].pk, actor=SETUP, at=cast.morning, active=False))
    assert cast.open().group == cast.groups["QD-BO"]


def test_a_token_ends_with_its_day_its_revocation_and_its_person(cast: Cast) -> None:
    until = cast.after(days=1)
    token = done(
        create_token(actor=SETUP, at=cast.morning, name="t", staff=cast.auditor, digest=digest("s"), until=until)
    )
    assert bearer("s", cast.morning) == token
    assert bearer("other", cast.morning) is None
    assert bearer("s", until) is None
    done(change_staff(cast.auditor.pk, actor=SETUP, at=cast.morning, is_active=False))
    assert bearer("s", cast.morning) is None
    done(change_staff(cast.auditor.pk, actor=SETUP, at=cast.morning, is_active=True))
    assert bearer("s", cast.morning) == token
    done(revoke_token(token.pk, actor=SETUP, at=cast.morning))
    assert bearer("s", cast.morning) is None


def test_a_right_taken_away_is_gone_for_the_programs_too(cast: Cast) -> None:
    said = {"name": "t", "staff": cast.clerk, "digest": digest("s"), "until": cast.after(days=1)}
    done(create_token(actor=SETUP, at=cast.morning, **said))
    before = bearer("s", cast.morning)
    assert before and before.staff.may(Right.INTAKE)
    done(take_role(cast.clerk.pk, actor=SETUP, at=cast.morning, role="clerk", unit=cast.units["QD1"]))
    after = bearer("s", cast.morning)
    assert after and not after.staff.may(Right.INTAKE)


def test_what_was_read_of_a_change_that_was_undone_is_not_kept(cast: Cast) -> None:
    kept = standing().stamp
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        done(change_group(cast.groups["QD-NET"].pk, actor=SETUP, at=cast.morning, active=False))
        assert "QD-NET" not in standing().groups
        raise ZeroDivisionError
    assert standing().stamp == kept
    assert "QD-NET" in standing().groups


def test_nothing_is_read_anew_while_nothing_changed(cast: Cast) -> None:
    first = standing()
    cast.open("ordinary", at=cast.morning + timedelta(minutes=1))
    assert standing() is first


def test_every_verb_of_people_replaces_the_stamp() -> None:
    ours = {code: verb for code, verb in VERBS.items() if code.split(".")[0] in ("unit", "staff", "group", "token")}
    assert len(ours) > 10
    assert [code for code, verb in ours.items() if not issubclass(verb.act, PeopleAct)] == []


def test_another_process_knows_of_a_change_from_its_commit_on(environment: dict[str, str]) -> None:  # noqa: F811
    env = environment | {"DJANGO_SETTINGS_MODULE": "shouwen.wiring.settings"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "env": env}
    web, admin = (subprocess.Popen([sys.executable, "-c", PROCESS], **pipes) for _ in range(2))  # type: ignore[call-overload]

    def told(process: subprocess.Popen[str], line: str) -> object:
        assert process.stdin and process.stdout
        process.stdin.write(f"{line}\n")
        process.stdin.flush()
        return json.loads(process.stdout.readline())

    try:
        told(admin, "world")
        assert told(web, "look") == [True, True]
        told(admin, "close")
        assert told(web, "look") == [False, True]
        told(admin, "revoke")
        assert told(web, "look") == [False, False]
    finally:
        for process in (web, admin):
            process.communicate()
