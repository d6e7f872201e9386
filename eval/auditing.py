"""How well the audit finds planted faults and how often it raises a false alarm on clean made-up disclosures."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from eval.madeup.contents import divided, with_contents
from eval.madeup.document import Made
from eval.madeup.faults import Planted, planted
from eval.madeup.make import SUFFIX, Wanted, disclosures, writer
from eval.madeup.review import reviewed
from index.audit import findings_of
from index.document import ReadDocument, read_one
from index.findings import Finding
from index.text import normal


@dataclass(slots=True)
class Score:
    """Faults planted and found by kind, those missed, and the findings in clean documents."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: list[Planted] = field(default_factory=list)
    clean: int = 0
    alarms: list[Finding] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of the planted faults that were found."""
        return sum(self.found.values()) / max(1, sum(self.planted.values()))

    @property
    def alarms_each(self) -> float:
        """Findings a clean document."""
        return len(self.alarms) / max(1, self.clean)


def measured(wanted: Wanted, form: str = "tab", seed: int = 1, kinds: Sequence[str] | None = None) -> Score:
    """Plant every kind of fault (or those of ``kinds``) in every disclosure that can have it and audit them, and the clean ones, too."""
    score = Score()
    with tempfile.TemporaryDirectory() as folder:
        for disclosed in disclosures(wanted):
            for clean in _clean(disclosed.made, seed):
                score.clean += 1
                score.alarms += findings_of([read_made(clean, form, Path(folder))])
        for fault in planted(wanted, seed, kinds):
            score.planted[fault.kind] += 1
            if is_found(fault, findings_of([read_made(fault.made, form, Path(folder))])):
                score.found[fault.kind] += 1
            else:
                score.missed.append(fault)
    return score


def _clean(made: Made, seed: int) -> Iterator[Made]:
    """The document as it is, and with what faults are planted in besides: a review, a contents page, money carried over in parts."""
    yield made
    yield reviewed(made, random.Random(f"review-{seed}-{made.name}"))
    listed, parts = with_contents(made), divided(made, random.Random(f"parts-{seed}-{made.name}"))
    if listed is not None:
        yield listed
    if parts is not None:
        yield parts[0]


def read_made(made: Made, form: str, folder: Path) -> ReadDocument:
    """A made-up document written in a format and read again."""
    path = folder / f"{made.name}{SUFFIX[form]}"
    path.write_bytes(writer(form)(made))
    return read_one(path)


def is_found(fault: Planted, findings: Iterable[Finding]) -> bool:
    """Whether a finding (more than rounding) states or quotes what was planted."""
    mark = normal(fault.mark).replace(",", "")
    for finding in findings:
        said = [finding.message, finding.formula or "", *(s.value + s.quote for s in finding.sides)]
        if finding.severity != "舍入" and mark in normal("|".join(said)).replace(",", ""):
            return True
    return False
