"""The comparison page: choose items, departments, years; a table with links to every place, a chart, what is missing, export."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from index.numbers import plain
from index.store import Index
from qa.answer.wording import said
from qa.lookup.model import Candidate
from qa.web import charts
from qa.web.comparing import MOST_MEASURES, Comparison, Wanted, choices, compare
from qa.web.figures import place_of_figure
from qa.web.files import Cell
from qa.web.links import evidence_link
from qa.web.parts import button_link, empty, facts, grid, select
from qa.web.render import Child, Html, tag

HEAD = ("项目", "部门", "年度", "类型", "数值", "单位", "原文", "文件", "页", "表格", "出处")
MOST_NAMES = 400  # names offered while typing


def address_of(wanted: Wanted, path: str = "/compare") -> str:
    """The address of a comparison."""
    pairs: list[tuple[str, str]] = [("measure", "、".join(wanted.measures))] if wanted.measures else []
    pairs += [("department", d) for d in wanted.departments] + [("year", str(y)) for y in wanted.years]
    pairs += [("kind", wanted.kind)] if wanted.kind else []
    return path + ("?" + urlencode(pairs) if pairs else "")


def compare_page(index: Index, wanted: Wanted) -> Html:
    """The page for this choice."""
    start = _form(index, wanted)
    if not wanted.measures:
        offered = [button_link(name, address_of(Wanted((name,)))) for name in _frequent(index, 8)]
        return tag("div", start, empty("选一个项目，看各部门、各年度的数字。", tag("p", offered, class_="wz-actions wz-centre") if offered else None))
    done = compare(index, wanted)
    blocks = [_measure(done, measure) for measure in wanted.measures[:MOST_MEASURES]]
    exports = [
        button_link("导出 CSV", address_of(wanted, "/compare.csv"), download=True),
        button_link("导出 XLSX", address_of(wanted, "/compare.xlsx"), download=True),
    ]
    cut = tag("p", f"部门太多，这里略去了{done.cut}个；请选定部门。", class_="wz-note") if done.cut else None
    return tag("div", start, cut, blocks, tag("p", exports, class_="wz-actions"))


def _frequent(index: Index, most: int) -> list[str]:
    names = sorted(index.measure_names().items(), key=lambda item: -item[1])
    return [name for name, _ in names if 3 <= len(name) <= 10][:most]


def _form(index: Index, wanted: Wanted) -> Html:
    departments, years, kinds = choices(index)
    names = [tag("option", value=name) for name in _frequent(index, MOST_NAMES)]
    entry = tag(
        "input",
        type="search",
        name="measure",
        value="、".join(wanted.measures),
        list="measures",
        placeholder="例如：公务接待费、会议费",
        maxlength="200",
        autocomplete="off",
        required=True,
    )
    item = tag(
        "label", tag("span", f"项目（最多{MOST_MEASURES}个，用顿号隔开）"), entry, tag("datalist", names, id="measures"), class_="wz-field wz-wide"
    )
    return tag(
        "form",
        item,
        select("kind", "类型", [(k, k) for k in kinds], wanted.kind or (kinds[0] if kinds else ""), "自动"),
        _boxes("department", "部门（不选为全部）", departments, wanted.departments),
        _boxes("year", "年度（不选为全部）", [str(y) for y in years], [str(y) for y in wanted.years]),
        tag("button", "对比", type="submit", class_="wz-go"),
        action="/compare",
        method="get",
        class_="wz-form",
    )


def _boxes(name: str, label: str, values: Sequence[str], chosen: Sequence[str]) -> Html:
    boxes = [tag("label", tag("input", type="checkbox", name=name, value=v, checked=v in chosen), tag("span", v)) for v in values[:500]]
    return tag("fieldset", tag("legend", label), boxes, class_="wz-checkset", tabindex="0")


def _measure(done: Comparison, measure: str) -> Html:
    unit = done.units.get(measure, "")
    there = {d for m, d, _ in done.values if m == measure}
    cells = sum(1 for m, *_ in done.values if m == measure)
    heading = tag("h2", f"{measure} · {done.wanted.kind}", tag("span", f"（{unit}）" if unit else "", class_="wz-label"))
    if not there:
        return tag("section", heading, empty("选定的部门和年度里，没有找到这一项。"))
    head: list[Child] = ["部门", *[f"{y}年" for y in done.years]]
    rows = [[d, *[_cell(done, measure, d, y) for y in done.years]] for d in done.departments]
    numeric = frozenset(range(1, len(head)))
    chart = _chart(done, measure, unit)
    told = _told(done, measure, len(there), cells)
    return tag(
        "section",
        heading,
        tag("div", chart, told, class_="wz-compared") if chart else told,
        grid(head, rows, f"{measure}对比", numeric),
    )


def _told(done: Comparison, measure: str, there: int, cells: int) -> Html:
    """How much there is: coverage, the highest and the lowest, what is missing and why."""
    found = sorted(((v.value, d, y) for (m, d, y), v in done.values.items() if m == measure), reverse=True)
    unit = done.units.get(measure, "")
    most, least = found[0], found[-1]
    extremes: list[tuple[str, Child]] = [
        ("最高", f"{most[1]}{most[2]}年 {plain(most[0])}{unit}"),
        ("最低", f"{least[1]}{least[2]}年 {plain(least[0])}{unit}"),
    ]
    gaps = done.missing(measure)
    missing = (
        tag("details", tag("summary", f"没有数的{len(gaps)}格"), tag("ul", [tag("li", f"{d}{y}年：{why}") for d, y, why in gaps])) if gaps else None
    )
    coverage = f"{len(done.departments)}个部门中有{there}个公开了该项；{len(done.departments) * len(done.years)}格中有{cells}格有数。"
    return tag("div", tag("p", coverage, class_="wz-count"), facts(extremes) if len(found) > 1 else None, missing, class_="wz-card")


def _cell(done: Comparison, measure: str, department: str, year: int) -> Child:
    slot, value = done.slots.get((measure, department, year)), done.values.get((measure, department, year))
    if slot is None or slot.best is None or value is None:
        return tag("span", "—", class_="wz-label", aria_label="没有数据")
    text = said(value).removesuffix(value.unit)
    mark = tag("span", " ⚠", role="img", aria_label="文件前后不一致") if slot.against else None
    return [tag("a", text, href=evidence_link(place_of_figure(slot.best.figure)), data_evidence=True), mark]


def _chart(done: Comparison, measure: str, unit: str) -> Html | None:
    values = {(d, y): q.value for (m, d, y), q in done.values.items() if m == measure}
    if len(done.years) > 1:
        ordered = sorted({d for d, _ in values}, key=lambda d: -max(v for (who, _), v in values.items() if who == d))
        series = [(d, [(y, v) for (who, y), v in values.items() if who == d]) for d in ordered]
        return charts.lines(series, unit, f"{measure}各年度")
    return charts.bars([(d, v) for (d, _), v in values.items()], unit, f"{measure}各部门") if len(values) > 1 else None


def comparison_rows(done: Comparison, base: str) -> Iterator[list[Cell]]:
    """Every cell that has a number, with its place."""
    for (measure, department, year), value in done.values.items():
        best: Candidate | None = done.slots[measure, department, year].best
        assert best is not None
        f = best.figure
        yield [
            measure, department, year, done.wanted.kind, value.value, value.unit, f.quote, best.record.file_name, f.page, f.form or " / ".join(f.section_path),
            base + evidence_link(place_of_figure(f)),
        ]  # fmt: skip
