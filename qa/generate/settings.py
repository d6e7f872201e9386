"""Where the language model is, from the environment. docs/language-model.md lists the variables for operators."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from index.errors import BadInput

PREFIX = "WENZHANG_LLM_"


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """``base_url``: of an OpenAI-compatible API (``http://127.0.0.1:8000/v1``). ``timeout``: seconds for one whole reply.

    ``retries``: further attempts while nothing of the reply has come; they share the time-out. ``max_tokens``: of one reply.
    """

    base_url: str
    model: str
    api_key: str = field(default="", repr=False)
    timeout: float = 20.0
    retries: int = 1
    max_tokens: int = 1024

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> ModelSettings | None:
        """The settings, or None where no model is configured. Raises ``BadInput`` naming the variable that is wrong."""
        given = os.environ if environment is None else environment
        base_url, model = (given.get(PREFIX + name, "").strip() for name in ("BASE_URL", "MODEL"))
        if not base_url and not model:
            return None
        if not base_url or not model:
            raise BadInput(f"使用语言模型须同时设置 {PREFIX}BASE_URL 和 {PREFIX}MODEL")
        if urlsplit(base_url).scheme not in {"http", "https"} or not urlsplit(base_url).hostname:
            raise BadInput(f"环境变量 {PREFIX}BASE_URL 应是 http(s) 地址，如 http://127.0.0.1:8000/v1")
        timeout = _number(given, "TIMEOUT", "20", low=0.1)
        retries = _number(given, "RETRIES", "1", low=0)
        return cls(base_url.rstrip("/"), model, given.get(PREFIX + "API_KEY", "").strip(), timeout, int(retries))


def _number(given: Mapping[str, str], name: str, default: str, *, low: float) -> float:
    try:
        value = float(given.get(PREFIX + name, "") or default)
    except ValueError:
        value = -1.0
    if not low <= value <= 600:
        raise BadInput(f"环境变量 {PREFIX}{name} 应是 {low:g} 到 600 之间的数")
    return value
