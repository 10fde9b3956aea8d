"""Parts drawn once and filled in by the hundred, and the addresses of a list's rows."""

import pytest
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import override

from shouwen.web import addresses
from shouwen.web.drawn import drawn

NUMBER = "tickets/team/number.html"


def test_a_part_filled_in_is_what_its_template_draws() -> None:
    facts = {"n": "1,578", "url": "/queues/?a=1&due=4h", "words": 'Due <soon> & "today"'}
    for strong in (True, False):
        assert drawn(NUMBER, facts, some=True, strong=strong) == render_to_string(
            NUMBER, {**facts, "some": True, "strong": strong}
        )


def test_what_is_put_in_is_escaped_unless_it_is_safe_and_never_read_as_a_place() -> None:
    hostile = {"n": "\ue000url\ue001<script>", "url": "'\">", "words": format_html("<b>{}</b>", "<i>")}
    found = drawn(NUMBER, hostile, some=True, strong=False)
    assert "&lt;script&gt;" in found and "\ue000url\ue001" in found
    assert "&#x27;&quot;&gt;" in found and "<b>&lt;i&gt;</b>" in found


def test_each_language_and_each_kind_is_drawn_for_itself() -> None:
    with override("en"):
        english = drawn(
            "web/parts/chip.html", {"full": "f", "words": "w"}, mood="met", label="", provisional=True, ticks=False
        )
    with override("zh-hans"):
        chinese = drawn(
            "web/parts/chip.html", {"full": "f", "words": "w"}, mood="met", label="", provisional=True, ticks=False
        )
    assert english != chinese
    assert drawn(NUMBER, {"n": 0, "url": "", "words": "w"}, some=False, strong=False) != drawn(
        NUMBER, {"n": 0, "url": "", "words": "w"}, some=True, strong=False
    )


def test_addresses_are_those_of_the_routes() -> None:
    opens = addresses.keyed("tickets:ticket")
    assert [opens(key) for key in (1, 77, 123456)] == [reverse("tickets:ticket", args=[key]) for key in (1, 77, 123456)]
    assert addresses.page("tickets:queues") == reverse("tickets:queues")
    with pytest.raises(NoReverseMatch):
        addresses.page("tickets:nowhere")
