"""Whatever is typed: a Query that can be written as JSON and told in one line, or ``BadInput``; never anything else."""

from __future__ import annotations

import json
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import BadInput
from qa.linking.names import fits, split_name
from qa.linking.spans import Mark, best_cover
from qa.model import Query
from qa.question import understand
from tests.qa.question.conftest import DEPARTMENTS, NamesOnly

WORDS = st.sampled_from(
    ["青山市水利局", "省检察院", *"占比和的里“”()", "2023年", "二〇二二年", "去年", "三公经费", "差旅费", "多少", "百分之几", "前三", "最高", "为什么", "98号文"]
)
INDEX = NamesOnly()


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(WORDS, min_size=1, max_size=14).map("".join)))
def test_every_text_is_read_or_refused(text: str) -> None:
    try:
        query = understand(text, (), INDEX)  # type: ignore[arg-type]
    except BadInput:
        return
    assert Query.model_validate(json.loads(query.model_dump_json())) == query
    assert "\n" not in query.explained()


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8), st.floats(0.5, 2.0)), max_size=12))
def test_a_cover_never_overlaps_and_no_single_mark_beats_it(spans: list[tuple[int, int, float]]) -> None:
    marks = [Mark(start, start + length, "measure", i, score) for i, (start, length, score) in enumerate(spans)]
    cover = best_cover(marks)
    assert all(a.end <= b.start for a, b in pairwise(cover))
    assert not marks or sum(m.weight for m in cover) >= max(m.weight for m in marks) - 1e-6


@given(st.sampled_from([name for name, *_ in DEPARTMENTS]))
def test_a_full_name_fits_itself_and_nothing_shorter_fits_better(name: str) -> None:
    full = split_name(name)
    assert fits(name, full) == 1.0
    assert all(fits(name[i:], full) < 1.0 for i in range(1, len(name)))
