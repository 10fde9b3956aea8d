"""The template tags: what a page author writes, and what a reader gets."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from shouwen.handbook.load import shipped

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


def drawn(source: str, language: str = "zh-hans", **context: Any) -> str:
    with translation.override(language):
        return Template("{% load shouwen %}" + source).render(Context({"now": NOW} | context))


def test_when_gives_a_machine_time_and_the_zone_on_hover() -> None:
    html = drawn("{{ at|when:now }}", at=NOW - timedelta(hours=2))
    assert html == (
        '<time datetime="2026-11-21T02:00:00+00:00" title="2026-11-21 10:00:00 UTC+8 Asia/Shanghai">10:00</time>'
    )
    assert drawn("{{ at|when:now }}", at=None) == ""


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Decimal("30"), "30.00"),
        (Decimal("1234567.5"), "1,234,567.50"),
        (Decimal("-8.8"), "−8.80"),
        (Decimal("0"), "0.00"),
        (None, ""),
    ],
)
def test_an_amount_has_two_places(amount: Decimal | None, words: str) -> None:
    assert drawn("{{ amount|yuan }}", amount=amount) == words


def test_a_count_that_was_cut_off_does_not_lie() -> None:
    assert drawn("{{ n|at_most }}", n=999) == "999"
    assert drawn("{{ n|at_most }}", n=1000) == "1,000+"
    assert drawn("{{ n|at_most:50 }}", n=51) == "50+"


def test_a_chip_carries_its_words_and_what_the_minute_hand_needs() -> None:
    html = drawn("{% chip_due due now %}", due=NOW + timedelta(hours=20))
    assert "chip-calm" in html
    assert "剩 20 小时" in html
    assert 'data-due="2026-11-22T' in html
    assert "20 h left" in drawn("{% chip_due due now %}", "en", due=NOW + timedelta(hours=20))


def test_a_provisional_chip_has_a_dotted_edge_and_says_so() -> None:
    html = drawn("{% chip_due due now provisional=True %}", due=NOW + timedelta(hours=20))
    assert "chip-provisional" in html
    assert "暂定" in html


def test_a_stopped_or_paused_chip_does_not_tick() -> None:
    due = NOW + timedelta(hours=1)
    assert "data-due" not in drawn("{% chip_due due now stopped_at=now %}", due=due)
    assert "data-due" not in drawn("{% chip_due due now paused_at=now %}", due=due)


def test_no_deadline_draws_no_chip_and_unknown_names_count_as_not_given() -> None:
    assert drawn("{% chip_due due now %}", due=None).strip() == ""
    assert "chip-calm" in drawn("{% chip_due due now paused_at=nothing.here %}", due=NOW + timedelta(days=9))


def test_priorities_are_words_in_tags_and_normal_is_no_tag() -> None:
    assert "特急" in drawn('{% tag_priority "express" %}')
    assert "紧急" in drawn('{% tag_priority "urgent" %}')
    assert drawn('{% tag_priority "normal" %}').strip() == ""


def test_a_proposed_urgent_kind_is_told_apart() -> None:
    html = drawn('{% tag_urgency "major" proposed=True %}')
    assert "重大" in html
    assert "tag-proposed" in html
    assert "tag-proposed" not in drawn('{% tag_urgency "major" %}')


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_state_has_a_name_in_this_language(language: str) -> None:
    for code in shipped().states:
        html = drawn("{% state code %}", language, code=code)
        assert f"state-{code}" in html
        assert f"></span>{code}</span>" not in html


def test_an_unknown_code_stands_for_itself() -> None:
    assert "long-gone" in drawn('{% state "long-gone" %}')


def test_why_tells_what_from_which_facts_and_by_which_clause() -> None:
    code, entry = next(iter(shipped().reasons.items()))
    because = [{"clause": entry.clause, "code": code, "facts": {}}]
    html = drawn(
        "{% why what because '2026.1' facts=facts %}", what="24 小时", because=because, facts=[("等级", "金卡")]
    )
    for words in ("24 小时", "等级", "金卡", entry.clause, "2026.1 版"):
        assert words in html


def test_icons_are_drawn_for_the_eye_only_and_unlisted_ones_are_refused() -> None:
    with pytest.raises(LookupError, match="ICONS"):
        drawn('{% icon "no-such-thing" %}')
    assert "<script" not in drawn('{% icon "clock" %}')


class Complaint(forms.Form):
    text = forms.CharField(label="事情经过", help_text="二百字以内", widget=forms.Textarea)
    way = forms.ChoiceField(label="方式", choices=[("sms", "短信")], widget=forms.RadioSelect)
    told = forms.BooleanField(label="已告知", required=False)


def test_a_field_ties_its_label_hint_and_error_to_the_control() -> None:
    html = drawn("{% field form.text %}", form=Complaint({"text": ""}))
    assert '<label class="field-label" for="id_text">' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_text_helptext id_text_error"' in html
    assert 'id="id_text_error"' in html
    assert 'id="id_text_helptext"' in html
    assert "必填" in html


def test_a_field_escapes_what_was_typed_and_keeps_it() -> None:
    html = drawn("{% field form.text %}", form=Complaint({"text": "<b>很急</b>"}))
    assert "&lt;b&gt;很急&lt;/b&gt;" in html
    assert "aria-invalid" not in html


def test_a_group_of_options_is_a_fieldset_with_a_legend() -> None:
    html = drawn("{% field form.way %}", form=Complaint())
    assert "<fieldset" in html
    assert "<legend" in html


def test_hint_label_and_placeholder_may_be_set_by_the_page() -> None:
    html = drawn(
        "{% field form.text hint='' label='投诉内容' placeholder='请写清时间地点' key='/' %}", form=Complaint()
    )
    assert "二百字以内" not in html
    assert "投诉内容" in html
    assert 'placeholder="请写清时间地点"' in html
    assert 'data-key="/"' in html
