"""What a question means, slot by slot."""

from __future__ import annotations

import pytest

from index.errors import BadInput
from qa.model import Intent, Operation
from qa.question import understand
from tests.qa.question.conftest import NamesOnly


def read(text: str, names: NamesOnly):  # type: ignore[no-untyped-def]
    return understand(text, (), names)  # type: ignore[arg-type]


def test_a_plain_question_fills_department_year_kind_and_measure(names: NamesOnly) -> None:
    query = read("青山市水利局2023年预算的公务接待费是多少万元？", names)
    assert query.intent is Intent.FIGURE
    assert [d.department for d in query.departments] == ["青山市水利局"]
    assert (query.years, query.kind, query.unit) == ((2023,), "预算", "万元")
    assert query.measures[0].names == ("公务接待费",)


@pytest.mark.parametrize(
    ("mention", "department"),
    [("州检察院", "白水州人民检察院"), ("白水州文联", "白水州文学艺术界联合会"), ("省人大办公厅", "东海省人大常委会办公厅"), ("東海省人大辦公廳", "东海省人大常委会办公厅")],
)
def test_short_names_are_derived(mention: str, department: str, names: NamesOnly) -> None:
    assert [d.department for d in read(f"{mention}2023年差旅费多少？", names).departments] == [department]


def test_a_mention_of_several_keeps_them_apart(names: NamesOnly) -> None:
    ref = read("青山水利局差旅费多少？", names).departments[0]
    assert ref.department is None
    assert set(ref.alternatives) == {"青山市水利局", "青山县水利局"}


@pytest.mark.parametrize("mention", ["黑山市水利局", "东海省公安厅", "青山市民政局"])
def test_an_organisation_that_the_index_does_not_hold_stays_unknown(mention: str, names: NamesOnly) -> None:
    ref = read(f"{mention}2023年差旅费多少？", names).departments[0]
    assert (ref.mention, ref.department, ref.alternatives) == (mention, None, ())


@pytest.mark.parametrize("year", ["2023年", "２０２３年", "二〇二三年", "23年", "二三年度"])
def test_years_in_every_writing(year: str, names: NamesOnly) -> None:
    assert read(f"青山市水利局{year}的差旅费", names).years == (2023,)


@pytest.mark.parametrize(
    ("word", "measure"),
    [("养车", "公务用车运行维护费"), ("招待费", "公务接待费"), ("出国", "因公出国(境)费"), ("买车", "公务用车购置费"), ("总共能进账", "收入总计"),
     ("出差", "差旅费"), ("人头费", "人员经费")],
)
def test_everyday_words_name_measures(word: str, measure: str, names: NamesOnly) -> None:
    assert read(f"青山市水利局2023年{word}多少钱？", names).measures[0].names[0] == measure


def test_a_scope_qualifies_what_it_contains(names: NamesOnly) -> None:
    measure = read("青山市水利局2023年一般公共预算基本支出里，差旅费是多少？", names).measures[0]
    assert (measure.names, measure.qualifiers, measure.fund) == (("差旅费",), ("基本支出",), "一般公共预算")


def test_a_share_names_its_whole(names: NamesOnly) -> None:
    query = read("青山市水利局2023年项目支出占总支出的比例是多少？", names)
    assert query.operation is Operation.SHARE
    assert [m.names[0] for m in query.measures] == ["项目支出", "支出总计"]


@pytest.mark.parametrize("text", ["", "   ", "？？！", "问" * 501])
def test_what_is_no_question_is_refused(text: str, names: NamesOnly) -> None:
    with pytest.raises(BadInput):
        read(text, names)


def test_a_code_with_a_dash_is_the_code(names: NamesOnly) -> None:
    assert read("青山市水利局2023年基本支出302-11差旅费是多少？", names).measures[0].code == "30211"


def test_how_much_a_part_takes_is_an_amount_where_money_is_asked(names: NamesOnly) -> None:
    assert read("青山市水利局2023年项目支出占了多少万元？", names).operation is Operation.NONE
