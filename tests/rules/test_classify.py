"""A text finds its category by its words (C4.1), and says which words they were."""

import csv
from pathlib import Path

import pytest

from shouwen.handbook.classify import classify
from shouwen.handbook.decision import explain
from tests.rules.worked import EDITION

DATA = Path(__file__).parents[3] / "shared" / "data"

TEXTS = {
    "家里信号很差，客厅打不了电话": "basic.voice.no_signal_indoor",
    "高铁上手机没有信号，一路断断续续": "basic.voice.no_signal_transport",
    "充值五十元一直没到账": "basic.recharge.not_arrived",
    "装宽带的师傅说好上午来，结果没来": "quality.field.no_show",
    "我从来没订购过彩铃，为什么每月扣我五块钱": "own.ringback.opened_unasked",
    "光猫红灯一直闪": "basic.home.los_light",
    "M3县移动城西贸易区基站噪音扰民": "basic.site.noise",
    "我要携号转网，营业厅一直不给办": "support.handling.number_porting",
    "话务员态度恶劣，直接挂电话": "quality.hotline.attitude",
    "Comcast imposed a data cap of 300GB": "charges.data.excess",
    "Internet speed far below what I pay for": "basic.home.slow",
    "Charged a late fee although I paid on time": "charges.bill.late_fee",
    "They hung up on me, worst customer service ever": "quality.hotline.attitude",
}


@pytest.mark.parametrize(("text", "category"), TEXTS.items())
def test_a_text_finds_its_category(text: str, category: str) -> None:
    assert classify(text, EDITION).what == category


def test_the_words_that_decided_are_said() -> None:
    decided = classify("装宽带的师傅说好上午来，结果没来", EDITION)
    assert set(decided.because[0].facts["words"]) >= {"师傅", "结果没来"}
    assert "师傅" in explain(decided, "zh", EDITION)[0] and decided.because[0].clause == "C4.1"


@pytest.mark.parametrize("text", ["", "你好", "1234", "😀", "\x00", " \n\n "])
def test_a_text_without_clues_goes_to_be_sorted_by_hand(text: str) -> None:
    decided = classify(text, EDITION)
    assert decided.what == "quality.other.unsorted"
    assert decided.because[0].code == "classified-fallback"


def test_the_title_says_what_the_rest_is_about() -> None:
    body = "前几天我去营业厅交费，排队排了很久。后来宽带装好了，但是信号不好，电视也卡。"
    assert classify(f"投诉师傅乱收费\n{body}", EDITION).what in ("quality.field.extra_fee", "charges.bill.unknown_fee")


def test_english_words_are_found_as_words_not_inside_others() -> None:
    assert classify("What a delightful afternoon", EDITION).what == "quality.other.unsorted"


def test_no_clue_leads_to_a_retired_category() -> None:
    open_leaves = {leaf.code for leaf in EDITION.categories.open_leaves}
    assert set(EDITION.classification.clues) <= open_leaves


def test_most_clues_find_their_own_leaf() -> None:
    """A text made of one clue's own words should come out at its leaf, unless a neighbour shares them."""
    tried = found = 0
    for code, clues in EDITION.classification.clues.items():
        for clue in clues.zh:
            text = "，".join(part.split("|")[0] for part in clue.split("+"))
            tried += 1
            found += classify(text, EDITION).what == code
    assert found / tried > 0.75


@pytest.mark.skipif(not DATA.is_dir(), reason=f"no real texts in {DATA}")
def test_real_letters_about_operators_are_mostly_sorted() -> None:
    with (DATA / "citizen_letters_about_operators.csv").open(encoding="utf-8", newline="") as file:
        texts = [f"{row['留言主题']}\n{row['留言详情']}" for row in csv.DictReader(file)]
    tops = [classify(text, EDITION).what.split(".")[0] for text in texts]
    assert sum(top == "basic" for top in tops) >= 16
