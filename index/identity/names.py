"""Candidates for the body that discloses: from 编制部门 lines, cover, headings, sentences and the signature, weighed together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.identity.regions import split_name
from index.identity.titles import Title, is_region
from index.model import Structured
from index.text import normal, squeeze

_ORGAN = (
    r"(?:办公厅|办公室|委员会|人民检察院|检察院|人民法院|法院|联合会|协会|总工会|红十字会|常委会|人民政府|管理局|管理处|管委会|中心|大学|学院|学校|中学|小学|幼儿园|"
    r"医院|研究院|研究所|监狱|宣传部|组织部|统战部|统一战线工作部|社会工作部|武装部|党校|行政学院|残联|妇联|文联|侨联|科协|工商联|社科联|学会|研究会|基金会|商会|"
    r"供销社|合作社|[^年度的和及与、。，]{2}局|[^年度的]{2}厅|委|馆|社|团|总队|支队|大队|站|所|处)"
)
_NAME = rf"(?P<name>[\u4e00-\u9fff]{{2,28}}?{_ORGAN})"
_YEAR = r"(?:20\d{2}\s*年)"
_BRACKET = r"(?:[(（][^)）]{1,8}[)）])?"
_HEADINGS = (
    re.compile(rf"(?:关于|第[一二三四五六]部分)?\s*{_YEAR}(?:度)?\s*{_NAME}{_BRACKET}(?:部门|单位)?(?:概况|预算|决算)"),
    re.compile(
        rf"(?:关于|第[一二三四五六]部分)?\s*{_NAME}{_BRACKET}\s*(?:{_YEAR}(?:度)?)?\s*(?:部门|单位)?\s*(?:概况|主要职[能责]|机构设置|预算|决算|收支|收入|支出|财政拨款|一般公共预算)"
    ),
)
_SENTENCE = re.compile(rf"(?:^|[。；\n])\s*{_NAME}{_BRACKET}\s*{_YEAR}度?")
_REGION_SENTENCE = re.compile(
    rf"(?:^|[。；\n])\s*(?P<name>[\u4e00-\u9fff]{{1,8}}?[省市县区州旗盟镇乡](?<!全[省市县区])){_YEAR}度?的?(?:一般公共预算|财政拨款)?[“\"]?三公"
)
_COVER_ALONE = re.compile(rf"^{_NAME}{_BRACKET}$")
_GENERIC = re.compile(
    r"^(?:本|该|各|我|区|市|省|县|全|其|下属|所属|有关|相关|纳入|根据|按照|由|关于|为|对|从|在|经)(?:部门|单位|局|院|委|厅|会|级)|^(?:部门|单位|预算|决算|财政部)"
)


def department_of(doc: Structured, titles: Sequence[Title] = ()) -> str | None:
    """The best name for the disclosing body as printed, or None where the document names none. ``titles``: those of its first lines."""
    votes: Counter[str] = Counter()
    for place, title in enumerate(titles):
        votes[_clean(title.name)] += 2 if is_region(title.name) else 6 if place else 12
    for table in doc.tables:
        if table.department:
            votes[_clean(table.department)] += 3
    cover = [p.text for p in doc.paragraphs if p.section == 0][:12]
    _vote_cover(cover, votes)
    for section in doc.sections:
        if not section.is_contents:
            _vote_heading(section.title, votes, 3)
    for paragraph in doc.paragraphs:
        if not doc.sections[paragraph.section].is_contents:
            for match in _SENTENCE.finditer(paragraph.text):
                votes[_clean(match["name"])] += 1
            for match in _REGION_SENTENCE.finditer(paragraph.text):
                votes[match["name"]] += 1
    for paragraph in doc.paragraphs[-6:]:
        if found := _COVER_ALONE.match(_clean(paragraph.text)):
            votes[_clean(found["name"])] += 5
    return _best(votes)


def _clean(text: str) -> str:
    text = re.sub(r"^(?:(?:预算|预算主管|主管|编制|公开|填报|编报)?(?:部门|单位)(?:名称)?|名称)[:：]", "", re.sub(r"\s+", "", squeeze(text)))
    return re.sub(r"[(（](?:本级|部门|汇总|机关|盖章|公章)[)）]$", "", text).strip(":：")


def _vote_cover(lines: list[str], votes: Counter[str]) -> None:
    for line in lines:
        text = _clean(line)
        if found := _COVER_ALONE.match(text):
            votes[_clean(found["name"])] += 8
        else:
            _vote_heading(text, votes, 8)
    joined = _clean("".join(lines[:4]))
    _vote_heading(joined, votes, 4)


def _vote_heading(text: str, votes: Counter[str], weight: int) -> None:
    plain = _clean(text)
    for pattern in _HEADINGS:
        if found := pattern.search(plain):
            votes[_clean(found["name"])] += weight
            return


def _best(votes: Counter[str]) -> str | None:
    """The name with most votes; names with a region before those without, since 省检察院 and 检察院 speak of a longer name."""
    named = {
        n: v
        for n, v in votes.items()
        if 3 <= len(n) <= 32 and not _GENERIC.match(n) and not re.search(r"^年|^度|\d年|年度|年初|[〇零一二三四五六七八九]年", n)
    }
    if not named:
        return None
    scored: dict[str, float] = {}
    for name, count in named.items():
        regions = split_name(name).regions
        support = sum(v for other, v in named.items() if other != name and normal(other) in normal(name))
        scored[name] = (count + 0.5 * support) * (2.0 if regions else 1.0)
    return max(scored, key=lambda n: (scored[n], len(n), n))
