"""Wholes and their parts, budgets and what was spent, agreement: promised on the hand-made index and on the real disclosures."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from eval.source import memory_index
from qa.engine import Engine
from tests.qa.answering.small_index import small_index


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(small_index())


@pytest.fixture(scope="module")
def real(shared: Path) -> Engine:
    return Engine(memory_index([shared / "corpus" / "shanghai", shared / "corpus" / "xinjiang"]))


def values(engine: Engine, question: str) -> list[Decimal]:
    return [f.value for f in engine.ask(question).figures]


def test_a_whole_is_taken_apart_with_the_share_of_each(engine: Engine) -> None:
    answer = engine.ask("甲市示例局2024年工资福利支出由哪几项组成，各占多少？")
    found = {f.label: f.value for f in answer.figures}
    assert found["基本工资"] == Decimal("30.00")
    assert found["基本工资占比"] == Decimal("50.00")
    assert sum(v for name, v in found.items() if not name.endswith("占比")) == Decimal("60.00")


def test_a_condition_over_the_rows_of_an_item(engine: Engine) -> None:
    answer = engine.ask("甲市示例局2024年工资福利支出里超过15万元的有哪些？")
    assert {f.value for f in answer.figures} == {Decimal("30.00"), Decimal("20.00")}


def test_an_item_is_no_share_of_itself(engine: Engine) -> None:
    assert all(f.value != 100 for f in engine.ask("甲市示例局2024年三公经费占三公经费多少？").figures)


def test_parts_against_their_total(engine: Engine) -> None:
    answer = engine.ask("甲市示例局2024年基本支出和项目支出加起来等于支出总计吗？")
    assert answer.answer.startswith(("一致", "不一致"))


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("普陀区财政局2024年住房改革支出由哪几部分组成，各多少？", ("187.19", "258.50")),
        ("普陀区财政局2024年社会保障和就业支出里面都包括哪些，各占多少", ("84.65", "160.75", "80.38")),
        ("昌吉州科协有几辆车，都是什么车？", ("2", "1")),
        ("阿拉山口科技局2026年上年结转的3万元是哪几笔？", ("2.00", "1.00")),
        ("昌吉州科协2024年收入来源有哪些，各占多少", ("568.86", "63.18")),
        ("普陀区财政局2024年公用经费里办公费占比多少", ("11.49",)),
        ("普陀区财政局2024年住房公积金预算执行了百分之几", ("99.70",)),
        ("普陀区财政局2024年公务接待费预算多少，实际花了多少，差多少", ("0.95",)),
        ("昌吉州科技局2023年三公经费预算执行率", ("100.00",)),
        ("昌吉州科协2024年公务用车运行维护费平均一辆车多少元", ("13500",)),
        ("普陀区财政局2024年人员经费和公用经费加起来等于基本支出吗", ("2336.91",)),
        ("昌吉州科技局2023年项目绩效自评，哪些项目得分低于90分", ("60.27", "87.06", "79.89")),
        ("昌吉市科技局2024年公用经费里，超过一万元的科目有哪些", ("4.80",)),
        ("乌市科技局2024年上年结转结余多少，其中项目支出多少", ("21.01",)),
        ("普陀区财政局2024年办公费、差旅费、维修费各占公用经费多少", ("11.49", "0.65", "1.53")),
    ],
)
def test_questions_of_the_real_disclosures(real: Engine, question: str, wanted: Sequence[str]) -> None:
    found = values(real, question)
    assert all(Decimal(w) in found for w in wanted), found


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("昌吉州科协在职、退休人数相加等于实有人数吗", "不一致"),
        ("昌吉市科技局主要职责有哪些", "推动科研诚信建设"),
        ("昌吉市科学技术局内设几个处室？叫什么？", "党政办公室"),
    ],
)
def test_sentences_of_the_real_disclosures(real: Engine, question: str, said: str) -> None:
    assert said in real.ask(question).answer


def test_a_line_of_one_project_is_no_part_of_the_department(real: Engine) -> None:
    assert not values(real, "乌市科技局2024年劳务费占商品和服务支出多少")
