"""Rows of indicators out of the lines of a flattened performance form, one reader for each of the four forms."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from index.raw import Line
from index.text import squeeze

_OPERATOR = "<>＜＞≥≤=＝≦≧"
_BASIS = r"(?:[\u4e00-\u9fff]{0,6}标准|自定义|[\u4e00-\u9fff]{2,6}依据)"
_LEVELS = re.compile(
    r"^(?P<first>产出指标|成本指标|效益指标|满意度指标)?"
    r"(?P<second>(?:数量|质量|时效|成本|经济成本|社会成本|生态环境成本|生态成本|经济效益|社会效益|生态效益|可持续影响|满意度|服务对象满意度)指标)(?P<name>.+)$"
)
_FREE_LEVELS = re.compile(r"^(?P<first>[\u4e00-\u9fff]{2,10}?)(?P<second>(?:数量|质量|时效|成本|经济效益|社会效益|生态效益|可持续影响|满意度)指标)(?P<name>.+)$")
_CUT_LEVEL = re.compile(r"^(产出|成本|效益|满意度|数量|质量|时效)指(?!标|导|数|南|引|挥)|^标标")
_UNIT_SLICE = re.compile(r"^[（(][^（）()]{1,5}[）)]$")
_SIDE_LABEL = re.compile(r"^年度绩效指标(完成情况)?")
_TOTAL = re.compile(r"^总分\s*(?P<weight>\d{1,3})\s+(?P<score>\d{1,3}(?:\.\d+)?)\s*分?$")
_EVIDENCE = re.compile(r"(资料|凭证|材料|文件|照片|报告|台账|记录)$")


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """The texts of one row, in the order of the header."""

    texts: tuple[str, ...]
    page: int


@dataclass
class Rebuilt:
    """The rows of a form and the lines that could not be placed."""

    header: tuple[str, ...]
    rows: list[IndicatorRow] = field(default_factory=list)
    loose: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Name:
    first: str
    second: str
    name: str


def width_of(text: str, quotes: float = 1.0) -> float:
    """Width of a printed slice in Han characters; curly quotes are full or half wide, as the font has them."""
    return sum(quotes if char in "“”‘’" else 1.0 if ord(char) > 0x2E80 else 0.5 for char in text)


def has_operator(text: str) -> bool:
    """Whether a line begins with the operator of a target."""
    return bool(text) and text[0] in _OPERATOR


def _operator_at(text: str) -> int | None:
    """Where a target begins in a run of lines: an operator at the start of a line or after a blank."""
    found = re.search(rf"(?:(?<=^)|(?<=\n)|(?<= ))[{_OPERATOR}]", text)
    return found.start() if found else None


def _run_together(text: str) -> str:
    return squeeze(re.sub(r"\s*\n\s*", "", text))


def _levels(text: str, free: bool = False) -> _Name | None:
    """``产出指标数量指标为村办实事`` -> 产出指标, 数量指标, 为村办实事; a name alone has no levels. None where nothing is left for the name."""
    plain = _run_together(text)
    compact = _SIDE_LABEL.sub("", re.sub(r"\s+", "", plain))
    found = _LEVELS.match(compact) or (_FREE_LEVELS.match(compact) if free else None)
    if found and free and found["first"] is None and (other := _FREE_LEVELS.match(compact)) and len(other["first"]) >= 2 and "指标" not in other["first"]:
        found = found if compact.startswith(found["second"]) else other
    name = found["name"] if found else compact
    if len(name) < 2 or _CUT_LEVEL.search(name):
        return None
    return _Name((found["first"] or "") if found else "", found["second"] if found else "", _spaced(plain, name))


def _spaced(plain: str, name: str) -> str:
    """The name with its own blanks, cut from the end of the text as printed."""
    count, at = len(name), len(plain)
    while count and at:
        at -= 1
        count -= not plain[at].isspace()
    return plain[at:].strip()


def _with_stray_units(lines: list[Line]) -> list[Line]:
    """A name cut by a page end leaves its unit, ``（项）``, on top of the next page, after the row's other cells: put it back."""
    out: list[Line] = []
    for line in lines:
        if _UNIT_SLICE.match(line.text) and out and out[-1].page != line.page:
            at = next((i for i in range(len(out) - 1, -1, -1) if _operator_at(out[i].text) == 0), None)
            if at is not None and at > 0 and len(out) - at <= 4:
                out.insert(at, Line(line.text, out[at].page))
                continue
        out.append(line)
    return out


def review_rows(lines: list[Line]) -> Rebuilt:
    """项目支出绩效自评表: name slices, target, actual, ``weight score``, then the reason's narrow slices."""
    out = Rebuilt(("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"))
    run: list[Line] = []
    last: IndicatorRow | None = None
    short = False  # the last row lost points, a reason may follow
    for line in _with_stray_units(lines):
        total = _TOTAL.match(line.text)
        end = re.match(r"^(?:(?P<before>.*?)\s)?(?P<weight>\d{1,3}(?:\.\d)?)\s(?P<score>\d{1,3}\.\d{1,2})$", line.text)
        if not total and not end:
            run.append(line)
            continue
        reason, rest, sure = _reason(run, short, total is not None)
        if reason and last is not None:
            out.rows[-1] = last = IndicatorRow((*last.texts[:7], reason), last.page)
        run = []
        if total:
            out.loose += rest
            out.rows.append(IndicatorRow(("总分", "", "", "", "", total["weight"], total["score"]), line.page))
            last, short = None, False
            continue
        assert end is not None
        row = _review_row([*(part.text for part in rest), *([end["before"]] if end["before"] else [])], end["weight"], end["score"]) if sure else None
        if row is None:
            out.loose += [*rest, line]
            last, short = None, True
        else:
            last = IndicatorRow(row, (rest[0] if rest else line).page)
            out.rows.append(last)
            short = float(end["score"]) < float(end["weight"])
    reason, rest, _ = _reason(run, short, True)
    if reason and last is not None:
        out.rows[-1] = IndicatorRow((*last.texts[:7], reason), last.page)
    out.loose += rest
    return out


def _reason(run: list[Line], short: bool, final: bool) -> tuple[str, list[Line], bool]:
    """The reason that ends the row before, the lines of the next row, and whether the cut is sure.

    The reason's column is narrower than that of the names (four characters against five or more) and its text ends with a full stop.
    """
    if not short or not run:
        return "", run, True
    if final:
        return _run_together("\n".join(line.text for line in run)), [], True
    if width_of(run[0].text) > 4.2 or has_operator(run[0].text) or _opens_level(run):
        return "", run, True
    for i, line in enumerate(run):
        if width_of(line.text) > 4.2:
            break
        if line.text.endswith("。"):
            return _run_together("\n".join(part.text for part in run[: i + 1])), run[i + 1 :], True
    return "", run, False


def _opens_level(run: list[Line]) -> bool:
    text = re.sub(r"\s+", "", "".join(line.text for line in run[:5]))
    return bool(re.match(r"^(产出指标|成本指标|效益指标|满意度指标|(数量|质量|时效|经济成本|社会成本|经济效益|社会效益|生态效益|可持续影响)指标)", text))


def _review_row(parts: list[str], weight: str, score: str) -> tuple[str, ...] | None:
    text = "\n".join(parts)
    at = _operator_at(text)
    if at is not None:
        second = _operator_at(" " + text[at + 2 :].lstrip(_OPERATOR))
        name = _levels(text[:at]) if _plausible(text[:at]) else None
        rest = text[at:]
        cut = _second_operator(rest)
        if name is None or (cut is None and second is None):
            return None
        target, actual = (rest[:cut], rest[cut:]) if cut is not None else (rest, "")
        if cut is None:
            return None
        return (name.first, name.second, name.name, _run_together(target), _run_together(actual), weight, score)
    return _worded_row(parts, weight, score)


def _second_operator(text: str) -> int | None:
    """Where the actual value begins: the next operator at a line's start or after a blank; else after the first blank a plain number."""
    found = re.search(rf"(?<=[\s])[{_OPERATOR}]", text[2:])
    return found.start() + 2 if found else None


def _worded_row(parts: list[str], weight: str, score: str) -> tuple[str, ...] | None:
    """Target and actual in words, printed twice alike (``有效提升 有效提升``): the run's end that is a doubled text."""
    if parts and (found := re.match(r"^(?:(?P<name>.*)\s)?(?P<target>\S+)\s(?P<actual>\S+)$", parts[-1])):
        name = _levels("\n".join([*parts[:-1], found["name"] or ""])) if _plausible("\n".join(parts[:-1])) else None
        if name is not None and found["target"] == found["actual"]:
            return (name.first, name.second, name.name, found["target"], found["actual"], weight, score)
    doubled = []
    for i in range(1, len(parts) - 1):
        end = "".join(parts[i:])
        half = len(end) // 2
        if len(end) % 2 == 0 and end[:half] == end[half:]:
            doubled.append((i, end[:half]))
    if len(doubled) != 1:
        return None
    i, words = doubled[0]
    name = _levels("\n".join(parts[:i])) if _plausible("\n".join(parts[:i])) else None
    return (name.first, name.second, name.name, words, words, weight, score) if name is not None else None


def _plausible(text: str) -> bool:
    """Whether slices can be one name: all but the last as wide as the column (foreign slices in between would be narrower)."""
    slices = [part for part in text.split("\n") if part.strip()]
    while slices and re.fullmatch(r".{0,8}指标?|标|指|指标|[\u4e00-\u9fff]{1,3}|.{2,6}指标 .{2,6}指标", slices[0]) and len(slices) > 1 and width_of(slices[0]) < 4.2:
        slices = slices[1:]
    if len(slices) < 3:
        return bool(slices)
    return any(
        all(width_of(part, quotes) >= max(width_of(part, quotes) for part in slices[1:]) - 1.6 for part in slices[1:-1]) for quotes in (1.0, 0.5)
    )


def overall_review_rows(lines: list[Line]) -> Rebuilt:
    """部门整体支出绩效自评表: name, target, basis slices, ``weight actual score``."""
    out = Rebuilt(("一级指标", "二级指标", "三级指标", "预期指标值", "指标值设定依据", "分值权重", "实际完成指标值", "得分"))
    run: list[Line] = []
    for line in _with_stray_units(lines):
        end = re.match(
            rf"^(?:(?P<before>.*?)\s)?(?P<weight>\d{{1,3}}(?:\.\d)?)\s(?P<actual>[{_OPERATOR}].*?|[\u4e00-\u9fff]{{2,12}})\s(?P<score>\d{{1,3}}(?:\.\d{{1,2}})?)$",
            line.text,
        )
        total = _TOTAL.match(line.text)
        if total:
            out.rows.append(IndicatorRow(("总分", "", "", "", "", total["weight"], "", total["score"]), line.page))
            out.loose += run
            run = []
        elif end:
            parts = [*(part.text for part in run), *([end["before"]] if end["before"] else [])]
            row = _with_basis(parts)
            if row is None:
                out.loose += [*run, line]
            else:
                out.rows.append(IndicatorRow((*row, end["weight"], end["actual"], end["score"]), (run[0] if run else line).page))
            run = []
        else:
            run.append(line)
    out.loose += run
    return out


def _with_basis(parts: list[str]) -> tuple[str, ...] | None:
    """Levels, name, target and basis of a row whose target fills the line on which its operator stands."""
    at = next((i for i, part in enumerate(parts) if _operator_at(part) is not None), None)
    if at is not None:
        where = _operator_at(parts[at]) or 0
        before = "\n".join([*parts[:at], parts[at][:where]])
        target, rest = parts[at][where:].strip(), parts[at + 1 :]
        if target.endswith("百分") and rest and rest[0].startswith("之百"):
            target, rest = target + "之百", [rest[0][2:].strip(), *rest[1:]]
        name = _levels(before, free=True)
    else:
        first = next((i for i, part in enumerate(parts) if len(part.split(" ")) >= 2 and re.fullmatch(r"[\u4e00-\u9fff]{2,8}", part.split(" ")[-1])), None)
        if first is None:
            return None
        target = parts[first].split(" ")[-1]
        name = _levels("\n".join([*parts[:first], " ".join(parts[first].split(" ")[:-1])]), free=True)
        rest = parts[first + 1 :]
        if name is not None and not name.second:
            return None
    if name is None:
        return None
    return (name.first, name.second, name.name, target, _run_together("\n".join(rest)))


def overall_goal_rows(lines: list[Line]) -> Rebuilt:
    """部门整体绩效目标表: name, target, basis slices, the weight alone at the end."""
    out = Rebuilt(("一级指标", "二级指标", "三级指标", "指标值", "指标设定依据", "分值权重"))
    run: list[Line] = []
    for line in lines:
        end = re.match(r"^(?:(?P<before>.*[^\d\s].*)\s)?(?P<weight>\d{1,3}(?:\.\d)?)$", line.text)
        if not end or not any(_operator_at(part.text) is not None or len(part.text.split(" ")) > 1 for part in [*run, line]):
            run.append(line)
            continue
        parts = [*(part.text for part in run), *([end["before"]] if end["before"] else [])]
        row = _with_basis(parts)
        if row is None:
            out.loose += [*run, line]
        else:
            out.rows.append(IndicatorRow((*row, end["weight"]), (run[0] if run else line).page))
        run = []
    out.loose += run
    return out


def goal_rows(lines: list[Line]) -> Rebuilt:
    """项目支出绩效目标表: name, target, basis, last year's value where there is one, weight, rule, evidence."""
    header = ("一级指标", "二级指标", "三级指标", "指标值", "指标值设置依据", "上年完成值", "指标分值权重", "指标赋分规则", "佐证资料")
    out = Rebuilt(header)
    run: list[Line] = []
    at = 0
    core = re.compile(rf"^(?:(?P<before>.*?)\s)?(?P<basis>{_BASIS})(?:\s(?P<last>\S.*?))??\s(?P<weight>\d{{1,3}})(?:\s(?P<rest>[\u4e00-\u9fff].*))?$")
    while at < len(lines):
        found = core.match(lines[at].text)
        if not found:
            run.append(lines[at])
            at += 1
            continue
        start = at
        at += 1
        tail = [found["rest"]] if found["rest"] else []
        while at < len(lines) and len(tail) < 8 and not _EVIDENCE.search(tail[-1] if tail else ""):
            tail.append(lines[at].text)
            at += 1
        rule, evidence = _rule_and_evidence(tail)
        parts = [*(part.text for part in run), *([found["before"]] if found["before"] else [])]
        named = _named_target(parts, bool(found["before"]))
        if named is None or rule is None:
            out.loose += [*run, *lines[start:at]]
        else:
            texts = (*named, found["basis"], found["last"] or "", found["weight"], rule, evidence)
            out.rows.append(IndicatorRow(texts, (run[0] if run else lines[start]).page))
        run = []
    out.loose += run
    return out


def _rule_and_evidence(tail: list[str]) -> tuple[str | None, str]:
    """The scoring rule ends with 分, the evidence after it with 资料 and the like. None where they do not show themselves."""
    text = _run_together("\n".join(tail))
    found = re.match(r"^(?P<rule>.*?赋\s*分)\s*(?P<evidence>.*)$", text)
    if not found or not _EVIDENCE.search(found["evidence"]):
        return None, ""
    return found["rule"], found["evidence"]


def _named_target(parts: list[str], same_line: bool) -> tuple[str, str, str, str] | None:
    text = "\n".join(parts)
    at = _operator_at(text)
    if at is not None:
        name = _levels(text[:at])
        return (name.first, name.second, name.name, _run_together(text[at:])) if name is not None else None
    if same_line and " " in parts[-1]:
        front, _, target = parts[-1].rpartition(" ")
        name = _levels("\n".join([*parts[:-1], front]))
        return (name.first, name.second, name.name, target) if name is not None else None
    wide = [i for i, part in enumerate(parts) if width_of(part) > 4.2]
    if not wide or wide[-1] == len(parts) - 1 or any(width_of(part) > 3.2 for part in parts[wide[-1] + 1 :]):
        return None
    name = _levels("\n".join(parts[: wide[-1] + 1]))
    return (name.first, name.second, name.name, _run_together("\n".join(parts[wide[-1] + 1 :]))) if name is not None else None
