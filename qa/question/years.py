"""Years as people write them: 2024, 24年, 2017到2019, 三年间, 去年 (relative to another year said or to the document's)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.numbers import parse_chinese_number
from qa.linking.spans import Mark

_YEAR = r"(?:19[89]\d|20\d\d)"
_RANGE = re.compile(rf"({_YEAR})(?:年度?)?(?:预算|决算)?(?:到|至|-+>?|=>|~|～|→|⇒)({_YEAR})(?:年度?|财年)?")
_LIST = re.compile(rf"({_YEAR}(?:年度?)?(?:(?:、|,|和|与|跟|及)(?:{_YEAR})(?:年度?)?)+)")
_SINGLE = re.compile(rf"(?<![\d\[.])({_YEAR})(?:财年|年度|年|(?=[^\d.,\]年])|$)")
_POINT = re.compile(rf"(?:截至|截止|截止到|到|至)?({_YEAR})年?(?:年?底|年?末|12月31日|12月底)")
_NUMBER_OF_DOCUMENT = re.compile(r"(?:[\u4e00-\u9fff]{2,8})?\[\d{4}\]\d+号?|\d+号文件?")
_RELATIVE = {"去年": -1, "上一年度": -1, "上一年": -1, "上年度": -1, "上年": -1, "前一年": -1, "前年": -2, "今年": 0, "本年度": 0, "本年": 0, "当年": 0, "明年": 1, "下一年": 1, "下年": 1}
_SPAN = re.compile(r"(?:这|近|前|过去|最近)?([两二三四五六七八九十]|\d)年(?:间|来|里|内)?")
_SINCE = re.compile(rf"(?:自|从)?({_YEAR})年?度?(?:预算|决算)?(?:以来|至今|以后|之后|往后|起(?![草动])|开始|到现在|到今天|到如今)")
# Where money comes from (从2023年结转的) is no year that is asked about; neither is the disclosure that is only counted back from.
_ORIGIN = re.compile(rf"(?:[从由自]({_YEAR})年度?(?=[^,。?]{{0,6}}结转)|({_YEAR})年度?(?=结转(?:过来|到|至|下来|来的|而来)))")
_SOURCE = re.compile(rf"(?:根?据|按照?|依照?|从|用|拿|凭)[^,。?]{{0,20}}?({_YEAR}年?度?)(?=的?(?:部门)?(?:预算|决算)?的?(?:公开|数据|文件|报告|资料|说明|材料|数字|表))")
_COUNTED_FROM = re.compile(rf"({_YEAR}年?度?)(?=的?(?:部门)?(?:预算|决算)?的?(?:公开|数据|文件|报告|资料|说明|材料|数字|表)[^,。?]{{0,8}}(?:倒推|反推|推算|倒算|还原))")
_SAME = re.compile("同一年|同年|同期|那一年|那年|当年度")


@dataclass(frozen=True, slots=True)
class YearWord:
    """``years`` said; ``offset`` of a relative word; ``point``: an end of year (截至2023年底); ``every``: all years there are; ``same``: 同年.

    ``since``: the first of the years asked (2017年以来); ``source``: the disclosure that is counted back from (据2023年公开推算).
    """

    years: tuple[int, ...] = ()
    offset: int | None = None
    point: bool = False
    every: int | None = None
    same: bool = False
    since: int | None = None
    source: bool = False


def year_marks(text: str) -> list[Mark]:
    """All marks of group ``year`` and ``docno`` (numbers of documents, whose years are no fiscal years)."""
    marks = [Mark(m.start(), m.end(), "docno", m[0], 1.5) for m in _NUMBER_OF_DOCUMENT.finditer(text)]
    for found in _RANGE.finditer(text):
        first, last = int(found[1]), int(found[2])
        if first < last <= first + 15:
            marks.append(_mark(found, YearWord(tuple(range(first, last + 1)))))
    for found in _LIST.finditer(text):
        marks.append(_mark(found, YearWord(tuple(int(y) for y in re.findall(_YEAR, found[1])))))
    for found in _POINT.finditer(text):
        marks.append(_mark(found, YearWord((int(found[1]),), point=True)))
    for found in _SINGLE.finditer(text):
        marks.append(_mark(found, YearWord((int(found[1]),))))
    marks += [_mark(m, YearWord(every=0, since=int(m[1]))) for m in _SINCE.finditer(text)]
    marks += [Mark(m.start(), m.end(), "origin", m[1] or m[2], 1.4) for m in _ORIGIN.finditer(text)]
    marks += [Mark(m.start(1), m.end(1), "year", YearWord((int(m[1][:4]),), source=True), 1.3) for m in _SOURCE.finditer(text)]
    marks += [Mark(m.start(1), m.end(1), "year", YearWord((int(m[1][:4]),), source=True), 1.3) for m in _COUNTED_FROM.finditer(text)]
    for word, offset in _RELATIVE.items():
        marks += [Mark(m.start(), m.end(), "year", YearWord(offset=offset)) for m in re.finditer(word, text)]
    for found in _SPAN.finditer(text):
        count = parse_chinese_number(found[1]) or int(found[1])
        marks.append(_mark(found, YearWord(every=int(count)), 0.9))
    marks += [_mark(m, YearWord(every=0)) for m in re.finditer("这几年|近几年|历年|各年度?|逐年|每年(?!多少人)|几年来", text)]
    return marks + [_mark(m, YearWord(same=True)) for m in _SAME.finditer(text)]


def _mark(found: re.Match[str], value: YearWord, score: float = 1.2) -> Mark:
    return Mark(found.start(), found.end(), "year", value, score)
