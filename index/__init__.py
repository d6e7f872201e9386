"""Documents in, three stores out.

In: files of 部门预算公开 / 部门决算公开 (PDF, text, docx, xlsx, html).
Out: figures and texts (SQL, the only truth), passages by meaning (Chroma, derived) and a keyword index (derived),
all behind the façade in :mod:`index.store`.

The way through: ``reading`` (bytes -> :class:`index.raw.RawDocument`) -> ``structure`` (-> :class:`index.model.Structured`)
-> ``identity`` -> ``figures`` -> ``chunks`` -> ``store``; ``audit`` checks what was read.

This package must not know of questions or answers: nothing here imports ``qa``, ``eval`` or ``app``.
"""
