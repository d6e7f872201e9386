"""What kind of passage a question asks for. One question may ask several things (支持谁？依据什么文件？)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from qa.model import Intent, Operation, Query
from qa.passages.attributes import asked_attributes
from qa.passages.membership import ASKED as MEMBERSHIP
from qa.question.intents import asks_reason


class Kind(StrEnum):
    """The kinds of ask, in the order in which they are answered."""

    PRIVATE = "private"  # a person's telephone, address ...: never given
    ATTRIBUTE = "attribute"  # a person's name, a car's brand: given in words or not at all
    DEFINITION = "definition"
    MEMBERSHIP = "membership"  # is it counted in, and why not
    MENTION = "mention"  # who mentions X, over all documents
    DATE = "date"  # when was it published
    AGREEMENT = "agreement"  # do two places say the same
    REASON = "reason"
    FIELD = "field"  # a field of a project block or of a performance form
    UNITS = "units"  # subordinate bodies
    OFFICES = "offices"  # departments inside the body
    DUTY_CHECK = "duty check"  # is this the body's business
    EXISTENCE = "existence"  # is there any, was it planned, is the table empty
    DUTY = "duty"
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class FieldKind:
    """A field of project blocks and forms: how it is asked for, what it is called in documents, what prose says it with."""

    name: str
    asked: re.Pattern[str]
    label: re.Pattern[str]
    prose: re.Pattern[str] | None = None
    announces: re.Pattern[str] | None = None  # the words after which such things are listed in running text


def _field(name: str, asked: str, label: str, prose: str | None = None, announces: str | None = None) -> FieldKind:
    return FieldKind(name, re.compile(asked), re.compile(label), re.compile(prose) if prose else None, re.compile(announces) if announces else None)


FIELDS: tuple[FieldKind, ...] = (
    _field(
        "依据",
        r"依据|凭什么|根据什么|文号|(?:哪|什么)[^，。？]{0,6}(?:文件|规定|通知)|文件(?:叫|名|是)",
        r"依据(?!$)|政策依据|立项依据|设立依据|^依据$",
        r"依据|根据|按照|《",
    ),
    _field(
        "承担单位",
        r"承担单位|哪个单位(?:负责|承担|实施|做|管|花)|谁(?:来)?(?:承担|实施|负责(?!人)|做)|由谁(?:承担|实施|做|负责)|实施单位|实施主体|挂在",
        r"承担单位|实施单位|实施主体|预算单位|主管部门",
    ),
    _field("负责人", r"负责人|谁负责|联系人", r"负责人|联系人"),
    _field("资金来源", r"资金来源|谁出钱|哪来的钱|钱从哪|谁拨|哪里来的钱|出自哪", r"资金来源"),
    _field(
        "执行时间",
        r"执行时间|什么时候(?:执行|花|用|到期|开始|结束|完成)|期限|执行期|多长时间|(?:哪年|哪天|几月|何时)(?:开始|结束|到期|执行)|起止|实施周期|哪段时间",
        r"执行时间|实施周期|起止|实施期限|执行期",
    ),
    _field(
        "构成",
        r"包(?:括|含)(?:了)?(?:什么|哪些|啥)|由(?:什么|哪些)[^，。？]{0,6}(?:构成|组成)|开支(?:些|了)?(?:什么|哪些|啥)",
        r"开支内容|支出内容",
        r"包括|主要用于|开支内容",
    ),
    _field("补贴标准", r"(?:补贴|补助|发放)标准|每人(?:补|发|给)|补(?:贴|助)多少|标准是", r"标准$|补贴标准|补助标准"),
    _field(
        "补贴人数",
        r"(?:补贴|补助)(?:了|给|几|多少|人数)|多少人(?:领|享受|受益)|给谁(?:发|补)|发给谁|给了?(?:谁|哪几个人|哪些人|哪几位)|补贴对象",
        r"补贴人数|补贴范围|补助对象|补贴对象",
    ),
    _field("补贴范围", r"(?:补贴|补助)范围|哪些人(?:能|可以|享受)|谁能(?:领|享受|拿)", r"范围$|补贴范围|补助范围|补贴对象"),
    _field(
        "发放方式",
        r"怎么发|如何发|发到|发放|领到|拿到手|(?:怎么|如何|怎样)(?:拿|领|申请)|补给|怎么补|补贴方式|怎么给|怎么支付|如何支付|怎么拨|拨付方式",
        r"补贴方式|发放程序|发放方式|支付方式",
        r"拨付|发放|补贴给|直接支付",
    ),
    _field("受益", r"受益|惠及|好处|社会效益|带来什么|谁会得", r"受益|社会效益"),
    _field(
        "完成情况",
        r"完成(?:情况|得怎|了(?:吗|没|多少|哪些|什么))|做成|办成|实际(?:完成|做)|成效|效果|干成|落实(?:得|情况)|取得",
        r"完成情况|实际完成|完成值",
        r"完成|成效",
    ),
    _field(
        "偏差",
        r"偏差|没(?:有)?完成|未完成|没达标|扣分|分(?:数)?(?:这么|那么|为什么|怎么)?低|没(?:能)?(?:办|做)成|超(?:支|预期)",
        r"偏差|改进措施|未完成原因",
        r"未完成|撤离|未能|导致",
    ),
    _field("改进措施", r"改进|整改|下一步|怎么改|打算怎么办", r"改进措施|整改", r"下一步|改进措施", r"(?:下一步)?改进措施|下一步"),
    _field(
        "问题",
        r"(?:发现|存在|承认)[^，。]{0,6}问题|什么问题|哪些问题|不足",
        r"存在(?:的)?问题|发现的问题",
        r"问题|不足|弱项",
        r"(?:发现|存在)的?(?:主要)?问题",
    ),
    _field("目标", r"总?目标|打算(?:怎么|做|实现)|要(?:达到|实现)|预期", r"目标$|总体目标|预期目标|年度绩效目标|绩效目标", r"目标"),
    _field(
        "用途",
        r"(?:主要)?[交缴](?:什么|啥|哪些)|怎么(?:花|用(?!车)|使用|开支)|如何(?:使用|花)|怎么分|分给|分配|花在|花到|花哪|花给|拿去|用来|用在|用于|用途|干什么|干啥|干嘛|做什么用|买什么|买了什么|支持谁|给谁|投到|投向|开支内容|钱(?:都)?(?:去|到)哪",
        r"资金分配|使用方向|资金用途|支出内容|主要内容|项目概述|实施方案|总体目标",
        r"主要用于|用于|开支内容|支持|扶持|主要是|主要包括",
    ),
)

_DEFINITION = re.compile(
    r"什么意思|啥意思|指(?:的是)?什么|是指|怎么(?:解释|理解|定义|界定)|如何(?:解释|理解|定义|界定)|名词解释|含义|定义|什么叫|何谓|啥叫|是什么概念|包(?:括|含)哪些(?:内容|费用|支出|资金)"
)
_UNITS = re.compile(
    r"下属|所属(?!于)|二级(?:预算)?单位|直属|下辖|(?:哪几|哪些|几|多少)[^，。？]{0,4}(?:家|个)?[^，。？]{0,6}(?:预算)?单位|"
    r"(?:单位)[^，。？]{0,8}(?:构成|有哪|算进|汇总|包括|纳入)|(?:纳入|汇总|算进|并入)[^，。？]{0,10}单位|派出机构|归口管理|归口"
)
_OFFICES = re.compile(r"科室|处室|内设|内部设|下设|内部机构|部门设置|机构设置|哪(?:些|几个)(?:处|科|部|室)(?:[？?，。]|$)")
_MENTION = re.compile(
    r"(?:哪些|哪几|哪家|哪个|谁|有没有(?:哪|谁))[^。？]{0,16}(?:提到|提及|写到|写了|出现|涉及|讲到|说到)|"
    r"(?:提到|提及|写到|出现)[^。？]{0,16}(?:哪些|哪几|哪家|哪个|谁)"
)
_DATE = re.compile(
    r"落款|(?:什么时候|哪天|哪一天|何时|几号|几月)[^，。？]{0,6}(?:公开|公布|发布)|(?:公开|公布|发布)[^，。？]{0,8}(?:时间|日期|哪天|什么时候|最早|最晚)|公开得(?:最)?[早晚]"
)
_AGREEMENT = re.compile(r"一致|矛盾|对不上|对得上|两处|前后|说法不|不一样|不同的?(?:说法|名字|名称)|又叫|到底(?:是|叫)(?:哪|几)|哪个(?:对|是对)|自相")
_DUTY_CHECK = re.compile(
    r"归[^，。？]{1,16}管|"
    r"(?:是不是|是否|能不能|可不可以|能否|可否|有没有权|有权|可以|能|要|该)[^，。？]{0,30}(?:吗|呢|负责|管|撤销|决定|审批|批准|组织)|管不管|"
    r"管[^，。？]{0,14}吗|(?:职能|职责)[^，。？]{0,6}(?:包括|里有|有没有|含)|(?:属于|是不是|是否)[^，。？]{0,14}(?:职责|职能)|负责[^，。？]{0,24}吗"
)
_DUTY = re.compile(r"职责|职能|负责(?:什么|哪些|啥)|干什么的|管什么|是做什么的|主要工作(?:是|有)")
_UNIT_LIST = re.compile(r"哪|几家|几个|多少|(?<![为因])(?:什么|啥)")  # 纳入编制范围的有哪些: names are asked, no yes or no
_PRIVATE = re.compile(
    r"手机号|电话号码|联系方式|身份证|家庭(?:住|地)址|住址|住在哪|银行卡|微信号|邮箱地址|私人(?:电话|手机|住址|微信)|"
    r"(?:手机|电话|微信|邮箱)[^，。？费卡]{0,4}(?:多少(?![钱万元])|是什么|几号|告诉|给我)|(?:谁|他|她|局长|主任|人)的?(?:手机|电话|微信|邮箱)(?!费|卡|系统|设备)"
)
_EXISTS = re.compile(r"有没有|有无|是否|是不是|有[^，。？]{1,16}吗|没有[^，。？]{0,12}吗|安排了?[^，。？]{0,16}吗|用了[^，。？]{0,12}吗|动用")


def asks_only_why(query: Query) -> bool:
    """Whether the question asks why and for no amount: the figures that it names are what is to be explained (猛涨480%，钱多在哪儿了)."""
    return asks_reason(query.text) and not _AMOUNT.search(_PRINTED.sub("", query.text)) and not _AND_THEN.search(query.text)


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing asked: its kind, and the field for asks of that kind."""

    kind: Kind
    field: FieldKind | None = None


def asks_of(query: Query) -> tuple[Ask, ...]:
    """What the question asks, most telling kinds first; GENERAL where nothing else fits."""
    text = query.text
    if _PRIVATE.search(text):
        return (Ask(Kind.PRIVATE),)
    if asked_attributes(text):
        return (Ask(Kind.ATTRIBUTE),)
    why = asks_reason(text) or (query.intent is Intent.TEXT and "reason" in query.aspects)
    if query.intent is Intent.DEFINITION or (_DEFINITION.search(text) and not why):
        return (Ask(Kind.DEFINITION),)
    for kind, pattern in ((Kind.DATE, _DATE), (Kind.MENTION, _MENTION)):
        if pattern.search(text) and not why:
            return (Ask(kind),)
    found: list[Ask] = [Ask(Kind.MEMBERSHIP)] if MEMBERSHIP.search(text) and not _UNIT_LIST.search(text) else []
    if why or ("reason" in query.aspects and not text.strip("？?呢那的 ").endswith("多少")):
        found.append(Ask(Kind.REASON))
    fields = [f for f in FIELDS if f.asked.search(text)]
    if not found and _OFFICES.search(text):
        found.append(Ask(Kind.OFFICES))
    if not any(a.kind is Kind.REASON for a in found) and _UNITS.search(text) and not any(f.name in ("承担单位",) for f in fields):
        found.append(Ask(Kind.UNITS))
    if not found and not fields and query.intent is Intent.BOOLEAN:
        duty = re.search(r"职能|职责", text) or (_DUTY_CHECK.search(text) and not _money(text))
        found.append(Ask(Kind.DUTY_CHECK if duty else Kind.EXISTENCE))
    elif (
        not found
        and _DUTY_CHECK.search(text)
        and re.search(
            r"归[^，。？]{1,16}管|管不管|负责[^，。？]{0,24}吗|(?:职能|职责)[^？]*(?:吗|是不是|能不能)|(?:是不是|是否|属于)[^？]*(?:职责|职能|管)",
            text,
        )
    ):
        found.append(Ask(Kind.DUTY_CHECK))
    if not found and not fields and _AGREEMENT.search(text):
        found.append(Ask(Kind.AGREEMENT))
    if not any(a.kind in (Kind.OFFICES, Kind.UNITS) for a in found):
        found += [Ask(Kind.FIELD, f) for f in fields]
    if not found and _DUTY.search(text):
        found.append(Ask(Kind.DUTY))
    if not found and _EXISTS.search(text):
        found.append(Ask(Kind.EXISTENCE))
    return tuple(found) or (Ask(Kind.GENERAL),)


def _money(text: str) -> bool:
    text = re.sub(r"(?:部门)?[预决]算(?:公开|文件|里|中)+", "", text)
    return bool(re.search(r"钱|费|预算|支出|收入|资金|安排|结转|结余|经费|基金", text))


_NAMES = re.compile(r"哪|什么|啥|列|名单|叫|包括|分别|有谁")
_AMOUNT = re.compile(
    r"多少|几(?:辆|人|名|台|万|倍|成|次|件|项|分|%)|金额|数额|占比|比例|比重|百分之|增幅|降幅|(?:最|更|比较)(?:多|少|高|低|大|小|贵)|排名|排序|合计|总共|一共|总额|平均|相差|差额"
)
_PRINTED = re.compile(r"[一二两三四五六七八九十百千万几]*多(?=[万元%个])")  # 三千多万, 480多万: said, not asked
_AND_THEN = re.compile(r"(?:年|局|厅|院|会|办|州|市|费|支出|收入)呢[，,。?？]")  # 2019年呢？为什么少了？: the figure of that year, too
_SENTENCES_ONLY = frozenset({Kind.DEFINITION, Kind.REASON, Kind.FIELD, Kind.DUTY_CHECK, Kind.DUTY, Kind.DATE, Kind.PRIVATE, Kind.MENTION})


def asks_for_prose(query: Query) -> bool:
    """Whether the question asks for what only sentences answer (a reason, a policy basis, a duty, names of offices), and for no amount.

    Such a question is not answered with a figure, even where no sentence is found.
    """
    kind = asks_of(query)[0].kind
    if kind is Kind.ATTRIBUTE:
        return True
    if kind is Kind.FIELD and query.operation is Operation.COMPARE and len(query.measures) > 1 and "还是" in query.text:
        return False  # 花在接待上还是公车上: their amounts decide
    if kind in (Kind.OFFICES, Kind.UNITS):
        return bool(_NAMES.search(query.text)) and not re.search(r"多少|最|哪[些家几个]*(?:部门|单位)?有", query.text)
    if kind is Kind.REASON and query.intent is Intent.FIGURE:
        return False  # the figure is asked for, too, and its reason comes with it
    return kind in _SENTENCES_ONLY and not _AMOUNT.search(query.text)
