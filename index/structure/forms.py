"""The form of a table, whatever its number: told from its title, else from its headers and labels.

The forms are the sheets of 部门预算 and 部门决算 alike: 收支总表, 收入总表, 支出总表, 财政拨款收支总表, 一般公共预算支出表,
财政拨款支出表, 基本支出表, 项目支出表, 三公经费表, 政府性基金表, 国有资本经营表, 机关运行经费表, 政府采购表, 结转结余表,
委托业务费表, 绩效目标表, 绩效自评表, 资产表, 目录, 单位构成表. None: not told.
"""

from __future__ import annotations

import re

from index.text import normal

_BY_TITLE: tuple[tuple[str, str], ...] = (
    (r"自评", "绩效自评表"),
    (r"绩效", "绩效目标表"),
    (r"三公", "三公经费表"),
    (r"因公出国.*(?:接待|用车)", "三公经费表"),
    (r"机关运行经费", "机关运行经费表"),
    (r"采购", "政府采购表"),
    (r"购买服务", "政府购买服务表"),
    (r"委托业务", "委托业务费表"),
    (r"(?:上年)?结转(?:和)?结余|结转资金", "结转结余表"),
    (r"国有资产|资产占用|资产情况", "资产表"),
    (r"政府性基金", "政府性基金表"),
    (r"国有资本经营", "国有资本经营表"),
    (r"(?:财政拨款|一般公共预算).*(?:收支|收入支出)", "财政拨款收支总表"),
    (r"收支|收入支出|收入、支出", "收支总表"),
    (r"基本支出", "基本支出表"),
    (r"项目支出|项目预算|特定目标类|项目(?:经费)?(?:明细|清单|一览)|专项资金", "项目支出表"),
    (r"一般公共预算.*支出", "一般公共预算支出表"),
    (r"财政拨款.*支出", "财政拨款支出表"),
    (r"收入", "收入总表"),
    (r"支出", "支出总表"),
    (r"单位构成|单位名录|预算单位", "单位构成表"),
)


_GENERAL = frozenset({"收支总表", "收入总表", "支出总表"})


def form_of(title: str, headers: tuple[tuple[str, ...], ...] = (), labels: tuple[str, ...] = ()) -> str | None:
    """The form by title; by column headers and row labels where the title does not tell; None where neither does."""
    plain = normal(title)
    header = _by_headers(normal("".join("".join(p) + "|" for p in headers)), labels)
    if re.search(r"表|情况|明细|一览|总计|决算|预算", plain):
        for pattern, form in _BY_TITLE:
            if re.search(pattern, plain):
                return header if form in _GENERAL and header == "三公经费表" else form  # the last line of a title that wraps says too little
    return header


def _by_headers(headers: str, labels: tuple[str, ...]) -> str | None:
    if "三公" in headers or (re.search("因公出国", headers) and re.search("公务接待|公务用车", headers)):
        return "三公经费表"
    if re.search("采购品目|采购项目|采购方式|采购组织", headers):
        return "政府采购表"
    if re.search("一级指标|三级指标|指标值", headers):
        return "绩效自评表" if re.search("得分|完成值|实际完成", headers) else "绩效目标表"
    if re.search("单位名称", headers) and re.search("序号|备注", headers) and not re.search("金额|合计|预算数|决算数", headers):
        return "单位构成表"
    if headers.count("收入") and headers.count("支出") and re.search("项目|金额|预算数|决算数", headers):
        return "收支总表"
    joined = normal("|".join(labels))
    if re.search(r"工资福利支出.*基本工资", joined):
        return "基本支出表"
    if re.search("基本支出.*项目支出", headers):
        return "支出总表"
    return None
