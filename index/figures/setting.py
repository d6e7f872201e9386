"""What a section's headings say about the numbers below them: whose money, which topic, whether to read at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.figures.naming import fund_of
from index.model import Section
from index.text import normal

_SILENT = re.compile(r"名词解释|名称解释|名词说明|专业名词|^目录$")
_TOPICS = (
    ("机关运行经费", re.compile(r"运行经费")),
    ("政府采购", re.compile(r"政府采购")),
    ("国有资产", re.compile(r"国有资产|资产占")),
    ("预算绩效", re.compile(r"绩效")),
    ("三公经费", re.compile(r"三公")),
    ("委托业务费", re.compile(r"委托业务费")),
    ("上年结转结余", re.compile(r"结转结余|结转和结余")),
    ("机构人员", re.compile(r"机构设置|人员情况|单位构成|预算单位构成|内设机构|所属单位")),
    ("工作任务", re.compile(r"工作任务|工作目标|重点工作")),
)
_LABEL = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十]+[)）])?\s*(?P<label>预算安排规模|资金分配情况|补贴人数|补助人数|补贴标准|补助标准|资金来源|资金执行时间|"
    r"项目承担单位|补贴范围|补贴方式|发放程序|设立的政策依据|受益人群和社会效益|项目名称)\s*[：:]"
)
_PROJECT_HEADING = re.compile(r"^(?P<name>[^，。；:]{4,40}?)(?:项目)?经费(?:的?情况|使用)+的?说明$")
_YEAR_IN_NAMES = re.compile(r"结转结余|结转和结余|项目支出情况|委托业务费")
_WHOLE = re.compile(r"收支预算|收支总|收入预算|支出预算|收入支出决算|收入决算|支出决算|收支决算")


@dataclass(frozen=True, slots=True)
class Setting:
    """``fund``: the scope of money of the section; ``topic``: its short name; ``silent``: definitions and contents, not read.

    ``keep_year``: names of projects with years in them are listed here. ``project``: the project that the heading names.
    ``heads``: class labels that the headings give (公共安全（类）). ``item``: the heading is itself the name of an item (…（款）某项).
    ``cut_path``: the heading is a class path that goes on in the text below it.
    """

    fund: str | None
    topic: str | None
    silent: bool
    keep_year: bool
    project: str | None
    heads: tuple[str, ...]
    item: str | None = None
    cut_path: str | None = None


def setting_of(section: Section | None) -> Setting:
    """Read the heading path of a section (None: text before any heading)."""
    if section is None:
        return Setting(None, None, False, False, None, ())
    path = [normal(title) for title in section.path] or [normal(section.title)]
    silent = section.is_contents or any(_SILENT.search(title) for title in path)
    own = [title for title in path if not re.match(r"^第.部分", title)] or path
    topic = next((name for title in reversed(own) for name, pattern in _TOPICS if pattern.search(title)), None)
    fund = next((f for title in reversed(own) if (f := fund_of(title))), None)
    if fund is None and any(_WHOLE.search(title) for title in own) and topic is None:
        fund = "全口径"
    keep_year = any(_YEAR_IN_NAMES.search(title) for title in own)
    return Setting(
        fund, topic, silent, keep_year, _project_of(section), _heads(path), _item(path), _cut(path)
    )


def project_in(text: str) -> str | None:
    """The project that a line names (项目名称：…), or None."""
    found = re.search(r"项目名称\s*[：:]\s*(?P<name>[^。；;]+)", text) or _PROJECT_HEADING.match(normal(text))
    return re.sub(r"\s+", "", found["name"]).strip() if found else None


def _project_of(section: Section) -> str | None:
    """The project that the heading names, or the nearest heading above it that is the account of one project."""
    titles = section.path or (section.title,)
    above = (found["name"] for title in reversed(titles) if (found := _PROJECT_HEADING.match(normal(title))))
    return project_in(titles[-1]) or next(above, None)


def _cut(path: list[str]) -> str | None:
    return path[-1] if path and re.search(r"\((?:类|款)\)[^()]*[^()]$", path[-1]) else None


def label_in(text: str) -> str | None:
    """The label that a line of a project block begins with (资金分配情况：…), or None."""
    found = _LABEL.match(text)
    return found["label"] if found else None


def without_label(text: str) -> str:
    """The line of a project block without its label."""
    return _LABEL.sub("", text)


def _item(path: list[str]) -> str | None:
    if not path or not re.search(r"\((?:款|项)\)", path[-1]):
        return None
    return path[-1] if re.search(r"\(项\)", path[-1]) or path[-1].endswith("(款)") else f"{path[-1]}(项)"


def _heads(path: list[str]) -> tuple[str, ...]:
    labels: list[str] = []
    for title in path:
        if re.search(r"\(类\).+\(款\).", title):
            continue
        for label, level in re.findall(r"(?:^|[)、.]|\(类\)|\(款\))([^()、.\d]{2,30})\((类|款)\)", title):
            labels.append(f"{label}支出" if level == "类" and not label.endswith("支出") else label)
    return tuple(labels)
