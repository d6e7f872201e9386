"""The tables of the 新疆 disclosure template by title: what their columns are, whatever number the table carries.

The texts that departments publish have their header cells misplaced (tab-separated) or broken into single characters
(flattened), so headers are not read but known. A form is recognised by its title, and only used where the printed header
agrees with it (:func:`form_for` on the characters of the header, the ``※`` line on the number of columns).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from index.text import normal

Path = tuple[str, ...]
Identity = tuple[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Form:
    """One form: ``labels`` and ``values`` are the header paths of its columns, left to right.

    ``sums`` are the printed identities between value columns (0-based): whole = sum of parts. ``codes`` is how many of the
    label columns hold code parts (类 款 项). ``pairs`` marks the two side-by-side forms, whose column order is not labels then values.
    """

    name: str
    title: str
    labels: tuple[Path, ...]
    values: tuple[Path, ...]
    sums: tuple[Identity, ...] = ()
    codes: int = 0
    paired: bool = False

    @property
    def columns(self) -> tuple[Path, ...]:
        """All header paths, left to right (labels then values; the paired forms list theirs in ``values`` order)."""
        return self.labels + self.values


def _subject(code: str, name: str, *, group: str | None = "科目") -> tuple[Path, ...]:
    front: Path = (group,) if group else ()
    return (*((*front, code, part) for part in ("类", "款", "项")), (*front, name))


_FUNCTION = _subject("功能分类科目编码", "功能分类科目名称")
_FUNDING = "财政拨款（补助）"
_SOURCES = (("资金来源", "一般公共预算"), ("资金来源", "政府性基金"), ("资金来源", "国有资本经营预算"))
_TRANSFERS = (
    "一般公共预算",
    "上级一般公共预算安排的转移支付",
    "政府性基金预算",
    "上级政府性基金安排的转移支付",
    "国有资本经营预算",
    "上级国有资本经营预算安排的转移支付",
)
_ECONOMIC = (
    "工资福利支出",
    "商品服务支出",
    "对个人和家庭的补助",
    "债务利息及费用支出",
    "资本性支出（基本建设）",
    "资本性支出",
    "对企业补助（基本建设）",
    "对企业补助",
    "对社会保障基金补助",
    "其他支出",
)


def _three(top: str) -> tuple[Path, ...]:
    return ((top, "合计"), (top, "基本支出"), (top, "项目支出"))


def _four(top: str) -> tuple[Path, ...]:
    return ((top, "合计"), (top, "基本支出", "人员经费"), (top, "基本支出", "公用经费"), (top, "项目支出"))


_PARTS = (("合计",), ("基本支出", "人员经费"), ("基本支出", "公用经费"), ("项目支出",))
_CARRIED = tuple((top, *path) for top in ("财政拨款", "非财政拨款") for path in _PARTS)

FORMS: tuple[Form, ...] = (
    Form(
        "收支总表",
        r"(部门|单位)?收支总体情况表",
        (("收入", "项目"), ("支出", "支出功能分类")),
        (("收入", "预算数"), ("支出", "预算数")),
        paired=True,
    ),
    Form(
        "收入总表",
        r"(部门|单位)?收入总体情况表",
        _subject("功能分类科目编码", "功能分类科目名称", group=None),
        (
            ("总计",),
            (_FUNDING, "财政拨款（补助）小计"),
            *((_FUNDING, name) for name in _TRANSFERS),
            ("财政专户（教育收费）",),
            ("单位资金",),
            ("财政拨款结转",),
            ("非财政拨款结转结余",),
        ),
        ((0, (1, 8, 9, 10, 11)), (1, (2, 3, 4, 5, 6, 7))),
        codes=3,
    ),
    Form("支出总表", r"(部门|单位)?支出总体情况表", _FUNCTION, _three("支出预算"), ((0, (1, 2)),), codes=3),
    Form(
        "财政拨款收支总表",
        r"财政拨款收支(预算)?总体情况表",
        (("财政拨款收入", "项目"), ("财政拨款支出", "支出功能分类")),
        (
            ("财政拨款收入", "合计"),
            ("财政拨款支出", "合计"),
            ("财政拨款支出", "一般公共预算"),
            ("财政拨款支出", "政府性基金预算"),
            ("财政拨款支出", "国有资本经营预算"),
        ),
        ((1, (2, 3, 4)),),
        paired=True,
    ),
    Form("一般公共预算支出表", r"一般公共预算支出情况表", _FUNCTION, _three("一般公共预算支出"), ((0, (1, 2)),), codes=3),
    Form(
        "一般公共预算基本支出表",
        r"一般公共预算基本支出情况表",
        (("科目", "经济分类科目编码", "类"), ("科目", "经济分类科目编码", "款"), ("科目", "经济分类科目名称")),
        (("一般公共预算基本支出", "合计"), ("一般公共预算基本支出", "人员经费"), ("一般公共预算基本支出", "公用经费")),
        ((0, (1, 2)),),
        codes=2,
    ),
    Form(
        "一般公共预算项目支出表",
        r"一般公共预算项目支出情况表",
        (*_subject("科目编码", "功能分类科目名称", group=None), ("项目名称",)),
        (("项目支出合计",), *((name,) for name in _ECONOMIC)),
        ((0, tuple(range(1, 11))),),
        codes=3,
    ),
    Form("政府性基金预算支出表", r"政府性基金预算支出情况表", _FUNCTION, _four("政府性基金预算支出"), ((0, (1, 2, 3)),), codes=3),
    Form("国有资本经营预算支出表", r"国有资本经营预算支出情况表", _FUNCTION, _four("国有资本经营预算支出"), ((0, (1, 2, 3)),), codes=3),
    Form("三公经费表", r"(财政拨款|一般公共预算)?三公经费(支出)?情况表", (("“三公”经费支出内容",),), (("合计",), *_SOURCES), ((0, (1, 2, 3)),)),
    Form("委托业务费表", r"(财政拨款)?委托业务费支出情况表", (("项目名称",),), (("合计",), *_SOURCES), ((0, (1, 2, 3)),)),
    Form(
        "上年结转结余表",
        r"上年结转结余情况(明细)?表",
        (("项目名称",),),
        (("总计",), *_CARRIED),
        ((0, (1, 5)), (1, (2, 3, 4)), (5, (6, 7, 8))),
    ),
)
PERFORMANCE = re.compile(r"绩效(目标|自评|目标自评|监控|评价)?(自评)?(申报)?表")
_SAME = {
    "科目代码": "科目编码",
    "科目名称": "支出功能分类",
    "商品和服务支出": "商品服务支出",
    "小计": "合计",
    "合计": "总计",
    "项目": "项目名称",
}


def form_of(title: str) -> Form | None:
    """The form that a table title names, or None. ``表 5`` and years in front do not matter."""
    plain = re.sub(r"^(表\d+)?[:：]?(\d{4}年)?", "", normal(title))
    return next((form for form in FORMS if re.fullmatch(form.title, plain)), None)


def is_performance(title: str) -> str | None:
    """``绩效目标表`` or ``绩效自评表`` for the title of a performance form, None for another."""
    plain = normal(title)
    if not (plain.endswith("表") and "绩效" in plain and PERFORMANCE.search(plain) and len(plain) <= 40):
        return None
    return "绩效自评表" if "自评" in plain else "绩效目标表"


def same_column(printed: str, known: str) -> bool:
    """Whether a printed header text names a known column (brackets, blanks, 科目代码/科目编码 and the like apart)."""
    a, b = (normal(text).replace("(", "").replace(")", "") for text in (printed, known))
    if a == b or _SAME.get(a) == b or _SAME.get(b) == a:
        return True
    return len(a) > 3 and len(b) > 3 and (a.endswith(b) or b.endswith(a)) and abs(len(a) - len(b)) <= 4 and a[0] == b[0]


def header_agrees(form: Form, printed: str) -> bool:
    """Whether the characters of a (shuffled) printed header are those of the form's header, give or take a few."""
    known: Counter[str] = Counter()
    seen: set[Path] = set()
    for path in form.columns:
        for depth in range(1, len(path) + 1):
            if path[:depth] not in seen:
                seen.add(path[:depth])
                known.update(normal(path[depth - 1]))
    found = Counter(normal(printed))
    for char in "()（）“”":
        known.pop(char, None)
        found.pop(char, None)
    away = sum(((known - found) + (found - known)).values())
    return away <= max(6, sum(known.values()) // 8)
