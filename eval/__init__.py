"""Gold questions and predictions, metrics, baselines, made-up disclosures with known truth, benchmarks, reports.

In: gold files, an index, a generator's seed. Out: predictions, scores, reports. May use ``index`` and ``qa``; nothing imports this package
but its own command line and the tests.
"""
