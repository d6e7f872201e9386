"""Generated sentences of made-up departments: whatever the numbers, the figures say what the sentence says."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from index.figures.clauses import sentences
from index.figures.joining import joined
from index.figures.quantities import quantities
from index.model import Aspect, Paragraph
from tests.index.test_narrative import BODY, figures

AMOUNTS = st.decimals(min_value=0, max_value=Decimal("999999.99"), places=2)
ITEMS = st.sampled_from(["基本支出", "项目支出", "单位资金", "财政拨款结转", "社会保障和就业支出", "事业收入", "住房保障支出"])
WORDS = st.sampled_from([("增加", "增长", 1), ("减少", "下降", -1), ("增加", "上升", 1), ("减少", "降低", -1)])
BASES = st.sampled_from(["比上年预算", "与上年相比", "比上年", "较上年", "比 2023 年度"])
SPACES = st.sampled_from(["", " "])


@settings(max_examples=150, deadline=None)
@given(ITEMS, AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, WORDS, BASES, SPACES, st.booleans())
def test_amount_share_change_rate(
    item: str, amount: Decimal, share: Decimal, change: Decimal, rate: Decimal, words: tuple[str, str, int], base: str, gap: str, commas: bool
) -> None:
    up, grown, sign = words
    printed = f"{amount:,.2f}" if commas else f"{amount:.2f}"
    found = figures(
        f"{item}{gap}{printed}{gap}万元，占{gap}{share}%，{base}{up}{gap}{change}{gap}万元，{grown}{gap}{rate}%，主要原因是工作任务调整。"
    )
    assert {f.measure for f in found} == {item}
    plain = {f.aspect: f for f in found if not f.derived}
    assert plain[Aspect.AMOUNT].value == amount
    assert plain[Aspect.SHARE].value == share
    assert plain[Aspect.CHANGE].value == sign * change
    assert plain[Aspect.RATE].value == sign * rate
    assert all(f.year == 2024 for f in plain.values())
    assert plain[Aspect.CHANGE].reason == "主要原因是工作任务调整"
    last = [f for f in found if f.derived]
    assert [(f.value, f.year) for f in last] == ([(amount - sign * change, 2023)] if amount - sign * change >= 0 else [])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(ITEMS, AMOUNTS), min_size=1, max_size=5, unique_by=lambda pair: pair[0]), AMOUNTS, st.sampled_from(["，", "；", "、"]))
def test_parts_of_a_total_keep_their_order_and_parent(parts: list[tuple[str, Decimal]], total: Decimal, stop: str) -> None:
    found = figures(f"{BODY} 2024 年支出预算 {total} 万元，其中：" + stop.join(f"{item} {amount} 万元" for item, amount in parts) + "。")
    assert [(f.measure, f.value) for f in found] == [("支出总计", total), *parts]
    assert all(f.qualifiers[0] == "支出总计" for f in found[1:])


@settings(max_examples=100, deadline=None)
@given(st.integers(1990, 2035), st.integers(1, 999), st.integers(1, 12), st.integers(1, 31))
def test_years_dates_and_document_numbers_are_never_quantities(year: int, number: int, month: int, day: int) -> None:
    assert (
        quantities(f"《关于下达资金的通知》（云财〔{year}〕{number} 号），{year} 年 {month} 月 {day} 日，第 {number} 届，{year}-{year + 2} 年") == ()
    )


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="支出预算为，。；：、（）0123456789.%万元 年增减第", max_size=80))
def test_any_text_is_read_without_harm(text: str) -> None:
    found = figures(text)
    assert all(f.measure and f.quote for f in found)
    assert "".join(text[s.start : s.end] for s in sentences(text)).replace(" ", "") == text.replace(" ", "")


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 30), st.integers(1, 99))
def test_a_sentence_cut_by_a_page_break_reads_as_one(cut: int, page: int) -> None:
    whole = "公务用车运行维护费预算支出 237 万元，与上年预算数相比有所变化，比上年预算减少 30.80 万元。"
    cut += whole.index("与上年")
    halves = (whole[:cut] + f"─ {page} ─", whole[cut:])
    texts = [j.text.replace(" ", "") for j in joined(Paragraph(i, 0, t, i + 1, i + 1) for i, t in enumerate(halves))]
    if len(texts) == 1:
        assert texts == [whole.replace(" ", "")]
        assert [(f.measure, f.value) for f in figures(*halves)] == [(f.measure, f.value) for f in figures(whole)]
