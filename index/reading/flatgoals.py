"""The upper part of a flattened performance form: who, money, goals and what was done."""

from __future__ import annotations

import re

from index.raw import Line
from index.reading.flatindicators import width_of
from index.text import normal, squeeze

_SAID = re.compile(r"^(?P<label>预期目标|年度总体目标|年度目标|项目总体目标|实际完成情况|全年完成情况)\s+(?P<text>\S.*[。；！])$")  # label and sentence on one line
Rows = list[tuple[int, tuple[str, ...]]]
_NUMBER = r"-?\d[\d,]*(?:\.\d+)?"
_DASH = r"[-—－–]"
_FUND_END = re.compile(rf"^(?P<label>.*?)(?P<values>(?:(?:^|\s){_NUMBER}){{3}})(?:\s(?P<weight>\d{{1,3}}|{_DASH})\s(?P<rate>[\d.]+%|{_DASH})\s(?P<score>[\d.]+|{_DASH}))?$")
_PAIRS = re.compile(r"(?:^|\s)(项目名称|项目负责人|主管部门|实施单位|预算单位|部门联系人|联系电话|部门名称(?:（盖章）|\(盖章\))?|部门（单位）名称|单位名称)(?=\s|$)")


def _pair_row(text: str) -> tuple[str, ...] | None:
    """``项目名称 甲 项目负责人 乙`` -> its labels and values in order; None where no label opens the line."""
    found = list(_PAIRS.finditer(text))
    if not found or found[0].start() != 0:
        return None
    texts: list[str] = []
    for label, after in zip(found, [*found[1:], None], strict=True):
        texts += [label[1], text[label.end() : after.start() if after else len(text)].strip()]
    return tuple(texts)


def _flow(lines: list[Line]) -> str:
    return squeeze("".join(line.text for line in lines))


def goal_fields(lines: list[Line]) -> tuple[Rows, list[Line]]:
    """Fields of a 绩效目标表: names, 项目资金 or 年度预算, the goal."""
    rows: Rows = []
    loose: list[Line] = []
    money = next((i for i, line in enumerate(lines) if re.match(r"^(项目资金|年度预算[(（])", normal(line.text))), len(lines))
    goal = next((i for i, line in enumerate(lines) if re.match(r"^(项目总体目标|年度绩效目标|年度总体目标)", normal(line.text))), len(lines))
    for line in lines[: min(money, goal)]:
        pair = _pair_row(line.text)
        if pair:
            rows.append((line.page, pair))
        elif rows and len(rows[-1][1]) == 2:
            rows[-1] = (rows[-1][0], (rows[-1][1][0], squeeze(rows[-1][1][1] + line.text)))
        else:
            loose.append(line)
    goal_end = money if money > goal else len(lines)
    money_end = goal if goal > money else len(lines)
    parts = [("goal", lines[goal:goal_end]), ("money", lines[money:money_end])]
    for name, part in parts if goal < money else parts[::-1]:
        if part and name == "goal":
            text = _flow(part)
            label = re.match(r"^(项目总体目标|年度绩效目标|年度总体目标)", re.sub(r"\s+", "", text[:12]))
            if label:
                rows.append((part[0].page, (label[1], re.sub(r"^\S{0,12}?目\s*标\s*", "", text))))
        elif part:
            rows += _goal_money(part, loose)
    return rows, loose


def _goal_money(part: list[Line], loose: list[Line]) -> Rows:
    text = squeeze("".join(line.text + "\n" for line in part))
    flat = re.sub(r"\s*\n\s*", " ", text)
    joined = re.sub(r"\s+", "", text)
    page = part[0].page
    whole = re.search(rf"年度(?:预算|资金)总额({_NUMBER})(?=其中|其他|财政|$)", joined)
    fiscal = re.search(rf"其中[:：]财政拨款({_NUMBER})(?=其他|$)", joined)
    other = re.search(rf"其他资金({_NUMBER})$", joined)
    if whole and fiscal and other:
        return [(page, ("项目资金(万元)", "年度预算总额", whole[1], "其中：财政拨款", fiscal[1], "其他资金", other[1]))]
    found = re.findall(rf"((?:财政|其他)资金[（(]万元[）)])? ?(上级安排|本级安排|其他|合计[:：]?) ({_NUMBER})", flat)
    if found:
        return [(page, ("年度预算(万元)", "资金来源", "资金总额（万元）")), *((page, ("", *texts)) for texts in found)]
    loose += part
    return []


def review_fields(lines: list[Line]) -> tuple[Rows, list[Line]]:
    """Fields of a 绩效自评表: names, money planned and spent, goal and completion."""
    rows: Rows = []
    loose: list[Line] = []
    label: list[Line] = []
    goals = next((i for i, line in enumerate(lines) if re.match(r"^预期目标\s*实际完成情况", line.text)), None)
    headed = False
    for line in lines[:goals]:
        pair = _pair_row(line.text)
        fund = _FUND_END.match(line.text)
        if pair:
            rows.append((line.page, pair))
            label = []
        elif (said := _SAID.match(line.text)):
            rows.append((line.page, (said["label"], said["text"])))
            label = []
        elif fund:
            if not headed:
                rows.append((line.page, ("项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")))
                headed = True
            name = squeeze("".join(part.text for part in label if not _is_heading_piece(part.text)) + fund["label"])
            values = tuple(fund["values"].split())
            marks = tuple(fund[mark] if fund[mark] and re.search(r"\d", fund[mark]) else "" for mark in ("weight", "rate", "score"))
            rows.append((line.page, (name, *values, *marks)))
            label = []
        else:
            label.append(line)
    if goals is not None:
        _goal_columns(rows, lines[goals + 1 :], loose)
    return rows, loose


def _is_heading_piece(text: str) -> bool:
    """Words of the money's own heading and of the label at its side, broken over lines."""
    plain = normal(text)
    return bool(re.fullmatch(r"(项目资金|\(万元\)|部门资|金\(万|元\)|部门资金|资金来源.*|全年执|行数|分值.*|年初预算数.*|执行率|得分|.*全年预算数.*|年度总?|体?目标|总体|目标)", plain))


def _goal_columns(rows: Rows, lines: list[Line], loose: list[Line]) -> None:
    """Goal and completion stand side by side; in the text the whole left column comes first. The cut is where a sentence ends
    and the width of the lines changes; where that is not sure the lines stay prose."""
    if not lines:
        return
    widths = [width_of(line.text) for line in lines]
    cuts = [i for i in range(1, len(lines)) if _even(widths[:i]) and _even(widths[i:]) and re.search(r"[。；！”.]$", lines[i - 1].text)]
    clear = [i for i in cuts if lines[i - 1].text.endswith(("。", "。”"))]
    apart = [i for i in clear if abs(max(widths[:i]) - max(widths[i:])) > 1.0 or widths[i - 1] < max(widths[:i]) - 1.5]
    choice = apart if len(apart) == 1 else clear
    if len(choice) != 1:
        loose += lines
        return
    cut = choice[0]
    rows.append((lines[0].page, ("预期目标", _flow(lines[:cut]))))
    rows.append((lines[cut].page, ("实际完成情况", _flow(lines[cut:]))))


def _even(widths: list[float]) -> bool:
    """Whether lines fill one column: all but the last about equally wide, the last no wider."""
    full = widths[:-1]
    return not full or (max(full) - min(full) <= 2.6 and widths[-1] <= max(full) + 1.0)
