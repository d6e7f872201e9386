"""The audit page: what the recomputation of the documents found, both places side by side, filtered, exported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.model import DocumentRecord, Finding, FindingSide
from index.store import Index
from qa.answer.citing import document_title
from qa.web.files import Cell
from qa.web.links import Place, document_link, evidence_link
from qa.web.parts import address, button_link, empty, form, paging, select
from qa.web.render import Html, tag

A_PAGE = 25
RULES = {
    "narrative.table": "文字与表格不一致", "narrative.unit": "文字的单位", "percentage.share": "占比与金额不符", "percentage": "百分比与金额不符",
    "sum": "合计与明细不符", "balance": "收支不平衡", "cross": "表与表不一致", "cross_table": "表与表不一致", "missing": "缺表或空表", "narrative": "文字前后不一致",
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
    order = {"错误": 0, "提示": 1, "舍入": 2}
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
    everything = [f for f, _ in chosen_findings(index, Chosen(doc=chosen.doc))]
    found = chosen_findings(index, chosen)
    pages = max(1, -(-len(found) // A_PAGE))
    page = min(page, pages)
    told = tag("p", "对收录文件的合计、表间关系、文字与表格逐项重新计算，列出对不上的地方。列出不等于有错：请点开两处核对原文。", class_="wz-note")
    if not everything:
        return tag("div", told, empty("没有发现对不上的数字。"))
    shown = [_finding(f, r) for f, r in found[(page - 1) * A_PAGE : page * A_PAGE]]
    body = tag("ol", shown, class_="wz-hits") if shown else empty("没有符合条件的结果。", button_link("去掉筛选", "/findings"))
    exports = tag("p", button_link("导出 CSV", address("/findings.csv", chosen.parameters()), download=True), class_="wz-actions")
    count = tag("p", f"{len(found)}条结果，涉及{len({r.id for _, r in found})}份文件。", class_="wz-count", role="status")
    return tag("div", told, _filters(index, everything, chosen), count, exports, body, paging("/findings", chosen.parameters(), page, pages))


def _filters(index: Index, found: Sequence[Finding], chosen: Chosen) -> Html:
    rules, levels = Counter(f.rule for f in found), Counter(f.severity for f in found)
    with_findings = {f.document for f in found}
    departments = sorted({d.identity.department for d in index.documents() if d.id in with_findings})
    hidden = tag("input", type="hidden", name="doc", value=chosen.doc) if chosen.doc else None
    return form(
        "/findings",
        select("department", "部门", [(d, d) for d in departments], chosen.department),
        select("rule", "规则", [(r, f"{rule_name(r)}（{n}）") for r, n in rules.most_common()], chosen.rule),
        select("severity", "程度", [(s, f"{s}（{n}）") for s, n in levels.most_common()], chosen.severity),
        hidden,
        submit="筛选",
    )


def _finding(finding: Finding, record: DocumentRecord) -> Html:
    serious = "wz-part wz-severe" if finding.severity == "错误" else "wz-part"
    gap = tag("span", f"相差 {finding.difference}", class_="wz-part") if finding.difference else None
    formula = tag("p", tag("code", finding.formula)) if finding.formula else None
    return tag(
        "li",
        tag("p", tag("span", finding.severity, class_=serious), tag("span", rule_name(finding.rule), class_="wz-part"), gap),
        tag("h2", finding.message),
        formula,
        tag("div", [_side(side, record) for side in finding.sides[:12]], class_="wz-sides"),
        tag("p", tag("a", document_title(record), href=document_link(record.id)), f" · {record.file_name}", class_="wz-note"),
        class_="wz-hit",
    )


def _link(side: FindingSide, record: DocumentRecord) -> str:
    return evidence_link(Place(record.id, side.page, side.table, side.row, side.column, side.paragraph))


def _side(side: FindingSide, record: DocumentRecord) -> Html:
    place = f"第{side.page}页" + ("表格" if side.table is not None else "正文")
    return tag(
        "div",
        tag("b", f"{side.value}{side.unit}", class_="wz-value"),
        tag("p", tag("a", place, href=_link(side, record))),
        tag("p", side.quote),
        class_="wz-side",
    )


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
