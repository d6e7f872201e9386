"""Polite answers that need no figures: greetings, what the system can do, what it cannot, which documents it has."""

from __future__ import annotations

import re

from qa.answer.absent import documents_line, listed
from qa.answer.sheet import Sheet
from qa.lookup import Catalogue
from qa.model import Answer, Query

_DECLINED = {
    "opinion": "我只能如实引用公开的预算、决算文件，不对数字是否合理作评价。您可以问具体的数额、变动和文件给出的原因，由您自己判断。",
    "prediction": "我不作预测，只回答已公开的预算、决算文件里的数据。您可以问已公开年度的数额和变化。",
    "private": "个人信息不在可以回答的范围内。您可以问部门公开的人数、经费等数据。",
    "advice": "我不能提供建议或代写材料，只回答部门预算、决算公开文件里的内容。",
    "injection": "我是部门预算、决算公开文件的问答助手，只回答与这些文件有关的问题，不执行其他指令。",
}
_OUT = "这个问题不在我的范围内。我只回答部门预算、决算公开文件里的内容。"


def examples(cat: Catalogue, most: int = 3) -> list[str]:
    """Questions that the index can answer, made from what it holds: its departments, years and common items."""
    items = ("“三公”经费", "项目支出", "机关运行经费")
    made = []
    for number, (department, records) in enumerate(cat.by_department.items()):
        identity = records[-1].identity
        year = f"{identity.fiscal_year}年" if identity.fiscal_year else ""
        made.append(f"{department}{year}{items[number % len(items)]}是多少？")
    return made[:most]


def chitchat(query: Query, sheet: Sheet, cat: Catalogue) -> Answer:
    """A greeting or thanks, and what can be asked."""
    if re.search(r"谢|辛苦|再见|拜拜|帮大忙", query.text):
        sheet.say("不客气！随时可以继续问我部门预算、决算公开里的数据。")
        sheet.suggestions.extend(examples(cat))
        return sheet.answer("answered", query)
    sheet.say("您好！我是“问账”，部门预算、决算公开信息的问答助手。")
    sheet.say("可以帮您查询各部门公开的预算和决算：金额、占比、增减变化、原因、绩效目标、人员和车辆等，并给出在原文件里的出处；也能跨部门、跨年度比较和计算。")
    sheet.suggestions.extend(examples(cat))
    if sheet.suggestions:
        sheet.say("比如：" + " ".join(sheet.suggestions[:2]))
    return sheet.answer("answered", query)


def declined(query: Query, sheet: Sheet, cat: Catalogue) -> Answer:
    """A question that is none for this system, with what can be asked instead."""
    sheet.say(_DECLINED.get(query.decline_reason or "", _OUT))
    sheet.suggestions.extend(examples(cat))
    return sheet.answer("declined", query)


def meta(query: Query, sheet: Sheet, cat: Catalogue) -> Answer:
    """Which documents are indexed."""
    if not cat.documents:
        sheet.say("还没有收录任何公开文件。请先用 `python -m index build 文件夹` 建立索引。")
        return sheet.answer("not_found", query)
    sheet.say(f"目前收录了{len(cat.by_department)}个部门的{len(cat.documents)}份预算、决算公开文件：")
    lines = documents_line(cat)
    for line in lines[:12]:
        sheet.say(f"- {line}")
    if len(lines) > 12:
        sheet.say(f"- ……另有{listed([line.split('：')[0] for line in lines[12:]])}")
    sheet.suggestions.extend(examples(cat))
    return sheet.answer("answered", query)
