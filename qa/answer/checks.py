"""What the documents themselves say of an answer's figure: confirmed elsewhere, or contradicted, each with its places."""

from __future__ import annotations

from collections.abc import Sequence

from index.findings import Finding
from qa.answer.citing import cited
from qa.answer.sheet import Sheet
from qa.answer.wording import quantity, said
from qa.lookup import Candidate, Catalogue, Slot
from qa.model import Check, Citation

_MOST = 4
_SERIOUS = {"错误", "error"}


def place_words(candidate: Candidate) -> str:
    """Where a figure stands, in words: the table's form, or 文字说明."""
    figure = candidate.figure
    return (figure.form or "表格") if figure.table is not None else "文字说明"


def add_checks(slots: Sequence[Slot], sheet: Sheet, cat: Catalogue, *, say: bool = True) -> None:
    """Write confirmations and contradictions of the slots that the answer states."""
    for slot in slots:
        if slot.best is None:
            continue
        if slot.against:
            _contradicted(slot, sheet, say=say)
        elif slot.same and len(slots) <= 3:
            places = list(dict.fromkeys(place_words(c) for c in slot.same))[:4]
            sheet.checks.append(
                Check(
                    kind="confirmed",
                    message=f"同一数字还见于本部门公开文件的另外{len(slot.same)}处（{'、'.join(places)}）。",
                    citations=tuple(cited(c.figure, c.record, cat.index) for c in slot.same[:3]),
                )
            )
        _from_findings(slot, sheet, cat, say=say or len(slots) <= 3)


def _contradicted(slot: Slot, sheet: Sheet, *, say: bool) -> None:
    best = slot.best
    assert best is not None
    others = slot.against[:2]
    both = "；".join(f"{place_words(c)}为{said(quantity(c))}" for c in others)
    message = f"文件前后不一致：{place_words(best)}为{said(quantity(best))}，{both}。"
    places = tuple(cited(c.figure, c.record, sheet.citations.index) for c in (best, *others))
    sheet.checks.append(Check(kind="contradicted", message=message, citations=places))
    if say:
        sheet.say(f"注意：{message.removesuffix('。')}{sheet.mark(others)}，以上以{place_words(best)}为准。")


def _from_findings(slot: Slot, sheet: Sheet, cat: Catalogue, *, say: bool) -> None:
    """Audit findings that the figure takes part in. A part of a sum that fails is not itself contradicted; what a finding accuses is said aloud."""
    best = slot.best
    assert best is not None
    for finding in cat.findings_of(best.figure):
        accused = finding.figures[:1] == (best.figure.id,) or not finding.rule.startswith("sum")
        serious = finding.severity in _SERIOUS and accused
        kind = "contradicted" if serious else "rounding" if finding.severity == "舍入" else "note"
        if any(c.message == finding.message for c in sheet.checks):
            continue
        sheet.checks.append(Check(kind=kind, message=finding.message, citations=_places(finding, cat)))  # type: ignore[arg-type]
        if say and serious and finding.figures[:1] == (best.figure.id,) and not slot.against:
            sheet.say(f"注意：{finding.message}。")


def _places(finding: Finding, cat: Catalogue) -> tuple[Citation, ...]:
    """The places that a finding compares, the first few."""
    found = {f.id: f for f in cat.index.figures(documents=[finding.document], ids=finding.figures)}
    if len(found) < 2:
        found = {f.id: f for f in cat.index.figures(ids=finding.figures)}
    figures = [found[name] for name in finding.figures if name in found][:_MOST]
    return tuple(cited(f, cat.record(f.document), cat.index) for f in figures)
