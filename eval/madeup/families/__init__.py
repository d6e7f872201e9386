"""Further template families: layouts and wordings as other governments publish them, all of our own writing, with the same known truth.

``district`` (区级部门: headings without numbers, tables in 元 behind the prose), ``ministry`` (公开表1–9 with last year's executed amounts),
``accounts`` (公开01表–公开09表 with 行次 and 栏次). They share the facts of :mod:`eval.madeup.facts` with the older templates.
"""
