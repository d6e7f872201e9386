"""All settings of the web app, from the environment, in one place. docs/operations.md lists them for operators."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from index.errors import BadInput


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits are product features. Every field is read from ``WENZHANG_<NAME>`` in upper case.

    ``max_question``: characters of a question; ``max_history``: turns taken into account; ``max_body``: bytes of a request;
    ``rate``: questions a minute and client, 0 for no limit; ``concurrency``: answers made at the same time; ``queue``: callers that may wait;
    ``site_password``: empty means open to all; ``host``, ``port``: where to listen. Administration has its own: :mod:`qa.web.admin`.
    """

    host: str = "127.0.0.1"
    port: int = 7860
    max_question: int = 500
    max_history: int = 12
    max_body: int = 65_536
    rate: int = 120
    concurrency: int = 8
    queue: int = 64
    site_password: str = field(default="", repr=False)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Settings as the environment gives them. Raises ``BadInput`` naming the variable that is no number."""
        given = os.environ if environment is None else environment
        values: dict[str, str | int] = {}
        for one in fields(cls):
            name = f"WENZHANG_{one.name.upper()}"
            if name not in given:
                continue
            if isinstance(one.default, int):
                if not given[name].isdigit():
                    raise BadInput(f"环境变量 {name} 应是非负整数")
                values[one.name] = int(given[name])
            else:
                values[one.name] = given[name]
        return cls(**values)  # type: ignore[arg-type]
