"""A small made-up disclosure in memory, as the reading rooms would hand it over."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from index.chunks import chunks_of
from index.document import ReadDocument
from index.model import Cell, DocumentRecord, FileFormat, Identity, Kind, Paragraph, Scope, Section, Structured, Table
from index.store.memory import MemoryIndex

BUREAU = "云川市水务局"
OTHER = "青禾县文化馆"


def document(
    department: str, outline: dict[tuple[str, ...], Sequence[str]], *, year: int = 2031, kind: Kind = Kind.BUDGET, tables: Sequence[Table] = ()
) -> ReadDocument:
    """A document with the paragraphs of each heading path."""
    sections, paragraphs = [], []
    for path, texts in outline.items():
        ordinal = len(sections)
        sections.append(Section(ordinal, len(path), path[-1], path, 1))
        paragraphs += [Paragraph(len(paragraphs) + i, ordinal, text, 1, 1) for i, text in enumerate(texts)]
    identity = Identity(f"{department}{year}", department, department, year, kind, Scope.DEPARTMENT, aliases=(department,))
    sha = hashlib.sha256(f"{department}{year}{kind}".encode()).hexdigest()
    name = f"{department}{year}{kind}.txt"
    structured = Structured(sha, name, FileFormat.FLAT_TEXT, 1, tuple(sections), tuple(paragraphs), tuple(tables))
    record = DocumentRecord(sha, name, name, FileFormat.FLAT_TEXT, 1, identity)
    return ReadDocument(record, structured, (), tuple(chunks_of(structured, identity)))


def grid(rows: Sequence[Sequence[str]], *, title: str, form: str | None, header_rows: int = 0, section: int = 0) -> Table:
    """A table of texts."""
    width = max(map(len, rows))
    cells = tuple(Cell(r, c, text, 1) for r, row in enumerate(rows) for c, text in enumerate(row) if text)
    paths = tuple((rows[0][c],) if header_rows and c < len(rows[0]) else () for c in range(width))
    labels = tuple((row[0],) if r >= header_rows and row[0] else () for r, row in enumerate(rows))
    return Table(0, section, title, None, None, form, 1, 1, len(rows), width, header_rows, cells, paths, labels, (None,) * len(rows))


def made_up() -> MemoryIndex:
    """Two departments: a bureau with every kind of passage, and a house of culture with little."""
    review = grid(
        [
            ["项目名称", "河道清淤工程", "", ""],
            ["年度总体目标", "", "", ""],
            ["预期目标", "", "实际完成情况", ""],
            ["清淤河道12公里，改善两岸环境。", "", "受汛期提前影响，清淤河道7公里，其余转入下年。", ""],
            ["一级指标", "三级指标", "完成值", "偏差原因分析及改进措施"],
            ["产出指标", "清淤长度", "7公里", "汛期较常年提前二十天，施工窗口缩短。"],
        ],
        title="项目支出绩效自评表",
        form="绩效自评表",
        section=6,
    )
    bureau = document(
        BUREAU,
        {
            ("第一部分 概况", "一、主要职能"): [
                "（一）负责全市水资源的统一管理和保护。",
                "（二）负责河道、水库的防汛抗旱工作，组织编制防御洪水方案。",
                "（三）指导农村饮水安全工程建设。",
            ],
            ("第一部分 概况", "二、机构设置"): [
                "本局内设办公室、规划科、防汛科3个科室。",
                "下属预算单位包括：",
                "1．云川市水文站",
                "2．云川市河道管理所",
            ],
            ("第三部分 情况说明", "二、收入预算情况说明"): [
                "一般公共预算500万元，比上年预算增加20万元，增长4.17%，主要原因是新增防汛物资储备经费。",
                "财政拨款结转30万元，比上年预算减少70万元，下降70%，主要原因是上年结转的水库加固资金已全部执行完毕。",
            ],
            ("第三部分 情况说明", "七、项目支出情况说明"): [
                "（一）项目名称：河道清淤工程",
                "设立的政策依据：《云川市河道管理办法》（云政发〔2029〕15号）",
                "资金分配情况：施工费80万元、监理费6万元",
                "资金执行时间：2031年3月至11月",
                "（二）项目名称：水库巡查补助",
                "设立的政策依据：《水库巡查员管理细则》（云水发〔2030〕2号）",
                "补贴方式：由镇水务站按季度汇总名单，经本局审核后打入巡查员个人账户",
            ],
            ("第三部分 情况说明", "八、政府性基金预算情况说明"): ["云川市水务局2031年没有使用政府性基金预算拨款安排的支出。"],
            ("第三部分 情况说明", "十、“三公”经费预算情况说明"): [
                "2031年“三公”经费预算比上年减少6万元，下降30%，其中：公务接待费增加0万元，增长0%，主要原因是与上年一致；"
                "公务用车运行维护费减少6万元，下降40%，主要原因是两辆旧车报废。",
            ],
            ("第三部分 情况说明", "十二、预算绩效情况"): ["本部门对1个项目开展绩效自评。联系电话：0990-6214453。"],
            ("第四部分 名词解释",): [
                "一、项目支出：指在基本支出之外为完成特定任务发生的支出。",
                "二、“三公”经费：指因公出国（境）费、公务用车购置及运行维护费和公务接待费。",
            ],
        },
        tables=[review],
    )
    house = document(
        OTHER,
        {
            ("第一部分 概况", "一、主要职能"): ["组织群众文化活动，开展河道文化宣传。"],
            ("第三部分 情况说明", "八、政府性基金预算情况说明"): ["青禾县文化馆2031年政府性基金预算支出15万元，用于剧场设备更新。"],
        },
    )
    return MemoryIndex([bureau, house])
