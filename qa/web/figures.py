"""A figure in words, as pages and exports show it."""

from __future__ import annotations

from index.model import Figure
from index.numbers import plain
from qa.answer.wording import ASPECTS, decimals_of
from qa.web.links import Place


def value_words(figure: Figure) -> str:
    """``1,234.50万元``."""
    unit = figure.unit if figure.unit not in {"", "无"} else ""
    return f"{plain(figure.value, decimals_of(figure))}{unit}"


def aspect_name(figure: Figure) -> str:
    """What the number says, in Chinese."""
    return ASPECTS.get(str(figure.aspect), {"amount": "金额", "count": "数量"}.get(str(figure.aspect), "其他"))


def aspect_words(figure: Figure) -> str:
    """As :func:`aspect_name`; blank for the plain amount."""
    name = aspect_name(figure)
    return "" if name == "金额" else name


def place_of_figure(figure: Figure) -> Place:
    """Where the figure stands."""
    start, end = figure.span or (None, None)
    return Place(figure.document, figure.page, figure.table, figure.row, figure.column, figure.paragraph, start, end)
