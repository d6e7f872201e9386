"""The tables of the 新疆 disclosure template by title: what their columns are, whatever number the table carries.

The texts that departments publish have their header cells misplaced (tab-separated) or broken into single characters
(flattened), so headers are not read but known. A form is recognised by its title, and only used where the printed header
agrees with it (:func:`columns_shown`: its characters, and the number of columns by its ``※`` line).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import combinations

from index.text import normal

Path = tuple[str, ...]
Identity = tuple[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Form:
    """One form: ``labels`` and ``values`` are the header paths of its columns, left to right. ``name`` is empty where the printed header made it.

    ``sums`` are the printed identities between value columns (0-based): whole = sum of parts. ``codes`` is how many of the
    label columns hold code parts (类 款 项). ``paired`` marks forms of side-by-side groups, whose column order is not labels then values;
    ``sides`` are these groups: how many label columns, and which value columns (of the template's own forms: by the first header word).
    ``shown`` are the value columns kept where a variant leaves some out. ``whole_codes``: one label column holds 2080505.
    ``whole_numbers``: amounts are printed without decimals (元).
    """

    name: str
    title: str
    labels: tuple[Path, ...]
    values: tuple[Path, ...]
    sums: tuple[Identity, ...] = ()
    codes: int = 0
    paired: bool = False
    shown: tuple[int, ...] | None = None
    whole_codes: bool = False
    sides: tuple[tuple[int, tuple[int, ...]], ...] = ()
    whole_numbers: bool = False

    @property
    def columns(self) -> tuple[Path, ...]:
        """All header paths, left to right."""
        if not self.paired:
            return self.labels + self.values
        if self.sides:
            return tuple(path for label, names, values in self.groups for path in (*self.labels[label : label + names], *(self.values[v] for v in values)))
        return tuple(path for label in self.labels for path in (label, *(value for value in self.values if value[0] == label[0])))

    @property
    def groups(self) -> tuple[tuple[int, int, tuple[int, ...]], ...]:
        """The side-by-side groups of ``sides``: first label column (as counted in ``labels``), how many, value columns."""
        firsts = [sum(names for names, _ in self.sides[:i]) for i in range(len(self.sides))]
        return tuple((first, names, values) for first, (names, values) in zip(firsts, self.sides, strict=True))

    def column_of(self, value: int) -> int | None:
        """Where a value column of the whole form stands among those shown, None where the variant leaves it out."""
        if self.shown is None:
            return value
        return self.shown.index(value) if value in self.shown else None


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
    Form("政府性基金预算支出表", r"政府性基金预算支出情况表", _FUNCTION, _three("政府性基金预算支出"), ((0, (1, 2)),), codes=3),
    Form("国有资本经营预算支出表", r"国有资本经营预算支出情况表", _FUNCTION, _three("国有资本经营预算支出"), ((0, (1, 2)),), codes=3),
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


def forms_of(title: str) -> tuple[Form, ...]:
    """The forms (variants of one) that a table title names. ``表 5`` and years in front do not matter."""
    plain = re.sub(r"^(表\d+)?[:：]?(\d{4}年)?", "", normal(title))
    return tuple(form for form in FORMS if re.fullmatch(form.title, plain))


def form_of(title: str) -> Form | None:
    """The first form that a table title names, or None."""
    return next(iter(forms_of(title)), None)


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


_LOOSE = frozenset("()（）“”※科目编代码功能经济分类名称项款计小总合0123456789,.-")


def columns_shown(form: Form, printed: str, count: int | None) -> tuple[int, ...] | None:
    """Which of the form's value columns a (shuffled) printed header names, None where it is not this form's header.

    ``count`` is the number of columns that the ``※`` line counts, if there is one. Years and places leave out a column or
    two: the choice whose characters are those of the header is taken, if it is the only one.
    """
    named = _columns_named(form, printed)
    if named is not None and (count is None or count == len(named)):
        return named
    found = Counter(char for char in normal(printed) if char not in _LOOSE)
    everything = range(len(form.values))
    sizes = [count] if count is not None else [len(form.values), len(form.values) - 1, len(form.values) - 2]
    scored: list[tuple[int, tuple[int, ...]]] = []
    for size in sizes:
        if size < 1 or len(form.values) - size > 2:
            continue
        for shown in combinations(everything, size):
            known = _header_characters(form, shown)
            scored.append((sum(((known - found) + (found - known)).values()), shown))
    if not scored:
        return None
    scored.sort(key=lambda pair: (pair[0], -len(pair[1])))
    best, shown = scored[0]
    rival = next((away for away, other in scored[1:] if len(other) == len(shown)), None)
    return shown if best <= 6 and (rival is None or rival > best) else None


def _columns_named(form: Form, printed: str) -> tuple[int, ...] | None:
    """The value columns whose names stand unbroken in the header; None where other words stand there too."""
    text = normal(printed)
    shown: list[int] = []
    for i in sorted(range(len(form.values)), key=lambda i: -len(form.values[i][-1])):
        name = next((name for name in _spellings(form.values[i][-1]) if name in text), None)
        if name is not None:
            text = text.replace(name, "|", 1)
            shown.append(i)
    others = {part for path in form.columns for part in path}
    for name in sorted(others, key=len, reverse=True):
        for spelling in _spellings(name):
            text = text.replace(spelling, "|")
    rest = [char for char in text if char not in _LOOSE and char != "|"]
    return tuple(sorted(shown)) if shown and len(rest) <= 2 and 0 in shown else None


def is_unbroken(form: Form, header: list[str]) -> bool:
    """Whether all words of a printed header are whole names of the form's columns, so that their order can be told."""
    names = [part for path in form.columns for part in path]
    words = [word for line in header for word in line.split()]
    return all(any(same_column(word, name) for name in names) for word in words)


def _spellings(name: str) -> list[str]:
    """The names of one column in the template's variants, as compared."""
    return [normal(name), *(normal(other) for other, known in _SAME.items() if known == name)]


def _header_characters(form: Form, shown: tuple[int, ...]) -> Counter[str]:
    seen: set[Path] = set()
    known: Counter[str] = Counter()
    for path in (*form.labels, *(form.values[i] for i in shown)):
        for depth in range(1, len(path) + 1):
            if path[:depth] not in seen:
                seen.add(path[:depth])
                known.update(char for char in normal(path[depth - 1]) if char not in _LOOSE)
    return known


def narrowed(form: Form, shown: tuple[int, ...]) -> Form:
    """The form with only these value columns, its sums renumbered."""
    if len(shown) == len(form.values):
        return form
    where = {old: new for new, old in enumerate(shown)}
    sums = tuple((where[whole], tuple(where[part] for part in parts if part in where)) for whole, parts in form.sums if whole in where)
    return replace(form, values=tuple(form.values[i] for i in shown), sums=sums, shown=shown)
