"""Printed shares recomputed: part / whole. The whole is the one that the sentence names, else the printed amount that explains the other shares of the list."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from index.audit.disclosure import Disclosure, is_amount, shown, side_of
from index.audit.percentages import Interval, bare, before, by_paragraph, places_of, ratio, spread
from index.audit.verdict import ROUNDING, rate_severity
from index.findings import Finding
from index.model import Aspect, Figure
from index.numbers import rounded

_NEAR = 6  # paragraphs back to the head of a list


def share_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """Shares that no whole in question gives."""
    paragraphs = by_paragraph(disclosure)
    pairs: list[tuple[Figure, Figure]] = []
    for figures in paragraphs.values():
        for share in figures:
            if share.aspect is Aspect.SHARE and share.unit == "%" and not any(q.startswith("完成") for q in share.qualifiers):
                part = before(share, figures, Aspect.AMOUNT)
                if part is not None and part.value >= 0:
                    pairs.append((share, part))
    for share, part in pairs:
        wholes = _wholes(disclosure, share, part, pairs)
        if not wholes:
            continue
        verdicts = [(whole, rate_severity(share.value, places_of(share), *ratio(spread(part), spread(whole))[:2])) for whole in wholes]
        if any(verdict is None for _, verdict in verdicts):
            continue
        whole, severity = next(((w, v) for w, v in verdicts if v == ROUNDING), verdicts[0])
        exact = ratio(spread(part), spread(whole))
        yield _finding(disclosure, share, part, whole, severity or ROUNDING, exact)


def _finding(disclosure: Disclosure, share: Figure, part: Figure, whole: Figure, severity: str, exact: Interval) -> Finding:
    computed = rounded(exact.point, max(2, places_of(share)))
    return Finding(
        document=share.document,
        doc=disclosure.name_of(share),
        rule="percentage.share",
        severity=severity,
        message=f"“{share.measure}”占比写为 {shown(share.value)}%，按金额计算为 {shown(computed)}%"
        + ("（舍入差异）" if severity == ROUNDING else ""),
        sides=(side_of(share), side_of(part), side_of(whole)),
        difference=shown(share.value - computed),
        tolerance=shown(Decimal(1).scaleb(-places_of(share)) / 2),
        formula=f"{shown(part.value)} ÷ {shown(whole.value)} = {shown(computed)}% ≠ {shown(share.value)}%",
        figures=(share.id, part.id, whole.id),
    )


def _wholes(disclosure: Disclosure, share: Figure, part: Figure, pairs: list[tuple[Figure, Figure]]) -> list[Figure]:
    """The amounts that may be the whole: those of the name that the sentence gives; else what explains another share of the same list."""
    named = next((q[1:] for q in share.qualifiers if q.startswith("占") and len(q) > 1), "")
    near = [
        f
        for f in disclosure.told
        if is_amount(f) and f.document == share.document and f.paragraph is not None and share.paragraph is not None
        and share.paragraph - _NEAR <= f.paragraph <= share.paragraph and f.year == share.year and _holds(f, part) and f.id != part.id
    ]  # fmt: skip
    if named:
        own = [f for f in near if f.measure == named]
        every = [
            f
            for f in (*disclosure.told, *disclosure.tabled)
            if f.measure == named and is_amount(f) and f.year == share.year and f.column_item is None
        ]
        return [f for f in own[::-1] if _holds(f, part)] + [f for f in every if _holds(f, part)]
    siblings = [(s, p) for s, p in pairs if s.document == share.document and s.paragraph == share.paragraph and s.id != share.id]
    explained = {
        w.id: sum(
            bare(w) != bare(p) and s.value < 100 and rate_severity(s.value, places_of(s), *ratio(spread(p), spread(w))[:2]) is None
            for s, p in siblings
        )
        for w in near
    }
    most = max(explained.values(), default=0)
    return [w for w in near[::-1] if most and explained[w.id] == most]


def _holds(whole: Figure, part: Figure) -> bool:
    """Whether an amount can be the whole of another: as large at least, and not nil even where it is rounded."""
    return whole.value >= part.value and spread(whole).low > 0
