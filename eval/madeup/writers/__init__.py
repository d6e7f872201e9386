"""One module a file format: a :class:`eval.madeup.document.Made` in, the bytes of a file out."""
