"""The administrator's page: sign in; upload, remove, rebuild, and what became of it. ``static/admin.js`` sends files and asks for the progress."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from index.model import DocumentRecord
from index.sources import SUFFIXES
from qa.web.exchange import shortened
from qa.web.files import Cell
from qa.web.links import ask_link, document_link
from qa.web.parts import button_link, empty, grid
from qa.web.rebuild import State
from qa.web.render import Child, Html, tag
from qa.web.service import Service

MOST, MOST_VERDICTS = 500, 30  # documents and verdicts that are listed
Verdict = Mapping[str, Any]  # as qa.web.feedback keeps it


def login_page(wrong: str = "") -> Html:
    """The form that asks for the password."""
    entry = tag("input", type="password", name="password", autocomplete="current-password", required=True, maxlength="1000")
    return tag(
        "form",
        tag("label", tag("span", "管理密码"), entry, class_="wz-field wz-wide"),
        tag("button", "登录", type="submit", class_="wz-go"),
        tag("p", wrong, class_="wz-error", role="alert") if wrong else None,
        action="/admin/login",
        method="post",
        class_="wz-form wz-login",
    )


def admin_page(service: Service, state: State, token: str, largest: int, uploaded: int, verdicts: Sequence[Verdict] = ()) -> Html:
    """The page of someone who is signed in. ``largest``: bytes of a file; ``uploaded``: files that were sent here; ``verdicts``: newest first."""
    documents = service.documents()
    return tag(
        "div",
        _standing(len(documents), uploaded, service.index.generation, state, token),
        _sending(largest),
        tag("h2", "已收录的文件"),
        tag("div", _listed(documents, token) if documents else empty("还没有收录文件。"), id="wz-listed"),
        tag("h2", "用户的评价"),
        _verdicts(verdicts) if verdicts else empty("还没有人评价过答案。"),
        id="wz-admin",
        data_csrf=token,
    )


def _standing(documents: int, uploaded: int, generation: str, state: State, token: str) -> Html:
    progress = tag("progress", id="wz-progress", hidden=not state.running, aria_label="更新索引的进度")
    failures = [tag("li", f"{path.rsplit('/', 1)[-1]}：{reason}") for path, reason in state.failures]
    return tag(
        "section",
        tag("p", f"已收录{documents}份文件，其中在这里上传的有{uploaded}份。索引版本：{generation}。", class_="wz-count", id="wz-counted"),
        tag("p", "正在更新索引……" if state.running else state.message, id="wz-state", role="status", data_running="1" if state.running else None),
        progress,
        tag("ul", failures, id="wz-failures"),
        tag(
            "div",
            _post("/admin/build", "重新检查全部文件", token, everything="1", title="检查每份已收录的原文件，有变化的重新读取"),
            _post("/admin/logout", "退出登录", token),
            class_="wz-actions",
        ),
        class_="wz-card",
        aria_label="状态",
    )


def _sending(largest: int) -> Html:
    kinds = "、".join(sorted(suffix[1:] for suffix in SUFFIXES))
    chosen = tag(
        "input", type="file", id="wz-files", multiple=True, accept=",".join(sorted(SUFFIXES)), data_largest=largest, title="选择要上传的文件"
    )
    drop = tag(
        "div",
        tag("label", "选择文件", chosen),
        tag("p", "或把文件拖到这里"),
        tag("p", f"可以上传 {kinds}，每个文件不超过 {largest / (1 << 20):g} MB。传完后自动收录，期间网站照常使用。", class_="wz-note"),
        class_="wz-drop",
        id="wz-drop",
    )
    head = tag("thead", tag("tr", [tag("th", name, scope="col") for name in ("文件", "大小", "结果")]))
    sent = tag(
        "table",
        tag("caption", "上传的文件", class_="wz-unseen"),
        head,
        tag("tbody", id="wz-uploads", aria_live="polite"),
        class_="wz-table wz-list wz-uploads",
    )
    return tag("section", tag("h2", "上传文件"), drop, tag("div", sent, class_="wz-scroll", id="wz-sent", hidden=True), aria_label="上传文件")


def _listed(documents: list[DocumentRecord], token: str) -> Html:
    rows: list[list[Child]] = [
        [
            tag("a", d.file_name, href=document_link(d.id)),
            d.identity.department,
            d.identity.fiscal_year,
            str(d.identity.kind or ""),
            _post("/admin/remove", "移除", token, confirm=f"确定从索引中移除“{d.file_name}”吗？", label=f"移除{d.file_name}", document=d.id),
        ]
        for d in documents[:MOST]
    ]
    more = tag("p", f"只列出前{MOST}份。", class_="wz-note") if len(documents) > MOST else None
    return tag("div", grid(("文件", "部门", "年度", "类型", "操作"), rows, "已收录的文件", stacked=True), more)


def _verdicts(verdicts: Sequence[Verdict]) -> Html:
    rows: list[list[Child]] = [
        [
            tag("a", shortened(v["question"], 80), href=ask_link(v["question"], v["history"])),
            "有用" if v["verdict"] == "up" else "有误",
            v["comment"],
            str(v["time"])[:16].replace("T", " "),
        ]
        for v in verdicts
    ]
    export = tag("p", button_link("导出全部评价", "/admin/feedback.csv", download=True), class_="wz-actions")
    return tag("div", grid(("问题", "评价", "说明", "时间（世界时）"), rows, "用户的评价", stacked=True), export)


VERDICT_HEAD = ("时间", "评价", "问题", "此前的问题", "说明", "索引版本", "答案")


def verdict_rows(verdicts: Sequence[Verdict]) -> Iterator[list[Cell]]:
    """All verdicts for a spreadsheet."""
    for v in verdicts:
        answer = str(v["answer"].get("answer", ""))
        yield [v["time"], "有用" if v["verdict"] == "up" else "有误", v["question"], "；".join(v["history"]), v["comment"], v["generation"], answer]


def _post(action: str, words: str, token: str, *, confirm: str = "", label: str = "", title: str = "", **fields: str) -> Html:
    hidden = [tag("input", type="hidden", name=name, value=value) for name, value in {"csrf": token, **fields}.items()]
    button = tag("button", words, type="submit", class_="wz-small", aria_label=label or None, title=title or None)
    return tag("form", hidden, button, action=action, method="post", class_="wz-inline", data_confirm=confirm or None)
