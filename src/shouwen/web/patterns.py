"""What the pattern book shows: every part in each of its states, with texts as they occur at a desk."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.handbook.load import shipped
from shouwen.web import pattern_samples


class SampleForm(forms.Form):
    """One field of each shape."""

    number = forms.CharField(
        label=_("Number complained about"), max_length=20, help_text=_("Mobile, land line or service number")
    )
    source = forms.ChoiceField(label=_("Source"), choices=[("", ""), ("hall", "服务厅现场"), ("hotline", "10086 热线")])
    way = forms.ChoiceField(
        label=_("Way of contact"),
        widget=forms.RadioSelect,
        choices=[("phone", "电话"), ("sms", "短信"), ("visit", "上门")],
    )
    text = forms.CharField(label=_("What happened"), widget=forms.Textarea(attrs={"rows": 3}), max_length=200)
    told = forms.BooleanField(label=_("The customer was told how long it takes"), required=False)


def context(now: datetime, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Answers all that the page shows at the moment `now`; `asked` opens a tab."""
    edition = shipped()
    return {
        "now": now,
        "chips": _chips(now),
        "clocks": _clocks(now),
        "priorities": list(edition.priority.levels),
        "kinds": list(edition.urgency.kinds),
        "states": list(edition.states),
        "dispute_states": list(edition.dispute_states),
        "moments": [now - timedelta(minutes=9), now - timedelta(days=12), now - timedelta(days=400)],
        "amounts": [Decimal("30"), Decimal("1234567.5"), Decimal("-8.8")],
        "because": _because(),
        "facts": [("客户等级", "钻石卡"), ("号码归属", "江苏 苏州"), ("受理网点", "吴江中山路服务厅")],
        "empty_form": SampleForm(initial={"text": ""}),
        "wrong_form": SampleForm(
            {"number": "1380013800013800138000138", "text": "客户称 11 月 3 日起每天扣 2 元，从未订购过“彩信周刊”。"},
            auto_id="wrong_%s",
        ),
        "timeline": pattern_samples.timeline(now),
        "rows": pattern_samples.rows(now),
        "columns": [("category", "类目"), ("group", "在谁手中"), ("due", "时限")],
        "tabs": [
            {"name": name, "label": label, "url": f"?tab={name}#composer", "key": key}
            for name, label, key in (
                ("contact", "联系客户", "c"),
                ("transfer", "转派", "t"),
                ("dispatch", "外派", "f"),
                ("answer", "答复", "a"),
                ("note", "备注", "b"),
            )
        ],
        "tab": asked.get("tab", "answer"),
        "elements": [
            ("处理经过", True),
            ("答复内容", True),
            ("满意程度", False),
            ("答复人", True),
            ("答复时间", False),
        ],
    }


def _chips(now: datetime) -> list[dict[str, Any]]:
    hour = timedelta(hours=1)
    started = now - 10 * hour
    base = {"label": "", "provisional": False, "started_at": started, "paused_at": None, "stopped_at": None}
    return [
        base | {"due_at": now + 38 * hour + timedelta(minutes=20, seconds=30)},
        base | {"due_at": now + 80 * hour},
        base | {"due_at": now + 3 * hour + timedelta(minutes=5, seconds=30)},
        base | {"due_at": now - 2 * hour - timedelta(minutes=13)},
        base | {"due_at": now + 60 * hour, "provisional": True},
        base | {"due_at": now + 2 * hour, "provisional": True},
        base | {"due_at": now - hour, "provisional": True},
        base | {"due_at": now + 6 * hour, "paused_at": now - hour},
        base | {"due_at": now + hour, "stopped_at": now - hour},
        base | {"due_at": now - 5 * hour, "stopped_at": now - hour},
        base | {"due_at": now + 5 * hour + timedelta(minutes=20, seconds=30), "label": "首次答复"},
    ]


def _clocks(now: datetime) -> list[dict[str, Any]]:
    hour = timedelta(hours=1)
    told = {
        "started_at": now - 20 * hour,
        "sums": ["11-20 18:05 首次联系", "+ 24 小时（会员客户 C5.2）", "= 11-21 18:05"],
    }
    return [
        {"clock": told | {"name": "首次答复", "due_at": now + 4 * hour}, "done": 1200, "total": 1440, "mood": "soon"},
        {"clock": told | {"name": "处理完成", "due_at": now - hour}, "done": 1, "total": 1, "mood": "over"},
        {"clock": told | {"name": "法定 15 日", "due_at": now + 340 * hour}, "done": 20, "total": 360, "mood": "calm"},
        {
            "clock": told | {"name": "下次联系", "due_at": now + 20 * hour, "paused_at": now - hour},
            "done": 19,
            "total": 48,
            "mood": "paused",
        },
    ]


def _because() -> list[dict[str, Any]]:
    """The first reasons of the edition itself, so that the book shows real sentences."""
    return [{"clause": entry.clause, "code": code, "facts": {}} for code, entry in list(shipped().reasons.items())[:2]]
