"""Bodies of every kind: courts, sub-district offices, town governments, party organs, people's organisations, schools, hospitals, zones."""

from __future__ import annotations

import random

from eval.madeup.names import TRADES, Body, Trade, bodies

_GENERAL = (("02", "一般行政管理事务"), ("99", "其他政府办公厅（室）及相关机构事务支出"))
_OFFICE = ("201", "一般公共服务支出", "03", "政府办公厅（室）及相关机构事务")


def _trade(organ: str, group: tuple[str, str, str, str], items: tuple[tuple[str, str], ...], topics: tuple[str, str, str]) -> Trade:
    return Trade(organ, group[0], group[1], group[2], group[3], items, topics)


# The organ's name follows the place's; {} stands where a name of its own belongs.
KINDS: tuple[Trade, ...] = (
    _trade("人民法院", ("204", "公共安全支出", "05", "法院"), (("02", "一般行政管理事务"), ("04", "案件审判")), ("案件审理", "执行攻坚", "诉讼服务")),
    _trade("人民检察院", ("204", "公共安全支出", "04", "检察"), (("02", "一般行政管理事务"), ("99", "其他检察支出")), ("公益诉讼", "检察听证", "法治宣讲")),
    _trade("人民政府{}街道办事处", _OFFICE, _GENERAL, ("社区服务", "市容管理", "物业治理")),
    _trade("{}镇人民政府", _OFFICE, _GENERAL, ("村庄清洁", "农田水利", "乡村治理")),
    _trade("委员会组织部", ("201", "一般公共服务支出", "32", "组织事务"), (("02", "一般行政管理事务"), ("99", "其他组织事务支出")), ("干部培训", "人才引育", "基层党建")),
    _trade("总工会", ("201", "一般公共服务支出", "29", "群众团体事务"), (("02", "一般行政管理事务"), ("99", "其他群众团体事务支出")), ("职工服务", "劳动竞赛", "困难帮扶")),
    _trade("妇女联合会", ("201", "一般公共服务支出", "29", "群众团体事务"), (("02", "一般行政管理事务"), ("99", "其他群众团体事务支出")), ("家庭教育", "巾帼就业", "儿童关爱")),
    _trade("第一中学", ("205", "教育支出", "01", "教育管理事务"), (("02", "一般行政管理事务"), ("99", "其他教育管理事务支出")), ("校舍维修", "学生资助", "实验教学")),
    _trade("人民医院", ("210", "卫生健康支出", "01", "卫生健康管理事务"), (("02", "一般行政管理事务"), ("99", "其他卫生健康管理事务支出")), ("医疗设备", "门诊改造", "人才培养")),
    _trade("经济技术开发区管理委员会", _OFFICE, _GENERAL, ("招商服务", "园区绿化", "企业扶持")),
)  # fmt: skip
_OWN = "松庭柳溪霞浦竹港梅湾"


def all_bodies(count: int, seed: int) -> list[Body]:
    """``count`` bodies of all kinds in turn, bureaus among them; places and names are invented."""
    chance = random.Random(f"offices-{seed}")
    kinds = [*KINDS, *chance.sample(list(TRADES), 3)]
    chance.shuffle(kinds)
    found = []
    for number, body in enumerate(bodies(count, seed + 31)):
        trade = kinds[number % len(kinds)]
        own = "".join(chance.sample(_OWN, 2))
        organ = trade.organ.replace("{}", own)
        place = f"中共{body.place}" if organ.startswith("委员会") else body.place
        found.append(Body(place + organ, body.place, trade))
    return found
