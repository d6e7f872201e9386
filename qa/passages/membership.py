"""Whether a thing is counted in: the sentence that includes or excludes it by name, with a verdict read from the word before the name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.text import HAN, normal
from qa.passages.pieces import Piece
from qa.passages.statements import Statement
from qa.passages.wanted import Wanted

ASKED = re.compile(
    r"算不算|包不包(?:括|含)|含不含|在不在|(?:是否|是不是|有没有|有无|会不会|该不该)(?:都|也|被)?(?:包括|包含|纳入|计入|算进|算在|算入|并入|汇总|含)|"
    r"(?:包括|包含|纳入|计入|算进|算在|算入|并入|汇总进)(?:了)?[^，。？?]{0,20}(?:吗|没有|了没|么)[？?，,。]?"
)
_OUT = r"不包括|不包含|不含|未包括|未包含|未含|未纳入|不纳入|没有纳入|不在|剔除|除外|不列入|未列入|不属于|不计入"
_IN = r"包括|包含|纳入|并入|计入|列入|含|分别是|下设|下辖|下属|为|：|:"
_WORD = re.compile(rf"(?P<out>{_OUT})|(?P<in>{_IN})")
_AFTER_OUT = re.compile(r"^[^，。；]{0,12}(?:除外|不在其内|未纳入|不纳入|不计入|不包括在内|不含在内)")
_PLAIN = re.compile(
    r"算不算|包不包括?|含不含|在不在|是否|是不是|有没有|有无|包括|包含|纳入|计入|算进|算在|算入|并入|汇总|为什么|为啥|为何|原因|理由|怎么回事|"
    r"部门|单位|预算|决算|编制|范围|账|钱|这|那|里面?|当中|的|了|跟|和|与|及|、|吗|呢|么|没有|都|也|被|在|进|去|两家|这家|那家|年度?|公开"
)


def membership(statements: Sequence[Statement], wanted: Wanted) -> list[Piece]:
    """The sentence that says whether what the question names is in, for each thing named; nothing where no sentence names it beside such a word."""
    names = list(_names(wanted))
    best: list[tuple[int, int, Piece]] = []
    for s in statements:
        if s.origin != "prose":
            continue
        plain = normal(s.text)
        held = [n for n in names if n in plain]
        verdicts = [v for n in held if (v := _verdict(plain, n))]
        if verdicts:
            out = sum(v == "不包括" for v in verdicts)
            word = "不包括" if out == len(verdicts) else "包括" if not out else ""
            best.append((len(held), out, Piece(s, 1.0 + len(held), verdict=word)))
    best.sort(key=lambda item: (-item[0], -item[1], item[2].statement.document, item[2].statement.order))
    return [piece for _, _, piece in best[:1]]


def _names(wanted: Wanted) -> Iterator[str]:
    """The things that the question asks about, as it writes them; of compounds with words before them their ends, too."""
    for token in re.findall(rf"[{HAN}（）()A-Za-z]{{2,}}", _PLAIN.sub("，", normal(wanted.text))):
        if len(token) >= 3 and not any(token in normal(d) or normal(d) in token for d in wanted.names):
            yield token


def _verdict(plain: str, name: str) -> str:
    """包括 or 不包括 by the last such word before the name in its sentence, or the word of exclusion right behind it."""
    at = plain.find(name)
    if _AFTER_OUT.search(plain[at + len(name) :]):
        return "不包括"
    words = list(_WORD.finditer(plain, 0, at))
    if not words:
        return ""
    return "不包括" if words[-1]["out"] else "包括"
