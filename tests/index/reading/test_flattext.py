"""A flattened disclosure of an invented department: tables rebuilt, columns won back, forms put together, prose paged."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import UnreadableDocument
from index.figures.performance import performance_figures
from index.identity import identify
from index.model import Aspect, FileFormat
from index.raw import Line, RawDocument, RawTable
from index.reading.plaintext import read_text
from index.structure import structure

HEAD = "编制部门：青石县文化局 单位：万元\n"
LEFT = [
    ("一、本年收入", "500.00"), ("1.一般公共预算拨款", "500.00"), ("其中：一般财力", "420.00"), ("上级一般公共预算安排转移支付", "80.00"),
    ("2.政府性基金预算拨款", ""), ("其中：政府性基金收入", ""), ("上级政府性基金安排转移支付", ""), ("3.国有资本经营预算拨款", ""),
    ("其中：国有资本经营收入", ""), ("上级国有资本经营预算安排转移支付", ""), ("4.财政专户核拨", ""), ("5.单位资金", "30.00"),
    ("其中：事业收入", "30.00"), ("二、上年结转结余", "7.50"), ("1.财政拨款结转", "7.50"), ("2.非财政拨款结转结余", ""),
]  # fmt: skip
RIGHT = ["201 一般公共服务支出", "207 文化旅游体育与传媒支出", "208 社会保障和就业支出", *(f"{n} 其他类支出" for n in range(210, 223))]
SPENT = {"207": "497.50", "208": "40.00"}
INCOME = """表 2
部门收入总体情况表
编制部门：青石县文化局 单位：万元
功能分类
科目编码
功能分类科目名称 总计
财政拨款（补助）
财政专户
（教育收
费）
单位资金
财政拨款
结转
非财政拨
款结转结
余类 款 项
财政拨款(补
助)小计
一般公共预
算
上级一般公
共预算安排
的转移支付
政府性基金预算
上级政府性基金
安排的转移支付
国有资本
经营预算
上级国有
资本经营
预算安排
的转移支
付
※ ※ ※ ※ 1 2 3 4 5 6 7 8 9 10 11 12
总计 537.50 500.00 420.00 80.00 30.00 7.50
207 文化旅游体育与传媒支出 497.50 460.00 380.00 80.00 30.00 7.50
207 01 文化和旅游 497.50 460.00 380.00 80.00 30.00 7.50
207 01 01 行政运行 380.00 380.00 380.00
207 01 04 图书馆 87.50 80.00 80.00 7.50
207 01 99
其他文化和旅游
支出
30.00 30.00
"""
INCOME_TAIL = """208 社会保障和就业支出 40.00 40.00 40.00
208 05 行政事业单位养老支出 40.00 40.00 40.00
208 05 05 机关事业单位基本养老保险缴费支出 40.00 40.00 40.00
"""
GENERAL = """表 5
一般公共预算支出情况表
编制部门：青石县文化局 单位：万元
科目 一般公共预算支出
功能分类科目编码
功能分类科目名称 合计 基本支出 项目支出
类 款 项
※ ※ ※ ※ 1 2 3
总计 500.00 420.00 80.00
207 文化旅游体育与传媒支出 460.00 380.00 80.00
207 01 文化和旅游 460.00 380.00 80.00
207 01 01 行政运行 380.00 380.00
207 01 04 图书馆 80.00 80.00
208 社会保障和就业支出 40.00 40.00
208 05 行政事业单位养老支出 40.00 40.00
208 05 05 机关事业单位基本养老保险缴费支出 40.00 40.00
"""
PROJECTS = """表 7
一般公共预算项目支出情况表
编制部门：青石县文化局 单位：万元
科目编码
功能分类科目名称 项目名称
项目支出
合计
工资福利
支出
商品服务
支出
对个人和
家庭的补
助
债务利息
及费用支
出
资本性支
出（基本建设）
资本性支
出
对企业补
助（基本建设）
对企业
补助
对社会保障
基金补助
其他支出
类 款 项
※ ※ ※ ※ ※ 1 2 3 4 5 6 7 8 9 10 11
总计 80.00 60.00 20.00
青石县文化局 80.00 60.00 20.00
207 文化旅游体育与传媒支出 80.00 60.00 20.00
207 01 文化和旅游 80.00 60.00 20.00
207 01 04 图书馆 青文〔2030〕12 号流动书屋
购书经费
50.00 50.00
207 01 04 图书馆 夜间开放经费 30.00 10.00 20.00
"""
EMPTY = """表 8
政府性基金预算支出情况表
编制部门：青石县文化局 单位：万元
科目 政府性基金预算支出
功能分类科目编码
功能分类科目名称 合计
基本支出
项目支出
类 款 项 人员经费 公用经费
※ ※ ※ ※ 1 2 3 4
青石县文化局 2031 年没有使用政府性基金预算拨款安排的支出，政府性基金预算支出情况表为空
表。
"""
PROSE = """第三部分 2031 年部门预算情况说明
一、 关于青石县文化局 2031 年收支预算情况总体说明
收支总预算 537.50 万元。
"""
FORM = """项 目 支 出 绩 效 自 评 表
（2031 年度）
项目名称 流动书屋
主管部门 青石县文化局 实施单位 青石县图书馆
项目资金
（万元）
年初预算数 全年预算数 全年执行数 分值 执行率 得分
年度资金总额 50.00 50.00 25.00 10 50.00% 5.00
其中：当年财
政拨款
50.00 50.00 25.00 — — —
其他资金 0.00 0.00 0.00 — — —
年度
总体
目标
预期目标 实际完成情况
购置图书三千册，开通流动书屋线路五条，使乡镇群众就近
借阅，提升服务水平。
全年购置图书一千册，开通线路三条，因采购
推迟，其余顺延。
一级指
标
二级指标 三级指标 年度指标值 实际完成值 分值 得分
偏差原
因分析
及改进
措施
年度
绩效
指标
完成
情况
产出指
标
数量指标
购置图书数
量（册）
>=3000 册 =1000 册 20 6.67
采购推
迟，顺
延至次
年。
开通书屋线
路（条）
>=5 条 =3 条 20 12.00
路况不
佳，车
辆未到
位。
效益指
标
社会效益指标
提升服务水
平
有效提升 有效提升 30 30.00
总分 100 83.67 分
第四部分 名词解释
"""


def flattened() -> str:
    rows = [f"{label} {amount} {right} {SPENT.get(right[:3], '')}".replace("  ", " ").strip() for (label, amount), right in zip(LEFT, RIGHT, strict=True)]
    first = "表 1\n部门收支总体情况表\n" + HEAD + "收入 支出\n项目 预算数 支出功能分类 预算数\n" + "\n".join(rows) + "\n收 入 总 计 537.50 支 出 总 计 537.50\n"
    header = INCOME[INCOME.index("编制部门") : INCOME.index("总计 537.50")]
    pages = ["2031 年青石县文化局部门预算公开\n青石县文化局编制数 20 人。\n", first, INCOME, header + INCOME_TAIL, GENERAL, PROJECTS, EMPTY, PROSE, FORM]
    return "".join(" " + "\n\n".join(page.strip().split("\n")) + "\n" for page in pages)


@pytest.fixture(scope="module")
def doc() -> RawDocument:
    return read_text(flattened().encode(), "a.txt")


def table(doc: RawDocument, title: str) -> RawTable:
    (found,) = [block for page in doc.pages for block in page.blocks if isinstance(block, RawTable) and (block.title or "").startswith(title)]
    return found


def values(found: RawTable, label: str) -> dict[str, tuple[str, bool]]:
    """Leaf header -> text and whether the column is known, of the first row that has the label."""
    grid = found.grid()
    header = found.header_rows or 0
    row = next(r for r in range(header, found.rows) if label in (text or "" for text in grid[r]))
    leaves = [[grid[r][c] for r in range(header) if grid[r][c]][-1] for c in range(found.columns)]
    return {str(leaves[cell.column]): (cell.text, cell.column_known) for cell in found.cells if cell.row == row and "." in cell.text}


def test_format_pages_and_tables(doc: RawDocument) -> None:
    assert doc.format is FileFormat.FLAT_TEXT
    assert [page.number for page in doc.pages] == [1, 2, 3, 5, 6, 7, 8, 9]
    numbers = [block.number for page in doc.pages for block in page.blocks if isinstance(block, RawTable)]
    assert numbers == ["表1", "表2", "表5", "表7", "表8", None]


def test_side_by_side_table(doc: RawDocument) -> None:
    grid = table(doc, "部门收支").grid()
    assert ["5.单位资金", "30.00", "218 其他类支出", ""] in grid
    assert ["其中：一般财力", "420.00", "208 社会保障和就业支出", "40.00"] in grid
    assert grid[-1] == ["收入总计", "537.50", "支出总计", "537.50"]


def test_lost_columns_come_back_over_the_page_break(doc: RawDocument) -> None:
    income = table(doc, "部门收入")
    assert values(income, "图书馆") == {
        "总计": ("87.50", True), "财政拨款（补助）小计": ("80.00", True), "上级一般公共预算安排的转移支付": ("80.00", True), "财政拨款结转": ("7.50", True),
    }  # fmt: skip
    assert values(income, "其他文化和旅游支出") == {"总计": ("30.00", True), "单位资金": ("30.00", True)}
    assert values(income, "机关事业单位基本养老保险缴费支出")["一般公共预算"] == ("40.00", True)
    assert {cell.page for cell in income.cells if cell.text == "2080505" or cell.text == "行政事业单位养老支出"} == {4}
    general = table(doc, "一般公共预算支出")
    assert values(general, "图书馆") == {"合计": ("80.00", True), "项目支出": ("80.00", True)}
    assert values(general, "行政运行") == {"合计": ("380.00", True), "基本支出": ("380.00", True)}


def test_undecidable_columns_stay_unknown(doc: RawDocument) -> None:
    projects = table(doc, "一般公共预算项目")
    found = values(projects, "青文〔2030〕12 号流动书屋购书经费")
    assert found["项目支出合计"] == ("50.00", True)
    assert [known for name, (_, known) in found.items() if name != "项目支出合计"] == [False]


def test_an_empty_table_keeps_its_sentence_as_a_line(doc: RawDocument) -> None:
    assert table(doc, "政府性基金").rows == 3
    assert any("没有使用政府性基金" in block.text for page in doc.pages for block in page.blocks if isinstance(block, Line))


def test_form_in_slices_is_put_together(doc: RawDocument) -> None:
    grid = [[text for text in row if text] for row in table(doc, "项目支出绩效自评表").grid()]
    assert ["其中：当年财政拨款", "50.00", "50.00", "25.00"] in grid
    assert ["实际完成情况", "全年购置图书一千册，开通线路三条，因采购推迟，其余顺延。"] in grid
    assert ["产出指标", "数量指标", "购置图书数量（册）", ">=3000 册", "=1000 册", "20", "6.67", "采购推迟，顺延至次年。"] in grid
    assert ["开通书屋线路（条）", ">=5 条", "=3 条", "20", "12.00", "路况不佳，车辆未到位。"] in grid
    structured = structure(doc)
    found = performance_figures(structured, identify(structured))
    (score,) = [f for f in found if f.aspect is Aspect.SCORE and f.subject_kind == "项目"]
    assert (str(score.value), score.subject) == ("83.67", "流动书屋")


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(flattened())), st.integers(0, 400), st.sampled_from(["", "9", " ", "\n"]))
def test_damaged_text_never_crashes(at: int, length: int, put: str) -> None:
    text = flattened()
    with suppress(UnreadableDocument):
        read_text((text[:at] + put + text[at + length :]).encode(), "a.txt")


def test_forms_of_the_real_files(shared: Path) -> None:
    """Counts of rebuilt indicators, checked by hand against the printed forms; 001 has one row cut by a page end that stays prose."""
    counts = {}
    for path in sorted((shared / "corpus" / "xinjiang").glob("00[013]_*.txt")):
        tables = [b for page in read_text(path.read_bytes(), path.name).pages for b in page.blocks if isinstance(b, RawTable) and b.form]
        counts[path.name[:3]] = [
            sum(bool(row[2]) and row[2] != "三级指标" for row in t.grid()[next(i for i, r in enumerate(t.grid()) if r[0] == "一级指标") :]) for t in tables
        ]
    assert counts == {"000": [3], "001": [7, 7, 11, 11], "003": [7, 11, 10, 8, 9, 10, 9, 14, 9, 8]}


def placed(doc: RawDocument) -> dict[tuple[str, ...], list[tuple[int, bool]]]:
    """Title, labels and amounts of every row -> column of each amount and whether it is known."""
    out: dict[tuple[str, ...], list[tuple[int, bool]]] = {}
    for found in (block for page in doc.pages for block in page.blocks if isinstance(block, RawTable) and not block.form):
        for row in range(found.header_rows or 0, found.rows):
            cells = sorted((cell for cell in found.cells if cell.row == row), key=lambda cell: cell.column)
            amounts = [cell for cell in cells if cell.text[-3:-2] == "."]
            out[(str(found.title), *(cell.text for cell in cells))] = [(cell.column, cell.column_known) for cell in amounts]
    return out


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 400), min_size=1, max_size=4))
def test_lost_lines_leave_no_value_in_a_wrong_column(lost: list[int]) -> None:
    truth = placed(read_text(flattened().encode(), "a.txt"))
    lines = flattened().split("\n")
    for at in lost:
        if at < len(lines) and lines[at].endswith(tuple("0123456789")):
            lines[at] = ""
    for key, places in placed(read_text("\n".join(lines).encode(), "a.txt")).items():
        for (column, known), (right, sure) in zip(places, truth.get(key, []), strict=False):
            assert not known or not sure or column == right


def test_codes_in_one_piece_and_names_around_them() -> None:
    text = GENERAL.replace("207 01 01 行政运行 380.00", "207 01 01\n行政运行 380.00").replace(
        "208 05 05 机关事业单位基本养老保险缴费支出 40.00 40.00", "机关事业单位基本养老保\n2080505 40.00 40.00\n险缴费支出"
    )
    doc = read_text((" 一、总体说明\n " + text + " 第三部分 情况说明\n").encode(), "a.txt")
    general = table(doc, "一般公共预算支出")
    assert values(general, "行政运行") == {"合计": ("380.00", True), "基本支出": ("380.00", True)}
    assert values(general, "机关事业单位基本养老保险缴费支出") == {"合计": ("40.00", True), "基本支出": ("40.00", True)}


@pytest.mark.parametrize("foot", ["- {} -", "第 {} 页", "{} / 9"])
def test_page_numbers_and_running_heads_inside_a_table_leave_its_rows_whole(foot: str) -> None:
    head = "青石县文化局2031年部门预算公开"
    spent = [f"2070{n} 示范事务{n} {n}.00 {n}.00" for n in range(1, 9)]
    broken = [line for n, row in enumerate(spent) for line in ([row, foot.format(3 + n), f" {head}"] if n % 2 else [row])]
    lines = [f" {head}", " 表 3", "部门示范支出表", HEAD.strip(), "科目编码 科目名称 合计 基本支出", "207 示范支出 36.00 36.00", *broken, "总计 36.00 36.00", "第三部分 情况说明"]
    (found,) = [b for page in read_text("\n\n".join(lines).encode(), "a.txt").pages for b in page.blocks if isinstance(b, RawTable)]
    grid = [[text or "" for text in row] for row in found.grid()[1:]]
    assert grid == [["207", "示范支出", "36.00", "36.00"], *([f"2070{n}", f"示范事务{n}", f"{n}.00", f"{n}.00"] for n in range(1, 9)), ["", "总计", "36.00", "36.00"]]


def test_a_bare_page_number_is_no_part_of_a_name() -> None:
    lines = [" 表 3", "部门示范支出表", HEAD.strip(), "科目编码 科目名称 合计 基本支出", "207 示范支出 3.00 3.00", "99", "20701 示范事务 3.00 3.00", "总计 3.00 3.00", "第三部分 情况说明"]
    (found,) = [b for page in read_text("\n\n".join(lines).encode(), "a.txt").pages for b in page.blocks if isinstance(b, RawTable)]
    assert [row[1] for row in found.grid()[1:]] == ["示范支出", "示范事务", "总计"]
