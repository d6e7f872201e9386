"""Faults of whole tables: an empty one without a word why, one whose unit is slipped."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace

from eval.madeup.document import Grid, Heading, Made, Text


@dataclass(frozen=True, slots=True)
class TableFault:
    """The faulty document, the text that a finding must quote, and what it was."""

    made: Made
    mark: str
    was: str


def silent_table(made: Made, chance: random.Random) -> TableFault | None:
    """The note of an empty table left out, and every sentence of the prose that says why it is empty."""
    empty = [b for b in made.blocks if isinstance(b, Grid) and not b.rows and b.note]
    if not empty:
        return None
    grid = chance.choice(empty)
    fund = re.search("政府性基金|国有资本经营|结转", grid.title)
    blocks: list[Heading | Text | Grid] = []
    for block in made.blocks:
        if block is grid:
            blocks.append(replace(grid, note=""))
        elif not (fund and isinstance(block, Text) and fund.group() in block.text and re.search("没有|未安排|无", block.text)):
            blocks.append(block)
    return TableFault(replace(made, blocks=tuple(blocks)), grid.title, grid.note)


def table_unit(made: Made, chance: random.Random) -> TableFault | None:
    """元 above a table of amounts in 万元; the other tables and the prose keep theirs."""
    tables = [(i, b) for i, b in enumerate(made.blocks) if isinstance(b, Grid) and b.unit == "万元" and re.search("支出总体情况|财政拨款支出预算表|^支出决算表", b.title)]
    if not tables:
        return None
    at, grid = chance.choice(tables)
    return TableFault(replace(made, blocks=(*made.blocks[:at], replace(grid, unit="元"), *made.blocks[at + 1 :])), grid.title, "万元")
