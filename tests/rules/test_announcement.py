"""Announcements of holidays, read as the State Council writes them and as a clerk types them."""

from datetime import date

from shouwen.calendars.announcement import lines, read
from shouwen.handbook.default_calendar import announced_days

OFFICIAL_2026 = """一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。"""


def test_the_official_sentences_of_2026_give_the_official_table():
    found = read(OFFICIAL_2026, 2026)
    assert not found.troubles
    assert found.exceptions == announced_days(2026)


def test_what_is_written_out_reads_back_the_same():
    days = announced_days(2026)
    assert read(lines(days), 2026).exceptions == days


def test_dates_line_by_line_in_several_hands():
    found = read("2027-02-05..2027-02-06 rest\n2027/2/20,班\n5月1日至5月3日 休\n", 2027)
    assert not found.troubles
    assert found.days == {
        date(2027, 2, 5): False,
        date(2027, 2, 6): False,
        date(2027, 2, 20): True,
        date(2027, 5, 1): False,
        date(2027, 5, 2): False,
        date(2027, 5, 3): False,
    }


def test_a_rest_over_the_end_of_a_month_is_one_stretch():
    assert len(read("9月28日至10月3日放假", 2027).days) == 6


def test_what_is_odd_is_told_with_its_line():
    found = read("2027-02-30 rest\n\n2027-03-01\n2026-12-31 rest\n12 34", 2027)
    assert [(trouble.line, trouble.code) for trouble in found.troubles] == [
        (1, "no-such-day"),
        (3, "work-or-rest"),
        (5, "no-date"),
        (0, "other-year"),
    ]


def test_a_stretch_that_ends_before_it_begins_or_lasts_months_is_odd():
    assert read("2027-03-05..2027-03-01 rest", 2027).troubles[0].code == "no-such-day"
    assert read("2027-03-05..2027-07-01 rest", 2027).troubles[0].code == "no-such-day"


def test_a_weekend_that_rests_is_nothing_unusual():
    assert read("2027-03-06 rest", 2027).exceptions == {}
