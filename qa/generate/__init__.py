"""The optional language model: it may help to read a question and to word an answer, and never brings a number of its own.

In: an engine and the address of an OpenAI-compatible endpoint. Out: an engine that answers the same questions.
Everything a model writes is checked against what the deterministic engine found (:mod:`qa.generate.guard`); what fails is dropped, and where
nothing is left, or the endpoint is down, slow or wrong, the deterministic answer stands. Nothing here is imported where none is configured.
"""

from __future__ import annotations

from qa.engine import Engine
from qa.generate.settings import ModelSettings


def assisted(engine: Engine, settings: ModelSettings) -> Engine:
    """The engine with the model beside it. The endpoint is not called before the first question that needs it.

    Raises ``BadInput`` where the library for it is not installed.
    """
    from qa.generate.assisted import Assisted
    from qa.generate.endpoint import Endpoint

    return Assisted(engine.index, Endpoint(settings))
