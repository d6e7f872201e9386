"""Which items rose and which fell: 哪些科目比上年减少了, 增加最多的科目. Read from the changes that the document states, one list of it."""

from __future__ import annotations

import re
from collections import defaultdict

from index.model import Aspect, Figure
from index.numbers import is_money
from index.text import normal
from qa.answer.moved_rows import moved_rows
from qa.answer.sheet import Sheet
from qa.answer.wording import quantity, said, said_change
from qa.compute.many import LONGEST_LIST
from qa.lookup import Candidate, Catalogue
from qa.lookup.match import SUREST
from qa.lookup.names import key
from qa.lookup.scope import Place, scoped
from qa.model import Operation, Query

_ASKS = re.compile(
    r"(?:哪(?:些|个|几个|一个|几项|项)|什么|几个)(?:功能|经济)?(?:科目|支出科目|支出项?|项)[^,。?]{0,8}(?:增|减|涨|降|多了|少了|上升|变动)"
    r"|(?:增|减|涨|降|上升|变动|变化)[^,。?]{0,4}最[多大快高猛狠][^,。?]{0,4}(?:(?:[一二三四五六两\d]+|几)(?:个|项|类|款))?(?:经济|功能|[项款类]级)?(?:分类)?(?:科目|支出|项)"
    r"|(?:科目|支出项?|项)(?:里|中|当中|之中)?[^。?]{0,14}(?:增|减|涨|降|上升|多|少)[^,。?]{0,3}最[多大快高猛狠]的?(?:是|有)?(?:哪|谁|什么)"
    r"|(?:科目|支出项?|项)(?:里|中|当中|之中)?[^。?]{0,14}(?:哪(?:些|个|几个|一个|几项|项)|谁)[^,。?]{0,4}(?:增|减|涨|降|上升)[^,。?]{0,3}最[多大快高猛狠]"
)
_FALL = re.compile(r"减|降|少了|下调")
_RISE = re.compile(r"增|涨|上升|多了")
_BY_RATE = re.compile(r"最快|幅度|增幅|降幅|涨幅|百分")
_WHOLE = re.compile(r"总计|合计|本年")
_NO_ACCOUNT = re.compile(r"收入|总计|合计|结转|结余|资金|拨款|三公|^(?:一般公共预算|政府性基金预算|国有资本经营预算)支出$|^(?:基本|项目)支出$|经费$|会议费|培训费")
_MOST = re.compile(r"最[多大快高猛狠]")
_OF_KIND = re.compile(r"^(?:这|那)?(?:[一二三四五六七八九十两\d]+|几)?个?(?P<core>[\u4e00-\u9fff]{2,6}?)(?:类|方面|有关|相关)?的?$")
_KIND_SAID = re.compile(r"([\u4e00-\u9fff]{2})类(?:的)?(?:[项款]级)?(?:支出)?科目")
_CONTAINER = re.compile(r"^(?:一般公共预算|财政拨款|政府性基金)|(?:^|总|本年)支出(?:合计|总计)?$|预算$|决算$")


def asks_movers(query: Query) -> bool:
    """Whether the question asks which items of one disclosure changed, or changed most; a reason or a named item is another question."""
    named = [m for m in query.measures if m.score > 0.5 and m.names and not _CONTAINER.search(m.names[0])]
    years = [y for y in query.years if f"相对年份:{y}" not in query.notes]
    return not named and len(query.departments) == 1 and len(years) <= 4 and "reason" not in query.aspects and bool(_ASKS.search(normal(query.text)))


def write_movers(query: Query, sheet: Sheet, cat: Catalogue) -> bool:
    """The items that moved as asked, the strongest first. False where the document states no changes, or several documents are meant."""
    years = tuple(y for y in query.years if f"相对年份:{y}" not in query.notes)
    newest = tuple(sorted(years)[-1:])
    places = [p for p in scoped(query.model_copy(update={"years": newest}), cat).places if p.own]
    if len({(p.department, p.year, p.kind) for p in places}) != 1:
        return False
    text = normal(query.text)
    place, aspect = places[0], Aspect.RATE if _BY_RATE.search(text) else Aspect.CHANGE
    falls, rises = bool(_FALL.search(text)), bool(_RISE.search(text))
    before = min(years) if len(years) > 1 else (place.year or 0) - 1
    stated = _of_kind(query, of_level(query.level, changes_of(place, aspect, cat))) if before == (place.year or 0) - 1 and "经济" not in text else []
    changes = stated if len(stated) > 1 else _of_kind(query, moved_rows(place, before, aspect, query, cat)) or stated
    moved = [c for c in changes if (c.figure.value < 0 and (falls or not rises)) or (c.figure.value > 0 and (rises or not falls))]
    if not moved:
        return False
    moved.sort(key=lambda c: -abs(c.figure.value))
    head = f"{place.department}{place.year or ''}年{place.kind or ''}"
    since = f"比{before}年" if len(years) > 1 else "比上年"
    word = "比上年减少" if falls and not rises else "比上年增加" if rises and not falls else "比上年有增减"
    word = word.replace("比上年", since)
    if _MOST.search(text) and query.operation is not Operation.TREND:
        most = query.top_n or 1
        shown = moved[:most]
    else:
        shown = moved[: 2 * LONGEST_LIST]
    section = (_chapter(shown[0].figure) or ("",))[-1]
    sheet.say(f"{head}{word}{'最多' if _MOST.search(text) else ''}的科目（按“{section}”所列，共{len(moved)}项）：" if section else f"{head}{word}的科目：")
    for c in shown:
        more, less = ("增长", "下降") if aspect is Aspect.RATE else ("增加", "减少")
        beside = f"（{before}年{c.figure.derivation}）" if c.figure.derived else _beside(c, place, cat)
        sheet.say(f"- {c.figure.measure}：{said_change(quantity(c), more=more, less=less)}{beside}{sheet.mark([c])}")
        sheet.figure(c.figure.measure, quantity(c, query.unit), [c])
    return True


def of_level(level: str | None, changes: list[Candidate]) -> list[Candidate]:
    """Those whose sentence or code says the level asked for (…医疗（项）), with those that stand as deep; all where the document says no levels."""
    if level is None:
        return changes
    sure = [c for c in changes if re.search(re.escape(normal(c.figure.measure)) + rf"\({level}\)", normal(c.figure.quote))]
    depths = {len(c.figure.qualifiers) for c in sure}
    other = "".join({"类", "款", "项"} - {level})
    unsure = [c for c in changes if len(c.figure.qualifiers) in depths and not re.search(re.escape(normal(c.figure.measure)) + rf"\([{other}]\)", normal(c.figure.quote))]
    return [c for c in changes if c in sure or c in unsure] if sure else changes


def _of_kind(query: Query, changes: list[Candidate]) -> list[Candidate]:
    """四个医疗类的科目: those whose name, or whose parent's, holds the word. Nothing where no item does."""
    said = [found["core"] for m in query.measures if not m.names and (found := _OF_KIND.match(normal(m.mention)))]
    said += [m[1] for m in _KIND_SAID.finditer(normal(query.text)) if not re.search("[项款类级各些个哪]", m[1])]
    for core in dict.fromkeys(said):
        changes = [c for c in changes if core in key(c.figure.measure) or any(core in key(q) for q in c.figure.qualifiers)]
    return changes


def changes_of(place: Place, aspect: Aspect, cat: Catalogue) -> list[Candidate]:
    """The list of stated changes with most items, one figure an item."""
    lists: dict[tuple[str, ...], dict[str, Candidate]] = defaultdict(dict)
    for record in place.own:
        for f in cat.view(record).figures:
            if f.aspect is aspect and f.confidence >= SUREST and f.year == place.year and f.subject_kind == "部门" and _plain(f, aspect):
                lists[_chapter(f)].setdefault(key(f.measure), Candidate(f, record, 1.0, 0.0))

    def weight(found: dict[str, Candidate]) -> tuple[int, int]:
        inner = sum(bool(c.figure.qualifiers) and not _WHOLE.search(c.figure.qualifiers[0]) for c in found.values())
        return inner, len(found)

    return list(max(lists.values(), key=weight, default={}).values())


def _chapter(figure: Figure) -> tuple[str, ...]:
    """The heading under which the whole list stands: （一）…（类） below it are parts of one list."""
    path = figure.section_path
    while len(path) > 1 and re.match(r"[（(][一二三四五六七八九十]+[)）]|[0-9]+[.、．]", path[-1]):
        path = path[:-1]
    return path


def _plain(figure: Figure, aspect: Aspect) -> bool:
    fits = is_money(figure.unit) if aspect is Aspect.CHANGE else figure.unit == "%"
    return fits and not figure.stage and not _NO_ACCOUNT.search(figure.measure) and not any("三公" in q for q in figure.qualifiers) and "原因说明" not in figure.qualifiers


def _beside(change: Candidate, place: Place, cat: Catalogue) -> str:
    """The item's own amount, where the same sentence gives it."""
    f = change.figure
    for other in cat.view(change.record).figures:
        if other.paragraph == f.paragraph and other.section_path == f.section_path and other.measure == f.measure and other.aspect is Aspect.AMOUNT and other.year == place.year:
            return f"（{place.year}年{said(quantity(Candidate(other, change.record, 1.0, 0.0)))}）" if other.confidence >= SUREST and not other.derived else ""
    return ""
