"""Where a measure stands first: which tables are the main place of which kind of item, and which funds are narrower than others.

From the nine to twelve standard tables of 部门预算/部门决算 and 《政府收支分类科目》 (functional codes start with 2, economic ones with 3).
"""

from __future__ import annotations

import re

from index.model import Figure

# (pattern over the measure's key, forms that are its main place, best first; a form counts where its name contains the text)
_MAIN: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (
    (re.compile(r"三公|因公出国|公务用车|公务接待|会议费|培训费"), ("三公", "基本支出", "支出总")),
    (re.compile(r"机关运行经费"), ("机关运行",)),
    (re.compile(r"政府采购"), ("政府采购",)),
    (re.compile(r"委托业务费"), ("委托业务费", "基本支出")),
    (re.compile(r"结转|结余"), ("收支总", "结转", "收入总")),
    (re.compile(r"收入"), ("收支总", "收入总", "财政拨款收支总")),
    (re.compile(r"^(?:基本支出|项目支出|支出|本年支出|支出合计|支出总计|支出预算|总支出|上缴上级支出|事业单位经营支出)"), ("支出总", "收支总", "财政拨款收支总")),
    (re.compile(r"人员经费|公用经费|人员支出|公用支出"), ("基本支出", "支出总")),
)
_ECONOMIC = ("基本支出", "三公", "机关运行", "支出总")
_FUNCTIONAL = ("支出总", "收支总", "财政拨款支出", "一般公共预算支出", "财政拨款收支", "收入总")
_NARROW = ("财政拨款", "一般公共预算", "政府性基金", "国有资本")
_FUNDS = {None: 0.0, "": 0.0, "全口径": 0.0, "财政拨款": 0.6, "一般公共预算": 0.8}


def main_place(figure: Figure, measure: str) -> float:
    """How much a figure's form is the main place of the measure: 2 for the first form of its list, less after, 0 elsewhere."""
    form = figure.form or ""
    if not form:
        return 0.4 if figure.paragraph is not None else 0.0
    for pattern, forms in _MAIN:
        if pattern.search(measure):
            return _place(form, forms)
    if figure.code:
        return _place(form, _ECONOMIC if figure.code.startswith(("3", "5")) else _FUNCTIONAL)
    return _place(form, _FUNCTIONAL)


def _place(form: str, forms: tuple[str, ...]) -> float:
    for rank, text in enumerate(forms):
        if text in form:
            narrower = form.startswith(_NARROW) and not text.startswith(_NARROW)
            return 2.0 - 0.4 * rank - (0.3 if narrower else 0.0)
    return -0.5


def narrowness(fund: str | None) -> float:
    """How narrow a fund is when the question names none: 0 for the whole money, more for parts of it."""
    return _FUNDS.get(fund, 2.5)
