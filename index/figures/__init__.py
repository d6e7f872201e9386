"""Figures: every number of a document as a record that can be found, stated, checked and cited."""

from __future__ import annotations

import importlib

from index.figures.misnamed import with_misnamed_doubted
from index.identity.units import with_linked_units
from index.model import Figure, Identity, Structured

_SOURCES = (
    ("index.figures.tables", "table_figures"),
    ("index.figures.narrative", "narrative_figures"),
    ("index.figures.performance", "performance_figures"),
)


def figures_of(doc: Structured, identity: Identity) -> list[Figure]:
    """All figures of a document: of its tables, its narrative and its performance forms, in this order."""
    found: list[Figure] = []
    for module, name in _SOURCES:
        try:
            room = importlib.import_module(module)
        except ModuleNotFoundError as error:
            if error.name != module:
                raise
            continue
        found.extend(getattr(room, name)(doc, identity))
    return with_misnamed_doubted(with_linked_units(doc, found))
