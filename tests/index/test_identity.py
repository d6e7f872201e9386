"""Identity: 19 of 19 real documents, short names by rule, and what must never be merged."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from index.errors import NotADisclosure
from index.identity import identify, with_aliases
from index.identity.aliases import aliases_of, family_key
from index.identity.regions import plain_party, split_name
from index.identity.titles import parse_title
from index.model import Identity, Kind, Scope
from index.structure import structure
from tests.index.corpus import identities
from tests.index.structure.grids import document, table

RENDA, JIANCHA, SHENGWEI = "江苏省人大常委会办公厅", "江苏省人民检察院", "江苏省委办公厅"
TRUTH = {
    "江苏省人大办公厅2017年度预算公开.pdf": (RENDA, 2017, "预算"),
    "省人大办公厅2018预算公开.pdf": (RENDA, 2018, "预算"),
    "江苏省人大常委会2019年度部门预算公开.pdf": (RENDA, 2019, "预算"),
    "江苏省人大常委会办公厅2019年部门预算公开表.pdf": (RENDA, 2019, "预算"),
    "2017年省检察院部门预算.pdf": (JIANCHA, 2017, "预算"),
    "2018年省检察院部门预算公开.pdf": (JIANCHA, 2018, "预算"),
    "2019年度部门预算公开.pdf": (JIANCHA, 2019, "预算"),
    "江苏省委办公厅2017年部门预算.pdf": (SHENGWEI, 2017, "预算"),
    "江苏省委办公厅2017年预算公开表格.pdf": (SHENGWEI, 2017, "预算"),
    "江苏省委办公厅2018年度部门预算公开文件.pdf": (SHENGWEI, 2018, "预算"),
    "江苏省委办公厅2018年度部门预算公开表.pdf": (SHENGWEI, 2018, "预算"),
    "江苏省委办公厅2019年度部门预算公开文件.pdf": (SHENGWEI, 2019, "预算"),
    "江苏省委办公厅2019年度部门预算公开表格.pdf": (SHENGWEI, 2019, "预算"),
    "上海市普陀区财政局2024年度部门决算.pdf": ("上海市普陀区财政局", 2024, "决算"),
    "000_2f6a3af61a2e9d47.txt": ("昌吉市科学技术局", 2024, "预算"),
    "001_35a42cb61d2c25ba.txt": ("昌吉回族自治州科学技术协会", 2024, "预算"),
    "002_4d73c6a8653bfc2b.txt": ("乌鲁木齐市科学技术局", 2024, "预算"),
    "003_9a7a06c6d8569b6a.txt": ("昌吉回族自治州科学技术局", 2023, "决算"),
    "004_9fc06abc571f91a3.txt": ("阿拉山口市科学技术局", 2026, "预算"),
}


def test_all_real_documents_are_identified_from_their_content(shared: Path) -> None:
    found = identities(shared / "corpus")
    assert {n: (i.department, i.fiscal_year, str(i.kind)) for n, i in found.items()} == TRUTH
    assert all(i.scope is Scope.DEPARTMENT for i in found.values())


def test_publication_dates_are_read_from_the_signature(shared: Path) -> None:
    found = identities(shared / "corpus")
    assert found["000_2f6a3af61a2e9d47.txt"].publication_date == date(2024, 2, 7)
    assert found["004_9fc06abc571f91a3.txt"].publication_date == date(2026, 2, 5)


def test_two_files_of_one_disclosure_share_their_key(shared: Path) -> None:
    found = identities(shared / "corpus")
    assert found["江苏省委办公厅2017年部门预算.pdf"].disclosure == found["江苏省委办公厅2017年预算公开表格.pdf"].disclosure


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("昌吉回族自治州科学技术协会", "昌吉州科协"),
        ("昌吉回族自治州科学技术协会", "州科协"),
        ("乌鲁木齐市科学技术局", "乌市科技局"),
        ("乌鲁木齐市科学技术局", "市科技局"),
        ("江苏省人民检察院", "省检察院"),
        ("江苏省人民检察院", "江苏省检察院"),
        ("江苏省人大常委会办公厅", "省人大办公厅"),
        ("江苏省人民代表大会常务委员会办公厅", "江苏省人大办公厅"),
        ("上海市普陀区财政局", "普陀区财政局"),
        ("上海市普陀区财政局", "普陀财政局"),
        ("上海市普陀区财政局", "上海普陀区财政局"),
        ("江苏省委办公厅", "省委办公厅"),
        ("浙江省发展和改革委员会", "省发改委"),
        ("北京市朝阳区人力资源和社会保障局", "朝阳区人社局"),
        ("新疆维吾尔自治区科学技术厅", "新疆科技厅"),
        ("伊犁哈萨克自治州住房和城乡建设局", "伊犁州住建局"),
        ("中国人民政治协商会议青山县委员会办公室", "县政协办"),
        ("共青团青山市委员会", "市团委"),
        ("广州市人力资源和社会保障局", "广州人社局"),
    ],
)
def test_short_names_are_derived_by_rule(name: str, short: str) -> None:
    assert short in aliases_of(name)


def test_bodies_of_different_places_are_never_merged_but_may_share_a_short_name() -> None:
    made = with_aliases([_identity("昌吉市科学技术局"), _identity("昌吉回族自治州科学技术局")])
    assert [i.department for i in made] == ["昌吉市科学技术局", "昌吉回族自治州科学技术局"]
    assert all("昌吉科技局" in i.aliases for i in made)
    assert "州科技局" not in made[0].aliases


def test_names_of_one_body_over_the_years_become_one() -> None:
    made = with_aliases([_identity("江苏省人大办公厅"), _identity("江苏省人大常委会办公厅"), _identity("江苏省人民代表大会常务委员会办公厅")])
    assert len({i.department for i in made}) == 1
    assert family_key("江苏省人大常委会办公厅") != family_key("江苏省人大常委会研究室")


def test_a_name_without_region_joins_its_only_owner() -> None:
    made = with_aliases([_identity("江苏省人民检察院"), _identity("省检察院")])
    assert {i.department for i in made} == {"江苏省人民检察院"}
    two = with_aliases([_identity("江苏省人民检察院"), _identity("浙江省人民检察院"), _identity("省检察院")])
    assert two[2].department == "省检察院"


def test_names_are_taken_apart_into_regions_and_organ() -> None:
    assert split_name("上海市普陀区财政局").regions == ("上海市", "普陀区")
    assert split_name("乌鲁木齐市场监督管理局").regions == ()
    assert split_name("新疆维吾尔自治区昌吉回族自治州昌吉市科学技术局").regions == ("新疆维吾尔自治区", "昌吉回族自治州", "昌吉市")
    assert plain_party("中国共产党江苏省委员会办公厅") == "江苏省委办公厅"


def test_year_and_kind_come_from_the_content_not_from_the_file_name() -> None:
    said = "负责全县教育工作。2022年度决算支出合计10.00万元，比2021年度决算增加1.00万元。"
    raw = document(["青山县教育局", "2022年度部门决算", "第一部分 部门概况", "一、主要职能", said], name="2019预算.txt")
    identity = identify(structure(raw))
    assert (identity.department, identity.fiscal_year, identity.kind) == ("青山县教育局", 2022, Kind.FINAL)
    assert (identity.region, identity.level) == ("青山县", "县")


@pytest.mark.parametrize(
    ("cover", "department", "year", "kind"),
    [
        (["中共青山市委宣传部2024年部门预算"], "青山市委宣传部", 2024, "预算"),
        (["2023年度", "青山县残疾人联合会部门决算"], "青山县残疾人联合会", 2023, "决算"),
        (["广州市", "人力资源和社会保障局", "2024年部门预算"], "广州市人力资源和社会保障局", 2024, "预算"),
        (["2025年北京市朝阳区教育委员会部门预算公开"], "北京市朝阳区教育委员会", 2025, "预算"),
        (["附件1", "青山县云岭镇人民政府2024年部门预算公开"], "青山县云岭镇人民政府", 2024, "预算"),
        (["青山县妇女联合会", "二〇二四年部门预算"], "青山县妇女联合会", 2024, "预算"),
        (["关于公开2024年部门预算的说明", "青山县文学艺术界联合会"], "青山县文学艺术界联合会", 2024, "预算"),
        (["中国共产主义青年团青山市委员会2024年部门预算"], "中国共产主义青年团青山市委员会", 2024, "预算"),
        (["青山县工商业联合会（总商会）2024年部门预算"], "青山县工商业联合会", 2024, "预算"),
        (["内蒙古自治区教育厅2022年度部门决算"], "内蒙古自治区教育厅", 2022, "决算"),
        (["青山大学2024年部门预算"], "青山大学", 2024, "预算"),
        (["青山县云岭镇卫生院2022年单位预算情况说明"], "青山县云岭镇卫生院", 2022, "预算"),
        (["青山市云岭区石桥路小学校", "2026年单位预算情况说明"], "青山市云岭区石桥路小学校", 2026, "预算"),
        (["2023年青山省财政厅一般公共预算财政拨款“三公”经费支出决算情况说明"], "青山省财政厅", 2023, "决算"),
        (["青山县机关事务服务中心2021年度一般公共预算财政拨款“三公”经费支出决算情况说明"], "青山县机关事务服务中心", 2021, "决算"),
        (["青山市云岭区审计局财政拨款“三公”经费2022年预算情况的说明"], "青山市云岭区审计局", 2022, "预算"),
        (
            ["首页>政务公开>预算/决算>预算公开", "[ 发布机构 ] 青山县水利局 [ 有效性 ]", "青山县水利管理站2026年单位预算情况说明"],
            "青山县水利管理站",
            2026,
            "预算",
        ),
        (["青山新兴产业集中区(管委会)2024年", "一般公共预算“三公”经费预算"], "青山新兴产业集中区", 2024, "预算"),
        (["2025年云岭区石桥镇政府预算公开说明"], "云岭区石桥镇政府", 2025, "预算"),
        (["原青山省环境保护厅公布2010年部门决算", "青山省环境保护厅2010年度收支决算总表"], "青山省环境保护厅", 2010, "决算"),
    ],
)
def test_covers_of_many_kinds(cover: list[str], department: str, year: int, kind: str) -> None:
    body = [
        "第一部分 部门概况",
        "一、部门职责",
        "负责有关工作。",
        "第三部分 部门预算情况说明",
        "一、收支总体情况说明",
        f"本部门{kind}收入总计10.00万元，{kind}支出总计10.00万元。",
    ]
    identity = identify(structure(document([*cover, *body], name="公开.txt")))
    assert (identity.department, identity.fiscal_year, str(identity.kind)) == (department, year, kind)


def test_a_unit_budget_of_a_body_itself_is_scope_unit() -> None:
    raw = document(["云岭市档案馆（本级）2024年度单位预算", "第一部分 单位概况", "一、主要职能", "负责全市档案工作，编制单位预算，公开预算信息。"])
    assert identify(structure(raw)).scope is Scope.UNIT


def test_tables_alone_are_identified_by_their_department_line() -> None:
    raw = document(["收支预算总表", "部门：中共青山县委办公室 单位：万元", table([["项目", "2023年预算数"], ["收入合计", "1.00"]])], name="a.txt")
    identity = identify(structure(raw))
    assert (identity.department, identity.department_as_written) == ("青山县委办公室", "中共青山县委办公室")
    assert identity.fiscal_year == 2023


def test_a_text_about_something_else_is_refused() -> None:
    with pytest.raises(NotADisclosure, match="不像"):
        identify(structure(document(["菜谱", "一、红烧肉", "五花肉切块，焯水，加酱油和糖。"])))


def _identity(name: str) -> Identity:
    return Identity(name, name, name, 2024, Kind.BUDGET, Scope.DEPARTMENT)


def test_a_title_that_names_no_kind_takes_that_of_its_year() -> None:
    body = [
        "一、单位基本情况",
        "从单位构成看，纳入2024年度决算编制的单位为本级。",
        "二、收支总体情况",
        "2025年年初预算数10.00万元，2025年支出预算10.00万元。",
    ]
    identity = identify(structure(document(["青山市云岭区石桥镇人民政府（本级）", "2025年情况说明", *body], name="公开.txt")))
    assert (identity.department, identity.fiscal_year, identity.kind, identity.scope) == ("青山市云岭区石桥镇人民政府", 2025, Kind.BUDGET, Scope.UNIT)


@pytest.mark.parametrize(
    "line",
    [
        "2024年部门预算",
        "一、2024年度收入决算情况说明",
        "2024年预算收入10.00万元，比上年增加1.00万元。",
        "本单位2024年部门预算",
        "目录",
        "青山县教育局",
    ],
)
def test_lines_that_are_no_titles(line: str) -> None:
    assert parse_title(line) is None


@pytest.mark.parametrize(
    ("name", "alias"),
    [
        ("青山市云岭区石桥镇人民政府", "石桥镇"),
        ("青山市云岭区石桥路小学校", "石桥路小学"),
        ("青山市云岭区石桥镇初级中学", "石桥镇初中"),
        ("青山市民政局", "青山民政局"),
        ("青山市政协", "青山政协"),
        ("青山县文化广播电视和旅游局", "青山县文旅局"),
        ("青山新兴产业集中区", "青山新兴产业集中区管委会"),
    ],
)
def test_short_names_of_bodies_of_every_kind(name: str, alias: str) -> None:
    assert alias in aliases_of(name)
    assert "政府" not in aliases_of(name)
    assert "人民政府" not in aliases_of(name)
