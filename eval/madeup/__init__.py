"""Made-up disclosures with known truth: invented departments, consistent figures, several templates and file formats.

In: a seed, a number of departments, years. Out: files clearly marked 示例, and beside them what is true of them
(:class:`eval.madeup.facts.YearFacts`, tables as written) so that tests and evaluations know every figure.
Same seed, same bytes of truth. It must not know of ``qa``; nothing of a real department is in it.

The way through: ``names`` (who) -> ``facts`` (figures that add up, over years) -> ``budget`` / ``final`` (a document of headings,
paragraphs and tables) -> ``writers`` (PDF, text ...) ; ``questions`` asks what the facts answer.
"""
