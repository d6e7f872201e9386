"""The units that a department's disclosure covers, by name: from its table of units, the units of its rows, and the sentences and lists of 单位构成."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.model import Structured
from index.text import normal, squeeze

_END = r"(?:局|厅|委员会|委|办公室|院|中心|协会|处|站|所|队|学校|中学|小学|大学|学院|医院|馆|社|团|园|校|台|部|段|场)"
_NAME = re.compile(rf"^(?:\d+[.、．]|[（(]?[一二三四五六七八九十\d]+[）)]、?|[①-⑳])?(?P<name>[\u4e00-\u9fff（）()]{{4,30}}{_END})(?:[（(][^）)]*[）)])?$")
_LIST = re.compile(r"(?:纳入|汇总|编制范围|单位构成|预算单位|决算单位|下属|所属|二级)[^。]*?(?:包括|分别[是为]|有|为)[:：]?(?P<names>[^。]+)")
_HEADING = re.compile(r"单位构成|预算单位|决算单位|所属单位|下属单位|编制范围|基本情况")
_ITSELF = re.compile(r"[（(]?(?:本级|机关本部|机关|本部)[）)]?$|^(?:不含|不包括|除|其中|本|该|我)|包括|下属")
_MOST = 400


def members_of(doc: Structured, department: str) -> tuple[str, ...]:
    """The names of the units in the order of the document, the department itself left out."""
    own = normal(department)
    found: dict[str, str] = {}
    for printed in _printed(doc):
        name = _NAME.match(squeeze(printed).strip(" ，,；;、"))
        if name and not _ITSELF.search(name["name"]) and normal(name["name"]) not in own and own not in normal(name["name"]).removesuffix("本级"):
            found.setdefault(normal(name["name"]), name["name"])
    return tuple(found.values())[:_MOST]


def _printed(doc: Structured) -> Iterator[str]:
    for table in doc.tables:
        yield from (unit for unit in table.row_units if unit)
        if table.form == "单位构成表":
            yield from (cell.text for cell in table.cells if cell.row >= table.header_rows)
    contents = {s.ordinal for s in doc.sections if s.is_contents}
    listed = {s.ordinal for s in doc.sections if not s.is_contents and _HEADING.search(normal(s.title))}
    for paragraph in doc.paragraphs:
        if paragraph.section in contents:
            continue
        for sentence in _LIST.finditer(squeeze(paragraph.text)):
            yield from re.split("[、，,；;]|(?<=[局厅委院心会处站所队校馆社团园])(?:和|及|以及)(?=[\u4e00-\u9fff]{4,})", sentence["names"])
        if paragraph.section in listed:
            yield from re.split("[；;。]", paragraph.text)
