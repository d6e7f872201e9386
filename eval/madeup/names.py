"""Invented places and bodies. The organ types and subject names are those of the national classification; the places do not exist."""

from __future__ import annotations

import random
from dataclasses import dataclass

# Two-character place names of our own making; combined with 省/州/市/县 they name no real place that we know of.
FIRST = "云青松澜岚霁沐清禾芷澄景曦朗晴翠溪柏榆槿"
SECOND = "岭禾原汀屿川泽洲陵湾峪坪麓渡岑浦沣畹崖塬"
LEVELS = ("市", "县", "区")


@dataclass(frozen=True, slots=True)
class Trade:
    """A line of government work: the organ's name, its functional class (类), 款 and the 项 of its projects, its duties' topics."""

    organ: str
    class_code: str
    class_name: str
    group_code: str
    group_name: str
    items: tuple[tuple[str, str], ...]
    topics: tuple[str, ...]


TRADES: tuple[Trade, ...] = (
    Trade(
        "教育局",
        "205",
        "教育支出",
        "01",
        "教育管理事务",
        (("02", "一般行政管理事务"), ("99", "其他教育管理事务支出")),
        ("学前教育普及", "教师培训", "校园安全"),
    ),
    Trade(
        "科学技术局",
        "206",
        "科学技术支出",
        "01",
        "科学技术管理事务",
        (("02", "一般行政管理事务"), ("99", "其他科学技术管理事务支出")),
        ("科技成果转化", "科普活动", "科技特派员"),
    ),
    Trade(
        "文化和旅游局",
        "207",
        "文化旅游体育与传媒支出",
        "01",
        "文化和旅游",
        (("02", "一般行政管理事务"), ("09", "群众文化")),
        ("公共文化服务", "旅游推广", "非遗保护"),
    ),
    Trade(
        "民政局",
        "208",
        "社会保障和就业支出",
        "02",
        "民政管理事务",
        (("02", "一般行政管理事务"), ("07", "行政区划和地名管理")),
        ("养老服务", "社会救助", "地名管理"),
    ),
    Trade(
        "生态环境局",
        "211",
        "节能环保支出",
        "01",
        "环境保护管理事务",
        (("02", "一般行政管理事务"), ("04", "生态环境保护宣传")),
        ("大气监测", "环境宣传", "排污许可"),
    ),
    Trade(
        "农业农村局",
        "213",
        "农林水支出",
        "01",
        "农业农村",
        (("02", "一般行政管理事务"), ("08", "病虫害控制")),
        ("种业振兴", "动植物防疫", "农技推广"),
    ),
    Trade(
        "交通运输局",
        "214",
        "交通运输支出",
        "01",
        "公路水路运输",
        (("02", "一般行政管理事务"), ("06", "公路养护")),
        ("农村公路养护", "客运安全", "超限治理"),
    ),
    Trade(
        "应急管理局",
        "224",
        "灾害防治及应急管理支出",
        "01",
        "应急管理事务",
        (("02", "一般行政管理事务"), ("06", "安全监管")),
        ("安全生产检查", "防灾演练", "应急物资"),
    ),
)


@dataclass(frozen=True, slots=True)
class Body:
    """An invented department."""

    name: str
    place: str
    trade: Trade


def bodies(count: int, seed: int) -> list[Body]:
    """``count`` different departments; near-identical neighbours (same place, other organ; same organ, other place) are wanted: they are the trap."""
    chance = random.Random(f"bodies-{seed}")
    places: list[str] = []
    known: set[str] = set()
    while len(places) * len(TRADES) < 2 * count + len(TRADES):
        longer = chance.choice(SECOND) if len(places) > 900 else ""  # two characters make 1,200 places, three characters 24,000
        place = chance.choice(FIRST) + longer + chance.choice(SECOND) + chance.choice(LEVELS)
        if place not in known:
            known.add(place)
            places.append(place)
    pairs = [(p, t) for p in places for t in TRADES]
    chance.shuffle(pairs)
    return [Body(place + trade.organ, place, trade) for place, trade in pairs[:count]]
