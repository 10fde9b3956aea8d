"""What the pattern book shows: every part in each of its states, with texts as they occur at a desk."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwen.handbook.load import shipped


class SampleForm(forms.Form):
    """One field of each shape."""

    number = forms.CharField(label=_("Number complained about"), max_length=20, help_text=_("Mobile, land line or service number"))
    source = forms.ChoiceField(label=_("Source"), choices=[("", ""), ("hall", "服务厅现场"), ("hotline", "10086 热线")])
    way = forms.ChoiceField(
        label=_("Way of contact"), widget=forms.RadioSelect, choices=[("phone", "电话"), ("sms", "短信"), ("visit", "上门")]
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
        "moments": [now - timedelta(minutes=9), now - timedelta(days=12), now - timedelta(days=400)],
        "amounts": [Decimal("30"), Decimal("1234567.5"), Decimal("-8.8")],
        "because": _because(edition.name),
        "facts": [("客户等级", "钻石卡"), ("号码归属", "江苏 苏州"), ("受理网点", "吴江中山路服务厅")],
        "empty_form": SampleForm(initial={"text": ""}),
        "wrong_form": SampleForm(
            {"number": "1380013800013800138000138", "text": "客户称 11 月 3 日起每天扣 2 元，从未订购过“彩信周刊”。"}
        ),
        "timeline": _timeline(now),
        "rows": _rows(now),
        "columns": [("category", "类目"), ("group", "在谁手中"), ("due", "时限")],
        "tabs": [
            {"name": name, "label": label, "url": f"?tab={name}#composer", "key": key}
            for name, label, key in (
                ("contact", "联系客户", "c"), ("transfer", "转派", "t"), ("dispatch", "外派", "f"),
                ("answer", "答复", "a"), ("note", "备注", "b"),
            )
        ],
        "tab": asked.get("tab", "answer"),
        "elements": [("处理经过", True), ("答复内容", True), ("满意程度", False), ("答复人", True), ("答复时间", False)],
    }  # fmt: skip


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
    told = {"started_at": now - 20 * hour, "sums": ["11-20 18:05 首次联系", "+ 24 小时（会员客户 C5.2）", "= 11-21 18:05"]}
    return [
        {"clock": told | {"name": "首次答复", "due_at": now + 4 * hour}, "done": 1200, "total": 1440, "mood": "soon"},
        {"clock": told | {"name": "处理完成", "due_at": now - hour}, "done": 1, "total": 1, "mood": "over"},
        {"clock": told | {"name": "法定 15 日", "due_at": now + 340 * hour}, "done": 20, "total": 360, "mood": "calm"},
        {
            "clock": told | {"name": "下次联系", "due_at": now + 20 * hour, "paused_at": now - hour},
            "done": 19, "total": 48, "mood": "paused",
        },
    ]  # fmt: skip


def _because(edition: str) -> list[dict[str, Any]]:
    """The first reasons of the edition itself, so that the book shows real sentences."""
    return [
        {"clause": entry.clause, "code": code, "facts": {}} for code, entry in list(shipped().reasons.items())[:2]
    ]


def _timeline(now: datetime) -> list[dict[str, Any]]:
    hour = timedelta(hours=1)
    return [
        {"icon": "phone-plus", "words": "受理：资费争议→梦网业务→未订购扣费", "who": "陈晓芸 · 吴江中山路服务厅",
         "at": now - 26 * hour, "facts": [("紧急", "重要客户"), ("优先级", "特急"), ("首次答复", "11-22 14:05 前")],
         "clause": "C4.3", "edition": "2026.1"},
        {"icon": "message-circle", "words": "联系客户：电话", "who": "陈晓芸", "at": now - 25 * hour,
         "said": "您好，我已经查到这项业务是 11 月 3 日由合作方开通的，正在核实开通记录，今天 15:00 前给您回话。",
         "answered": "我从来没有回复过短信，你们查清楚，把钱退给我。", "promised_until": now + hour},
        {"icon": "transfer", "words": "转派：苏州合作业务组，已先行解释并停用业务", "who": "陈晓芸", "at": now - 24 * hour},
        {"icon": "clock-exclamation", "words": "超时：转派后半个工作日内无人接单", "who": "系统", "at": now - 2 * hour,
         "over": True, "facts": [("应在", "11-20 17:30 前"), ("提醒", "首问责任人、组长")], "clause": "C3.2"},
    ]  # fmt: skip


def _rows(now: datetime) -> list[dict[str, Any]]:
    hour = timedelta(hours=1)
    return [
        {"serial": "SZ-WJ01-2611-00482", "priority": "express", "kinds": ["important"], "state": "working",
         "category": "通信费用→账单→不明扣费", "text": "连续三个月被扣“彩信周刊”2 元，本人从未订购，要求双倍返还。",
         "group": "苏州计费组", "at": now - 30 * hour, "due_at": now - 2 * hour, "amount": Decimal("12.00"), "mood": "over"},
        {"serial": "SZ-HL-2611-01933", "priority": "urgent", "kinds": ["batch", "repeat"], "state": "queued",
         "category": "基础通信→信号→室内无信号", "text": "盛泽镇目澜花园 6 幢整幢无信号，邻居都打不出电话。",
         "group": "苏州网络组", "at": now - 9 * hour, "due_at": now + 3 * hour, "amount": None, "mood": "soon"},
        {"serial": "SZ-WJ01-2611-00479", "priority": "normal", "kinds": [], "state": "answered",
         "category": "自有业务→彩铃→取消不成功", "text": "彩铃已退订仍扣费，客户接受解释，等待归档。",
         "group": "吴江中山路服务厅", "at": now - 60 * hour, "due_at": now + 36 * hour, "amount": Decimal("1280.50"), "mood": "calm"},
    ]  # fmt: skip
