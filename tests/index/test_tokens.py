"""Search words: numbers whole, width ignored, terms kept, and linear time on unknown runs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.tokens import words


def test_terms_and_their_parts_are_both_words() -> None:
    found = words("公务用车运行维护费")
    assert {"公务用车运行维护费", "公务", "运行"} <= set(found)


def test_numbers_are_whole_and_without_separators() -> None:
    assert words("１,２３４.５６万元") == words("1234.56万元") == ["1234.56", "万元"]


@given(st.text(max_size=300))
def test_any_text_gives_words_without_blanks(text: str) -> None:
    assert all(w and not w.isspace() for w in words(text))


def test_a_long_run_of_unknown_characters_is_cut_without_a_model_of_unknown_words() -> None:
    assert len(words("龘" * 20_000)) == 20_000  # jieba's HMM would be quadratic here
