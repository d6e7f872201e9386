"""``python -m eval bench WHAT ...``: each benchmark is a module ``eval.bench_*``; this module gives them their arguments."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from eval.bench_read import files_in, median_speed


def add(subparsers: Any) -> None:
    """Add the command."""
    command = subparsers.add_parser("bench", help="基准测试")
    benchmarks = command.add_subparsers(dest="benchmark", required=True, metavar="WHAT")
    add_read(benchmarks)
    add_build(benchmarks)
    add_ask(benchmarks)
    add_load(benchmarks)
    add_scale(benchmarks)
    add_faults(benchmarks)
    add_fuzz(benchmarks)
    add_soak(benchmarks)


def add_fuzz(benchmarks: Any) -> None:
    """``bench fuzz``: broken files of every format."""
    command = benchmarks.add_parser("fuzz", help="损坏文件测试：各种格式的虚构文件截断、改字节、拼接后读取")
    command.add_argument("--files", type=int, default=1000, help="文件数（默认 1000）")
    command.add_argument("--seed", type=int, default=1, help="随机种子（默认 1）")
    command.set_defaults(run=run_fuzz)


def run_fuzz(options: argparse.Namespace) -> int:
    """Print what was read, refused, crashed, hung or read wrongly; status 1 after a crash or hang."""
    import tempfile

    from eval.bench_fuzz import fuzz

    with tempfile.TemporaryDirectory() as folder:
        found = fuzz(options.files, options.seed, Path(folder))
    print("\n".join(found.lines()))
    return 1 if found.crashes or found.hangs else 0


def add_read(benchmarks: Any) -> None:
    """``bench read PATH...``: pages a second."""
    command = benchmarks.add_parser("read", help="读取速度：每秒页数")
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="文件或文件夹")
    command.add_argument("--rounds", type=int, default=3, help="重复次数，取中位数（默认 3）")
    command.set_defaults(run=run_read)


def run_read(options: argparse.Namespace) -> int:
    """Print the speed."""
    print(median_speed(files_in(options.paths), options.rounds).line())
    return 0


def add_build(benchmarks: Any) -> None:
    """``bench build PATH...``: a whole build, by stage."""
    command = benchmarks.add_parser("build", help="建立索引的速度：每秒页数，各阶段用时")
    command.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="文件或文件夹")
    command.add_argument("--store", type=Path, help="保留建成的索引（默认建在临时目录，用后即删）")
    command.add_argument("--sample", type=int, default=40, help="抽多少个文件测读取各阶段（默认 40；0 为不测）")
    command.set_defaults(run=run_build)


def run_build(options: argparse.Namespace) -> int:
    """Build and print the times."""
    from eval.bench_build import build_speed

    print("\n".join(build_speed(options.paths, options.store, options.sample, progress=True).lines()))
    return 0


def add_ask(benchmarks: Any) -> None:
    """``bench ask GOLD... --store DIR``: latencies of answers."""
    command = benchmarks.add_parser("ask", help="作答速度：中位数、p95、新进程的第一个回答")
    command.add_argument("gold", type=Path, nargs="+", help="标准问题（JSONL）")
    command.add_argument("--store", type=Path, default=Path("store"), help="索引目录（默认 store）")
    command.set_defaults(run=run_ask)


def run_ask(options: argparse.Namespace) -> int:
    """Ask and print the times."""
    from eval.bench_ask import ask_speed, first_answer
    from eval.retrieve import gold_files
    from index.store import open_index

    golds = gold_files(options.gold)
    print(first_answer(options.store, [g.question for g in golds if not g.history][:2]).line())
    print("\n".join(ask_speed(golds, open_index(options.store)).lines()))
    return 0


def add_load(benchmarks: Any) -> None:
    """``bench load SITE``: many users at once on a running site."""
    command = benchmarks.add_parser("load", help="并发测试：多个用户同时向运行中的网站提问（网站的 WENZHANG_RATE 应设为 0）")
    command.add_argument("site", help="网站地址，例如 http://127.0.0.1:7860")
    command.add_argument("--users", type=int, default=20, help="同时提问的用户数（默认 20）")
    command.add_argument("--questions", type=int, default=10, help="每个用户先后提的问题数（默认 10）")
    command.add_argument("--seed", type=int, default=1, help="随机种子（默认 1）")
    command.set_defaults(run=run_load)


def run_load(options: argparse.Namespace) -> int:
    """Print the times; status 1 after any error."""
    from eval.bench_load import load

    found = load(options.site.rstrip("/"), options.users, options.questions, options.seed)
    for way, result in found.items():
        print("\n".join(f"{way}：{line}" for line in result.lines()))
    return 1 if any(result.errors for result in found.values()) else 0


def add_scale(benchmarks: Any) -> None:
    """``bench scale --departments N...``: made-up disclosures, built and asked, for growing numbers."""
    command = benchmarks.add_parser("scale", help="规模测试：虚构的公开文件由少到多，建索引、作答的速度、内存和正确率")
    command.add_argument("--departments", type=int, nargs="+", default=[20, 200], help="各轮的部门数（默认 20 200；每部门 5 份文件）")
    command.add_argument("--years", type=int, default=3, help="年数（默认 3；每部门的文件数为年数的两倍减一，一年为 1 份）")
    command.add_argument("--format", default="tab", help="文件格式：tab、pdf、docx……（默认 tab）")
    command.add_argument("--questions", type=int, default=300, help="每轮的问题数（默认 300）")
    command.add_argument("--seed", type=int, default=1, help="随机种子（默认 1）")
    command.add_argument("--workers", type=int, default=2, help="生成文件的进程数（默认 2）")
    command.add_argument("--folder", type=Path, default=Path("bench-scale"), help="工作目录；已有的文件和索引会再用（默认 bench-scale）")
    command.add_argument("--failures", type=int, default=0, metavar="N", help="每轮打印前 N 个答错的问题")
    command.add_argument("--multiplied", type=int, metavar="N", help="再把最后一轮的索引复制成 N 个部门的（换名），只测作答：不必等那么多文件建完")
    command.set_defaults(run=run_scale)


def run_scale(options: argparse.Namespace) -> int:
    """Run each size and print its figures."""
    from eval.bench_scale import Round, run_multiplied, run_round

    rounds = [Round(n, options.years, options.format, options.questions, options.seed, options.workers) for n in options.departments]
    for chosen in rounds:
        for line in run_round(chosen, options.folder, options.failures):
            print(line, flush=True)
    if options.multiplied:
        for line in run_multiplied(rounds[-1], options.multiplied, options.folder, options.failures):
            print(line, flush=True)
    return 0


def add_faults(benchmarks: Any) -> None:
    """``bench faults``: builds killed at random moments."""
    command = benchmarks.add_parser("faults", help="故障测试：在建立过程中的随机时刻杀死整个进程组，检查有无丢失")
    command.add_argument("--kills", type=int, default=50, help="次数（默认 50）")
    command.add_argument("--seed", type=int, default=1, help="随机种子（默认 1）")
    command.set_defaults(run=run_faults)


def run_faults(options: argparse.Namespace) -> int:
    """Kill and look; status 1 where anything was lost."""
    from eval.bench_faults import kills

    result = kills(options.kills, options.seed)
    print("\n".join(result.lines()))
    return 0 if result.whole else 1


def add_soak(benchmarks: Any) -> None:
    """``bench soak GOLD... --store DIR``: many users at once over HTTP."""
    command = benchmarks.add_parser("soak", help="负载测试：自己启动网站，许多用户经 HTTP 提问数分钟，吞吐、延迟、错误和服务器内存是否平稳")
    command.add_argument("gold", type=Path, nargs="+", help="标准问题（JSONL），只用其中没有上文的问题")
    command.add_argument("--store", type=Path, default=Path("store"), help="索引目录（默认 store）")
    command.add_argument("--users", type=int, default=50, help="用户数（默认 50）")
    command.add_argument("--seconds", type=float, default=300.0, help="持续多少秒（默认 300）")
    command.set_defaults(run=run_soak)


def run_soak(options: argparse.Namespace) -> int:
    """Serve, ask and print; status 1 where there was any error."""
    from eval.bench_soak import load
    from eval.retrieve import gold_files

    result = load(options.store, [g.question for g in gold_files(options.gold) if not g.history], options.users, options.seconds)
    print("\n".join(result.lines()))
    return 1 if result.crowd.errors else 0
