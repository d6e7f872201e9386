"""How a department's full name may be shortened, so that a mention can be matched against it without a list of short names.

A full name is places (江苏省 / 上海市 普陀区 / 昌吉回族自治州) and a body (科学技术局, 人民检察院). A mention names it when its
characters stand in the name in the same order, its last character is the name's last, and it begins where a part of the name begins:
昌吉州科协 in 昌吉回族自治州科学技术协会, 省检察院 in 江苏省人民检察院, 乌市科技局 in 乌鲁木齐市科学技术局.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PREFIX = re.compile(r"^(?:中国共产党|中共|中华人民共和国)")
_PEOPLES = (
    r"(?:(?:回|维吾尔|壮|藏|哈萨克|蒙古|朝鲜|苗|侗|土家|彝|傣|傈僳|白|羌|布依|柯尔克孜|景颇|哈尼|满|锡伯|裕固|瑶|黎|畲|塔吉克|东乡|撒拉|保安|仡佬|水|拉祜|佤|毛南|仫佬|达斡尔|鄂温克|鄂伦春)族?)*"
)
_PLACE = re.compile(
    rf"[\u4e00-\u9fff]{{1,8}}?{_PEOPLES}"
    r"(?:自治区|自治州|自治县|自治旗|特别行政区|新区|开发区|省|市|州|盟|县|区|旗|镇|乡|街道)"
)
_BODY_START = re.compile(r"市场|市政(?![府协法务])|市民(?![政族宗建革进盟])|县域|区域|州府|[省市县区]级|城市|乡村")


LEVELS = "省市州盟县区旗镇乡"
_AUTONOMOUS = re.compile(rf"^([\u4e00-\u9fff]{{2,6}}?){_PEOPLES}自治([区州县旗])$")


def place_forms(place: str) -> set[str]:
    """How people write a place: 昌吉回族自治州 -> also 昌吉州, 昌吉; 上海市 -> also 上海."""
    if len(place) < 2:
        return set()
    forms = {place}
    autonomous = _AUTONOMOUS.match(place)
    if autonomous:
        forms |= {autonomous[1], autonomous[1] + autonomous[2]}
    elif place[-1] in LEVELS and len(place) > 2:
        forms.add(place[:-1])
    return forms


@dataclass(frozen=True, slots=True)
class FullName:
    """A department's name cut into places and body; ``starts`` are the offsets where a mention of it may begin."""

    text: str
    places: tuple[str, ...]
    body: str
    starts: tuple[int, ...]


def split_name(name: str) -> FullName:
    """``上海市普陀区财政局`` -> places (上海市, 普陀区), body 财政局."""
    text = name
    head = _PREFIX.match(text)
    cursor = head.end() if head else 0
    starts = {0, cursor}
    places: list[str] = []
    while found := _PLACE.match(text, cursor):
        if found.end() >= len(text) - 1 or _BODY_START.match(text, found.end() - 1):
            break
        places.append(found[0])
        starts |= {cursor, found.end() - 1, found.end()}
        cursor = found.end()
    if text.startswith("人民", cursor):
        starts.add(cursor + 2)
    return FullName(text, tuple(places), text[cursor:], tuple(sorted(starts)))


def fits(mention: str, name: FullName) -> float:
    """How well ``mention`` names ``name``: 0 not at all, 1 the full name itself. The body must be recognisable by two characters."""
    if mention == name.text:
        return 1.0
    if len(mention) < 2 or mention[-1] not in last_characters(name):
        return 0.0
    body_at = len(name.text) - len(name.body)
    best = 0.0
    for start in name.starts:
        if name.text[start] == mention[0]:
            best = max(best, _aligned(mention, name, start, body_at))
    return best


def assembly_forms(name: str) -> tuple[str, ...]:
    """What the offices of an assembly are called in one breath: 江苏省人大常委会办公厅 -> 人大; of the consultative conference 政协."""
    if re.search("人大常委会|人民代表大会", name):
        return ("人大", "人大办", "人大机关")
    return ("政协", "政协办", "政协机关") if re.search("政协|政治协商会议", name) else ()


def short_bodies(body: str) -> set[str]:
    """How a body is named in full and in short, of three characters and more: 人民检察院 -> also 检察院; 科学技术局 -> also 科技局."""
    plain = body.removeprefix("人民")
    short = plain[0:-1:2] + plain[-1] if len(plain) >= 5 and len(plain) % 2 else ""
    return {word for word in (body, plain, short) if len(word) >= 3}


_ENDINGS = {"协会": "协", "联合会": "联", "委员会": "委"}


def last_characters(name: FullName) -> str:
    """The characters that a mention of this department may end with: 科学技术协会 -> 会, 协."""
    return name.text[-1:] + next((short for ending, short in _ENDINGS.items() if name.text.endswith(ending)), "")


def _aligned(mention: str, name: FullName, start: int, body_at: int) -> float:
    """Greedy from the right: the characters of the mention in order, ending at the name's end. Every place character run must keep its place."""
    places, body = _place_and_body(mention, name, start, body_at)
    if body is None or len(body) < 2:
        return 0.0
    return 0.5 + 0.3 * len(places) / max(1, body_at) + 0.2 * len(body) / max(1, len(name.body))


def _place_and_body(mention: str, name: FullName, start: int, body_at: int) -> tuple[str, str | None]:
    """Cut the mention where its body begins: the longest tail that stands in the name's body in order, the rest in its places."""
    for cut in range(len(mention) - 1):
        tail, head = mention[cut:], mention[:cut]
        place = name.text[start:body_at]
        if _ordered(tail, name.body) and tail[0] in _heads(name.body) and (not head or _place_fits(head, place)):
            return head, tail
    return "", None


def _heads(body: str) -> str:
    """Characters that a shortened body may begin with: its first, or that of its second word (人民检察院: 检)."""
    return body[0] + (body[2] if len(body) > 4 else "")


def _place_fits(head: str, places: str) -> bool:
    """The mention's place words, each at least by first character and level: 乌市, 昌吉, 昌吉州, 省."""
    return bool(places) and head[0] == places[0] and _ordered(head, places)


def _ordered(short: str, long: str) -> bool:
    position = 0
    for char in short:
        position = long.find(char, position) + 1
        if not position:
            return False
    return True
