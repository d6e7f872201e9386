"""Many files, one truth, as answers tell it: a file put in twice, a correction, a disclosure in two files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from eval.madeup.document import Grid, Heading, Made, Text
from eval.madeup.make import Wanted, disclosures, writer
from index.audit import findings_of_all
from index.document import ReadDocument
from index.identity.revised import revision_of
from index.pipeline import read_one
from index.store.memory import MemoryIndex
from qa.engine import Engine
from qa.model import Answer

D = next(iter(disclosures(Wanted(departments=1, first_year=2024, years=1, seed=4, template="regional", finals=False))))
WHO, PUBLIC = D.made.department, D.facts.three_public.total
ASKED = f"{WHO}2024年“三公”经费预算是多少？"
OLD, NEW = f"{PUBLIC:,.2f}", f"{PUBLIC + 5:,.2f}"


def put(folder: Path, name: str, made: Made, form: str = "tab") -> ReadDocument:
    path = folder / name
    path.write_bytes(writer(form)(made))
    return read_one(path)


def values(answer: Answer) -> list[str]:
    return [str(f.value) for f in answer.figures]


def corrected(made: Made) -> Made:
    """Another total of 三公 in the table and the text."""

    def changed(block: Heading | Text | Grid) -> Heading | Text | Grid:
        if isinstance(block, Grid):
            rows = tuple(tuple(cell.replace(OLD, NEW) for cell in row) for row in block.rows)
            return replace(block, rows=rows) if "三公" in block.title else block
        return replace(block, text=block.text.replace(OLD, NEW))

    return replace(made, blocks=tuple(map(changed, made.blocks)))


def titled(made: Made, title: str) -> Made:
    return replace(made, blocks=(Text(title), *made.blocks[1:]))


def test_one_disclosure_in_two_formats_confirms_nothing_by_itself(tmp_path: Path) -> None:
    both = Engine(MemoryIndex([put(tmp_path, "a.txt", D.made), put(tmp_path, "a.docx", D.made, "docx")]))
    alone = Engine(MemoryIndex([put(tmp_path, "a.txt", D.made)]))
    for question in (ASKED, f"{WHO}2024年金额最大的3个项目各多少？", f"{WHO}2024年项目支出合计多少万元？", "2024年所有部门的“三公”经费合计是多少？"):
        twice, once = both.ask(question), alone.ask(question)
        assert values(twice) == values(once)
        assert [c.message for c in twice.checks] == [c.message for c in once.checks]


@pytest.mark.parametrize(
    ("name", "title"),
    [("新.txt", f"{WHO}2024年部门预算公开（更正）"), ("新.txt", f"关于{WHO}2024年部门预算公开的更正说明"), ("部门预算（修订版）.txt", f"{WHO}2024年部门预算公开")],
)
def test_a_correction_answers_and_the_older_file_stays_citable(tmp_path: Path, name: str, title: str) -> None:
    old, new = put(tmp_path, "旧.txt", D.made), put(tmp_path, name, titled(corrected(D.made), title))
    index = MemoryIndex([old, new])
    assert {r.id: r.superseded_by for r in index.documents()} == {old.record.id: new.record.id, new.record.id: None}
    answer = Engine(index).ask(ASKED)
    assert values(answer) == [NEW.replace(",", "")]
    assert {c.document_id for c in answer.citations} == {new.record.id}
    assert "不一致" not in answer.answer
    assert any(str(f.value) == OLD.replace(",", "") for f in index.figures(documents=[old.record.id]))


def test_a_correction_of_the_tables_alone_goes_before_the_whole(tmp_path: Path) -> None:
    fresh = corrected(D.made)
    tables = replace(fresh, blocks=(Text(f"{WHO}2024年部门预算公开表（更正）"), *fresh.grids))
    answer = Engine(MemoryIndex([put(tmp_path, "全文.txt", D.made), put(tmp_path, "表.txt", tables)])).ask(ASKED)
    assert values(answer) == [NEW.replace(",", "")]


def test_laws_and_offices_mark_no_correction() -> None:
    assert revision_of([f"{WHO}2024年部门预算公开", "依据《预算法（2018修正）》和修订后的办法编制"]) is None
    assert revision_of(["云岭市城市更新局2024年部门预算公开"]) is None


def test_a_disclosure_in_two_files_is_answered_and_checked_as_one(tmp_path: Path) -> None:
    text = replace(D.made, blocks=tuple(b for b in D.made.blocks if not isinstance(b, Grid)))
    tables = replace(D.made, blocks=(D.made.blocks[0], *D.made.grids))
    files = [put(tmp_path, "说明.txt", text), put(tmp_path, "表.txt", tables)]
    index = MemoryIndex(files)
    assert [r.superseded_by for r in index.documents()] == [None, None]
    engine = Engine(index)
    answer = engine.ask(ASKED)
    assert values(answer) == [OLD.replace(",", "")]
    assert "文字说明" in "".join(c.message for c in answer.checks)
    assert values(engine.ask(f"{WHO}2024年办公费是多少？")) == [str(next(e.amount for e in D.facts.economic if e.name == "办公费"))]
    assert engine.ask(f"{WHO}2024年机关运行经费为什么变化？").citations[0].doc == "说明.txt"
    assert findings_of_all(files) == []
    wrong = replace(text, blocks=tuple(replace(b, text=b.text.replace(f"{D.facts.basic:,.2f}万元", "1.23万元")) if isinstance(b, Text) else b for b in text.blocks))
    assert "narrative.table" in {f.rule for f in findings_of_all([put(tmp_path, "说明2.txt", wrong), files[1]])}
