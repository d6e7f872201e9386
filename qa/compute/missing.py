"""Whether an operation lacks what it cannot do without: then nothing is computed, whatever else was found."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text import normal
from qa.lookup import Slot
from qa.lookup.names import key
from qa.model import Operation, Query


def part_missing(query: Query, slots: Sequence[Slot]) -> bool:
    """Whether an operand that the operation cannot do without was asked for and not found: X在项目支出里占多少, X unknown."""
    operations = {query.operation, *query.also}
    if query.operation is Operation.SUM and len(query.measures) > 1 and any(not m.names and not m.code for m in query.measures):
        return True
    if query.operation is Operation.SUM and len(query.measures) > 1 and len(query.departments) == 1:
        return {m.mention for m in query.measures} > {s.spot.measure.mention for s in slots if s.best}
    if not operations & {Operation.SHARE, Operation.RATIO, Operation.PER_HEAD, Operation.DIFFERENCE, Operation.GROWTH}:
        return False
    if any(not m.names and not m.code for m in query.measures):
        return True
    found = {s.spot.measure.mention for s in slots if s.best}
    if Operation.SHARE in operations and any(_of_another(s, slots, query) for s in slots):
        return True
    if len(query.measures) >= 2 and operations & {Operation.SHARE, Operation.PER_HEAD} and any(m.mention not in found for m in query.measures if m.given is None):
        return True
    wholes = [m for m in query.measures if m.role == "whole"]
    if wholes and len(wholes) == len(query.measures):
        return True
    parts = [m for m in query.measures if m.role == "operand"]
    alone = parts[0].mention if len(parts) == 1 else None
    return bool(alone and Operation.SHARE in operations and re.search(re.escape(normal(alone)) + r"(?:里面|里|中|当中|内)的?占", normal(query.text)))


def _of_another(slot: Slot, slots: Sequence[Slot], query: Query) -> bool:
    """Whether the part found is one project's, the whole the department's, and the question speaks of no project."""
    whole = next((s.best.figure for s in slots if s.best is not None and s.spot.measure.role == "whole"), None)
    if slot.best is not None and slot.spot.measure.role != "whole" and whole is not None and whole.subject_kind == "项目":
        part = slot.best.figure
        if key(part.subject) not in {key(whole.subject), key(part.measure)} and key(part.subject) not in key(query.text):
            return True  # the whole is one project's, the part another's or the department's
    if slot.best is None or slot.best.figure.subject_kind != "项目" or "项目" in query.text or key(slot.best.figure.subject) in key(query.text):
        return False
    own = {key(slot.best.figure.measure), key(slot.best.figure.subject)}
    named = any(key(n) in own and key(n) == key(slot.best.figure.subject) for n in slot.spot.measure.names)
    return not named and any(s.best is not None and s.spot.measure.role == "whole" and s.best.figure.subject_kind == "部门" for s in slots)
