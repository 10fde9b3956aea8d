"""Numbers as they are typed, where they are at home, and how little is shown of a customer."""

import pytest

from shouwen.customers import masking
from shouwen.customers.attribution import clean, home
from shouwen.customers.models import NumberSegment


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("14300001234", "14300001234"),
        (" 143 0000-1234 ", "14300001234"),
        ("+86 14300001234", "14300001234"),
        ("0086-14300001234", "14300001234"),
        ("8614300001234", "14300001234"),
        ("１４３００００１２３４", "14300001234"),
        ("\u202a14300001234\u202c".replace("\u202a", ""), "14300001234"),
        ("(0512)65550000", "051265550000"),
        ("10086", "10086"),
        ("4008001234", "4008001234"),
    ],
)
def test_a_number_is_read_however_it_was_typed(typed: str, digits: str) -> None:
    assert clean(typed).digits == digits and not clean(typed).trouble


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        ("+44 20 7946 0000", "number-foreign"),
        ("1430000abcd", "number-not-digits"),
        ("٠١٢٣٤٥٦٧٨٩", "number-not-digits"),
        ("", "number-not-digits"),
        ("1234", "number-length"),
        ("1430000123456", "number-length"),
        ("143\x0000001234", "number-not-digits"),
    ],
)
def test_what_cannot_be_a_number_is_said(typed: str, trouble: str) -> None:
    assert clean(typed).trouble == trouble


@pytest.mark.django_db
def test_our_own_segments_come_before_the_packaged_table() -> None:
    assert home("13900000000").province == "新疆"
    NumberSegment.objects.create(prefix="139", province="云泽", city="清渡")
    NumberSegment.objects.create(prefix="1390000", province="云泽", city="望潮")
    assert home("13900000000").city == "望潮"
    assert home("13911110000").city == "清渡"


@pytest.mark.django_db
def test_a_land_line_is_at_home_where_its_area_code_is() -> None:
    assert home("051265550000").city == "苏州"


@pytest.mark.django_db
def test_a_service_number_has_no_home() -> None:
    assert home("10086").city == ""


def test_names_numbers_and_cards_are_masked() -> None:
    assert masking.number("14300001234") == "143****1234"
    assert masking.number("10086") == "***86"
    assert masking.name("欧阳致远") == "欧***"
    assert masking.name("王") == "王"
    assert masking.identity("990101199001011234") == "990*************34"
