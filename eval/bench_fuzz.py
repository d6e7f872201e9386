"""Broken files: made-up disclosures in every format, truncated, flipped, spliced. Read or refused in one line, within seconds, never wrongly.

A file that is read must hold no wrong figure. What is wrong can be told where the mutation leaves digits alone: every amount found must be
one that the whole disclosure has, under the same name where that name is known there.
"""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import FrameType

from eval.madeup.make import SUFFIX, Wanted, disclosures, writer
from index.errors import WenzhangError
from index.model import Figure
from index.pipeline import read_one

TEXTS = ("tab", "flat", "html")  # formats whose bytes are the text: the mutation can spare the digits
UNTOLD = {("flat", "spliced"), ("flat", "holed")}  # a sentence put together from halves of two is a new, false one: nothing in it tells
LIMIT = 10.0  # seconds a file


class TooSlow(Exception):
    """A file took longer than ``LIMIT``."""


@dataclass
class Found:
    """What a run saw. ``wrong`` and ``crashes`` name seed, format and mutation, so that a case can be made again."""

    files: int = 0
    read: int = 0
    refused: int = 0
    slowest: float = 0.0
    crashes: list[str] = field(default_factory=list)
    hangs: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    checked: int = 0

    def lines(self) -> list[str]:
        """The outcome as lines of text."""
        head = f"{self.files} 个文件：读出 {self.read}，拒绝 {self.refused}，崩溃 {len(self.crashes)}，超时 {len(self.hangs)}，最慢 {self.slowest:.2f} 秒"
        return [head, f"核对数字 {self.checked} 个，错误 {len(self.wrong)}", *self.crashes, *self.hangs, *self.wrong]


def fuzz(files: int, seed: int, folder: Path) -> Found:
    """Mutate and read ``files`` files, formats and mutations in turn; the same seed makes the same files."""
    folder.mkdir(parents=True, exist_ok=True)
    found = Found()
    forms = list(SUFFIX)
    kinds = list(MUTATIONS)
    for number in range(files):
        rng = random.Random(f"{seed}-{number}")
        form, kind = forms[number % len(forms)], kinds[number // len(forms) % len(kinds)]
        _one(found, f"{seed}-{number} {form} {kind}", form, kind, rng, folder)
    return found


def _one(found: Found, label: str, form: str, kind: str, rng: random.Random, folder: Path) -> None:
    which = rng.randrange(len(_made()))
    data, truth = _whole(form, which)
    path = folder / f"fuzz{SUFFIX[form]}"
    path.write_bytes(MUTATIONS[kind](data, form in TEXTS, rng))
    found.files += 1
    start = time.perf_counter()
    try:
        with _limited(LIMIT):
            figures = read_one(path).figures
    except WenzhangError as error:
        found.refused += 1
        if "\n" in str(error) or not str(error):
            found.crashes.append(f"{label}: {error!r}")
        return
    except TooSlow:
        found.hangs.append(label)
        return
    except Exception as error:
        found.crashes.append(f"{label}: {error!r}")
        return
    finally:
        found.slowest = max(found.slowest, time.perf_counter() - start)
    found.read += 1
    if form in TEXTS and (form, kind) not in UNTOLD:
        found.checked += len(figures)
        found.wrong += [f"{label}: {line}" for line in wrong_figures(figures, truth)]


def wrong_figures(figures: tuple[Figure, ...] | list[Figure], truth: list[Figure]) -> list[str]:
    """Figures that the whole document contradicts: an amount that it has nowhere, or another amount under a name that it knows."""
    values = {(abs(f.value), f.unit) for f in truth}
    known: dict[tuple[object, ...], set[object]] = {}
    for figure in truth:
        known.setdefault(_key(figure), set()).add(figure.value)
    out = []
    for f in figures:
        if f.confidence < 0.6:
            continue
        if (abs(f.value), f.unit) not in values:
            out.append(f"{f.measure} {f.aspect} {f.value}{f.unit} 无此数: {f.quote[:80]}")
        elif f.column_known and f.value not in known.get(_key(f), {f.value}):
            out.append(f"{f.measure} {f.qualifiers} {f.value} 应为 {known[_key(f)]}: {f.quote[:80]}")
    return out


def _key(f: Figure) -> tuple[object, ...]:
    return f.measure, f.qualifiers, f.subject, f.aspect, f.year, f.stage, f.fund, f.unit, f.table is None


@lru_cache(maxsize=1)
def _made() -> list[tuple[str, int]]:
    return [(template, i) for template in ("regional", "provincial") for i in range(3)]


@lru_cache(maxsize=64)
def _whole(form: str, which: int) -> tuple[bytes, list[Figure]]:
    """The bytes of one made-up disclosure in one format, and the figures of its undamaged tab-separated form."""
    import tempfile

    template, number = _made()[which]
    made = list(disclosures(Wanted(departments=1, first_year=2024, years=2, seed=5, template=template)))[number].made
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{made.name}.txt"
        path.write_bytes(writer("tab")(made))
        truth = read_one(path).figures
    return writer(form)(made), list(truth)


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _truncated(data: bytes, is_text: bool, rng: random.Random) -> bytes:
    """Cut off somewhere; a text at the end of a line, so that no number is cut in two."""
    at = rng.randrange(1, len(data))
    return data[: data.rfind(b"\n", 0, at) + 1 or at] if is_text else data[:at]


def _flipped(data: bytes, is_text: bool, rng: random.Random) -> bytes:
    """A few bytes changed; in a text only bytes of Han characters."""
    out = bytearray(data)
    places = [i for i, byte in enumerate(data) if byte >= 0xE4] if is_text else range(len(data))
    for _ in range(rng.choice((1, 5, 40))):
        at = rng.choice(places)
        out[at] = (out[at] ^ (1 << rng.randrange(0, 3))) if is_text else rng.randrange(256)
    return bytes(out)


def _spliced(data: bytes, is_text: bool, rng: random.Random) -> bytes:
    """A piece put in again elsewhere; whole lines in a text."""
    a, b, at = sorted(rng.randrange(len(data)) for _ in range(3))
    if is_text:
        a, b, at = (data.rfind(b"\n", 0, i) + 1 for i in (a, b, at))
    return data[:at] + data[a:b] + data[at:]


def _holed(data: bytes, is_text: bool, rng: random.Random) -> bytes:
    """A piece missing; whole lines in a text."""
    a = rng.randrange(len(data))
    b = min(len(data), a + rng.choice((20, 300, 3000)))
    if is_text:
        a, b = (data.rfind(b"\n", 0, i) + 1 for i in (a, b))
    return data[:a] + data[b:]


def _noisy(data: bytes, is_text: bool, rng: random.Random) -> bytes:
    """Bytes of noise put in; control characters and blanks in a text, between lines."""
    at = rng.randrange(len(data))
    if is_text:
        at = data.rfind(b"\n", 0, at) + 1
        return data[:at] + bytes(rng.choice(b"\x00\x07\x0b\x0c \t\r\n#|<>") for _ in range(rng.choice((3, 60)))) + b"\n" + data[at:]
    return data[:at] + rng.randbytes(rng.choice((1, 50, 2000))) + data[at:]


MUTATIONS: dict[str, Callable[[bytes, bool, random.Random], bytes]] = {
    "truncated": _truncated,
    "flipped": _flipped,
    "spliced": _spliced,
    "holed": _holed,
    "noisy": _noisy,
}
