"""Pages of portals: what stands around the text is left out; documents in traditional characters are read as simplified ones."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.document import read_one
from index.model import Kind
from index.raw import Line
from index.reading import read_bytes
from index.reading.traditional import WARNING, is_traditional, simplified

PAGE = """<!DOCTYPE html><html><head><title>云岭市水利局2024年部门预算公开_云岭市人民政府</title></head><body>
<div class="top"><a href="/">首页</a> | <a href="/t">繁體版</a> | 无障碍浏览</div><ul class="main nav"><li><a href="/a">政务公开</a></li><li>互动交流</li></ul>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/f">2023年部门决算</a> &gt; 部门预算</div><h1>云岭市水利局2024年部门预算公开</h1>
<div class="info">发布时间：2024-02-05 10:33　来源：云岭市水利局　浏览次数：1,236次　字体：【大 中 小】</div>
<div class="content"><p>第一部分　部门概况</p><p>一、主要职责</p><p>负责全市水利工作。</p><p>第二部分　2024年部门预算情况说明</p><p>一、收支预算总体情况</p>
<p>2024年收入总预算3,405.66万元，比上年预算增加210.40万元，增长6.58%，主要原因是人员增资，见<a href="/x">附表</a>。</p>
<p>二、“三公”经费</p><p>公务接待费6.5万元，同比减少1.5万元，下降18.75%。</p></div>
<div>分享到：微信 微博　打印本页　关闭窗口</div><div>上一篇：<a href="/1">云岭市财政局2024年部门预算公开</a></div>
<div class="side"><h3>相关阅读</h3><ul><li><a href="/2">云岭市民政局2024年部门预算公开（总额 5,000 万元）</a></li></ul></div>
<footer>版权所有：云岭市人民政府 ICP备12345678号 您是第 1,234,567 位访客</footer></body></html>"""

TRADITIONAL = """雲嶺市水利局2024年度部門預算公開

第一部分 部門概況

一、主要職責

負責全市水利工作。

第二部分 2024年度部門預算情況說明

一、收支預算總體情況

2024年收入總預算3,405.66萬元，比上年預算增加210.40萬元，增長6.58%，主要原因是人員增資。

二、人員情況

年末實有人數160人，其中：在職人員83人，退休人員77人。
"""


def test_only_the_text_of_a_page_is_read(tmp_path: Path) -> None:
    path = tmp_path / "页面.html"
    path.write_text(PAGE, encoding="utf-8")
    doc = read_one(path)
    who = doc.record.identity
    assert (who.department, who.fiscal_year, who.kind, who.publication_date) == ("云岭市水利局", 2024, Kind.BUDGET, date(2024, 2, 5))
    assert [(f.measure, str(f.value)) for f in doc.figures] == [
        ("收入总计", "3405.66"), ("收入总计", "210.40"), ("收入总计", "3195.26"), ("收入总计", "6.58"),
        ("公务接待费", "6.5"), ("公务接待费", "-1.5"), ("公务接待费", "8.0"), ("公务接待费", "-18.75"),
    ]  # fmt: skip
    assert "见附表" in "".join(p.text for p in doc.structured.paragraphs)


def test_a_block_of_much_text_is_kept_whatever_its_name() -> None:
    body = "".join(f"<p>第{i}项工作经费支出说明，用于日常运转和专项任务。</p>" for i in range(60))
    blocks = read_bytes(f"<html><body><div id='menu'>{body}</div></body></html>".encode(), "a.html").pages[0].blocks
    assert sum(isinstance(b, Line) for b in blocks) == 60


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16"])
def test_traditional_characters_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "繁.txt"
    path.write_bytes(TRADITIONAL.encode(encoding))
    doc = read_one(path)
    assert (doc.record.identity.department, doc.record.identity.fiscal_year) == ("云岭市水利局", 2024)
    assert ("退休人数", "77") in {(f.measure, str(f.value)) for f in doc.figures}
    assert ("收入总计", "3195.26") in {(f.measure, str(f.value)) for f in doc.figures}
    assert doc.structured.warnings == (WARNING,)


def test_a_traditional_page_is_read_as_the_same_page() -> None:
    plain = "<html><body><h1>云岭市水利局2024年部门预算公开</h1><table><tr><th>项目</th><th>预算数</th></tr><tr><td>办公费</td><td>1.50</td></tr></table></body></html>"
    back = {ord(b): a for a, b in zip("雲嶺門預開項費數辦", "云岭门预开项费数办", strict=True)}
    raw = read_bytes(plain.translate(back).encode(), "a.html")
    assert raw.pages == read_bytes(plain.encode(), "a.html").pages


def test_a_quoted_name_makes_no_text_traditional() -> None:
    assert not is_traditional("云岭市水利局2024年部门预算公开，采购“國風”牌办公设备三台，" * 3)
    assert simplified("雲嶺市預決算") == "云岭市预决算"
    assert len(simplified(TRADITIONAL)) == len(TRADITIONAL)
