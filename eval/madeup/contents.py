"""A contents page with the tables of a made-up disclosure, and the money carried over divided in words and in the table."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from decimal import Decimal

from eval.madeup.document import Grid, Heading, Made, Text, amount
from index.numbers import parse_amount

NUMERALS = "一二三四五六七八九十"
NOT_THERE = "政府购买服务支出预算表"


def with_contents(made: Made, missing: bool = False) -> Made | None:
    """The document with a contents page; ``missing``: it lists a table that is not there. None where it has no numbered tables."""
    titles = [g.title for g in made.grids if g.number]
    if not titles or len(titles) > 18:
        return None
    titles = [*titles, NOT_THERE] if missing else titles
    first = next((i for i, b in enumerate(made.blocks) if isinstance(b, Heading)), 0)
    lines = [Text(f"{i + 1}.{title if title.endswith('表') else title + '表'}") for i, title in enumerate(titles)]
    return replace(made, blocks=(*made.blocks[:first], Text("目录"), *lines, *made.blocks[first:]))


def divided(made: Made, chance: random.Random, swapped: bool = False) -> tuple[Made, str] | None:
    """The money carried over comes from two projects, told by the text as the reason and by the table as rows; ``swapped``: the other way round.

    Gives the document and an amount that stands wrong in it. The sections on single projects are left out: they tell other sizes.
    """
    at = next((i for i, b in enumerate(made.blocks) if isinstance(b, Grid) and "结转" in b.title and len(b.rows) == 2), None)
    told = next((i for i, b in enumerate(made.blocks) if isinstance(b, Text) and b.text.startswith("财政拨款结转") and "主要原因是" in b.text), None)
    if at is None or told is None:
        return None
    grid, text = made.blocks[at], made.blocks[told]
    assert isinstance(grid, Grid)
    assert isinstance(text, Text)
    whole = parse_amount(grid.rows[0][1])
    if whole is None or whole.value < 1:
        return None
    first = (whole.value * Decimal(chance.randint(25, 40)) / 100).quantize(Decimal("0.01"))
    second = whole.value - first
    names = (f"{made.year - 1}年社区书屋建设专项资金", f"{made.year - 1}年老旧管网改造补助资金")
    rows = (grid.rows[0], *((name, amount(v), amount(v)) for name, v in zip(names, (first, second), strict=True)))
    a, b = (second, first) if swapped else (first, second)
    reason = f"主要原因是社区书屋建设专项资金{a:,.2f}万元未形成支出，老旧管网改造补助资金{b:,.2f}万元未形成支出"
    blocks = list(made.blocks)
    blocks[at] = replace(grid, rows=rows)
    blocks[told] = replace(text, text=re.sub(r"主要原因是.*?(?=。$)", reason, text.text))
    return replace(made, blocks=tuple(_without_projects(blocks))), f"{a:,.2f}"


def _without_projects(blocks: list[Heading | Text | Grid]) -> list[Heading | Text | Grid]:
    kept: list[Heading | Text | Grid] = []
    inside = False
    for block in blocks:
        if isinstance(block, Heading) and block.level <= 2:
            inside = "项目支出情况" in block.text
        if not inside:
            kept.append(block)
    return kept
