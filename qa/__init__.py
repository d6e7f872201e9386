"""A question in, an answer with citations out.

In: Chinese text and the conversation so far; an opened index (:class:`index.store.Index`).
Out: :class:`qa.model.Answer`: status, wording, figures, citations, the query as understood, checks.

The way through: ``question`` (text -> :class:`qa.model.Query`) -> ``lookup`` (-> candidate figures) -> ``compute`` / ``passages`` -> ``answer``.
Deterministic; no language model is needed. This package must not know of ``eval`` or ``app``, and never reads documents itself.
"""
