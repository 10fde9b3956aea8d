"""What a column of a file can be, and the heads under which each usually stands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Field:
    """One field of a ticket: its code for `--map`, its name, and the usual heads (folded)."""

    code: str
    label: str | Promise
    heads: tuple[str, ...] = field(default=())


FIELDS = (
    Field("text", _("Text of the complaint"), ("内容", "投诉内容", "留言详情", "诉求内容", "问题描述", "描述", "text", "complaint", "customer complaint", "description", "details", "content")),
    Field("title", _("Title"), ("主题", "标题", "留言主题", "title", "subject")),
    Field("contacted_at", _("Time of contact"), ("留言时间", "投诉时间", "受理时间", "反映时间", "来电时间", "联系时间", "时间", "日期", "contacted at", "received", "created", "created at", "opened", "date", "time", "datetime", "timestamp")),
    Field("external_id", _("Number in the source"), ("编号", "留言编号", "工单编号", "工单号", "流水号", "投诉编号", "序号", "id", "ticket #", "ticket", "ticket id", "ticket number", "case id", "case number", "no", "no.", "number #", "external id")),
    Field("number", _("Number complained about"), ("号码", "电话", "手机", "手机号", "手机号码", "用户号码", "投诉号码", "客户号码", "受理号码", "phone", "phone number", "mobile", "msisdn", "telephone", "number")),
    Field("user", _("Customer's name in the source"), ("用户", "留言用户", "用户编号", "客户编号", "user", "user id", "customer id", "account", "username")),
    Field("name", _("Customer's name"), ("姓名", "客户姓名", "客户名称", "用户姓名", "name", "customer name", "full name")),
    Field("contact_phone", _("Phone to call back"), ("联系电话", "联系方式", "回访电话", "contact phone", "callback number")),
    Field("grade", _("Card"), ("客户等级", "客户级别", "级别", "等级", "grade", "level", "tier")),
    Field("brand", _("Brand"), ("品牌", "客户品牌", "brand")),
    Field("province", _("Home province"), ("省", "省份", "归属省", "province")),
    Field("city", _("Home city"), ("归属地", "归属地市", "地市", "home city")),
    Field("category", _("Category"), ("分类", "类别", "投诉分类", "投诉类别", "投诉类型", "业务分类", "category", "type", "complaint type")),
    Field("topic", _("Hints at the category"), ("业务", "一级分类", "标签", "business", "topic", "label", "product type")),
    Field("source", _("Source"), ("来源", "投诉来源", "受理渠道", "渠道", "source", "channel", "received via", "submitted via")),
    Field("column", _("Column"), ("栏目", "工单类型", "order type")),
    Field("cell", _("Hits: cell"), ("基站", "小区名称", "cell", "site")),
    Field("product", _("Hits: product"), ("产品", "套餐", "product", "plan")),
    Field("provider", _("Hits: provider"), ("合作商", "服务商", "provider")),
    Field("district", _("Hits: district"), ("区县", "地址", "区域", "district", "address", "location", "city", "state")),
    Field("evidence", _("Evidence"), ("证据", "附注", "备注", "remark", "remarks", "notes", "zip code", "filing on behalf of someone")),
    Field("state", _("State"), ("状态", "工单状态", "处理状态", "status", "state of ticket")),
    Field("answer", _("Reply"), ("答复", "答复意见", "答复内容", "回复", "回复内容", "处理结果", "reply", "answer", "response", "resolution")),
    Field("answered_at", _("Time of reply"), ("答复时间", "回复时间", "办结时间", "归档时间", "answered at", "reply time", "closed at", "resolved at", "closed date")),
    Field("course", _("Course of handling"), ("处理过程", "处理经过", "course")),
    Field("satisfaction", _("Satisfaction"), ("满意度", "满意程度", "satisfaction")),
    Field("root_cause", _("Root cause"), ("投诉原因", "原因", "根本原因", "root cause", "cause")),
)  # fmt: skip
BY_CODE = {field.code: field for field in FIELDS}
# Fields that may be put together from several columns.
SEVERAL = frozenset(("contacted_at", "answered_at", "evidence", "topic", "district", "text"))
BLANKS = re.compile(r"[\s_]+")


def folded(head: str) -> str:
    """A head as it is compared: case and blanks don't matter."""
    return BLANKS.sub(" ", head.casefold()).strip()


def guess(columns: Iterable[str]) -> dict[str, list[str]]:
    """Which column is probably which field, by its head. Each column once; columns that nobody knows are left out."""
    found: dict[str, list[str]] = {}
    for column in columns:
        head = folded(column)
        fitting = next((field for field in FIELDS if head in field.heads), None)
        if fitting and (fitting.code not in found or fitting.code in SEVERAL):
            found.setdefault(fitting.code, []).append(column)
    return found
