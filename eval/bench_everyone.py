"""How long questions over all departments take, shape by shape: asked first (its figures not in memory) and again."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from index.store import Index
from qa.engine import Engine
from qa.model import Answer

RANKING, FOLD, OPEN = "排名", "合计与条件", "未说部门"
SHAPES: tuple[tuple[str, str], ...] = (
    (RANKING, "{year}年所有部门预算的“三公”经费排名前五是谁？"),
    (RANKING, "各部门{year}年预算公务接待费最高的3个部门"),
    (RANKING, "{year}年项目支出最少的部门是哪个？"),
    (RANKING, "各部门{year}年培训费排名"),
    (RANKING, "{year}年支出总计第三高的部门是谁"),
    (RANKING, "{year}年在职人数最多的五个部门"),
    (RANKING, "{year}年人员经费最高的5个部门"),
    (RANKING, "各部门{year}年预算公用经费最高的3个部门"),
    (RANKING, "{year}年{region}各部门公务接待费排名前三"),
    (RANKING, "{year}年人员经费占基本支出比例最高的部门是哪个？"),
    (FOLD, "{year}年所有部门的公务接待费合计是多少？"),
    (FOLD, "各部门{year}年一般公共预算支出总和是多少"),
    (FOLD, "{year}年全部部门培训费的平均数是多少？"),
    (FOLD, "{year}年哪些部门的三公经费超过100万元？"),
    (FOLD, "{year}年有多少个部门的公务接待费超过2万元？"),
    (OPEN, "{year}年会议费是多少？"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: milliseconds by the clock and of processor time, first and again."""

    kind: str
    question: str
    first: float
    again: float
    cpu_first: float
    cpu_again: float
    status: str

    def line(self) -> str:
        """The times for people."""
        return f"  {self.kind} {self.first:.0f}/{self.again:.0f} 毫秒（处理器 {self.cpu_first:.0f}/{self.cpu_again:.0f}） {self.status} {self.question}"


def everyone_speed(index: Index, shapes: Sequence[tuple[str, str]] = SHAPES) -> list[Asked]:
    """Each shape of question, asked twice."""
    engine, records = Engine(index), index.documents()
    year = max((r.identity.fiscal_year or 0 for r in records), default=0)
    regions = sorted({r.identity.region for r in records if r.identity.region})
    region = regions[len(regions) // 2] if regions else ""
    engine.ask(f"{records[0].identity.department}{year}年三公经费是多少？")  # what any first question takes is no part of it
    found = []
    for kind, shape in shapes:
        question = shape.format(year=year, region=region)
        answer, first, cpu_first = _timed(engine, question)
        _, again, cpu_again = _timed(engine, question)
        found.append(Asked(kind, question, first, again, cpu_first, cpu_again, answer.status))
    return found


def _timed(engine: Engine, question: str) -> tuple[Answer, float, float]:
    started, busy = time.perf_counter(), time.process_time()
    answer = engine.ask(question)
    return answer, (time.perf_counter() - started) * 1000, (time.process_time() - busy) * 1000
