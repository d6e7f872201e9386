"""The one place where an engine is made for use: with a language model beside it where the environment names one."""

from __future__ import annotations

import os
from collections.abc import Mapping

from index.store import Index
from qa.engine import Engine


def engine_from_environment(index: Index, environment: Mapping[str, str] | None = None) -> Engine:
    """The engine as configured. Raises ``BadInput`` for a configuration that cannot work, before the first question is asked."""
    given = os.environ if environment is None else environment
    engine = Engine(index)
    if given.get("WENZHANG_RERANK_MODEL"):
        from qa.passages.reranking import checked

        checked(given["WENZHANG_RERANK_MODEL"])
    if not any(given.get(name) for name in ("WENZHANG_LLM_BASE_URL", "WENZHANG_LLM_MODEL")):
        return engine
    from qa.generate import assisted
    from qa.generate.settings import ModelSettings

    settings = ModelSettings.from_environment(given)
    return engine if settings is None else assisted(engine, settings)
