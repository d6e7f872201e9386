"""The built-in model's tokenizer: a Unigram model over Chinese words and characters, so that raw text goes in and no other cutter is needed.

Words and their frequencies come from jieba's dictionary (MIT) and from the terms of budget disclosures; the most probable cut
of a text into pieces is what jieba's own search without HMM finds. Only short words are pieces: long terms share their parts.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

UNKNOWN = "<unk>"
WORDS = 12_000
CHARACTERS = 5_500
LONGEST = 4
_HAN = re.compile(r"[\u4e00-\u9fff]+")


def frequencies() -> Counter[str]:
    """Words of jieba's dictionary with their counts."""
    from importlib import resources

    counts: Counter[str] = Counter()
    for line in (resources.files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, *_ = line.split(" ")
        if _HAN.fullmatch(word):
            counts[word] += int(count)
    return counts


def pieces(texts: Iterable[str], terms: Iterable[str]) -> list[tuple[str, float]]:
    """The vocabulary with log probabilities: frequent characters, words of the texts and terms first, then the commonest words."""
    general = frequencies()
    seen: Counter[str] = Counter()
    known = {w for w in general if 2 <= len(w) <= LONGEST} | {t for t in terms if len(t) <= LONGEST}
    for text in texts:
        for run in _HAN.findall(text):
            for size in range(2, LONGEST + 1):
                seen.update(run[i : i + size] for i in range(len(run) - size + 1) if run[i : i + size] in known)
    chars = [c for c, _ in Counter({w: n for w, n in general.items() if len(w) == 1}).most_common(CHARACTERS)]
    chars += sorted({c for text in texts for c in text if _HAN.fullmatch(c)} - set(chars))
    chosen = [w for w, n in seen.most_common() if n >= 3]
    chosen += [w for w, _ in Counter({w: n for w, n in general.items() if w in known}).most_common(WORDS)]
    words = list(dict.fromkeys(chosen))[:WORDS]
    total = sum(general.values())
    weight = {w: max(general.get(w, 0), seen.get(w, 0) * 20, 3) for w in [*words, *chars]}
    digits = [str(d) for d in range(10)]
    letters = [chr(c) for c in range(ord("a"), ord("z") + 1)]
    return [
        (UNKNOWN, -20.0),
        *((w, math.log(weight[w] / total)) for w in [*words, *chars]),
        *((s, math.log(1e-4)) for s in [*digits, *letters]),
    ]


def tokenizer(vocabulary: list[tuple[str, float]]) -> Any:
    """The tokenizer: NFKC, lower case, no white space, most probable pieces; a sign that is no piece is unknown."""
    from tokenizers import Regex, Tokenizer, normalizers, pre_tokenizers
    from tokenizers.models import Unigram

    made = Tokenizer(Unigram(vocabulary, unk_id=0, byte_fallback=False))
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase(), normalizers.Replace(Regex(r"\s+"), "")])
    made.pre_tokenizer = pre_tokenizers.Split(Regex(r"[\u4e00-\u9fff]+|[0-9]+|[a-z]+"), behavior="isolated")
    return made
