"""The audit page: what the recomputation of the documents found, both places side by side, filtered, exported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from index.findings import Finding, FindingSide
from index.model import DocumentRecord
from index.numbers import plain
from index.store import Index
from qa.answer.citing import document_title
from qa.web.files import Cell
from qa.web.links import Place, address_of_both, document_link, evidence_link
from qa.web.parts import address, button_link, empty, paging
from qa.web.render import Html, tag

A_PAGE = 25
OFFERED, MOST_OFFERED = 10, 200  # values of a facet: shown at once, offered at all
MOST_SIDES = 4  # places shown side by side
SEVERITIES = ("错误", "提示", "舍入")
RULES = {
    "sum.total": "合计与各项不符", "sum.rows": "科目与下级科目不符", "sum.columns": "合计与各列不符", "sum.prose": "文字中的合计不符", "sum.project": "项目合计不符",
    "sum.balance": "收支不平衡", "sum": "合计与明细不符", "count.sum": "数量合计不符", "percentage.share": "占比与金额不符", "percentage.growth": "增减幅度与金额不符",
    "percentage": "百分比与金额不符", "cross_table": "表与表不一致", "cross_table.project": "项目金额前后不一致", "cross_table.transfer": "转移支付前后不一致",
    "narrative.table": "文字与表格不一致", "narrative.unit": "文字的单位疑有误", "narrative.twice": "文字前后不一致", "narrative.kind": "支出归类前后不一致",
    "narrative.listed": "文字所列、表中没有", "narrative.project": "项目的文字与表格不一致", "narrative": "文字与表格不一致", "missing.table": "缺表", "missing.all": "没有表格",
    "missing.digits": "数字不完整", "missing.blank": "未填写", "narrative.split": "构成前后不一致", "narrative.last_year": "上年数不一致",
    "narrative.nothing": "文字说没有、表中有数", "direction.rise": "增加额大于本年数",
    "missing.note": "空表没有说明", "missing.number": "表号不连续", "missing": "缺表或空表", "name.department": "部门名称不一致", "name.year": "年度不一致",
    "performance.budget": "绩效目标与预算不一致", "performance.cost": "成本指标与执行数不符", "performance.limit": "超过上限却得满分", "performance.result": "完成情况与指标值不符",
    "performance": "绩效表前后不一致",
}  # fmt: skip
HEAD = ("部门", "年度", "类型", "规则", "程度", "说明", "差额", "算式", "位置一", "数值一", "位置二", "数值二", "文件")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The state of the page."""

    doc: str = ""
    department: str = ""
    rule: str = ""
    severity: str = ""

    def parameters(self) -> dict[str, str]:
        """The query parameters."""
        return {"doc": self.doc, "department": self.department, "rule": self.rule, "severity": self.severity}


def rule_name(rule: str) -> str:
    """The rule's name in Chinese: of itself, else of its family."""
    return RULES.get(rule) or RULES.get(rule.split(".")[0], "其他核对")


def chosen_findings(index: Index, chosen: Chosen) -> list[tuple[Finding, DocumentRecord]]:
    """The findings that pass all filters, errors first."""
    records = {d.id: d for d in index.documents()}
    order = {severity: number for number, severity in enumerate(SEVERITIES)}
    found = [
        (f, records[f.document])
        for f in index.findings(chosen.doc or None)
        if f.document in records
        and chosen.department in ("", records[f.document].identity.department)
        and chosen.rule in ("", f.rule)
        and chosen.severity in ("", f.severity)
    ]
    return sorted(found, key=lambda pair: order.get(pair[0].severity, 3))


def findings_page(index: Index, chosen: Chosen, page: int) -> Html:
    """The page for this state."""
    found = chosen_findings(index, chosen)
    if not found and chosen == Chosen():
        return empty("没有发现对不上的数字。")
    pages = max(1, -(-len(found) // A_PAGE))
    page = min(page, pages)
    shown = [_finding(f, r) for f, r in found[(page - 1) * A_PAGE : page * A_PAGE]]
    body = tag("ol", shown, class_="wz-hits") if shown else empty("没有符合条件的结果。", button_link("去掉筛选", "/findings"))
    exports = [button_link(f"导出 {k.upper()}", address(f"/findings.{k}", chosen.parameters()), download=True) for k in ("csv", "xlsx")]
    count = tag("p", f"{len(found)}条结果，涉及{len({r.id for _, r in found})}份文件。", class_="wz-count", role="status")
    head = tag("div", count, tag("p", exports, class_="wz-actions"), class_="wz-headline")
    results = tag("div", head, _document(index, chosen), body, paging("/findings", chosen.parameters(), page, pages))
    return tag("div", _facets(index, chosen), results, class_="wz-results")


def _document(index: Index, chosen: Chosen) -> Html | None:
    record = next((d for d in index.documents() if d.id == chosen.doc), None) if chosen.doc else None
    if record is None:
        return None
    away = address("/findings", {**chosen.parameters(), "doc": None})
    return tag("div", tag("a", f"文件：{record.file_name} ✕", href=away, class_="wz-small", aria_label="看所有文件"), class_="wz-chosen")


def _facets(index: Index, chosen: Chosen) -> Html:
    """Severity, rule, department, document with the number of findings that each would leave together with the other choices."""
    severe = Counter(f.severity for f, _ in chosen_findings(index, replace(chosen, severity="")))
    rules = Counter(f.rule for f, _ in chosen_findings(index, replace(chosen, rule="")))
    departments = Counter(r.identity.department for _, r in chosen_findings(index, replace(chosen, department="")))
    files = Counter((r.id, document_title(r)) for _, r in chosen_findings(index, replace(chosen, doc="")))
    groups = [
        _group("程度", "severity", [(s, s, severe[s]) for s in SEVERITIES if severe[s]], chosen),
        _group("规则", "rule", [(r, rule_name(r), n) for r, n in rules.most_common()], chosen),
        _group("部门", "department", [(d, d, n) for d, n in departments.most_common(MOST_OFFERED)], chosen),
        _group("文件", "doc", [(i, title, n) for (i, title), n in files.most_common(MOST_OFFERED)], chosen),
    ]
    return tag("aside", tag("details", tag("summary", "缩小范围"), groups, open=True), class_="wz-facets", aria_label="缩小范围")


def _group(label: str, name: str, values: Sequence[tuple[str, str, int]], chosen: Chosen) -> Html | None:
    if not values:
        return None
    now = getattr(chosen, name)
    items = []
    for value, shown, number in values:
        target = address("/findings", {**chosen.parameters(), name: None if value == now else value})
        items.append(tag("li", tag("a", tag("span", shown), tag("span", number), href=target, aria_current="true" if value == now else None)))
    rest = tag("details", tag("summary", f"其余{len(items) - OFFERED}个"), tag("ul", items[OFFERED:])) if len(items) > OFFERED + 2 else None
    return tag("section", tag("h2", label), tag("ul", items[:OFFERED] if rest else items), rest)


def _finding(finding: Finding, record: DocumentRecord) -> Html:
    look = {"错误": "wz-part wz-severe", "提示": "wz-part wz-mild"}.get(finding.severity, "wz-part")
    gap = tag("span", f"相差 {_gap(finding)}", class_="wz-part") if finding.difference else None
    formula = tag("p", tag("code", finding.formula), class_="wz-line2") if finding.formula else None
    places = list(dict.fromkeys(_place(side, record) for side in finding.sides))[:MOST_SIDES]
    both = [" · ", tag("a", "并排核对", href=address_of_both(places))] if len(places) > 1 else None
    return tag(
        "li",
        tag("p", tag("span", finding.severity, class_=look), tag("span", rule_name(finding.rule), class_="wz-part"), gap),
        tag("h2", finding.message),
        formula,
        tag("div", [_side(side, record) for side in finding.sides[:12]], class_="wz-sides"),
        tag(
            "p",
            tag("a", document_title(record), href=document_link(record.id)),
            f" · {record.file_name}",
            both,
            class_="wz-line2",
        ),
        class_="wz-hit",
    )


def _place(side: FindingSide, record: DocumentRecord) -> Place:
    return Place(record.id, side.page, side.table, side.row, side.column, side.paragraph)


def _side(side: FindingSide, record: DocumentRecord) -> Html:
    page = f"第{side.page}页" if record.format == "pdf" else ""
    words = " ".join(p for p in (page, "表格" if side.table is not None else "正文") if p)
    return tag(
        "div",
        tag("b", f"{_grouped(side.value)}{side.unit}" if side.value else "（空）", class_="wz-value"),
        tag("p", tag("a", words, href=evidence_link(_place(side, record)), data_evidence=True)),
        tag("p", side.quote, class_="wz-clip"),
        class_="wz-side",
    )


def _gap(finding: Finding) -> str:
    """The size of the difference, in the unit of the first place that has one."""
    unit = next((side.unit for side in finding.sides if side.unit), "")
    return f"{_grouped((finding.difference or '').removeprefix('-'))}{'个百分点' if unit == '%' else unit}"


def _grouped(number: str) -> str:
    """``2961.38`` as ``2,961.38``; what is no plain number stays as it is."""
    try:
        return plain(Decimal(number))
    except ArithmeticError:
        return number


def finding_rows(found: Sequence[tuple[Finding, DocumentRecord]]) -> Iterator[list[Cell]]:
    """Every finding with its first two places."""
    for finding, record in found:
        who = record.identity
        places: list[Cell] = []
        for side in (*finding.sides, None, None)[:2]:
            places += [f"第{side.page}页 {side.quote}", f"{side.value}{side.unit}"] if side else ["", ""]
        yield [
            who.department, who.fiscal_year, str(who.kind or ""), rule_name(finding.rule), finding.severity, finding.message, finding.difference, finding.formula,
            *places, record.file_name,
        ]  # fmt: skip
