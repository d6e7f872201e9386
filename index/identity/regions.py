"""Names of bodies taken apart: the regions they begin with, and the organ that is left."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

_PLACE = re.compile(
    r"^([\u4e00-\u9fff]{1,12}?(?:自治州|自治县|自治旗|新区|开发区|高新区|市辖区|地区|林区|特区|市(?!辖)|州(?![市区县])|县|区|旗|盟|"
    r"第[一二三四五六七八九十]+师|镇|乡|街道))(?=[\u4e00-\u9fff])"
)
_NO_PLACE_NAME = re.compile(
    r"办公|委员|管理|中心|学校|医院|公司|财政|科学|教育|人民|[和与及、]|城乡|社区|建设|住房|农业|交通|卫生|文化|发展|工业|城市$"
)
_NO_PLACE_END = re.compile(
    r"市场|市政(?![府协法务])|市民(?![政族宗建革进盟])|区域|区划|区块|县域|州际"
)  # 乌鲁木齐市场监管局 is not 乌鲁木齐市; 梧州市民政局 is of 梧州市
_GROUPS = re.compile(r"^(中国人民政治协商会议|政协|中国共产主义青年团|共青团|团)(?=[\u4e00-\u9fff]{2,16}委员会)")
_GROUP_NAMES = {"中国人民政治协商会议": "政协", "政协": "政协", "中国共产主义青年团": "团委", "共青团": "团委", "团": "团委"}
_PARTY = re.compile(r"^(?:中国共产党|中共)")


@lru_cache(maxsize=1)
def rules() -> dict[str, Any]:
    """The shortening rules of ``data/organs.json``."""
    found: dict[str, Any] = json.loads(files("index").joinpath("data/organs.json").read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True, slots=True)
class Name:
    """A body's name in parts: regions from the largest down, and the organ (省委, 科学技术局 ...)."""

    regions: tuple[str, ...]
    organ: str

    @property
    def whole(self) -> str:
        """The name in one piece."""
        return "".join(self.regions) + self.organ


def plain_party(name: str) -> str:
    """中国共产党江苏省委员会办公厅, 中共江苏省委办公厅 -> 江苏省委办公厅: the party's organs under their usual name."""
    if not _PARTY.match(name):
        return name
    rest = _PARTY.sub("", name)
    return re.sub(r"(?<=[省市县区州旗盟])委员会", "委", rest, count=1)


def split_name(name: str) -> Name:
    """Regions and organ of a name. A region must leave an organ behind; 乌鲁木齐市场监管局 is not 乌鲁木齐市."""
    rest = plain_party(name)
    regions: list[str] = []
    group = _GROUPS.match(rest)
    if group:
        rest = rest[group.end() :]
    for province in rules()["provinces"]:
        if rest.startswith(province) and len(rest) > len(province):
            regions.append(province)
            rest = rest[len(province) :]
            break
    while (found := _PLACE.match(rest)) and len(regions) < 3:
        place = found[1]
        if _NO_PLACE_END.match(rest[len(place) - 1 :]) or len(place) < 2:
            break
        if _NO_PLACE_NAME.search(place):
            break
        regions.append(place)
        rest = rest[len(place) :]
    if group and not (regions and rest.startswith("委员会")):
        return Name((), plain_party(name))
    return Name(tuple(regions), _GROUP_NAMES[group[1]] + rest.removeprefix("委员会") if group else rest)


def level_of(regions: tuple[str, ...], text: str) -> str | None:
    """省, 市 or 县 by the last region; a city under a prefecture counts as 县 where the text speaks of its 自治州 as superior."""
    if not regions:
        return None
    last = regions[-1]
    if last in rules()["provinces"]:
        return "省"
    if last.endswith(("县", "区", "旗")) and not last.endswith(("地区", "自治区")):
        return "县"
    if last.endswith("市") and len(regions) == 1 and re.search(r"(?:自治区|省)[和、]自治州|州党委|州人民政府", text):
        return "县"
    if last.endswith("市") and len(regions) >= 2 and regions[-2] not in rules()["provinces"]:
        return "县"
    return "市" if last.endswith(("市", "州", "地区", "盟")) else None
