"""Attributes of persons and things that disclosures do not give as figures: a name, an age, a brand. Found in words, or said not to be there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.text import normal
from qa.passages.statements import Statement, grams
from qa.passages.wanted import Wanted

_ASKED = r"(?:都|分别|各|到底|究竟|大概)*(?:是|叫|有|属)?(?:些)?(?:什么|啥|哪|几|多大|多少岁|多高|谁)"
_PERSON = r"(?:干部|局长|厅长|处长|科长|主任|书记|主席|院长|检察长|职工|人员|同志|领导|老人|专家|司机|特派员|会计|出纳|(?:那|这)(?:位|名|个人))"


@dataclass(frozen=True, slots=True)
class Attribute:
    """What is asked of a thing: how questions say it, and how a document that gives it would."""

    name: str
    asked: re.Pattern[str]
    written: re.Pattern[str]


def _attribute(name: str, asked: str, written: str) -> Attribute:
    return Attribute(name, re.compile(asked), re.compile(written))


ATTRIBUTES = (
    _attribute("姓名", rf"{_PERSON}[^，。？?]{{0,6}}(?:叫(?:什么|啥)|(?:姓名|名字|贵姓|姓)(?:都|是|叫)*(?:什么|啥|谁)|姓甚名谁)", r"姓名|名叫"),
    _attribute("年龄", r"多大(?:岁数|年纪|年龄)|(?:年龄|岁数|年纪)(?:有|是|都)*(?:多大|多少|几)|多少岁|几岁|哪年(?:出)?生", r"年龄|岁"),
    _attribute("性别", r"是男(?:的)?(?:还)?是女|(?:男|女)的还是|性别", r"性别|女性|男性|[男女]\d"),
    _attribute("学历", rf"学历{_ASKED}|{_ASKED}学历|哪(?:个|所)(?:大学|学校)毕业", r"学历|本科|硕士|博士|毕业"),
    _attribute("品牌", rf"(?:牌子|品牌|厂家|厂商|车型|型号){_ASKED}|(?:什么|啥|哪(?:个|些|种)?)(?:牌子?|品牌|厂家|厂商|型号|车型)", r"品牌|型号|牌"),
    _attribute("产地", r"(?:是不是|有没有|是否|有)?进口(?:车|的|设备|货)|国产(?:的|车)?(?:还是|吗)|(?:哪|什么|啥)(?:里|国|地方)产", r"进口|国产|产地"),
    _attribute("颜色", r"(?:什么|啥)颜色|颜色", r"颜色|色"),
    _attribute(
        "受益单位名单",
        r"(?:给|奖励|支持|资助|补助|发|落|花)(?:到|给|在)?了?(?:哪|那)(?:几|些)(?:家|个)?(?:企业|公司|人|机构|团队|高校|园区)|谁(?:中标|中了标|拿到了?(?:钱|资金|项目))|"
        r"(?:中标|供应|承接)(?:单位|商|方|企业|公司)(?:是|叫|有)?(?:谁|哪)",
        r"名单|分别为|分别是|中标",
    ),
    _attribute("车牌号", r"车牌(?:号)?", r"车牌"),
)


def asked_attributes(text: str) -> tuple[Attribute, ...]:
    """The attributes that a question asks for."""
    return tuple(a for a in ATTRIBUTES if a.asked.search(text))


def telling(statements: Sequence[Statement], wanted: Wanted, attributes: Sequence[Attribute]) -> list[Statement]:
    """The statements that give an attribute of what the question is about: they hold the attribute's word and most of the rest."""
    rest = normal(wanted.text)
    for a in attributes:
        rest = a.asked.sub("，", rest)
    about = grams(rest) & {g for g, w in wanted.grams.items() if w == 1.0} - wanted.understood
    found = [s for s in statements if all(a.written.search(s.text) for a in attributes)]
    return [s for s in found if about and len(about & (s.grams | s.context_grams)) >= 0.6 * len(about)]
