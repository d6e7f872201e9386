"""From the phrase before a number to the name of what it measures: measure, parents, money's scope, stage, year.

``"昌吉某局 2024 年财政拨款“三公”经费预算数为"`` -> 三公经费, fund 财政拨款, year 2024. The words of the budget (预算数为, 支出决算为 …) fall away,
names of bodies and years are taken off the front, and a class path 某支出（类）某事务（款）某项（项） becomes measure and parents.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from index.figures.changes import ASIDE
from index.text import normal

_ORDINAL = re.compile(
    r"^(?:[(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:[)、]|[.．](?!\d)|[.．](?=\d{4}年))|[①-⑳]|第[一二三四五六七八九十]{1,3}[,、:])+|^[-*·●■]+"
)
_CONNECTIVE = re.compile(
    r"^(?:其中|此外|另外|另|同时|具体为|具体包括|分别为|分别是|分别|一是|二是|三是|四是|五是|六是|七是|和|以及|及|并且|并|的|中(?=[,、])|为|是|则|还|也|均|各|"
    r"当年(?=(?:非)?财政拨款项目)|总体|包括|主要包括|主要是|共计?有|共有|现有|设有|下设|共(?!计)|本表|截至|截止|现|有(?=[\u4e00-\u9fff]{2})|目前)(?:[:,]|(?=.))"
)
_GENERIC_BODY = re.compile(
    r"^(?:本|该)(?:项目|工程)(?:(?:可研|概算|初步设计|立项)?批复的?)?(?=.*投资)|"
    r"^所属各?(?:预算)?单位(?=政府采购|共有)|^(?:本|我|该)(?:部门|单位|局|厅|院|委|办|中心|校|会|处)|^部门(?!整体|预留|预算绩效|.{0,2}$)|^单位(?=全年|价值|共|现)"
)
_CODES = re.compile(r"[(\[](?:\d{3}|\d{5}|\d{7})(?:[类款项]级?)?(?:科目)?[)\]]|^\d{3}(?=类[\u4e00-\u9fff]{2})")
_CODED_PATH = re.compile(r"(?P<top>[\u4e00-\u9fff]{2,20})\(\d{3}\)(?P<group>[\u4e00-\u9fff、]{2,24})\(\d{2}\)(?:(?P<item>[\u4e00-\u9fff、]{2,30})\(\d{2}\))?")
_CODE_IN_FRONT = re.compile(r"^(?:\d{2,3}|\d{5}|\d{7})[.、-]?(?=[\u4e00-\u9fff])")
_BARE_YEAR = re.compile(r"^(20\d{2})(?=[\u4e00-\u9fff]{3,})(?![年个人次辆台套万亿元])")
_REGION_FRONT = re.compile(r"^[\u4e00-\u9fff]{2,14}?[省市县区州旗镇乡局厅委办院会府校](?=(?:一般公共预算|政府性基金|国有资本经营|财政拨款|[“\"]?三公))")
_SUBJECT_CODE = re.compile(r"^(?:\d{7}|\d{5}|\d{3})[-—.、]?(?=[\u4e00-\u9fff]{4,})(?![年月日个名人辆批次号台套户项元万亿类款])")
_CATEGORY = re.compile(r"(?:[类款项]级?)?科目(?:支出|预算|经费)?(?=(?:预算|决算|安排|数|为)*$)|(?<=支出)类$")
_PATH_MARK = re.compile(r"\((类|款|项)\)")
_YEAR = re.compile(r"(?P<year>(?:19|20)\d{2})年(?:度|初|末|底)?")
_INNER_YEAR = re.compile(r"^(?P<head>.*[^\d])(?P<year>(?:19|20)\d{2})年度?的?(?P<rest>(?:年初|全年|支出|收入)*(?:预算|决算|执行)数?(?:为|是|约)*)$")
_STAGES = (
    ("年初预算", "年初预算"),
    ("全年预算", "全年预算"),
    ("调整预算", "调整预算"),
    ("全年执行", "执行数"),
    ("实际执行", "执行数"),
    ("执行数", "执行数"),
    ("决算", "决算"),
)
_WHOLE_YEAR = re.compile(r"全年预算(?=总?(?:收入|支出))")  # a year's budget of income, no stage of carrying it out
_FUNDS = ("政府性基金", "国有资本经营", "非财政拨款", "一般公共预算", "财政拨款")
_FUND_NAMES = {"政府性基金": "政府性基金预算", "国有资本经营": "国有资本经营预算"}
_FUND_PREFIX = re.compile(r"^(?:一般公共预算|政府性基金预算|国有资本经营预算)?(?:(?:当年)?财政拨款|拨款|资金)?(?:安排)?的?(?=(?P<rest>.+)$)")
_TAIL = re.compile(
    r"(?:(?:年初|全年|本年|当年)?(?:预算|决算)(?:支出|收入)?(?:安排)?(?:总额|总计|合计|总数|总金额)?(?:数额|数|额)?|(?:支出|收入)数|(?:总额|总数)|数额|预算数|(?<=费)数)?"
    r"(?:合计|共计|总计)?(?:合计)?(?:分别)?(?:不少于|不低于|不超过|至少|突破|控制在|为|是|约为|约|达到|达|共|计|有|即|:|各)*$"
)
_GENERIC = re.compile(
    r"^(?:本?(?:年|项|表)?(?:度)?(?:年初|全年|本年|当年|上年)?(?:支出|收入|收支)?(?:预算|决算|执行|实际)*(?:支出|安排)?(?:数|数额|金额|资金|总额|规模)?(?:合计|总计|共计)?"
    r"|(?:万元)?[和及、]|本?年?新增|安排|下达|按照(?:目前)?|根据|其中|累计|(?:共计|累计|共)支出|支出(?:共计|合计)|合计|共计|总计|金额|资金|共|数|本年数|规模)$"
)
_KEEP = re.compile(r"^(?:合计|总计|结转|收支|收入|支出|拨款|结余|预算|决算|项目(?!支出)|$|.$)")
_OWN_STAGE = re.compile(r"^(?:本|当)年(?:度)?支出(?:预算|决算)数?(?:为|是)?$")  # 当年支出决算为 5 万元 speaks of the item before it
_WHOLE_FRONT = r"(?:年度|全年|部门|单位|综合)*(?:预算|决算)?"
_TOTALS = (
    (re.compile(r"^(?:收、支|收支|收入、?和?支出|收入、支出)(?:总?预算|决算)?(?:总计|总体|合计|总额|总数)?(?:情况)?均?$"), "收支总计"),
    (re.compile(rf"^{_WHOLE_FRONT}(?:总收入|收入总?)(?:预算|决算)?(?:总计|合计|总额)?$"), "收入总计"),
    (re.compile(rf"^{_WHOLE_FRONT}(?:总支出|支出总?)(?:预算|决算)?(?:总计|合计|总额)?$"), "支出总计"),
    (re.compile(r"^(?:本|当)年(?:度)?收入(?:预算|决算)?(?:合计|总计|小计)?$"), "本年收入合计"),
    (re.compile(r"^(?:本|当)年(?:度)?支出(?:预算|决算)?(?:合计|总计|小计)?$"), "本年支出合计"),
    (re.compile(r"^财政拨款(?:收、支|收支|收入、?和?支出)(?:总?预算|决算)?(?:总计|总体|合计|总额)?$"), "财政拨款收支总计"),
    (re.compile(r"^(?:本年)?财政拨款(?:预算|决算)?支出(?:预算|决算)?(?:合计|总计)?$"), "财政拨款支出"),
    (re.compile(r"^一般公共预算(?:财政)?(?:拨款)?支出(?:预算|决算)?(?:合计|总计)?$"), "一般公共预算支出"),
    (re.compile(r"^政府性基金(?:预算)?(?:财政)?(?:拨款)?支出(?:预算|决算)?(?:合计|总计|支出)?$"), "政府性基金预算支出"),
    (re.compile(r"^政府性基金(?:预算)?(?:财政)?(?:拨款)?收入(?:预算|决算)?(?:合计|总计)?$"), "政府性基金预算收入"),
    (re.compile(r"^政府性基金(?:预算)?(?:财政)?拨款$"), "政府性基金预算"),
    (re.compile(r"^国有资本经营(?:预算)?(?:财政)?拨款$"), "国有资本经营预算"),
    (re.compile(r"^国有资本经营(?:预算)?(?:财政)?(?:拨款)?支出(?:预算|决算)?(?:合计|总计)?$"), "国有资本经营预算支出"),
    (re.compile(r"^国有资本经营(?:预算)?(?:财政)?(?:拨款)?收入(?:预算|决算)?(?:合计|总计)?$"), "国有资本经营预算收入"),
    (re.compile(r"^一般公共预算(?:财政)?(?:拨款)?收入(?:预算|决算)?(?:合计|总计)?$"), "一般公共预算收入"),
)
_VERBS = re.compile(
    r"制定|修改|修订|审议|听取|举办|开展|组织|召开|完成|建设|建成|新增|引进|培训|培育|实施|选派|支持|推荐|发布|编制|编印|审查|办理|办结|接待|走访|慰问|下属|所属|"
    r"购置|购买|安排|申报|认定|表彰|奖补|联办|参加|保障|征集|遴选|储备|签订|检查|调研|督查|受理|审核|出版|印发|出台|帮扶|资助|扶持|拍摄|制作|播出|播放|采集|检测|检验|修缮|维修|改造"
)
_DEBRIS = re.compile(r"\d\.\d\d.*\d|^.{80,}$|^[\d.,()%/+\-=<>≥≤]+$")
_BARE_FUND = re.compile(r"(?:一般公共|政府性基金|国有资本经营)$")
_STAFF = (
    (re.compile(r"^(?:保障|年末)?(?:部门|单位)?(?:实际|实有|现有)?(?:在编)?在职(?:在编)?(?:人员|职工|人数)?$"), "在职人数"),
    (re.compile(r"^离退休(?:人员|人数)?$"), "离退休人数"),
    (re.compile(r"^退休(?:人员|人数)?$"), "退休人数"),
    (re.compile(r"^离休(?:人员|人数)?$"), "离休人数"),
    (re.compile(r"^(?:单位|部门|机关)?(?:核定|批准|现有|共有)?(?:人员)?总?编制(?:数|人数|总数)?$"), "编制数"),
    (re.compile(r"^(?:年末)?实有(?:人数|人员)$"), "实有人数"),
)
_STAFF_MOVED = re.compile(r"^(?:(?:较|比|与|同)上年(?:末|度)?(?:相比)?)?,?(?:净|共|实际)?(?:(?P<up>增加|新增|增)|(?P<down>减少|减))了?(?P<who>.+)$")
_PROCURED = re.compile(r"^(?:政府|拟)?(?:采购|购买)?(?P<kind>货物|工程|服务)(?:类)?(?:采购)?(?:支出|预算|金额)?$")


@dataclass(frozen=True, slots=True)
class Name:
    """What a phrase names. ``generic``: it names nothing of its own (预算数为) and speaks of the item named before.

    ``whole``: what such words mean where nothing was named before (收入预算 5 万元).
    ``rooted``: the class path was printed from the class (类) on, so headings add nothing to it.
    ``fronted``: a body's name or a year stood before it, as before the totals that a section begins with.
    """

    measure: str
    qualifiers: tuple[str, ...] = ()
    fund: str | None = None
    stage: str | None = None
    year: int | None = None
    generic: bool = False
    whole: str | None = None
    rooted: bool = False
    fronted: bool = False


class Namer:
    """Reads phrases of one document; ``bodies`` are the names under which it calls its department."""

    def __init__(self, bodies: Iterable[str]) -> None:
        self._bodies = sorted({normal(b) for b in bodies if b}, key=len, reverse=True)

    def read(self, phrase: str, *, keep_year: bool = False) -> Name:
        """The name that ``phrase`` holds. ``keep_year``: years belong to names here (lists of projects)."""
        text = _SUBJECT_CODE.sub("", _opened(ASIDE.sub("", _CODES.sub("", _CODED_PATH.sub(_marked, normal(phrase))))))
        stage = next((stage for word, stage in _STAGES if word in _WHOLE_YEAR.sub("", text)), None)
        printed = text
        text, year = self._without_front(text, keep_year=keep_year)
        fronted = text != printed
        inner = None if keep_year else _INNER_YEAR.match(text)
        if inner:
            text, year = inner["head"] + inner["rest"], year or int(inner["year"])
        parents: tuple[str, ...] = ()
        if _PATH_MARK.search(text):
            rooted = bool(re.search(r"\(类\).*\(款\)", text)) or bool(re.match(r"^[^()]*支出\(类\)", text))
            text, parents = _class_path(text)
            if text in _glued():
                parent, text = _glued()[text]
                parents = (*parents, parent)
            if text and parents and _GENERIC.match(_TAIL.sub("", text)):
                text, parents = parents[-1], parents[:-1]
            return Name(canonical(text), tuple(map(canonical, parents)), None, stage, year, rooted=rooted, fronted=fronted)
        if not fronted and _OWN_STAGE.match(text):
            return Name("", (), fund_of(text), stage, year, generic=True, whole=_total(text))
        total = _total(text)
        own = total not in ("收入总计", "支出总计") or "总" in text or (not text.startswith(("预算", "决算")) and (fronted or "合计" in text))
        if total and own:
            return Name(canonical(total), (), fund_of(text), stage, year, fronted=fronted)
        if total or _GENERIC.match(text) or not text:
            return Name("", (), fund_of(text), stage, year, generic=True, whole=total)
        fund = fund_of(text)
        measure = _core(text)
        if not measure or _GENERIC.match(measure) or _DEBRIS.search(measure):
            return Name("", (), fund, stage, year, generic=True)
        return Name(canonical(measure), (), fund, stage, year, fronted=fronted)

    def _without_front(self, text: str, *, keep_year: bool) -> tuple[str, int | None]:
        year: int | None = None
        for _ in range(6):
            before = text
            text = _opened(text)
            bare = None if keep_year else _BARE_YEAR.match(text)
            if bare:
                year, text = int(bare[1]), text[bare.end() :]
            text = _GENERIC_BODY.sub("", text)
            length = max((_short_name(text, body) for body in self._bodies), default=0)
            if length:
                text = re.sub(r"^\((?![境护])[^)]*\)", "", text[length:])
            found = _YEAR.search(text[:40])
            if found and not keep_year and _is_body(text[: found.start()]) and not text[found.end() :].startswith("-"):
                year, text = int(found["year"]), text[found.end() :]
            anchor = re.match(r"^[\u4e00-\u9fff]{2,30}?(?=(?:本|当)年(?:度)?(?:收入|支出|预算))", text) or _REGION_FRONT.match(text)
            if anchor:
                text = text[anchor.end() :]
            if text == before:
                break
        return text, year


def _marked(path: re.Match[str]) -> str:
    """A class path with codes in brackets, 某支出(213)某事务(03)某项(06), with the words of its levels."""
    item = f"{path['item']}(项)" if path["item"] else ""
    return f"{path['top']}(类){path['group']}(款){item}"


def _is_body(text: str) -> bool:
    """Whether the text before a year may be dropped: nothing, or the name of a body."""
    return not text or bool(
        re.match(r"^(?!纳入)[^,;:《的]{0,24}(?:局|厅|院|委|办|室|会|部|中心|机关|单位|部门|府|所|站|校|学|团|司|队|处|馆|台|社|区|县|市|镇)$", text)
    )


def _short_name(text: str, body: str) -> int:
    """Length of the front of ``text`` that is ``body`` or a shortened form of it (省检察院 of 江苏省人民检察院), else 0.

    A shortened form keeps the order of the characters and the last two, and has three at least.
    """
    if text.startswith(body):
        return len(body)
    position, longest = 0, 0
    for length, char in enumerate(text[: len(body)], 1):
        position = body.find(char, position) + 1
        if not position:
            break
        if position == len(body) and length >= 3 and text[length - 2] == body[-2]:
            longest = length
    return longest


def _opened(text: str) -> str:
    while True:
        shorter = _CONNECTIVE.sub("", _ORDINAL.sub("", text).lstrip(" ,.;:、·"), count=1)
        if shorter == text:
            return text
        text = shorter


def _class_path(text: str) -> tuple[str, tuple[str, ...]]:
    """Last label and its parents out of 某支出(类)某事务(款)某项(项)支出; text after the last mark is dropped unless it names more."""
    parts = _PATH_MARK.split(text)
    labels = [(parts[i].strip(",、:"), parts[i + 1]) for i in range(0, len(parts) - 1, 2)]
    names: list[str] = []
    for label, level in labels:
        label = re.sub(r"^(?:支出)(?=.)|\d{1,3}$", "", _CODE_IN_FRONT.sub("", label))  # a page number may be glued to the end
        if label:
            names.append(
                f"{label}支出"
                if level == "类" and not label.endswith(("支出", "付息", "还本", "费")) and len(names) == 0 and len(labels) != 2
                else label
            )
    loose = re.sub(r"(?<=[^\d])\d{1,3}$", "", _YEAR.sub("", parts[-1]).strip(",、:.;。"))
    if names and len(loose) > 2 and not _GENERIC.match(_TAIL.sub("", loose)) and not _DEBRIS.search(loose) and not re.search(r"[,:;]", loose):
        names.append(re.sub(r"支出$", "", loose) if labels[-1][1] == "项" else loose)
    return (names[-1], tuple(names[:-1])) if names else ("", ())


def _total(text: str) -> str | None:
    bare = re.sub(r"(?:为|是|约|达到|达|各|共|数)+$", "", text)
    return next((name for pattern, name in _TOTALS if pattern.match(bare)), None)


def _core(text: str) -> str:
    """The phrase without the money's scope in front and the budget words behind."""
    text = re.sub(r"^预算绩效管理(?=整体)|^(?:全年)?共(?=[举开组召培完接印发])", "", text)
    text = re.sub(r"^(?:主要)?项目支出(?:有|包括|为)[:,]?(?=[^,]{2,}(?:费|款|金|项目|补助|工程|支出)$)", "", text)
    text = _CATEGORY.sub("", text) or text
    text = re.sub(r"(?:共计?|合计|总计|拟|计划)安排(?:预算|支出|资金)?(?=为?$)", "", text)
    text = re.sub(r"(?<=的)\d{4}年度?(?=项目)", "", re.sub(r"\(以[^)]*为准\)", "", text))
    text = re.sub(r"^(?:本年|当年)?(?:度)?(?:全年)?(?:预计|计划|拟|预算安排(?=购置|采购|更新)|安排的?|实际|支付|发放|缴纳)?(?=[^度])", "", text)
    rest = _FUND_PREFIX.match(text)
    if rest and rest.end() and not _KEEP.match(rest["rest"]):
        text = rest["rest"]
    text = re.sub(r"(?<=经费|待费)(?:当年)?(?:一般公共预算)?(?:财政)?拨款(?=(?:预算|决算|安排|数|为)*$)", "", text)
    text = re.sub(r"(?<=..)(?<!非)(?:一般公共预算|财政拨款)+(?=(?:预算|决算|支出|年初|全年|数|为)*(?:为|是|约|数)*$)", "", text)
    staff = staff_of(text)
    if staff:
        return staff
    shorter = _TAIL.sub("", text) or text
    shorter = re.sub(r"(?<=[费用])(?:预算|决算)?支出$|(?<=资金)收入$", "", shorter)
    total = _total(shorter)
    if total and total not in ("收入总计", "支出总计"):
        return total
    shorter = re.sub(r"^.*财政拨款的(?=机关运行经费$|公务用车保有量$)", "", re.sub(r"(?:的|等|为|是|了)+$", "", shorter))
    shorter = re.sub(r"^(?=(?:中小|小微)企业预留)", "面向", shorter)
    return _BARE_FUND.sub(r"\g<0>预算", shorter)


def staff_of(label: str) -> str | None:
    """在职人数, 退休人数, 编制数 … for the words that say them, else None."""
    bare = re.sub(r"(?:为|是|共|有|:)+$", "", normal(label))
    return next((name for pattern, name in _STAFF if pattern.match(bare)), None)


def procured(label: str) -> str | None:
    """政府采购货物 / 工程 / 服务 for the short names that lists of procurement use, else None."""
    found = _PROCURED.match(_opened(normal(label)))
    return f"政府采购{found['kind']}" if found else None


def visits(name: Name, unit: str, above: str | None) -> Name:
    """批次 and 人次 belong to the name: 国内公务接待 6 批次，55 人次; ``above`` is the item named before."""
    if unit == "人" and name.generic and (above or "").endswith("批次"):
        unit = "人次"
    if unit not in ("人次", "批次", "批"):
        return name
    counts = "人次" if unit == "人次" else "批次"
    if re.search("接待(?:国内)?(?:来宾|来访)?$", name.measure) and not re.search("公务接待|外", name.measure):
        name = replace(name, measure="国内公务接待" if "国内" in name.measure + (above or "") else "公务接待")
    if name.generic and counts == "人次" and above is not None:
        return Name(canonical(re.sub("批次$|团组$|(?<=）)费$", "", above) + counts))
    if name.generic or name.measure.endswith(("次", "人数", "批")):
        return name
    return replace(name, measure=canonical(re.sub("费$", "", name.measure) + counts))


def vehicles(name: Name, unit: str, topic: str | None) -> Name:
    """公务用车购置数 for the cars bought that the account of 三公 counts (更新购置 1 辆, 购置车辆 1 辆)."""
    bought = unit == "辆" and topic == "三公经费" and re.search("购置|更新|新购", name.measure) and not re.search("保有|费", name.measure)
    return replace(name, measure="公务用车购置数") if bought else name


def staff_moved(label: str) -> tuple[str, int] | None:
    """(在职人数, +1 or -1) where the phrase before a number of persons says that they came or went (较上年减少退休人员), else None."""
    found = _STAFF_MOVED.match(_opened(normal(label)))
    who = staff_of(found["who"]) if found else None
    return (who, 1 if found["up"] else -1) if found and who else None


@lru_cache(maxsize=1)
def _glued() -> dict[str, tuple[str, str]]:
    """款 and 项 printed as one word (人大事务行政运行) -> both, from the official list of subjects where it is present."""
    try:
        subjects = importlib.import_module("index.measures").subjects()
    except ImportError:
        return {}
    parents = {code: names for code, names in subjects.items() if len(code) == 5}
    return {
        normal(parent + child): (parent, child)
        for code, names in subjects.items()
        if len(code) == 7
        for parent in parents.get(code[:5], ())
        for child in names
    }


def counted(name: Name, after: str, rest: str) -> Name:
    """The name of things counted before they are named: 拟制定 + 法规 of "拟制定 11 件法规"; ``rest`` is the text after the unit."""
    office = re.search(r"(?P<what>处室|科室)$", re.sub(r"[（(](室)[）)]$", r"\1", after))
    if office and len(after) <= 6:
        return Name(canonical(f"内设{office['what']}"))
    staff = staff_of(after)
    if staff:
        return Name(staff)
    project = re.match(r"^项目(?P<verb>实行|纳入|编报|编制|开展|设置|设定|申报|填报)(?P<rest>.+)$", after)
    if project:
        return Name(canonical(f"{project['verb']}{project['rest']}的项目"))
    verb = re.match(rf".{{0,3}}{re.escape(after)}[“”\"]?(?P<verb>(?:开展|进行)[\u4e00-\u9fff]{{2,6}}|报名参加|报名|参加)", rest)
    front = re.sub(r"^.*[，、]", "", name.measure)
    if re.search(r"[和及与、]$", front) or not _VERBS.search(front):
        front = ""
    elif len(front) > 10 or re.search(r"[及和]下", front):
        front = _VERBS.findall(front)[-1]
    front = re.sub(r"^(?:全年)?(?:拟|计划)?(?:对|将|把|为|以|向|从|有)?", "", front)
    return Name(canonical(front + normal(after) + (verb["verb"] if verb else "")))


def fund_of(text: str) -> str | None:
    """The scope of money that a normalised text names, or None."""
    if re.match(r"^上级", text):
        return None
    found = next((word for word in _FUNDS if word in text), None)
    return _FUND_NAMES.get(found, found) if found else None


@lru_cache(maxsize=8192)
def canonical(label: str) -> str:
    """``index.measures.canonical`` where that module is present, the label in normal form otherwise."""
    label = normal(label)
    try:
        measures = importlib.import_module("index.measures")
    except ImportError:
        return label
    return str(measures.canonical(label)) or label
