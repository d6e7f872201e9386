"""The title of a disclosure taken apart: the body, the year and whether it is 预算 or 决算, from one line in any of the usual orders.

``某县某局2024年度部门决算情况说明``, ``2024年某县某局“三公”经费预算公开``, ``某县某局财政拨款“三公”经费2024年预算情况的说明``: whatever is left once the
year and the words that all such titles are made of are taken away is the body's name. The titles are those that 《地方预决算公开操作规程》
(财预〔2016〕143号) asks for and what portals make of them; nothing is assumed of the name itself, so that a 镇, a 卫生院 or a 小学校 is as good as a 局.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.identity.regions import split_name
from index.model import Kind
from index.numbers import parse_chinese_number
from index.text import squeeze

_YEAR = re.compile(r"(?<!\d)(20\d{2})(?:[-—至到~](?:20)?\d{2})?(?:年度|年|(?=[\u4e00-\u9fff“\"]))")
_CHINESE_YEAR = re.compile(r"([二][〇○零0][〇○零一二三四五六七八九]{2})年")
_FUNDS = re.compile(r"一般公共(?:服务)?预算|政府性基金(?:预算)?|国有资本经营(?:预算)?|社会保险基金(?:预算)?|公共财政预算|预决算")
_KIND = re.compile(r"预算|决算")
_WORD = (
    r"(?:一般公共预算|公共财政预算|政府性基金预算?|国有资本经营预算?|财政拨款|[“”\"'‘’《》【】]|三公|经费|部门预决算|部门|单位|预决算|预算|决算|收入|支出|收支|总体|"
    r"执行|情况|说明书?|公开|信息|公告|公示|报告|报表|统计表|表|汇总|编制|[及和与、的]|年初|草案|批复|概况|相关|有关|重要|事项|安排|资料|会议费|培训费|机关运行|"
    r"项目|绩效|目标|自评|评价|整体|附件\d*|目录|等|财务|年度|增减|变化|预算数|决算数|使用|财政|专项|资金)"
)
_TAIL = re.compile(rf"{_WORD}+$")
_HEAD = re.compile(
    r"^(?:关于|公布|公开|发布|转发|[（(]?附件[一二三四五六七八九\d]*[)）]?[:：]?|[一二三四五六七八九十]+、|第[一二三四五六七八九十]+部分|原(?=[\u4e00-\u9fff]{2,}[部厅局委])|年度?|度)"
)
_BRACKET = re.compile(r"[(（][\u4e00-\u9fff]{1,10}[)）]$")
_LEVEL = re.compile(r"[(（](?:本级|部门|汇总|机关|单位|本部|含下属单位|部门汇总|单位本级)[)）]|(?<=[会局厅委府室院校心部])本级$")
_UNIT = re.compile(r"[(（](?:单位)?本级[)）]|本级(?=20|二)|单位(?:预算|决算)")
_SENTENCE = re.compile(r"[。；，！？;!?,]|[:：].{6,}")
_NOT_A_NAME = re.compile(
    r"\d|[%＞>|｜/／]|^(?:本|该|各|我|全)(?:部门|单位|局|院|委|厅|会|级|年度?)|^(?:上年|去年|当年|今年|比上年|较上年|中央|财政部|其中|合计)|(?:增加|减少|完成|占|(?<!无)为|(?<!自)由|是)"
)
_NO_BODY = re.compile(r"^(?:省级|市级|区级|县级|本级|全省|全市|全县|全区|部门|单位|政府|财政)$")
_ORGAN_END = re.compile(
    r"(?:[局厅委院会府部处室校社团站所馆队园办联协]|中心|大学|学院|中学|小学|办公厅|法院|集团|公司|党校|[省市县区州旗盟镇乡村级]|街道|监狱|基地|医院|报社|电视台)$"
)
_COVER_LINES = 40
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Title:
    """One title: the body as printed, the year it is for (None where it names none, or several), the kind, and whether it is 单位本级."""

    name: str
    year: int | None
    kind: Kind | None
    unit: bool


def titles_of(lines: Sequence[str]) -> Iterator[Title]:
    """The titles among a document's first lines, in order; one may be broken over two or three lines."""
    plain = [_plain(line) for line in lines[:_COVER_LINES]]
    for start, first in enumerate(plain):
        title = parse_title(first)
        below = parse_title(plain[start + 1]) if start + 1 < len(plain) else None
        if title is None and below is None and (_YEAR.fullmatch(first) or _peeled(_YEAR.sub("", first))) and not _KIND.search(_FUNDS.sub("", first)):
            title = next((t for count in (2, 3) if (t := parse_title("".join(plain[start : start + count])))), None)
        if title is not None:
            yield title


def parse_title(text: str) -> Title | None:
    """The title that a line is, or None. ``text``: any line; blanks do not matter."""
    plain = _plain(text)
    if not 6 <= len(plain) <= _LONGEST or _SENTENCE.search(plain):
        return None
    years = _YEAR.findall(plain)
    kinds = _KIND.findall(_FUNDS.sub("", plain))
    told = bool(kinds) or "三公" in plain or "预决算" in plain
    if not years or not (told or plain.endswith(("情况说明", "公开说明"))):
        return None
    name = _name(plain)
    if name is None:
        return None
    year = int(years[0]) if len(set(years)) == 1 else None
    return Title(name, year, Kind(kinds[-1]) if kinds and len(set(years)) == 1 else None, bool(_UNIT.search(plain)))


def _plain(text: str) -> str:
    text = re.sub(r"\s+", "", squeeze(text)).strip("|｜#*_")
    return _CHINESE_YEAR.sub(lambda m: f"{parse_chinese_number(m[1].replace('○', '〇'))}年", text)


def _name(plain: str) -> str | None:
    """What stands before the year, else behind it, without the words of titles."""
    found = _YEAR.search(plain)
    assert found is not None
    for part in (plain[: found.start()], _YEAR.sub("", plain[found.end() :])):
        name = _peeled(part)
        if name is not None:
            return name
    return None


def _peeled(part: str) -> str | None:
    """A name without what titles add in front and behind; None where nothing like a name is left."""
    before = None
    while before != part:
        before, part = part, _BRACKET.sub("", _TAIL.sub("", _HEAD.sub("", _LEVEL.sub("", part))))
    if not 3 <= len(part) <= 32 or _NOT_A_NAME.search(part) or _NO_BODY.match(part) or not _ORGAN_END.search(part):
        return None
    return part


def is_region(name: str) -> bool:
    """Whether a name is a region's alone (鄂城区, 重庆市市级): its 汇总 over all departments."""
    return bool(re.fullmatch(r"[\u4e00-\u9fff]{2,12}(?:省|市|县|区|州|旗|盟|镇|乡|街道|市级|省级|区级|县级)", name)) and not split_name(
        name
    ).organ.endswith(("局", "委", "会"))
