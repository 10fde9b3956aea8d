"""Text as index terms: nothing that stands in a text is ever missed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from shouwen.search.grams import fold, pieces, terms, wanted

TEXT = st.text(alphabet="断网流量费用双倍返还𠮷䶮abcXYZ１２3 ，。!-éЖ\u200fع", max_size=40)


def _found(query: str, text: str) -> bool:
    """What the index answers: every term of the query is a prefix of some term of the text."""
    indexed = terms(text)
    return all(any(term.startswith(prefix) for term in indexed) for prefix in wanted(query))


def test_words_of_two_characters_are_terms() -> None:
    assert terms("用户投诉断网") == ["用户", "户投", "投诉", "诉断", "断网", "网"]


def test_full_width_and_case_do_not_matter() -> None:
    assert fold("ＷｉＦｉ５Ｇ") == "wifi5g"
    assert terms("ＷｉＦｉ") == terms("wifi")


def test_rare_characters_are_characters() -> None:
    assert terms("𠮷野家") == ["𠮷野", "野家", "家"]
    assert _found("䶮", "刘䶮先生")


def test_a_query_without_words_wants_nothing() -> None:
    assert wanted(" ，。!") == [] and pieces("，。") == []


@settings(deadline=None)
@given(TEXT, st.integers(0, 40), st.integers(1, 40))
def test_every_part_of_a_text_that_begins_at_a_word_is_found(text: str, start: int, length: int) -> None:
    folded = fold(text)
    part = folded[start : start + length]
    begins_inside_a_word = start > 0 and folded[start - 1 : start].isalnum() and not _han(folded[start - 1 : start + 1])
    if part and not begins_inside_a_word:
        assert _found(part, text)


@settings(deadline=None)
@given(TEXT)
def test_terms_are_each_there_once(text: str) -> None:
    found = terms(text)
    assert len(found) == len(set(found))


def _han(two: str) -> bool:
    return any("\u4e00" <= ch <= "\u9fff" or ch in "𠮷䶮" for ch in two)
