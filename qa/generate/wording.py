"""A prose answer worded by the model from the cited passages, sentence by sentence, each through the guard."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from index.store import Index
from index.text import clean
from qa.generate import prompts
from qa.generate.endpoint import Model
from qa.generate.guard import MARK, Evidence, reasons_against
from qa.generate.quantities import flat
from qa.generate.sentences import sentences
from qa.model import Answer, Intent

log = logging.getLogger(__name__)
MOST_PASSAGES = 8
LONGEST = 900  # characters of a passage
_PROSE = {Intent.TEXT, Intent.DEFINITION, Intent.LIST}
_QUOTED = re.compile(r"[「」]|……")
# Sentences that speak to a model are no budget disclosure: they are neither sent nor believed.
_INSTRUCTION = re.compile(
    r"(?:忽略|无视|忘记|不要理会|覆盖).{0,12}(?:指令|指示|提示|要求|规则|命令|设定|限制)|提示词|系统(?:消息|提示|指令|[:：])|用户[:：]|助手[:：]"
    r"|你(?:现在|将|必须|应当|应该|只能|要|不)?(?:是|扮演|回答|输出|回复|说).{0,20}|请(?:你|直接|务必|立即)?(?:输出|回答|回复|告诉用户|写出|改写)"
    r"|(?i:ignore|disregard|forget).{0,40}(?i:instruction|prompt|rule|above)|(?i:system|assistant|developer|user)\s*[:：]|<\|?/?(?i:im_|inst|sys|system)|数据完"
)
_SENTENCE = re.compile(r"[^。！？；\n]*(?:[。！？；\n]+|$)")
_VERDICT = re.compile(r"。.*：$")


@dataclass(slots=True)
class Draft:
    """What became of the model's sentences."""

    kept: list[str] = field(default_factory=list)
    dropped: int = 0

    @property
    def usable(self) -> bool:
        """Whether it may stand: something is left, and no more was dropped than kept (who is wrong that often is not believed)."""
        return len(self.kept) > 0 and self.dropped <= len(self.kept)


def wordable(answer: Answer) -> bool:
    """Whether an answer is prose that may be reworded: no figures, every quotation cited, no verdict of ours (有 / 没有) in front."""
    query = answer.query
    if answer.status != "answered" or answer.figures or query is None or query.intent not in _PROSE:
        return False
    return 0 < len(answer.citations) <= MOST_PASSAGES and not any(_VERDICT.search(line) for line in answer.answer.split("\n"))


def evidence_of(answer: Answer, index: Index) -> list[Evidence]:
    """What each citation proves: the words that the answer itself shows for it (telephone numbers are already left out there)."""
    names = {d.id: (d.identity.department, *d.identity.aliases) for d in index.documents()}
    shown: dict[int, list[str]] = {}
    for line in answer.answer.split("\n"):
        for number in map(int, MARK.findall(line)):
            shown.setdefault(number, []).append(without_instructions(_QUOTED.sub("", MARK.sub("", line))))
    return [Evidence("\n".join(shown.get(n, []))[:LONGEST], c.title, names.get(c.document_id, ())) for n, c in enumerate(answer.citations, start=1)]


def without_instructions(text: str) -> str:
    """A passage without its sentences that speak to a model."""
    return "".join(s for s in _SENTENCE.findall(clean(text)) if not _INSTRUCTION.search(flat(s)) and not _INSTRUCTION.search(s))


def worded(model: Model, answer: Answer, index: Index, draft: Draft) -> Iterator[str]:
    """The sentences that pass, as they come; ``draft`` keeps the count. Raises ``ModelFailed``."""
    evidence = evidence_of(answer, index)
    if not any(e.text.strip() for e in evidence):
        return
    question = answer.query.text if answer.query else ""
    request = prompts.wording_request(question, [(e.title, e.text) for e in evidence])
    for sentence in sentences(model.stream(prompts.WORDING, request)):
        against = reasons_against(sentence, evidence, answer.figures)
        if against:
            draft.dropped += 1
            log.debug("dropped a sentence: %s", against)
            continue
        draft.kept.append(sentence)
        yield sentence


def own_lines(answer: Answer) -> list[str]:
    """Lines of the deterministic answer that cite nothing and lead to nothing (what is missing, who has it): they stay as they are."""
    return [line for line in answer.answer.split("\n") if line.strip() and not MARK.search(line) and not line.endswith("：") and line != "……"]


def rewritten(answer: Answer, draft: Draft) -> str:
    """The new text of an answer: the sentences that passed, then the lines that stay."""
    return "\n".join(["".join(draft.kept), *own_lines(answer)])
