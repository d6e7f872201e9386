"""One HTML file that shows a run: totals, charts by kind, document and difficulty, the parts of the verdicts, every failure with its trace.

Where they are given: an older run beside this one, and what the usual recipes find on the same questions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from eval.baselines import Ceiling
from eval.gold import Gold, Prediction
from eval.judge import verdict
from eval.origins import Known
from eval.parts import parts
from eval.score import Failure, Score, score

STYLE = """
body{font:15px/1.6 system-ui,"PingFang SC","Noto Sans CJK SC",sans-serif;max-width:1100px;margin:2em auto;padding:0 1em;color:#1d252c;background:#fff}
h1{font-size:1.6em}h2{font-size:1.2em;margin-top:2em}table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #dde2e6;padding:.3em .6em;text-align:left;vertical-align:top}
.bar{display:flex;height:1em;min-width:14em;background:#eef1f3}.bar i{display:block;height:100%}.right{background:#2a7f4f}.wrong_figure{background:#b3261e}
.missed{background:#c9a227}.hallucinated{background:#6b2fa0}details{border:1px solid #dde2e6;border-radius:6px;margin:.4em 0;padding:.3em .8em}summary{cursor:pointer}
code{background:#f2f4f6;padding:0 .3em;overflow-wrap:anywhere}.key span{margin-right:1.2em}.key i{display:inline-block;width:.8em;height:.8em;margin-right:.3em}
"""
NAMES = {"right": "正确", "wrong_figure": "数字错误", "missed": "未答出", "hallucinated": "无中生有"}


def report(
    golds: Sequence[Gold],
    predictions: Mapping[str, Prediction],
    raw: Mapping[str, Mapping[str, Any]],
    before: Mapping[str, Prediction] | None = None,
    baselines: Sequence[Ceiling] = (),
    known: Known | None = None,
) -> str:
    """The page. ``raw`` are the prediction lines as written (they hold the trace); ``before`` is an older run to set beside this one.

    ``known``: whose the files are and of which year, from the index (:func:`eval.origins.known_files`).
    """
    result = score(golds, predictions)
    sections = [
        _totals(result),
        _parts(golds, predictions, before, known),
        _baselines(baselines, result),
        _side_by_side(golds, predictions, before) if before is not None else "",
        _groups("按类型", golds, predictions, lambda g: g.type),
        _groups("按难度", golds, predictions, lambda g: g.difficulty or "未标"),
        _groups("按文件", golds, predictions, lambda g: g.evidence[0].doc if g.evidence else "（无出处）"),
        _failures(result.failures, raw),
    ]
    return f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>问账评测报告</title><style>{STYLE}</style><h1>问账评测报告</h1>{"".join(sections)}</html>'


def _bar(counts: Mapping[str, int]) -> str:
    total = sum(counts.values()) or 1
    pieces = "".join(
        f'<i class="{name}" style="width:{100 * counts.get(name, 0) / total:.2f}%" title="{NAMES[name]} {counts.get(name, 0)}"></i>' for name in NAMES
    )
    return f'<div class="bar">{pieces}</div>'


def _totals(result: Score) -> str:
    key = "".join(
        f'<span><i class="{name}"></i>{label} {result.share(name):.1%}（{result.verdicts.get(name, 0)}）</span>' for name, label in NAMES.items()
    )
    cited = "、".join(
        f"{label} {share:.1%}" for label, share in (("引对文件", result.cited_doc), ("引到原处", result.cited_exact)) if share is not None
    )
    times = (
        f"用时中位数 {result.median_ms:.1f} 毫秒，95 分位 {result.p95_ms:.1f} 毫秒"
        if result.median_ms is not None and result.p95_ms is not None
        else ""
    )
    return f'<p>{result.questions} 个问题。{cited}。{times}。</p>{_bar(result.verdicts)}<p class="key">{key}</p>'


def _groups(title: str, golds: Sequence[Gold], predictions: Mapping[str, Prediction], key: Callable[[Gold], str]) -> str:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for gold in golds:
        counts[key(gold)][verdict(gold, predictions.get(gold.id))] += 1
    rows = "".join(
        f"<tr><td>{escape(name)}</td><td>{sum(c.values())}</td><td>{c['right'] / sum(c.values()):.1%}</td><td>{_bar(c)}</td></tr>"
        for name, c in sorted(counts.items())
    )
    return f"<h2>{title}</h2><table><tr><th></th><th>问题数</th><th>正确率</th><th></th></tr>{rows}</table>"


def _parts(golds: Sequence[Gold], predictions: Mapping[str, Prediction], before: Mapping[str, Prediction] | None, known: Known | None) -> str:
    now = parts(golds, predictions, known)
    older = parts(golds, before, known) if before is not None else [None] * len(now)
    rows = "".join(
        f"<tr><td>{p.name}</td><td>{_percent(p.share)}</td><td>{p.right} / {p.judged}</td>{'' if o is None else f'<td>{_percent(o.share)}</td>'}</tr>"
        for p, o in zip(now, older, strict=True)
    )
    last = "<th>上一次</th>" if before is not None else ""
    return f"<h2>分项</h2><table><tr><th></th><th>正确</th><th>正确 / 可评</th>{last}</tr>{rows}</table>"


def _percent(share: float | None) -> str:
    return "—" if share is None else f"{share:.1%}"


def _baselines(ceilings: Sequence[Ceiling], result: Score) -> str:
    if not ceilings:
        return ""
    rows = "".join(
        f"<tr><td>{escape(c.name)}</td><td>{c.any:.1%}</td><td>{c.all:.1%}</td><td>{_bar({'right': round(1000 * c.all), 'missed': 1000 - round(1000 * c.all)})}</td>"
        f"<td>{c.context:.0f}</td><td>{c.milliseconds:.1f}</td><td>{'—' if c.build is None else f'{c.build:.1f}'}</td></tr>"
        for c in ceilings
    )
    told = (
        f"<p>同一批问题中有出处的 {ceilings[0].questions} 题。前几行是通用做法：证据不在上下文里，后面接什么语言模型都答不对，所以“全部在内”是它们的上限；"
        f"问账自己作答，本次全部 {result.questions} 题的正确率为 {result.share('right'):.1%}。</p>"
    )
    head = "".join(f"<th>{name}</th>" for name in ("做法", "证据有在内", "证据全部在内", "", "上下文字数", "每题毫秒（中位）", "建索引秒"))
    return f"<h2>与通用做法对比</h2>{told}<table><tr>{head}</tr>{rows}</table>"


def _side_by_side(golds: Sequence[Gold], predictions: Mapping[str, Prediction], before: Mapping[str, Prediction]) -> str:
    runs = score(golds, before), score(golds, predictions)
    lines = [(label, [f"{run.share(name):.1%}（{run.verdicts.get(name, 0)}）" for run in runs]) for name, label in NAMES.items()]
    lines += [("引对文件", [_percent(run.cited_doc) for run in runs]), ("引到原处", [_percent(run.cited_exact) for run in runs])]
    lines += [("用时中位数 / 95 分位（毫秒）", [_times(run) for run in runs])]
    kinds = sorted({g.type for g in golds})
    lines += [(f"正确：{kind}", [_percent(_right(run, kind)) for run in runs]) for kind in kinds]
    totals = "".join(f"<tr><td>{escape(label)}</td>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>" for label, cells in lines)
    changed = "".join(_change(g, before.get(g.id), predictions.get(g.id)) for g in golds)
    count = changed.count("<tr>")
    return (
        f"<h2>与上一次并排</h2><table><tr><th></th><th>上一次</th><th>本次</th></tr>{totals}</table><p>判定不同的 {count} 题：</p>"
        f"<table><tr><th>题号</th><th>问题</th><th>判定</th><th>上一次的回答</th><th>本次的回答</th></tr>{changed}</table>"
    )


def _times(result: Score) -> str:
    return "—" if result.median_ms is None or result.p95_ms is None else f"{result.median_ms:.1f} / {result.p95_ms:.1f}"


def _right(result: Score, kind: str) -> float | None:
    counts = result.by_type.get(kind, {})
    return counts.get("right", 0) / total if (total := sum(counts.values())) else None


def _change(gold: Gold, old: Prediction | None, new: Prediction | None) -> str:
    """A row for a question whose verdict is another than before; nothing for the others."""
    was, now = verdict(gold, old), verdict(gold, new)
    if was == now:
        return ""
    answers = "".join(f"<td>{escape(given.answer[:300] if given else '')}</td>" for given in (old, new))
    return f"<tr><td>{escape(gold.id)}</td><td>{escape(gold.question)}</td><td>{NAMES[was]} → {NAMES[now]}</td>{answers}</tr>"


def _failures(failures: Sequence[Failure], raw: Mapping[str, Mapping[str, Any]]) -> str:
    return f"<h2>失败的问题（{len(failures)}）</h2>" + "".join(_failure(f, raw.get(f.gold.id, {})) for f in failures)


def _failure(failure: Failure, line: Mapping[str, Any]) -> str:
    gold, given = failure.gold, failure.given
    wanted = [gold.value] if gold.value is not None else [v.value for v in gold.values] or gold.must_include or "（文件里没有）"
    rows = [
        ("判定", NAMES.get(failure.verdict, "正确，但未引到原处")),
        ("应答", f"{wanted} {gold.unit or ''}"),
        ("应引", "；".join(f"{e.doc}：{e.quote}" for e in gold.evidence)),
    ]
    if given is not None:
        rows += [("回答", f"[{given.status}] {given.answer}"), ("数字", "；".join(f"{f.label} {f.value} {f.unit}" for f in given.figures))]
        rows += [("数字出自", "；".join(f"{'、'.join(f.departments)} {'、'.join(map(str, f.years))}年（{'、'.join(f.docs)}）" for f in given.figures[:5] if f.docs))]
        rows += [("引用", "；".join(f"{c.doc} 第{c.page}页：{c.quote}" for c in given.citations[:5])), ("读作", str(line.get("query") or ""))]
    body = "".join(f"<tr><th>{name}</th><td><code>{escape(text)}</code></td></tr>" for name, text in rows)
    asked = " → ".join([*gold.history, gold.question])
    return f"<details><summary>{escape(gold.id)}（{escape(gold.type)}） {escape(asked)}</summary><table>{body}</table></details>"
