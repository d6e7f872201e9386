"""The question as typed -> the form that is understood: simplified, half width, without blanks, years in digits.

One pass, no look at the index; typing errors are met where words are linked.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from index.errors import BadInput
from index.numbers import DIGITS, parse_chinese_number
from index.reading.traditional import traditional
from index.text import clean, normal

LIMIT = 500
_YEAR_CHARS = "".join(c for c in DIGITS if c not in "两俩")
_CHINESE_YEAR = re.compile(rf"(?<![{_YEAR_CHARS}\d])([二贰][{_YEAR_CHARS}]{{3}})(?=年|财年|至|到|-|、|和|与|预|决|\D)")
_SHORT_YEAR = re.compile(r"(?<![\d.])([12]\d)年(?!级|龄|度?内|以|来|间|期|前|后)")
_SHORT_YEARS = re.compile(r"(?<![\d.])((?:[12]\d年?度?(?:、|,|和|到|至|-|~|及|与)){1,5})(?=[12]\d年(?!级|龄|内|以|来|间|期|前|后))")
_YEAR_ALONE = re.compile(r"(?<![\d.])(20[0-4]\d)\s+(?=\d)")  # 2018 30201: a year beside a code, which would be one number without the blank
_WHAT = re.compile("(?<=分别)为何(?=[?。,]|$)")  # 分别为何 asks what they are, not why
# 是几倍，不是增长几倍: what is said not to be meant
_NOT_MEANT = re.compile(r"(?<=[,(;])(?:而|可|并)?(?:不是|不要|而非|并非|不指)(?:问|指|说|要)?[^,。?!;()]{1,12}(?=[,。?!;)])(?<!吗)")
# 去年(2024年): the year in brackets says which is meant; (以2017年为基数): from where a change is counted, the older of the years named anyway
_SAID_AGAIN = re.compile(r"(?:[去今前上本当]年|上一?年度?|本年度)[(](20\d\d)年?度?[)]")
_BASE = re.compile(r"[(,]?以(20\d\d)年度?(?:的?数)?(?:为|作|做|当)(?:基数|基期|基准|基础|分母)[)]?")
_CHINESE_SHORT_YEAR = re.compile(rf"(?<![{_YEAR_CHARS}十])([一二][{_YEAR_CHARS}])年(?=度|预|决|的|三|公|底|末|全)")
_CHINESE_AMOUNT = re.compile(
    r"(?<![第前后])([零一二三四五六七八九十百千两〇]*[十百千][零一二三四五六七八九十百千两〇]*|[一二三四五六七八九两])(?=万元|亿元|万块|元(?!旦)|块钱)"
)
# 给食堂…不对，给工会的钱: what is taken back, as far as the correction begins anew with the same words
_RETRACTED = re.compile(r"(?P<said>[^。?!;]{1,10}?)(?:\.{2,}|…+|,|-{2,})?(?:哦|噢|呃|啊|唉)?(?:不对|说错了?|打错了?|搞错了?)(?:,|、|:|\.{2,}|…+)(?:应该)?是?(?P<anew>.{2})")
_QUOTED = re.compile(r"[“\"「『《〈＂‘']([^“”\"「」『』《》〈〉＂‘’']{1,60})[”\"」』》〉＂’']")

# 写着“与上年预算数相等”: what the document says of an item, quoted, is the name of none
_CLAIM = re.compile(r"(?:与|比|较|同|和)(?:上年|去年|上一年|20\d\d年)[^,。]{0,8}(?:相等|相同|持平|一致|一样|无变化|没有变化|不变)$")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """``text``: what all linking works on. ``quoted``: spans of it that stood in quotes. ``shown``: readable, for messages."""

    text: str
    shown: str
    quoted: tuple[tuple[int, int], ...] = ()
    context: str = ""  # the questions asked just before, in normal form: words that count only beside others may stand beside these


def cleaned(text: str) -> Cleaned:
    """The question made ready. Raises ``BadInput`` where nothing is left or it is longer than ``LIMIT`` characters."""
    if not isinstance(text, str):
        raise BadInput("问题必须是文字。")
    shown = re.sub(r"\s+", " ", clean(text)).strip()
    if len(shown) > LIMIT:
        raise BadInput(f"问题太长（{len(shown)} 字），请缩短到 {LIMIT} 字以内。")
    if not any(c.isalnum() for c in shown):
        raise BadInput("请输入一个问题，例如：某部门某年的“三公”经费预算是多少？")
    simple = _NOT_MEANT.sub("", _corrected(_YEAR_ALONE.sub(r"\1年", unicodedata.normalize("NFKC", shown).translate(traditional()))))
    pieces: list[str] = []
    quoted: list[tuple[int, int]] = []
    length = cursor = 0
    for found in _QUOTED.finditer(simple):
        before, inside = _plain(simple[cursor : found.start()]), _plain(found[1])
        inside = "" if _CLAIM.match(inside) else inside
        pieces += [before, inside]
        length += len(before)
        quoted.append((length, length + len(inside)))
        length += len(inside)
        cursor = found.end()
    pieces.append(_plain(simple[cursor:]))
    return Cleaned("".join(pieces), shown, tuple(span for span in quoted if span[1] > span[0]))


def _corrected(text: str) -> str:
    """The text without what the writer takes back in mid-sentence."""
    for found in reversed(list(_RETRACTED.finditer(text))):
        start = next((place for head in (found["anew"], found["anew"][0]) if (place := found["said"].find(head)) >= 0), -1)
        if start >= 0:
            text = text[: found.start() + start] + text[found.start("anew") :]
    return text


def _plain(text: str) -> str:
    text = normal(text.replace("《", "").replace("》", "").replace("〈", "").replace("〉", ""))
    text = _WHAT.sub("是什么", text)
    text = _CHINESE_YEAR.sub(lambda m: str(parse_chinese_number(m[1])), text)
    text = _CHINESE_SHORT_YEAR.sub(lambda m: f"20{parse_chinese_number(m[1])}年", text)
    text = _SHORT_YEARS.sub(lambda m: re.sub(r"([12]\d)年?度?", r"20\1年", m[1]), text)
    text = _SHORT_YEAR.sub(r"20\1年", text)
    text = _SAID_AGAIN.sub(r"\1年", text)
    text = _BASE.sub(lambda m: "" if m[1] in text.replace(m[0], "") or not re.search(r"20\d\d", text.replace(m[0], "")) else m[0], text)
    return _CHINESE_AMOUNT.sub(lambda m: str(parse_chinese_number(m[1]) or m[1]), text)
