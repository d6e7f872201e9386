"""The whole that a share is of, where the question names only the part: the printed share, else the part's usual whole."""

from __future__ import annotations

from collections.abc import Sequence

from qa.lookup import Catalogue, Slot, again
from qa.lookup.names import key
from qa.model import MeasureRef, Query

_WHOLES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("基本支出", "项目支出", "上缴上级支出", "经营支出"), ("本年支出合计", "支出总计")),
    (("人员经费", "公用经费", "工资福利支出", "商品和服务支出", "对个人和家庭的补助"), ("基本支出",)),
    (("因公出国（境）费", "公务接待费", "公务用车购置及运行维护费", "公务用车运行维护费", "公务用车购置费"), ("三公经费",)),
    (("政府采购货物", "政府采购工程", "政府采购服务"), ("政府采购",)),
    (("财政拨款收入", "一般公共预算拨款收入", "事业收入", "经营收入", "其他收入", "上级补助收入", "附属单位上缴收入"), ("本年收入合计", "收入总计")),
)


def with_wholes(query: Query, slots: Sequence[Slot], cat: Catalogue) -> list[Slot]:
    """The slots, each followed by what its share needs: the printed share in front, or the whole behind."""
    out: list[Slot] = []
    for slot in slots:
        printed = again(slot, query, cat, aspect="share")
        whole = None if printed.best else _whole(slot, query, cat)
        if printed.best:
            out.append(printed.at(measure=slot.spot.measure.model_copy(update={"aspect": "share"})))
        out.append(slot)
        if whole is not None:
            out.append(whole)
    return out


def _whole(slot: Slot, query: Query, cat: Catalogue) -> Slot | None:
    own = {key(n) for n in slot.spot.measure.names} | ({key(slot.best.figure.measure)} if slot.best else set())
    for parts, wholes in _WHOLES:
        if own & {key(p) for p in parts}:
            for name in wholes:
                ref = MeasureRef(mention=name, names=(name,), qualifiers=slot.spot.measure.qualifiers, fund=slot.spot.measure.fund)
                found = again(slot, query, cat, measure=ref, aspect="amount")
                if found.best:
                    return found
    return None
