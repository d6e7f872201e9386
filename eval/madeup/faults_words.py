"""Faults of words: numbers cut off, places not filled in, rises beyond reason, 持平 and 大于 where figures say otherwise, nothing said of something.

Each takes the document and chance and gives (document, what is wrong, what it was), or None where the document has no place for it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

from eval.madeup.document import Grid, Heading, Made, Text
from index.numbers import parse_amount

Block = Heading | Text | Grid


@dataclass(frozen=True, slots=True)
class WordFault:
    """The faulty document, the text that a finding must quote, and what it was."""

    made: Made
    mark: str
    was: str


def _with(made: Made, at: int, block: Block) -> Made:
    return replace(made, blocks=(*made.blocks[:at], block, *made.blocks[at + 1 :]))


def _changed(made: Made, chance: random.Random, pattern: str, change: Callable[[re.Match[str]], str | None], mark: Callable[[str], str] = str) -> WordFault | None:
    """Puts what ``change`` gives in place of group ``x`` of one of the sentences that match."""
    places = [(at, m, new) for at, b in enumerate(made.blocks) if isinstance(b, Text) for m in re.finditer(pattern, b.text) if (new := change(m)) is not None]
    if not places:
        return None
    at, match, new = chance.choice(places)
    block = made.blocks[at]
    assert isinstance(block, Text)
    return WordFault(_with(made, at, replace(block, text=block.text[: match.start("x")] + new + block.text[match.end("x") :])), mark(new), match["x"])


def cut_number(made: Made, chance: random.Random) -> WordFault | None:
    """The digits before the point of an amount lost."""
    return _changed(made, chance, r"(?<=[\u4e00-\u9fff])(?P<x>\d[\d,]*\.\d\d)万元", lambda m: m["x"][m["x"].index(".") :])


def not_filled(made: Made, chance: random.Random) -> WordFault | None:
    """XX where an amount belongs."""
    return _changed(made, chance, r"(?P<x>\d[\d,]*\.\d\d)万元", lambda _: "XX")


def beyond_all(made: Made, chance: random.Random) -> WordFault | None:
    """A rise that is larger than what it rose to."""

    def larger(match: re.Match[str]) -> str | None:
        amount = parse_amount(match["a"])
        return f"{amount.value * Decimal('1.4') + 1:,.2f}" if amount and amount.value > 1 else None

    return _changed(made, chance, r"(?P<a>\d[\d,]*\.\d\d)万元(?:，占[\d.]+%)?，比上年(?:预算)?增加(?P<x>\d[\d,]*\.\d\d)万元", larger)


def flat_and_moved(made: Made, chance: random.Random) -> WordFault | None:
    """与上年预算持平 behind a rise from last year's budget."""
    return _changed(made, chance, r"(?<!执行数)(?:增加|减少)(?!0\.00)[\d,.]+万元，(?:增长|下降)(?!0\.00)[\d.,]+%(?P<x>)(?=[，。])", lambda _: "，与上年预算持平", lambda _: "持平")


def wrong_side(made: Made, chance: random.Random) -> WordFault | None:
    """大于 for 小于 between final accounts and budget."""

    def turned(match: re.Match[str]) -> str | None:
        spent, planned = parse_amount(match["a"]), parse_amount(match["b"])
        if spent is None or planned is None or spent.value == planned.value:
            return None
        return f"，决算数{'小于' if spent.value > planned.value else '大于'}年初预算数"

    return _changed(made, chance, r"(?P<a>\d[\d,]*\.\d\d)万元，完成年初预算(?P<b>\d[\d,]*\.\d\d)万元的[\d.,]+%(?P<x>)(?=[，；。])", turned, lambda new: new[1:])


def nothing_said(made: Made, chance: random.Random) -> WordFault | None:
    """A table of 政府性基金 with an amount, while the text goes on saying that there is none."""
    tables = [(i, b) for i, b in enumerate(made.blocks) if isinstance(b, Grid) and not b.rows and b.note and "政府性基金" in b.title and b.codes == 3]
    if not tables or not any(isinstance(b, Text) and re.search("政府性基金[^。]*(?:未安排|没有)|没有[^。]*政府性基金", b.text) for b in made.blocks):
        return None
    at, grid = tables[0]
    value = f"{chance.randint(500, 9000) / 100:.2f}"
    more = grid.columns - grid.labels - 2
    rows = (("", "", "", "总计", value, value, *[""] * more), ("212", "08", "99", "其他国有土地使用权出让收入安排的支出", value, value, *[""] * more))
    return WordFault(_with(made, at, replace(grid, rows=rows, note="")), value, "0")


FAULTS = (cut_number, not_filled, beyond_all, flat_and_moved, wrong_side, nothing_said)
