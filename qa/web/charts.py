"""Charts as inline SVG, drawn on the server: bars by name, lines over years. Colours come from the stylesheet, so dark mode holds."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from index.numbers import plain
from qa.web.render import Child, Html, tag

BAR, LEFT, WIDTH = 26, 205, 760
MOST_BARS, MOST_LINES = 25, 5


def bars(values: Sequence[tuple[str, Decimal]], unit: str, title: str) -> Html:
    """Horizontal bars, largest first."""
    ordered = sorted(values, key=lambda pair: -pair[1])[:MOST_BARS]
    top = max((abs(v) for _, v in ordered), default=Decimal(0)) or Decimal(1)
    parts: list[Child] = [tag("title", title)]
    for number, (name, value) in enumerate(ordered):
        y = 14 + number * BAR
        length = float(max(value, Decimal(0)) / top) * (WIDTH - LEFT - 130)
        short = name if len(name) <= 14 else name[:13] + "…"
        parts.append(tag("text", short, x=LEFT - 8, y=y + 13, text_anchor="end"))
        parts.append(tag("rect", x=LEFT, y=y, width=f"{max(length, 1):.1f}", height=BAR - 8, rx=3, class_="wz-c0"))
        parts.append(tag("text", f"{plain(value)}{unit}", x=f"{LEFT + length + 8:.1f}", y=y + 13))
    return _svg(parts, 20 + BAR * len(ordered), title)


def lines(series: Sequence[tuple[str, Sequence[tuple[int, Decimal]]]], unit: str, title: str) -> Html:
    """One line for each name over the years; gaps stay gaps."""
    shown = series[:MOST_LINES]
    years = sorted({year for _, points in shown for year, _ in points})
    top = max((v for _, points in shown for _, v in points), default=Decimal(0)) or Decimal(1)
    height, bottom, left, right = 300, 250, 70, WIDTH - 30
    across = {year: left + (right - left) * (i + 0.5) / max(1, len(years)) for i, year in enumerate(years)}
    parts: list[Child] = [tag("title", title)]
    for step in range(5):
        value, y = top * step / 4, bottom - 210 * step / 4
        parts.append(tag("line", x1=left, x2=right, y1=f"{y:.0f}", y2=f"{y:.0f}", class_="wz-axis"))
        parts.append(tag("text", plain(value, 0 if top >= 20 else 2), x=left - 8, y=f"{y + 4:.0f}", text_anchor="end", class_="wz-soft-text"))
    parts += [tag("text", f"{year}年", x=f"{x:.0f}", y=bottom + 20, text_anchor="middle", class_="wz-soft-text") for year, x in across.items()]
    for number, (name, points) in enumerate(shown):
        places = [(across[year], bottom - 210 * float(max(v, Decimal(0)) / top), year, v) for year, v in sorted(points)]
        for (x1, y1, before, _), (x2, y2, after, _) in pairwise(places):
            if years.index(after) == years.index(before) + 1:
                parts.append(tag("line", x1=f"{x1:.1f}", y1=f"{y1:.1f}", x2=f"{x2:.1f}", y2=f"{y2:.1f}", class_=f"wz-line wz-c{number}"))
        for x, y, year, v in places:
            point = tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=4, class_=f"wz-c{number}")
            parts.append(tag("g", tag("title", f"{name} {year}年：{plain(v)}{unit}"), point))
        x = 20 + (number % 3) * 245
        y = height - 4 + 20 * (number // 3)
        parts.append(tag("rect", x=x, y=y - 10, width=12, height=12, class_=f"wz-c{number}"))
        parts.append(tag("text", name if len(name) <= 16 else name[:15] + "…", x=x + 18, y=y))
    parts.append(tag("text", f"单位：{unit}", x=left, y=24, class_="wz-soft-text"))
    return _svg(parts, height + 10 + 20 * ((len(shown) - 1) // 3), title)


def _svg(parts: Sequence[Child], height: int, title: str) -> Html:
    drawn = tag("svg", parts, viewBox=f"0 0 {WIDTH} {height}", class_="wz-chart", role="img", aria_label=title, xmlns="http://www.w3.org/2000/svg")
    return tag("div", drawn, class_="wz-chartbox", tabindex="0", role="region", aria_label=f"图：{title}")
