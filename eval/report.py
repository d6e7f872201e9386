"""One HTML file that shows a run: totals, charts by kind, document and difficulty, the parts of the verdicts, every failure with its trace."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from eval.gold import Gold, Prediction
from eval.judge import verdict
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
    golds: Sequence[Gold], predictions: Mapping[str, Prediction], raw: Mapping[str, Mapping[str, Any]], before: Mapping[str, Prediction] | None = None
) -> str:
    """The page. ``raw`` are the prediction lines as written (they hold the trace); ``before`` is an older run to set beside this one."""
    result = score(golds, predictions)
    sections = [
        _totals(result),
        _groups("按类型", golds, predictions, lambda g: g.type),
        _groups("按难度", golds, predictions, lambda g: g.difficulty or "未标"),
        _groups("按文件", golds, predictions, lambda g: g.evidence[0].doc if g.evidence else "（无出处）"),
        _parts(golds, predictions),
        _changes(golds, predictions, before) if before is not None else "",
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


def _parts(golds: Sequence[Gold], predictions: Mapping[str, Prediction]) -> str:
    rows = "".join(
        f"<tr><td>{p.name}</td><td>{p.right} / {p.judged}</td><td>{'—' if p.share is None else f'{p.share:.1%}'}</td></tr>"
        for p in parts(golds, predictions)
    )
    return f"<h2>分项</h2><table><tr><th></th><th>正确 / 可评</th><th></th></tr>{rows}</table>"


def _changes(golds: Sequence[Gold], predictions: Mapping[str, Prediction], before: Mapping[str, Prediction]) -> str:
    rows = []
    for gold in golds:
        old, new = verdict(gold, before.get(gold.id)), verdict(gold, predictions.get(gold.id))
        if old != new:
            rows.append(f"<tr><td>{escape(gold.id)}</td><td>{escape(gold.question)}</td><td>{NAMES[old]} → {NAMES[new]}</td></tr>")
    older = score(golds, before)
    head = f"<p>上一次：正确 {older.share('right'):.1%}，数字错误 {older.share('wrong_figure'):.1%}。判定不同的 {len(rows)} 题：</p>"
    return f"<h2>与上一次对比</h2>{head}<table>{''.join(rows)}</table>"


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
        rows += [("引用", "；".join(f"{c.doc} 第{c.page}页：{c.quote}" for c in given.citations[:5])), ("读作", str(line.get("query") or ""))]
    body = "".join(f"<tr><th>{name}</th><td><code>{escape(text)}</code></td></tr>" for name, text in rows)
    asked = " → ".join([*gold.history, gold.question])
    return f"<details><summary>{escape(gold.id)}（{escape(gold.type)}） {escape(asked)}</summary><table>{body}</table></details>"
