"""The column solver: places what is decidable, never places a value wrongly, gives up quietly."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from index.reading.columns import Group, Place, Row, place


def d(*texts: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(text) for text in texts)


SUMS = ((0, (1, 2)),)


def test_vertical_sums_decide_between_equal_looking_columns() -> None:
    rows = [Row(d("10.00", "7.00", "3.00")), Row(d("7.00", "7.00")), Row(d("3.00", "3.00"))]
    found = place(rows, 3, SUMS, [Group(0, (1, 2))])
    assert found[1] == (Place(0, True), Place(1, True))
    assert found[2] == (Place(0, True), Place(2, True))


def test_what_no_sum_decides_is_unknown() -> None:
    (found,) = place([Row(d("5.00", "5.00"))], 3, SUMS)
    assert found[0] == Place(0, True)
    assert not found[1].known


def test_a_fact_from_elsewhere_decides() -> None:
    (found,) = place([Row(d("5.00", "5.00"), (((1,), Decimal(0)),))], 3, SUMS)
    assert found == (Place(0, True), Place(2, True))


def test_printed_rounding_is_tolerated() -> None:
    rows = [Row(d("292.72", "274.91", "17.82")), Row(d("274.91", "274.91")), Row(d("17.82", "17.82"))]
    assert all(spot.known for spots in place(rows, 3, SUMS, [Group(0, (1, 2))]) for spot in spots)


def test_a_row_that_contradicts_its_own_sum_spoils_no_other() -> None:
    rows = [Row(d("10.00", "7.00", "9.00")), Row(d("7.00", "7.00"))]
    found = place(rows, 3, SUMS, [Group(0, (1,))])
    assert [spot.known for spot in found[0]] == [True, True, True]
    assert [spot.known for spot in found[1]] == [True, False]


def test_hopelessly_many_choices_end_in_unknown() -> None:
    rows = [Row(tuple(Decimal(i + 1) for i in range(6))) for _ in range(40)]
    found = place(rows, 14, (), [Group(0, tuple(range(1, 40)))])
    assert not any(spot.known for spots in found for spot in spots)


@st.composite
def consistent_tables(draw: st.DrawFn) -> tuple[list[list[Decimal]], list[Group], int]:
    """A made-up table: 合计 and up to four parts, total over classes over items, each cell empty or an amount."""
    parts = draw(st.integers(2, 4))
    amount = st.one_of(st.just(Decimal(0)), st.integers(1, 3000).map(lambda n: Decimal(n) / 100))
    rows: list[list[Decimal]] = [[]]
    groups: list[Group] = []
    classes: list[int] = []
    for _ in range(draw(st.integers(1, 3))):
        head = len(rows)
        classes.append(head)
        rows.append([])
        items = [draw(st.lists(amount, min_size=parts, max_size=parts)) for _ in range(draw(st.integers(1, 3)))]
        rows += items
        rows[head] = [sum((item[c] for item in items), Decimal(0)) for c in range(parts)]
        groups.append(Group(head, tuple(range(head + 1, len(rows)))))
    rows[0] = [sum((rows[i][c] for i in classes), Decimal(0)) for c in range(parts)]
    groups.append(Group(0, tuple(classes)))
    return [[sum(row, Decimal(0)), *row] for row in rows], groups, parts + 1


@settings(max_examples=150, deadline=None)
@given(consistent_tables())
def test_no_value_is_ever_placed_wrongly(table: tuple[list[list[Decimal]], list[Group], int]) -> None:
    rows, groups, width = table
    sums = ((0, tuple(range(1, width))),)
    found = place([Row(tuple(value for value in row if value)) for row in rows], width, sums, groups)
    for row, spots in zip(rows, found, strict=True):
        truth = [column for column, value in enumerate(row) if value]
        assert len(spots) == len(truth)
        for column, spot in zip(truth, spots, strict=True):
            assert not spot.known or spot.column == column
