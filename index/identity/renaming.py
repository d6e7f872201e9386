"""Names that the body bore before, as its documents tell: 由某局更名为某局, 某局（原某局）, 前身为某局; and bodies whose duties it took over.

Nothing is listed here: the names and the way are read from sentences, and the sentence is kept as evidence. 更名 is one body under two names;
并入 (将原某局的职责划入, 整合原某局、某局职责组建) is not: the successor's money is not the predecessor's. 划入 moved duties from a body that may go on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.identity.aliases import aliases_of, family_key
from index.identity.regions import split_name
from index.model import Renaming, Structured
from index.text import normal, squeeze

RENAMED, MERGED, MOVED = "更名", "并入", "划入"
_END = (
    r"(?:局|厅|委员会|委|办公室|办公厅|办|部|院|中心|协会|联合会|处|站|所|队|学校|中学|小学|大学|学院|医院|街道|办事处|镇|乡|馆|社|团|园|公司|农场|林场|管委会|政府)"
)
_STOPS = r"的|职责|职能|有关|相关|承担|划入|划转|合并|整合|更名|改名|改称|负责|机构|人员|并入|牌子|全部|整体|正式|已|于\d|名称|变更|[及和与](?=[原省市县区州])|基础上|等"
_CHARS = rf"(?:(?!{_STOPS})[\u4e00-\u9fff]){{2,24}}"
_MOVES = r"(?:更名|改名|改称|名称(?:变更|调整|更改)|变更(?:名称)?|调整)(?:为|成)"
_BEFORE = re.compile(r"^.*(?:批准|同意|决定|通知|要求|规定|方案|根据|按照|经|将|由|原|把|因|后)(?=[\u4e00-\u9fff]{4,})")
_PATTERNS = (
    re.compile(rf"(?P<old>{_CHARS})(?:已|正式|整体|名称|于\d[^，。]{{0,14}}|[（(][^）)]*[）)])*(?:，?现)?{_MOVES}[“\"]?(?P<new>{_CHARS})"),
    re.compile(rf"(?P<new>{_CHARS})[（(](?:原名称?|曾用名|原称|原为|前身[为是]|原)[:：为]?[“\"]?(?P<old>{_CHARS})[”\"]?[）)]"),
    re.compile(rf"(?P<new>)(?:前身|曾用名|原名称?)(?:为|是|[:：])[“\"]?原?(?P<old>{_CHARS})"),
    re.compile(rf"(?P<new>)由原?(?P<old>{_CHARS})(?:更名|改名)而来"),
)
_TAKEN = re.compile(r"划入|整合|组建|合并|并入|划转|承接|不再保留")
_FORMER = re.compile(rf"(?:原|不再保留)(?P<old>{_CHARS})")
_GIVEN = re.compile(rf"(?:由|将|把)(?P<old>{_CHARS})(?:的?[^，。；原]{{0,20}}职[责能][^，。；原]{{0,12}})?划(?:入|转)")
_SELF = re.compile(r"^(?:本|我|现|该)(?:部门|单位|局|厅|委|院|办|中心|会|校|名)?$|^$|^现在?名称?$")
_MOST = 8


def renamings_of(doc: Structured, department: str, written: str) -> tuple[Renaming, ...]:
    """The earlier names of a body, each once, in the order of the text; contents pages prove nothing."""
    contents = {s.ordinal for s in doc.sections if s.is_contents}
    own = {normal(a) for name in (department, written) for a in aliases_of(name)} | {normal(department), normal(written)}
    found: dict[str, Renaming] = {}
    for paragraph in doc.paragraphs:
        if paragraph.section in contents or not re.search(r"更名|改名|改称|变更|调整为|原|前身|曾用名|不再保留|划入|划转", paragraph.text):
            continue
        for sentence in re.findall(r"[^。；;！\n]+", paragraph.text):
            for old, how in _parted(_in(squeeze(sentence), own), department):
                name = _whole(_core(old), department)
                if name is not None and re.search(rf"{_END}$", name) and normal(name) not in own and family_key(name) != family_key(department):
                    found.setdefault(normal(name), Renaming(name, how, sentence.strip(), paragraph.page))
    return tuple(found.values())[:_MOST]


def _in(sentence: str, own: set[str]) -> Iterator[tuple[str, str]]:
    renamed = False
    for pattern in _PATTERNS:
        for match in pattern.finditer(sentence):
            old, new = _BEFORE.sub("", match["old"]), _BEFORE.sub("", match["new"])
            if re.search(rf"{_END}$", old) and (_SELF.match(new) or _is_own(new, own)):
                renamed = True
                yield old, RENAMED
    if not renamed and _TAKEN.search(sentence) and (any(name in normal(sentence) for name in own if len(name) >= 4) or re.search(r"[本我](?:部门|单位|局|厅|委|院|办)|划入|组建", sentence)):
        for match in _FORMER.finditer(sentence):
            yield match["old"], MERGED
        for match in _GIVEN.finditer(sentence) if re.search("职[责能]|机构改革", sentence) else ():
            if not match["old"].startswith("原"):
                yield match["old"], MOVED


def _is_own(new: str, own: set[str]) -> bool:
    """Whether a name is the body's own; it may go on in words that are no part of it (某局以来)."""
    plain = normal(new)
    return plain in own or any(len(name) >= 4 and plain.startswith(name) for name in own)


def _parted(found: Iterator[tuple[str, str]], department: str) -> Iterator[tuple[str, str]]:
    """Two names joined by 和, each with its place, as two."""
    regions = split_name(department).regions
    for old, how in found:
        for piece in re.split(rf"[和与及](?={re.escape(regions[0])})", old) if regions else [old]:
            yield piece, how


def _core(old: str) -> str:
    """A name without the duty that follows it: 市旅游局旅游执法 -> 市旅游局."""
    found = re.match(r"^.{2,}?(?:局|厅|委员会)(?=.)", old)
    return found.group() if found and not re.search(rf"{_END}$", old) else old


def _whole(old: str, department: str) -> str | None:
    """The earlier name with the place of the body where it is printed without: 市旅游局 -> 云岭市旅游局."""
    if split_name(old).regions:
        return old
    regions = split_name(department).regions
    if not regions:
        return old if len(old) >= 4 else None
    bare = re.sub(r"^(?:自治[区州县]|[省市州县区])(?=[\u4e00-\u9fff]{2,})", "", old)
    return "".join(regions) + bare
