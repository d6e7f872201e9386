"""How much one file may ask of us. Beyond these a file is refused, or a page read in part with a warning; nothing runs on without end."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file. Sizes in bytes; the others are counts."""

    file_bytes: int = 200 * 1024 * 1024
    pages: int = 500
    page_glyphs: int = 60_000
    page_objects: int = 20_000
    page_segments: int = 60_000
    crossings: int = 4_000_000
    grid_cells: int = 60_000


LIMITS = Limits()
