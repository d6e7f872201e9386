"""Rows out of the fallen-apart lines of a flattened table: labels rejoined, codes split, amounts in order, columns still open."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from index.numbers import parse_amount
from index.raw import Line
from index.reading.forms import Form
from index.text import normal, squeeze

AMOUNT = r"-?(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+\.\d\d)(?![\d.,])"
WHOLE_AMOUNT = rf"(?:{AMOUNT}|(?<![\d.,])\d{{1,3}}(?![\d.,]))"  # in tables of whole numbers (元) also what is below a thousand


def _tail(amount: str) -> re.Pattern[str]:
    return re.compile(rf"^(?P<label>.*?)(?P<amounts>(?:(?<![\d.,])\s*{amount})(?:\s+{amount})*)\s*$")


_TAIL, _WHOLE_TAIL = _tail(AMOUNT), _tail(WHOLE_AMOUNT)
_CODE = re.compile(r"^(?P<code>[2-5]\d\d(?:\s*\d\d){0,2})(?=\s|$)\s*(?P<rest>.*)$")
_RIGHT = re.compile(r"(?:^|(?<=\s))(?P<code>2\d\d)\s+(?=[\u4e00-\u9fff])")
_TOTAL = re.compile(r"^(总计|合计|本年支出合计|支出总计)$")
_GRAND = re.compile(r"(?P<left>收入总计)(?P<first>[^\u4e00-\u9fff]*)(?P<right>支出总计)(?P<second>[^\u4e00-\u9fff]*)$")
_LEFT_START = re.compile(r"^([一二三四五六]、|\d\s*[.、．]|其中|上级|附属|事业|其他|财政|政府性|国有|单位资金|一般公共)")
THREE_PUBLIC = re.compile(r"^(合计|总计|因公出国|公务接待|公务用车购置及|其中[:：]?公务用车购置|公务用车购置费?$|公务用车运行|[123一二三][.、．])")


@dataclass(frozen=True, slots=True)
class FlatRow:
    """One row: the texts of its label columns, its amounts as printed (left to right, empty cells lost), its page.

    In tables of side-by-side groups ``side`` is the group; not ``sure`` where it could be another, too.
    """

    labels: tuple[str, ...]
    amounts: tuple[str, ...]
    page: int
    code: str | None = None
    side: int = 0
    sure: bool = True

    @property
    def values(self) -> tuple[Decimal, ...]:
        """The amounts as exact numbers."""
        return tuple(amount.value for text in self.amounts if (amount := parse_amount(text)))

    @property
    def label(self) -> str:
        """The last label that is filled: the row's own name."""
        return next((text for text in reversed(self.labels) if text), "")

    @property
    def is_total(self) -> bool:
        """Whether the row is the table's grand total."""
        return self.code is None and bool(_TOTAL.match(normal(self.label)))


@dataclass
class _Open:
    """A row whose amounts have not come yet."""

    pieces: list[str] = field(default_factory=list)
    code: str | None = None
    page: int = 0


def split_amounts(text: str, *, whole: bool = False) -> tuple[str, tuple[str, ...]]:
    """A line's label and the amounts at its end: ``206 科学技术支出 227.14 2.43`` -> label, two amounts. ``whole``: ``1,200 0`` are amounts, too."""
    found = (_WHOLE_TAIL if whole else _TAIL).match(text)
    if not found or (whole and "," not in found["amounts"] and not re.search("[\u4e00-\u9fff]", found["label"])):
        return text.strip(), ()
    return found["label"].strip(), tuple(re.findall(WHOLE_AMOUNT if whole else AMOUNT, found["amounts"]))


def prints_whole_numbers(texts: Iterable[str]) -> bool:
    """Whether the amounts of a table are whole numbers with thousands set apart (28,673,000), as tables in 元 print them."""
    amounts = [amount for text in texts for amount in re.findall(rf"(?<!\S){AMOUNT}(?!\S)", text)]
    return bool(amounts) and not any("." in amount for amount in amounts)


def ends_in_amounts(text: str) -> bool:
    """Whether a line is one of rows: amounts at its end, in whole numbers too where one has its thousands set apart."""
    return bool(split_amounts(text)[1]) or any("," in amount for amount in split_amounts(text, whole=True)[1])


def coded_rows(lines: Iterable[Line], form: Form, names: dict[str, str]) -> list[FlatRow]:
    """Rows of a table whose label columns are code parts and a name (and a project). ``names`` are the codes' names so far."""
    rows: list[FlatRow] = []
    pending = _Open()
    for line in lines:
        label, amounts = split_amounts(line.text, whole=form.whole_numbers)
        found = _CODE.match(label)
        if found and len(_parts(found["code"])) > (3 if form.whole_codes else form.codes):
            found = None
        if found and pending.pieces and pending.code is None and amounts and not found["rest"]:
            pending.code = found["code"]  # the name is printed around the line of its code
        elif found:
            if pending.pieces and pending.code is None:
                _finish_wrapped(rows, pending, form, names)
            else:
                _flush(rows, pending, (), form, names)
            pending = _Open([found["rest"]] if found["rest"] else [], found["code"], line.page)
        elif label and not re.fullmatch(r"\d{1,2}", label):  # a page's number
            pending.page = pending.page or line.page
            pending.pieces.append(label)
        if amounts:
            pending.page = pending.page or line.page
            _flush(rows, pending, amounts, form, names)
            pending = _Open()
    if pending.code is not None:
        _flush(rows, pending, (), form, names)
    elif pending.pieces:
        _finish_wrapped(rows, pending, form, names)
    return rows


def _parts(code: str) -> list[str]:
    """``2080505`` or ``208 05 05`` -> 208, 05, 05."""
    digits = re.sub(r"\s", "", code)
    return [part for part in (digits[:3], digits[3:5], digits[5:7]) if part]


def _finish_wrapped(rows: list[FlatRow], pending: _Open, form: Form, names: dict[str, str]) -> None:
    """Text between two coded rows: the rest of the name above where its amounts stood on the first line, else a row without amounts."""
    text = joined(pending.pieces)
    if rows and rows[-1].code is not None and len(text) <= 12:
        last = rows.pop()
        labels = [*last.labels]
        at = max(i for i, label in enumerate(labels) if label)
        labels[at] = joined([labels[at], text])
        rows.append(FlatRow(tuple(labels), last.amounts, last.page, last.code))
    else:
        _flush(rows, pending, (), form, names)


def _flush(rows: list[FlatRow], pending: _Open, amounts: tuple[str, ...], form: Form, names: dict[str, str]) -> None:
    if pending.code is None and not pending.pieces and not amounts:
        return
    parts = _parts(pending.code or "")
    codes = ("".join(parts),) if form.whole_codes else (*parts, *[""] * (form.codes - len(parts)))
    places = len(form.labels) - form.codes
    texts = _named(pending.pieces, "".join(parts), names) if places > 1 and pending.code else [joined(pending.pieces)]
    labels = (*codes, *texts[:places], *[""] * (places - len(texts)))
    rows.append(FlatRow(labels, amounts, pending.page, "".join(parts) or None))


def _named(pieces: list[str], code: str, names: dict[str, str]) -> list[str]:
    """Subject name and project name of a row that has both: by the name that the code has elsewhere, else at the first gap."""
    whole = joined(pieces)
    name = names.get(code)
    if name and normal(whole).startswith(normal(name)):
        used = 0
        for i, char in enumerate(whole):
            used += len(normal(char))
            if used >= len(normal(name)):
                return [whole[: i + 1].strip(), whole[i + 1 :].strip()]
    first, _, rest = pieces[0].partition(" ") if pieces else ("", "", "")
    return [first, joined([rest, *pieces[1:]] if rest else pieces[1:])]


def joined(pieces: Iterable[str]) -> str:
    """Wrapped pieces as one label: without a gap, but between two words of Latin letters."""
    text = ""
    for piece in pieces:
        gap = " " if re.search(r"[A-Za-z,]$", text) and re.match(r"[A-Za-z]", piece) else ""
        text = f"{text}{gap}{piece}"
    return squeeze(text)


def named_rows(lines: Iterable[Line], starts: re.Pattern[str] | None = None, *, whole: bool = False) -> list[FlatRow]:
    """Rows of a table with one label column. A row ends with its amounts, or where ``starts`` says that the next begins."""
    rows: list[FlatRow] = []
    pieces: list[str] = []
    page = 0
    for line in lines:
        label, amounts = split_amounts(line.text, whole=whole)
        if starts is not None and pieces and label and starts.match(normal(label)):
            rows.append(FlatRow((joined(pieces),), (), page))
            pieces = []
        if label:
            page = page if pieces else line.page
            pieces.append(label)
        if amounts:
            rows.append(FlatRow((joined(pieces),), amounts, line.page if not pieces else page))
            pieces = []
    if pieces and starts is not None:
        rows.append(FlatRow((joined(pieces),), (), page))
    elif pieces and rows:
        last = rows.pop()
        rows.append(FlatRow((joined([*last.labels, *pieces]),), last.amounts, last.page))
    return rows


def spread_rows(rows: list[FlatRow], lines: list[Line], places: int, *, whole: bool = False) -> list[FlatRow]:
    """Labels of rows that have several label columns: one word for a heading of rows, else all columns but the first.

    Only where every row of one line shows one of the two; else the words stay together in the first column.
    """
    words = [split_amounts(line.text, whole=whole)[0].split() for line in lines]
    if not words or len(words) != len(rows) or not all(len(w) == 1 or len(w) == places - 1 for w in words) or len(words[0]) != 1:
        return rows
    spread = []
    for row, parts in zip(rows, words, strict=True):
        labels = (parts[0], *[""] * (places - 1)) if len(parts) == 1 else ("", *parts)
        spread.append(FlatRow(labels, row.amounts, row.page, row.code))
    return spread


def with_subtotals(rows: list[FlatRow]) -> list[FlatRow] | None:
    """Rows in two label columns where a name with 小计 behind it heads the rows that add up to it; None where the amounts do not show which."""
    spread: list[FlatRow] = []
    left: Decimal | None = None
    for row in rows:
        name, _, word = row.label.rpartition("小计")
        amount = row.values[0] if len(row.values) == 1 else Decimal(0)
        if not word and name:
            if left:
                return None
            spread.append(replace(row, labels=(name, "小计")))
            left = amount
        elif left:
            spread.append(replace(row, labels=("", row.label)))
            left -= amount
            if left < 0:
                return None
        else:
            spread.append(replace(row, labels=(row.label, "")))
    return None if left else spread


def paired_rows(lines: Iterable[Line]) -> list[tuple[FlatRow | None, FlatRow | None]]:
    """Lines of a side-by-side table: a left row and a right row, either may be missing. The right one starts at a 类 code."""
    rows: list[tuple[FlatRow | None, FlatRow | None]] = []
    wrapped: list[str] = []
    for line in lines:
        grand = _GRAND.search(normal(line.text))
        if grand:
            if wrapped:
                rows.append((FlatRow((joined(wrapped),), (), line.page), None))
                wrapped = []
            before, _, after = line.text.partition("支")
            rows.append((_plain(grand["left"], before, line.page, 0), _plain(grand["right"], after, line.page, 1)))
            continue
        found = _RIGHT.search(line.text)
        text = line.text[: found.start()] if found else line.text
        label, amounts = split_amounts(text.strip())
        if label and wrapped and _LEFT_START.match(label):
            rows.append((FlatRow((joined(wrapped),), (), line.page), None))
            wrapped = []
        if not found and not amounts:
            wrapped.append(label)
            continue
        label = joined([*wrapped, label]) if label else joined(wrapped)
        wrapped = []
        left = FlatRow((label,), amounts, line.page) if label or amounts else None
        right = None
        if found:
            name, right_amounts = split_amounts(line.text[found.start() :])
            right = FlatRow((name,), right_amounts, line.page, found["code"], 1)
        rows.append((left, right))
    if wrapped:
        rows.append((FlatRow((joined(wrapped),), (), rows[-1][0].page if rows and rows[-1][0] else 1), None))
    return rows


def _plain(label: str, text: str, page: int, side: int) -> FlatRow:
    return FlatRow((label,), tuple(re.findall(AMOUNT, text)), page, None, side)
