"""Records as they occur at a desk, for the pattern book. All of it is made up."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any


def timeline(now: datetime) -> list[dict[str, Any]]:
    """Answers the entries of one ticket's timeline, as web/parts/timeline_entry.html expects them."""
    hour = timedelta(hours=1)
    return [
        {
            "icon": "phone-plus",
            "words": "受理：资费争议→梦网业务→未订购扣费",
            "who": "陈晓芸 · 吴江中山路服务厅",
            "at": now - 26 * hour,
            "facts": [("紧急", "重要客户"), ("优先级", "特急"), ("首次答复", "11-22 14:05 前")],
            "clause": "C4.3",
            "edition": "2026.1",
        },
        {
            "icon": "message-circle",
            "words": "联系客户：电话",
            "who": "陈晓芸",
            "at": now - 25 * hour,
            "said": "您好，我已经查到这项业务是 11 月 3 日由合作方开通的，正在核实开通记录，今天 15:00 前给您回话。",
            "answered": "我从来没有回复过短信，你们查清楚，把钱退给我。",
            "promised_until": now + hour,
        },
        {
            "icon": "transfer",
            "words": "转派：苏州合作业务组，已先行解释并停用业务",
            "who": "陈晓芸",
            "at": now - 24 * hour,
        },
        {
            "icon": "clock-exclamation",
            "words": "超时：转派后半个工作日内无人接单",
            "who": "系统",
            "at": now - 2 * hour,
            "over": True,
            "facts": [("应在", "11-20 17:30 前"), ("提醒", "首问责任人、组长")],
            "clause": "C3.2",
        },
    ]


def rows(now: datetime) -> list[dict[str, Any]]:
    """Answers three rows of a queue: one breached, one soon due, one calm."""
    hour = timedelta(hours=1)
    return [
        {
            "serial": "SZ-WJ01-2611-00482",
            "priority": "express",
            "kinds": ["important"],
            "state": "working",
            "category": "通信费用→账单→不明扣费",
            "text": "连续三个月被扣“彩信周刊”2 元，本人从未订购，要求双倍返还。",
            "group": "苏州计费组",
            "at": now - 30 * hour,
            "due_at": now - 2 * hour,
            "amount": Decimal("12.00"),
            "mood": "over",
        },
        {
            "serial": "SZ-HL-2611-01933",
            "priority": "urgent",
            "kinds": ["batch", "repeat"],
            "state": "queued",
            "category": "基础通信→信号→室内无信号",
            "text": "盛泽镇目澜花园 6 幢整幢无信号，邻居都打不出电话。",
            "group": "苏州网络组",
            "at": now - 9 * hour,
            "due_at": now + 3 * hour,
            "amount": None,
            "mood": "soon",
        },
        {
            "serial": "SZ-WJ01-2611-00479",
            "priority": "normal",
            "kinds": [],
            "state": "answered",
            "category": "自有业务→彩铃→取消不成功",
            "text": "彩铃已退订仍扣费，客户接受解释，等待归档。",
            "group": "吴江中山路服务厅",
            "at": now - 60 * hour,
            "due_at": now + 36 * hour,
            "amount": Decimal("1280.50"),
            "mood": "calm",
        },
    ]
