"""Desks at the same moment, as processes of their own: `python -m tests.moneymodel.elsewhere TASK PLACE FOLDER`.

`world` makes what they race for; `race` does each act at one place, all places starting it together; `look` tells
what came of it. Each prints one line of JSON.
"""

import json
import os
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouwen.wiring.settings")
django.setup()

from django.db import transaction  # noqa: E402

from shouwen.disputes.models import Application, Dispute, LateFeeWaiver  # noqa: E402
from shouwen.disputes.verbs import apply, give_back, grant, sign, waive_late_fee  # noqa: E402
from shouwen.handbook.decision import Refused  # noqa: E402
from shouwen.ledger.door import Done  # noqa: E402
from shouwen.ledger.models import Chain  # noqa: E402
from shouwen.refunds.models import Refund  # noqa: E402
from tests.cast import Cast, make_world  # noqa: E402
from tests.disputes.telling import Story  # noqa: E402

PLACES = 8
ROUNDS = ("ordinary", "prepaid")
OTHER = "company.design"
WAIT_SECONDS = 200.0


def told(answer: Done | Refused) -> str:
    """What a verb answered, in a word."""
    return answer.code if isinstance(answer, Refused) else "done"


def world(folder: Path) -> Any:
    """For each round: eight shares of one sum, one to be granted by all, one to be signed, eight to be applied for."""
    with transaction.atomic():
        make_world()
        cast = Cast()
        made: list[dict[str, Any]] = []
        for customer in ROUNDS:
            desks = [(cast.clerk, cast.second_hall_clerk)[place % 2] for place in range(PLACES)]
            shares = [Story(cast, "60.00", by=by, customer=customer).ready("60.00") for by in desks]
            other = {"cause": OTHER}
            double = Story(cast, "70.00", customer="gold" if customer == "ordinary" else "silver").ready("70.00")
            asked = Story(cast, "300.00", customer="points" if customer == "ordinary" else "diamond").ready("300.00")
            asked.applied()
            big = [Story(cast, "450.00", by=by, customer=customer).found(**other).papered() for by in desks]
            for story in big:
                story.proposed("single", "450.00", **other)
            keys = [[one.row.pk for one in some] for some in (shares, big)]
            made.append({"shares": keys[0], "big": keys[1], "double": double.row.pk, "asked": asked.row.pk})
    (folder / "world").write_text(json.dumps(made))
    return "made"


def race(folder: Path, place: int) -> Any:
    """Every act of every round, at this place; nobody begins one before all are there."""
    cast, answers = Cast(), []
    at = cast.after(hours=5)
    for number, made in enumerate(json.loads((folder / "world").read_text())):
        desk = (cast.clerk, cast.second_hall_clerk)[place % 2]
        customer = cast.customers[ROUNDS[number]].number
        fee = {"number": customer, "amount": Decimal("6.30"), "bill_period": "2026-02", "reason": "bank_late"}
        signer = cast.hall_manager if place < 3 else cast.support_lead
        signing = {"actor": signer, "at": at, "application": 1}
        acts = [
            lambda made=made, desk=desk: grant(made["shares"][place], actor=desk, at=at),
            lambda made=made: grant(made["double"], actor=cast.clerk, at=at),
            lambda made=made, said=signing: (
                sign(made["asked"], **said) if place < 5 else give_back(made["asked"], **said, why="清单不全")
            ),
            lambda made=made, desk=desk: apply(made["big"][place], actor=desk, at=at, why="核查属实"),
            lambda desk=desk, fee=fee: waive_late_fee(actor=desk, at=at, clerk=desk, why="托收失败", **fee),
        ]
        for act, go in enumerate(acts):
            _all_there(folder, f"{number}-{act}", place)
            answers.append(told(go()))
    return answers


def _all_there(folder: Path, act: str, place: int) -> None:
    (folder / f"{act}-{place}").touch()
    ends = time.monotonic() + WAIT_SECONDS
    while not all((folder / f"{act}-{other}").exists() for other in range(PLACES)):
        assert time.monotonic() < ends, f"not all came to {act}"
        time.sleep(0.002)


def look(folder: Path) -> Any:
    """What came of it."""
    found = []
    for made in json.loads((folder / "world").read_text()):
        serials = [list(Dispute.rows.filter(pk__in=made[name]).values_list("serial")) for name in ("shares",)]
        asked = Dispute.rows.get(pk=made["asked"])
        found.append(
            {
                "shares": Refund.rows.filter(about__in=[serial for (serial,) in serials[0]]).count(),
                "double": Refund.rows.filter(about=Dispute.rows.get(pk=made["double"]).serial).count(),
                "asked": [asked.state, asked.refunds().count(), asked.applications.get().signatures.count()],
                "counted": sorted(
                    str(one)
                    for one in Application.objects.filter(dispute__in=made["big"]).values_list("counted", flat=True)
                ),
            }
        )
    heads = sum(chain.length != chain.events.count() for chain in Chain.objects.all())
    return {"rounds": found, "fees": LateFeeWaiver.objects.count(), "heads": heads}


def main() -> None:
    task, place, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    print(json.dumps({"world": world, "look": look}[task](folder) if task != "race" else race(folder, place)))


if __name__ == "__main__":
    main()
