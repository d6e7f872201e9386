"""What is handed out to children or to a cluster, and what comes back where a task gave no result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Task = tuple[Any, tuple[Any, ...]]  # a key, and the arguments of the function


@dataclass(frozen=True, slots=True)
class Failed:
    """A task that gave no result; ``reason`` is a Chinese sentence."""

    reason: str
