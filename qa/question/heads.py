"""What an amount is divided by where the question only hints at it: 人均 is per person in post, 平均一辆 per car of the kind named."""

from __future__ import annotations

import re

from index.text import normal
from qa.linking.vocabulary import Linker
from qa.model import MeasureRef

_PER_PERSON = re.compile("人均|平均每人|每人平均|每名职工|每个职工|按人头|每人(?=[^,。?]{0,8}(?:多少|几))|平均一(?:个|名)?人")
_PER_CAR = re.compile("每一?辆|一辆|每台车|每部车|单车|辆均|车均")


def with_heads(measures: list[MeasureRef], text: str, linked: Linker) -> list[MeasureRef]:
    """The one amount of a per-head question with what it is divided by; unchanged where the question names two things or no such head.

    Of counted things (一般公务用车) alone, their worth is divided by their number.
    """
    if len(measures) != 1:
        return measures
    only = measures[0]
    if only.aspect == "amount" and only.role == "whole":  # 平均每辆车运行维护费: what is divided, not what it is divided by
        only = only.model_copy(update={"role": "operand"})
    if only.aspect == "count" and only.role == "operand" and not only.names[0].endswith("价值"):
        worth = [n for name in only.names if (link := linked.vocabulary.exact.get(normal(name) + "价值")) for n in link.names]
        if not worth:
            return measures
        value = only.model_copy(update={"aspect": "amount", "names": tuple(dict.fromkeys(worth)), "mention": f"{only.mention}价值"})
        return [value, only.model_copy(update={"role": "whole"})]
    if _PER_PERSON.search(text):
        return [only, _head("在职人数", linked)]
    if _PER_CAR.search(text) and only.aspect == "amount":
        return [only, _head("公务用车保有量", linked)]
    return measures


def _head(name: str, linked: Linker) -> MeasureRef:
    link = linked.vocabulary.exact.get(name)
    names = link.names if link else (name,)
    if name == "公务用车保有量" and (cars := linked.vocabulary.exact.get("车辆")) is not None:
        names = tuple(dict.fromkeys((*names, *cars.names)))
    return MeasureRef(mention=name, names=names, aspect="count", role="whole", score=0.9)
