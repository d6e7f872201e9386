"""Classes of 功能分类科目 called by their field (教育、社保、住房各花了多少; 花在环保上的钱) written out as the classes that they are.

A field alone names no class: 教育局 is a body, 教育培训费 a cost. It does where several stand in a list that money is asked of, or where money is 花在 it.
"""

from __future__ import annotations

import re

# Everyday word -> class of 政府收支分类科目 (类级科目).
_CLASSES = {
    "一般公共服务": "一般公共服务支出",
    "公共安全": "公共安全支出",
    "教育": "教育支出",
    "科学技术": "科学技术支出",
    "科技": "科学技术支出",
    "文化旅游体育与传媒": "文化旅游体育与传媒支出",
    "文化体育": "文化旅游体育与传媒支出",
    "文体": "文化旅游体育与传媒支出",
    "社会保障和就业": "社会保障和就业支出",
    "社会保障": "社会保障和就业支出",
    "社保就业": "社会保障和就业支出",
    "社保": "社会保障和就业支出",
    "卫生健康": "卫生健康支出",
    "医疗卫生": "卫生健康支出",
    "医疗": "卫生健康支出",
    "卫生": "卫生健康支出",
    "卫健": "卫生健康支出",
    "节能环保": "节能环保支出",
    "环保": "节能环保支出",
    "城乡社区": "城乡社区支出",
    "农林水": "农林水支出",
    "交通运输": "交通运输支出",
    "交通": "交通运输支出",
    "住房保障": "住房保障支出",
    "住房": "住房保障支出",
}
_WORD = "|".join(sorted(_CLASSES, key=len, reverse=True))
_MONEY = r"(?:这|那)?[两三四五六七几]?[个项块类]?(?:方面|领域)?(?:上)?(?:的)?(?:各|分别|总共|一共|加起来|合计|都|花|用掉|支出|投入|开支|预算|决算|安排|钱|哪|谁)"
_LIST = re.compile(rf"(?P<list>(?:{_WORD})(?:支出)?(?:[、,和与及跟](?:{_WORD})(?:支出)?)+)(?={_MONEY})")
_SINGLE = re.compile(rf"(?P<in>花在|用在|用于|投入到?|投到|投在|在)(?P<one>{_WORD})(?=(?:这|那)?(?:一)?(?:上面?|方面|领域|块)[^,。?]{{0,8}}(?:花|用|钱|投|支出|安排|预算|多少))")
_SPENT = re.compile(rf"(?<=[年的,])(?P<one>{_WORD})(?=(?:这|那)?(?:一)?(?:块|方面|领域)?(?:上)?(?:总共|一共|到底)?(?:花|用)(?:了|掉|去)?(?:多少|几))")


def classes_written_out(text: str) -> str:
    """See module. ``text``: the question in normal form."""
    text = _LIST.sub(lambda m: "、".join(_class(word) for word in re.split("[、,和与及跟](?!就业)", m["list"])), text)
    text = _SINGLE.sub(lambda m: m["in"] + _class(m["one"]), text)
    return _SPENT.sub(lambda m: _class(m["one"]), text)


def _class(word: str) -> str:
    return _CLASSES.get(word.removesuffix("支出"), word)
