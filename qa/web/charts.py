"""Charts as inline SVG, drawn on the server: bars by name, lines over years. Colours come from the stylesheet, so dark mode holds.

Each chart is drawn twice, for wide and for narrow screens; the stylesheet shows one of them, so that letters stay readable on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise

from index.numbers import plain
from qa.web.render import Child, Html, tag

WIDE, NARROW = 620, 330  # units of the drawing; letters are 13 of them high
BAR, PLOT = 28, 210
MOST_BARS, MOST_LINES = 25, 5
Series = Sequence[tuple[str, Sequence[tuple[int, Decimal]]]]


def bars(values: Sequence[tuple[str, Decimal]], unit: str, title: str) -> Html:
    """Horizontal bars, largest first; negative ones to the left of the zero line."""
    ordered = sorted(values, key=lambda pair: -pair[1])[:MOST_BARS]
    return _box([_bars(ordered, unit, title, WIDE, 14), _bars(ordered, unit, title, NARROW, 8)], None, title)


def lines(series: Series, unit: str, title: str) -> Html:
    """One line for each name over the years; gaps stay gaps. A single line has its values written beside its points."""
    shown = series[:MOST_LINES]
    legend = _legend([name for name, _ in shown], len(series) - len(shown)) if len(series) > 1 else None
    return _box([_lines(shown, unit, title, WIDE), _lines(shown, unit, title, NARROW)], legend, title)


def ticks(low: Decimal, high: Decimal, most: int = 5) -> list[Decimal]:
    """Round numbers from at or below ``low`` to at or above ``high``, at most about ``most`` steps; zero is among them."""
    low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        high = Decimal(1)
    rough = (high - low) / most
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(power * m for m in (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10)) if power * m >= rough)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return [step * n for n in range(int(first), int(last) + 1)]


def _bars(values: Sequence[tuple[str, Decimal]], unit: str, title: str, width: int, letters: int) -> Html:
    low, high = min([Decimal(0), *(v for _, v in values)]), max([Decimal(0), *(v for _, v in values)])
    left, room = letters * 13 + 14, 8 * max((len(plain(v) + unit) for _, v in values), default=0) + 14
    scale = (width - left - room) / float((high - low) or 1)
    zero = left + float(-low) * scale
    parts: list[Child] = [tag("title", title)]
    for number, (name, value) in enumerate(values):
        y, length = 8 + number * BAR, max(abs(float(value)) * scale, 1.0)
        x = zero if value >= 0 else zero - length
        parts.append(tag("text", _cut(name, letters), tag("title", name), x=left - 8, y=y + 14, text_anchor="end"))
        parts.append(tag("rect", x=f"{x:.1f}", y=y, width=f"{length:.1f}", height=BAR - 10, rx=2, class_="wz-c0"))
        parts.append(tag("text", f"{plain(value)}{unit}", x=f"{max(zero, x + length) + 7:.1f}", y=y + 14))
    return _svg(parts, width, 12 + BAR * len(values), title)


def _lines(series: Series, unit: str, title: str, width: int) -> Html:
    years = sorted({year for _, points in series for year, _ in points})
    values = [v for _, points in series for _, v in points]
    marks = ticks(min(values, default=Decimal(0)), max(values, default=Decimal(0)))
    decimals = max(0, -min(int(m.normalize().as_tuple().exponent) for m in marks))
    left, top, right = 14 + 8 * max(len(plain(m, decimals)) for m in marks), 30, width - 12
    across = {year: left + (right - left) * (i + 0.5) / max(1, len(years)) for i, year in enumerate(years)}

    def height(value: Decimal) -> float:
        return top + PLOT * (1 - float((value - marks[0]) / (marks[-1] - marks[0])))

    parts: list[Child] = [tag("title", title), tag("text", f"单位：{unit}", x=2, y=14, class_="wz-soft-text")]
    for mark in marks:
        y = height(mark)
        parts.append(tag("line", x1=left, x2=right, y1=f"{y:.1f}", y2=f"{y:.1f}", class_="wz-axis"))
        parts.append(tag("text", plain(mark, decimals), x=left - 8, y=f"{y + 4:.1f}", text_anchor="end", class_="wz-soft-text"))
    every = -(-len(years) * 52 // (right - left))
    parts += [
        tag("text", f"{year}年", x=f"{across[year]:.0f}", y=top + PLOT + 22, text_anchor="middle", class_="wz-soft-text") for year in years[::every]
    ]
    written = len(series) == 1 and len(years) * 78 <= right - left
    for number, (name, points) in enumerate(series):
        places = [(across[year], height(v), year, v) for year, v in sorted(points)]
        for (x1, y1, before, _), (x2, y2, after, _) in pairwise(places):
            if years.index(after) == years.index(before) + 1:
                parts.append(tag("line", x1=f"{x1:.1f}", y1=f"{y1:.1f}", x2=f"{x2:.1f}", y2=f"{y2:.1f}", class_=f"wz-line wz-c{number}"))
        for at, (x, y, year, v) in enumerate(places):
            point = tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=4, class_=f"wz-c{number}")
            parts.append(tag("g", tag("title", f"{name} {year}年：{plain(v)}{unit}"), point))
            above, below = places[at - 1][1] if at else y, places[at + 1][1] if at + 1 < len(places) else y
            parts.append(_written(plain(v), x, y, above - y, below - y) if written else None)
    return _svg(parts, width, top + PLOT + 32, title)


def _written(value: str, x: float, y: float, before: float, after: float) -> Html:
    """A value beside its point, where the line is not: ``before`` and ``after`` are how much lower (or higher, negative) its neighbours lie."""
    if before < -8 and after > 8:  # on the way down
        return tag("text", value, x=f"{x + 7:.1f}", y=f"{y - 7:.1f}", text_anchor="start")
    if before > 8 and after < -8:  # on the way up
        return tag("text", value, x=f"{x - 7:.1f}", y=f"{y - 7:.1f}", text_anchor="end")
    below = min(before, after) < -8
    return tag("text", value, x=f"{x:.1f}", y=f"{y + 20 if below else y - 10:.1f}", text_anchor="middle")


def _legend(names: Sequence[str], left_out: int) -> Html:
    def swatch(number: int) -> Html:
        return tag("svg", tag("rect", width=10, height=10, rx=2, class_=f"wz-c{number}"), viewBox="0 0 10 10", aria_hidden="true")

    more = tag("li", f"另有{left_out}个未画出，见下表") if left_out > 0 else None
    return tag("ul", [tag("li", swatch(n), name) for n, name in enumerate(names)], more, class_="wz-legend")


def _cut(name: str, letters: int) -> str:
    return name if len(name) <= letters else name[: letters - 1] + "…"


def _svg(parts: Sequence[Child], width: int, height: int, title: str) -> Html:
    shown = "wz-wide-only" if width == WIDE else "wz-narrow"
    return tag(
        "svg", parts, viewBox=f"0 0 {width} {height}", class_=f"wz-chart {shown}", role="img", aria_label=title, xmlns="http://www.w3.org/2000/svg"
    )


def _box(drawn: Sequence[Html], legend: Html | None, title: str) -> Html:
    return tag("div", drawn, legend, class_="wz-chartbox", role="group", aria_label=f"图：{title}")
