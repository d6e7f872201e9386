"""Words by which tables, rows and headers are told apart. Regular expressions over texts in normal form."""

from __future__ import annotations

import re

ORDINAL = "一二三四五六七八九十百"
NUMBERING = re.compile(
    rf"^(?:(?P<part>第[{ORDINAL}\d]+部分)|(?P<cn>[{ORDINAL}]+)[、．.]|[(（](?P<pcn>[{ORDINAL}]+)[)）]|"
    r"(?P<num>\d{1,2})[、．.](?!\d)|[(（](?P<pnum>\d{1,2})[)）]|(?P<circle>[①②③④⑤⑥⑦⑧⑨⑩]))"
)
NUMBERING_STYLES = ("part", "cn", "pcn", "num", "pnum", "circle")
TOTAL = re.compile(r"^(?:[^a-z\d]{0,10}?)?(?:合计|总计|共计|总合计)(?:[(（][^)）]*[)）])?$")
PLAIN_TOTAL = re.compile(r"^(?:本表)?(?:合计|总计|共计|小计|金额合计|合计数|总额)$")
GENERIC = re.compile(
    r"^(?:合计|总计|共计|小计|金额|预算数|决算数|预算金额|决算金额|支出数|收入数|数额|本年预算数|本年决算数|本年预算|"
    r"金额合计|合计数|预算|决算|总额|本年数|当年预算数|全年数|项目|收入|支出|科目|总金额|金额\(.*\)|本年合计|预算合计|决算合计|.{0,3}年预算数?|.{0,3}年决算数?)$"
)
OF_WHICH = re.compile(r"^(?:其中|其 中|#)[:：]?")
CODE = re.compile(r"^\d{2,9}$")
CODE_AND_NAME = re.compile(r"^(\d{3}(?:\d{2}){0,2})[\s\-]*(?=[\u4e00-\u9fff])")
CODE_HEADER = re.compile(r"编码|代码|科目代|编号|^类$|^款$|^项$|^类款项$|^目$")
LEVEL_HEADER = re.compile(r"^(类|款|项|目)$")
UNIT_HEADER = re.compile(r"(?:单位|部门)\)?名称|^(?:预算|项目|所属|执行|承担|实施|主管)?(?:单位|部门)(?:\((?:单位|部门)\))?$")
PROJECT_HEADER = re.compile(r"项目名称|专项名称|项目单位名称|^项目名$")
SERIAL_HEADER = re.compile(r"^(?:序号|行次|栏次|行号|排序)$")
ATTRIBUTE_HEADER = re.compile(r"备注|说明|依据|采购组织形式|组织形式|是否|方式|性质|类型|责任人|联系|日期|时间|文号|计量单位|规格")
LABEL_HEADER = re.compile(r"名称|项目|科目|分类|用途|功能|内容|单位|部门|品目|类别|支出|收入|专项|指标")
STAR_ROW = re.compile(r"^(?:※|\*|栏次|[\d]{1,2}(?:=[\d+\-]+)?|—|-)$")
HEADER_WORD = re.compile(
    r"^(?:类|款|项|目|合计|小计|总计|金额|预算数|决算数|栏次|行次|序号|名称|项目|科目名称|科目编码|编码|代码|基本支出|项目支出|人员经费|公用经费|"
    r"年初预算数|全年预算数|调整预算数|上年.*数|本年.*数|一般公共预算.*|政府性基金.*|国有资本经营.*|单位编码|单位名称|财政拨款|其中.*|增减.*|比上年.*|.{0,6}\d{4}年.{0,8}数)$"
)
CAPTION_UNIT = re.compile(r"(?:金额)?单位[:：]\s*(?:人民币)?\s*((?:亿|百万|千万|万|千)?元)")
MONEY_IN_BRACKETS = re.compile(r"[(（](?:单位[:：])?(?:人民币)?((?:亿|百万|千万|万|千)?元)[)）]")
CAPTION_DEPARTMENT = re.compile(
    r"^(?:编制部门|编报部门|填报部门|公开部门|部门名称|预算部门|部门|编制单位|填报单位|公开单位|单位名称|预算单位|部门[(（]单位[)）](?:名称)?|单位)"
    r"(?:[(（][^)）]*[)）])?[:：]\s*(?P<name>\S.*?)\s*(?=(?:金额)?单位[:：]|$)"
)
CAPTION_NUMBER = re.compile(
    rf"^(?:(?:部门|单位)?公开表?\s*\d+(?:-\d+)?|附?表\s*[\d{ORDINAL}]+(?:-\d+)?|(?:公开|附)\s*\d+\s*表|公开表\s*[{ORDINAL}\d]+|"
    rf"预算\s*\d+\s*表|财决\S{{0,8}}表|附件\s*[\d{ORDINAL}]*)$"
)
TITLE_END = re.compile(r"表(?:[(（][^)）]*[)）])?(?:[(（]续[)）]|续)?$|一览$|目录$|情况明细$")
NOTE = re.compile(r"^[(（]?\s*(?:注|备注|说明)\s*\d?\s*[:：.．]|^[(（]\s*(?:本部门|本单位)?[^)）]{0,12}无")
EMPTY_TABLE = re.compile(r"空表|此表为空|无数据|没有使用|没有安排|未安排|无相关收支|无此项|无.{0,20}(?:预算|支出|收入).{0,6}(?:拨款|支出|安排)")
