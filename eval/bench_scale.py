"""What an index of many disclosures costs, and whether its answers stay right: made-up files, built and asked in fresh processes.

Near-identical departments (same place, other organ; same organ, other place; other year; budget and final account) are the trap.
Questions are on departments drawn evenly from all; rankings are over all of them, with the truth from the facts.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from eval.bench_ask import ask_speed, first_answer
from eval.gold import Gold, read_gold
from eval.madeup.facts import series
from eval.madeup.make import SUFFIX, Wanted, make, of_body
from eval.madeup.names import bodies
from eval.madeup.questions import ASKERS, COMPARABLE, GoldLine, World
from eval.predict import write
from eval.timing import Latency, disk, memory_now, memory_peak, timed
from index.errors import BadInput

FIRST_YEAR = 2023
SAMPLED = 40  # departments that questions are asked on
RANKINGS = 12
SEARCHES = ("公务用车购置及运行维护费变动的主要原因", "部门主要职责", "政府采购预算安排情况", "绩效目标设置情况", "机关运行经费增加", "人员编制与在职人数", "国有资产占用")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Round:
    """One size of the benchmark."""

    departments: int
    years: int = 3
    form: str = "tab"
    questions: int = 300
    seed: int = 1
    workers: int = 2

    @property
    def wanted(self) -> Wanted:
        """What is made: with one year budgets only, so that there are as many departments as files."""
        return Wanted(self.departments, FIRST_YEAR, self.years, self.seed)

    @property
    def name(self) -> str:
        """Of the round's folder."""
        return f"{self.form}-{self.departments}x{self.years}-{self.seed}"


def run_round(chosen: Round, folder: Path, failures: int = 0) -> Iterator[str]:
    """Make, build and ask; yields lines for people as they come. What is there already from an earlier run is used again."""
    files, store, gold = folder / chosen.name, folder / f"{chosen.name}.store", folder / f"{chosen.name}.jsonl"
    if not files.is_dir():
        made = make(files, chosen.wanted, chosen.form, chosen.workers)
        yield f"== {chosen.departments} 个部门，{len(made)} 份文件（{chosen.form}）"
    else:
        yield f"== {chosen.departments} 个部门（{chosen.form}），文件已在"
    write(gold_lines(chosen), gold)
    if not (store / "CURRENT").exists():
        yield from _child("build", str(files), str(store))
    yield f"索引 {disk(store)} MB；生成文件与问题的进程内存峰值 {memory_peak()} MB"
    yield first_answer(store, [g.question for g in read_gold(gold)[:2]]).line()
    yield from _child("ask", str(gold), str(store), str(failures))
    yield from _child("everyone", str(store))


def run_multiplied(chosen: Round, departments: int, folder: Path, failures: int = 0) -> Iterator[str]:
    """As :func:`run_round` over an index of so many departments, copied from that of the round (see :mod:`eval.multiplied`).

    Its questions are those of the round but for the rankings, whose truth is another one now.
    """
    from eval.multiplied import multiply

    base, store, gold = folder / f"{chosen.name}.store", folder / f"{chosen.name}.multiplied-{departments}.store", folder / f"{chosen.name}.jsonl"
    if not (store / "CURRENT").exists():
        multiply(base, store, departments)
    single = folder / f"{chosen.name}.single.jsonl"
    single.write_text("".join(line for line in gold.read_text(encoding="utf-8").splitlines(keepends=True) if json.loads(line)["type"] != "ranking"), encoding="utf-8")
    yield f"== {departments} 个部门，由 {chosen.departments} 个部门的索引复制；索引 {disk(store)} MB"
    yield first_answer(store, [g.question for g in read_gold(single)[:2]]).line()
    yield from _child("ask", str(single), str(store), str(failures))
    yield from _child("everyone", str(store))


def gold_lines(chosen: Round) -> Iterator[GoldLine]:
    """Questions of every kind on some of the departments, and rankings over all."""
    everyone, wanted = bodies(chosen.departments, chosen.seed), chosen.wanted
    some = everyone[:: max(1, len(everyone) // SAMPLED)][:SAMPLED]
    world, chance = World([d for body in some for d in of_body(body, wanted)]), random.Random(f"scale-{chosen.seed}")
    made = 0
    while made < chosen.questions:
        line = chance.choice(ASKERS)(chance, world)
        if line is not None:
            made += 1
            for place in line["evidence"]:
                place["doc"] = place["doc"].removesuffix(".pdf") + SUFFIX[chosen.form]
            yield {"id": f"scale-{made:05d}", **line}
    yield from rankings(chosen)


def rankings(chosen: Round) -> Iterator[GoldLine]:
    """The highest of all departments in something, with the figures as the facts have them."""
    chance = random.Random(f"rankings-{chosen.seed}")
    years = range(FIRST_YEAR - 1, FIRST_YEAR + chosen.years)
    facts = [series(body, years, chosen.seed) for body in bodies(chosen.departments, chosen.seed)]
    for number in range(RANKINGS):
        name, pick = COMPARABLE[number % len(COMPARABLE)]
        at, top = chance.randrange(1, len(years)), chance.choice((3, 5))
        ordered = sorted(((pick(f[at]), f[at].body.name) for f in facts), reverse=True)
        if len({value for value, _ in ordered[: top + 1]}) <= min(top, len(ordered) - 1):
            continue
        asked = chance.choice(
            (f"{years[at]}年所有部门预算的{name}排名前{'零一二三四五'[top]}是谁？", f"各部门{years[at]}年预算{name}最高的{top}个部门")
        )
        values = [{"label": who, "value": float(value), "unit": "万元"} for value, who in ordered[:top]]
        yield {
            "id": f"ranking-{number:03d}", "question": asked, "type": "ranking", "difficulty": "generated", "answerable": True, "evidence": [],
            "values": values, "tolerance": 0.005, "must_include": [[who] for _, who in ordered[:top]],
        }  # fmt: skip


def _child(what: str, *arguments: str) -> Iterator[str]:
    """Run a step in a fresh interpreter, so that its time and memory are its own."""
    code = f"import sys; from eval.bench_scale import _{what}; _{what}(*sys.argv[1:])"
    run = subprocess.run([sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True, check=False)
    yield from run.stdout.splitlines()
    if run.returncode:
        raise BadInput(f"规模测试的这一步没有完成：{what}（{run.returncode}）")


def _build(files: str, store: str) -> None:
    from eval.bench_build import build_speed

    speed = build_speed([Path(files)], Path(store))
    print("\n".join(speed.lines()))
    (Path(store) / "bench.json").write_text(json.dumps(asdict(speed), ensure_ascii=False, indent=1), encoding="utf-8")


def _ask(gold: str, store: str, failures: str) -> None:
    import time

    from index.store import open_index
    from qa.passages import retrieve

    started = time.perf_counter()
    index = open_index(Path(store))
    opened = time.perf_counter() - started
    golds: list[Gold] = read_gold(Path(gold))
    ask_speed(golds[:1], index)
    print(f"打开 {opened:.2f} 秒；打开并首问后内存 {memory_now()} MB")
    searches: dict[str, Any] = {
        "关键词检索": lambda q: index.search_words(q, 20),
        "语义检索": lambda q: index.search_meaning(q, 20),
        "混合检索": lambda q: retrieve(q, index, 5),
    }
    for name, search in searches.items():
        search(SEARCHES[0])
        clock, busy = timed([partial(search, q) for q in SEARCHES])
        print(f"{name}：{clock.line()}；处理器时间：{busy.line()}")
    speed = ask_speed(golds, index)
    print("\n".join(speed.lines()))
    wrong = [f for f in speed.score.failures if f.verdict != "right, not cited"]
    for failed in wrong[: int(failures)]:
        given = failed.given
        print(f"- [{failed.verdict}] {failed.gold.type} {failed.gold.question} 应为 {failed.gold.value or [v.value for v in failed.gold.values]}")
        print(f"    {given.status if given else ''} {given.answer[:300] if given else ''!r}")
    print(f"内存：现在 {memory_now()} MB，峰值 {memory_peak()} MB")


def _everyone(store: str) -> None:
    from eval.bench_everyone import everyone_speed
    from index.store import open_index

    asked = everyone_speed(open_index(Path(store)))
    first, again = Latency.of([a.first for a in asked]), Latency.of([a.again for a in asked])
    print(f"对全部部门的提问：首次 {first.line()}；再次 {again.line()}")
    print("\n".join(a.line() for a in asked))
    print(f"内存：现在 {memory_now()} MB，峰值 {memory_peak()} MB")
