"""Flattened text (out of a PDF, cells fallen apart): one printed line a line, a single leading blank where a page starts."""

from __future__ import annotations

from index.model import Line, RawTable
from index.text import squeeze


def blocks_of(text: str) -> tuple[Line | RawTable, ...]:
    """Lines and tables in reading order, with their pages."""
    return tuple(printed_lines(text))


def printed_lines(text: str) -> list[Line]:
    """The printed lines and the page of each: a single leading blank marks the first line of a page."""
    lines: list[Line] = []
    page = 1
    for raw in text.split("\n"):
        if not raw.strip():
            continue
        if raw.startswith(" ") and not raw.startswith("  ") and lines:
            page += 1
        lines.append(Line(squeeze(raw), page))
    return lines
