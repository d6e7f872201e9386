"""Hand-labelled questions on an index of names: what each must be read as. Slots that a line leaves out are not judged."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from qa.question import understand
from tests.qa.question.conftest import NamesOnly

LINES = [json.loads(line) for line in (Path(__file__).parent / "labelled.jsonl").read_text(encoding="utf-8").splitlines()]


def _seen(query: Any) -> dict[str, Any]:
    first = query.measures[0] if query.measures else None
    return {
        "i": str(query.intent),
        "d": [d.department for d in query.departments],
        "y": list(query.years),
        "k": query.kind,
        "m": [m.names[0] if m.names else None for m in query.measures],
        "u": query.unit,
        "n": query.decimals,
        "op": str(query.operation),
        "also": [str(op) for op in query.also],
        "over": query.over,
        "top": query.top_n,
        "kth": query.kth,
        "order": query.order,
        "th": None if query.threshold is None else int(query.threshold),
        "cmp": query.comparator,
        "asp": first.aspect if first else None,
        "asps": list(query.aspects),
        "st": list(query.stages),
        "qual": list(first.qualifiers) if first else None,
        "fund": first.fund if first else None,
        "code": first.code if first else None,
    }


@pytest.mark.parametrize("line", LINES, ids=[line["q"][:30] for line in LINES])
def test_read_as_labelled(line: dict[str, Any], names: NamesOnly) -> None:
    seen = _seen(understand(line["q"], (), names))  # type: ignore[arg-type]
    wanted = {slot: value for slot, value in line.items() if slot != "q"}
    if "d" in wanted:
        seen["d"], wanted["d"] = sorted(seen["d"], key=str), sorted(wanted["d"], key=str)
    assert {slot: seen[slot] for slot in wanted} == wanted
