"""Each kind of question in prose, on a made-up disclosure: the right sentence, cut, cited, and nothing where there is nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.store.memory import MemoryIndex
from qa.model import Answer, DepartmentRef, Intent, MeasureRef, Query
from qa.passages import prose, retrieve
from tests.qa.passages.disclosure import BUREAU, OTHER, made_up


@pytest.fixture(scope="module")
def index() -> MemoryIndex:
    return made_up()


def ask(
    index: MemoryIndex, text: str, *departments: str, intent: Intent = Intent.TEXT, measures: tuple[str, ...] = (), years: tuple[int, ...] = ()
) -> Answer:
    query = Query(
        text=text,
        intent=intent,
        departments=tuple(DepartmentRef(mention=d, department=d) for d in departments),
        measures=tuple(MeasureRef(mention=m, names=(m,)) for m in measures),
        years=years,
    )
    answer = prose(query, index)
    for citation in answer.citations:
        if citation.paragraph is not None and citation.span:
            text = index.paragraphs(citation.document_id)[citation.paragraph].text
            assert text[citation.span[0] : citation.span[1]] == citation.quote
    return answer


def test_a_reason_is_the_one_of_the_measure_and_direction_asked(index: MemoryIndex) -> None:
    answer = ask(index, "云川市水务局财政拨款结转为什么少了70万元？", BUREAU, measures=("财政拨款结转",))
    assert "水库加固资金已全部执行完毕" in answer.answer
    assert "防汛物资" not in answer.answer


def test_a_premise_that_the_document_contradicts_is_set_right(index: MemoryIndex) -> None:
    answer = ask(index, "云川市水务局财政拨款结转为什么涨了这么多？", BUREAU, measures=("财政拨款结转",))
    assert "文件写的是减少，并不是增加" in answer.answer


def test_a_whole_without_a_reason_gives_the_reasons_of_its_items_that_changed(index: MemoryIndex) -> None:
    answer = ask(index, "云川市水务局三公经费为什么减少？", BUREAU, measures=("“三公”经费",))
    assert "两辆旧车报废" in answer.answer
    assert "与上年一致" not in answer.answer


@pytest.mark.parametrize(
    ("question", "wanted", "other"),
    [
        ("云川市水务局河道清淤工程的设立依据是什么文件？", "云政发〔2029〕15号", "云水发"),
        ("云川市水务局水库巡查补助是依据哪个文件设立的？", "云水发〔2030〕2号", "云政发"),
        ("云川市水务局水库巡查补助的钱怎么发到个人手里？", "经本局审核后打入巡查员个人账户", "施工费"),
        ("云川市水务局河道清淤工程的资金怎么分配？", "施工费80万元、监理费6万元", "打入"),
        ("云川市水务局河道清淤工程什么时候执行？", "2031年3月至11月", "打入"),
    ],
)
def test_a_field_is_that_of_the_project_named(index: MemoryIndex, question: str, wanted: str, other: str) -> None:
    answer = ask(index, question, BUREAU)
    assert wanted in answer.answer
    assert other not in answer.answer


def test_why_a_project_fell_short_is_read_from_its_review(index: MemoryIndex) -> None:
    answer = ask(index, "云川市水务局河道清淤工程为什么没完成？", BUREAU)
    assert "汛期" in answer.answer
    assert answer.citations[0].table == "项目支出绩效自评表"


def test_units_come_with_the_list_after_the_colon(index: MemoryIndex) -> None:
    answer = ask(index, "云川市水务局有哪些下属单位？", BUREAU, intent=Intent.LIST)
    assert "云川市水文站" in answer.answer
    assert "云川市河道管理所" in answer.answer


def test_offices_inside(index: MemoryIndex) -> None:
    assert "办公室、规划科、防汛科" in ask(index, "云川市水务局有几个科室？", BUREAU, intent=Intent.LIST).answer


def test_a_duty_is_confirmed_with_its_sentence_or_not_at_all(index: MemoryIndex) -> None:
    answer = ask(index, "农村饮水安全归云川市水务局管吗？", BUREAU, intent=Intent.BOOLEAN)
    assert answer.answer.startswith("是的")
    assert "农村饮水安全工程" in answer.answer
    assert ask(index, "出租车牌照归云川市水务局管吗？", BUREAU, intent=Intent.BOOLEAN).status == "not_found"


def test_a_definition_is_the_whole_entry(index: MemoryIndex) -> None:
    answer = ask(index, "云川市水务局公开里的“三公”经费是什么意思？", BUREAU, intent=Intent.DEFINITION)
    assert "公务用车购置及运行维护费和公务接待费" in answer.answer


def test_whether_there_is_one_over_several_departments(index: MemoryIndex) -> None:
    answer = ask(index, "云川市水务局和青禾县文化馆有没有用政府性基金？", BUREAU, OTHER, intent=Intent.BOOLEAN)
    assert f"有：{OTHER}；没有：{BUREAU}" in answer.answer
    assert {c.document_id for c in answer.citations} == {r.id for r in index.documents()}


def test_mentions_are_found_in_every_document_and_counted(index: MemoryIndex) -> None:
    answer = ask(index, "哪些部门提到了“河道”？", intent=Intent.LIST)
    assert "查了2份文件，其中2份" in answer.answer


def test_private_data_is_neither_given_nor_shown_by_the_way(index: MemoryIndex) -> None:
    assert ask(index, "云川市水务局联系人的电话是多少？", BUREAU).status == "declined"
    assert "6214453" not in ask(index, "云川市水务局绩效自评了几个项目？", BUREAU).answer


def test_another_year_is_not_found_and_what_there_is_is_said(index: MemoryIndex) -> None:
    answer = ask(index, "云川市水务局2029年为什么增加？", BUREAU, years=(2029,))
    assert answer.status == "not_found"
    assert "2031年部门预算" in answer.answer


def test_retrieval_is_scoped_and_the_same_each_time(index: MemoryIndex) -> None:
    house = next(r.id for r in index.documents() if r.identity.department == OTHER)
    found = retrieve("剧场设备更新", index, 3, [house])
    assert found
    assert {c.document for c in found} == {house}
    assert [c.id for c in found] == [c.id for c in retrieve("剧场设备更新", index, 3, [house])]
    assert retrieve("", index, 3) == []
    assert retrieve("水", index, 3, []) == []


@pytest.mark.parametrize(
    "question",
    [
        "云川市水务局会议费为什么减少？",  # nothing of it is written
        "云川市水务局为什么要裁员？",
        "云川市水务局“登月计划”的设立依据是什么？",
        "云川市水务局河道清淤工程的项目负责人是谁？",
    ],
)
def test_what_nobody_wrote_is_not_answered(index: MemoryIndex, question: str) -> None:
    measures = ("会议费",) if "会议费" in question else ()
    answer = ask(index, question, BUREAU, measures=measures)
    assert answer.status == "not_found", answer.answer
    assert not answer.figures


def test_over_many_documents_only_the_proposed_passages_are_read_with_the_same_result(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from eval.madeup.make import Wanted, make
    from index.pipeline import read_one
    from index.store.memory import MemoryIndex
    from qa.passages import retrieval

    index = MemoryIndex([read_one(path) for path in make(tmp_path, Wanted(5, 2023, 2, 3), "tab")])
    for question in ("部门主要职责", "政府采购预算安排情况", "公务接待费变动的原因", "校园安全基层补助资金的设立依据"):
        monkeypatch.setattr(retrieval, "_SMALL_SCOPE", 1 << 30)
        whole = retrieval.by_statement(retrieval.wanted(question), index, None, [index.search_words(question, 30)])
        monkeypatch.setattr(retrieval, "_SMALL_SCOPE", 0)
        assert retrieval.by_statement(retrieval.wanted(question), index, None, [index.search_words(question, 30)]) == whole
