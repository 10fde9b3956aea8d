"""Makes the cast's world and the beginnings of stories in the database that the environment names.

Run as a programme before the server starts: `python -m tests.browser.world tickets.json` writes the keys of the
tickets by the name of their story.
"""

import json
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import django

NOT_ARRIVED = "充值五十元三天没有到账，客户要求尽快补登并说明原因"
CELL = "渡口路 77 号基站"


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from tests.cast import make_world

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    make_world()
    Path(sys.argv[1]).write_text(json.dumps(_begin_stories(timezone.now())))


def _begin_stories(now: datetime) -> dict[str, int]:
    """Open the tickets that the stories begin with, each by a customer of its own; answers their keys by story."""
    from shouwen.tickets import verbs
    from tests.cast import Cast, done

    cast = Cast()
    lately = now - timedelta(minutes=20)

    def opened(place: int, category: str, text: str, *, at: datetime = lately, **said: Any) -> Any:
        return cast.open(cast.number(place), at=at, category=category, text=text, **said)

    found = {
        "hold": opened(101, "basic.home.slow", "宽带晚高峰打不开网页，约了下周上门"),
        "void": opened(102, "basic.home.tv", "登记错了，客户其实只是咨询"),
        "hand over": opened(103, "basic.home.wifi", "路由器信号弱，客户要求换新"),
        "stale": opened(104, "basic.message.mms", "彩信发不出去"),
        "presence": opened(105, "basic.message.delayed", "短信晚到两个小时"),
        "reveal": opened(106, "basic.message.codes", "银行验证码收不到", contact_phone="14300990106"),
        "print": opened(107, "basic.recharge.not_arrived", NOT_ARRIVED, evidence="充值卡已拍照"),
        "small dispute": opened(108, "charges.bill.unknown_fee", "账单上有不认识的费用，要求退还"),
        "large dispute": opened(109, "charges.bill.unknown_fee", "套餐费扣了两次，要求退还"),
        "day's end": opened(110, "charges.bill.unknown_fee", "彩铃没有订过却扣了费"),
        "chase": cast.open("silver", at=lately, category="basic.data.slow_5g", text="家里 5G 很慢"),
        "why": cast.open("diamond", at=lately, category="basic.data.no_5g", text="办公室没有 5G 信号"),
    }
    before = now - timedelta(days=10)
    earlier = cast.open("gold", at=before, category="basic.voice.quality", text="通话有回音")
    said = {"course": "调整了小区参数", "answer": "已调整，请再试", "satisfaction": "satisfied"}
    done(verbs.answer(earlier.pk, actor=cast.clerk, at=before + timedelta(hours=1), **said))
    done(verbs.archive(earlier.pk, actor=cast.clerk, at=before + timedelta(hours=2), root_cause="not_solved"))
    for place in range(201, 211):
        opened(place, "basic.voice.cannot_call", "打不出电话", at=now, hits_kind="cell", hits=CELL)
    for place in range(301, 305):
        row = opened(place, "basic.recharge.wrong_number", f"充错号码，第 {place} 件", by=cast.second_hall_clerk)
        done(verbs.transfer(row.pk, actor=cast.second_hall_clerk, at=lately, to=cast.groups["QD-BIL"], tried="已核对"))
    return {story: row.pk for story, row in found.items()}


if __name__ == "__main__":
    main()
