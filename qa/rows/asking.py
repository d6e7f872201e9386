"""What a question does with rows, read from its words of closed classes: how many, which place, counting, adding, conditions, what the rows are called.

Every character that is explained here (or by the marks of department, year and kind) is noted; what is left over must be found in the table.
The words are data (``qa/lexicon/rows.json``, ``words.json``); this module only knows how numerals and words combine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import lru_cache
from typing import Literal, cast

from index.numbers import NUMBER, parse_chinese_number
from qa.lexicon import phrases
from qa.linking.spans import Mark
from qa.lookup.names import neutral
from qa.question.cleaning import Cleaned
from qa.rows.model import Ask, Bound, Fold, FoldKind, Level
from qa.rows.words import row_words

_N = r"(?:[一二两三四五六七八九十]{1,3}|\d{1,2})"
_C = r"(?:个|项|样|笔|条|家|类|款|种|块|名|位|大(?!多)|宗|门|桩|件|处)"
_OF = r"(?:金额|数额|花钱|花费|开支|支出|预算|决算|安排|钱|数字|规模|占比|比例|分值|权重|得分|采购额|花得?|用得?|给得?|拿得?)*"
_HIGH, _LOW = r"(?:高|大|多|贵|凶|狠|猛|厉害|烧钱|花钱|费钱|耗钱|能花)", r"(?:低|小|少|便宜|省钱|省|抠门|抠|节俭)"
_TOP = re.compile(rf"(?:排名?|排在|位列|位居|居)?(?P<low>倒数|最?末|最?后)?(?:最?靠?前|头|top-?)({_N})(?!年|期|届|部分|个?月|季)(?:的)?(?:{_C}|高|多)?", re.I)
_LAST_N = re.compile(rf"(?:倒数|末尾|最后|垫底的?|末)({_N})(?={_C}|名|位){_C}?")
_MOST_N = re.compile(
    rf"{_OF}(?:最|比?较)(?:(?P<high>{_HIGH})|{_LOW})的?(?:是|有)?(?:哪|那|这|前)?({_N}){_C}|(?:哪|那)?({_N}){_C}[^,。?;、]{{0,6}}?(?:最|比?较)(?:(?P<high2>{_HIGH})|{_LOW})(?:的)?"
    rf"|(?P<most>占?大头)的?(?:那|这)?({_N}){_C}|(?P<main>主要)[^,。?;、\d]{{0,4}}?(?:哪|那|这)?({_N})(?:个|大)?(?:方面|{_C})"
)
_MOST_FEW = re.compile(
    rf"{_OF}最(?:(?P<high>{_HIGH})|{_LOW})的?(?:是|有)?(?:哪|那|这|前)?几{_C}|(?:排名?|排在)?前几{_C}?|(?:哪|那)几{_C}[^,。?;、]{{0,6}}?最(?:(?P<high2>{_HIGH})|{_LOW})(?:的)?"
)
_MONEY_WORD = re.compile("总?金额|资金|钱数|经费|规模")
_HOW_MUCH = re.compile(r"多少(?:万元|亿元|万|亿|元|块)?(?:钱|资金|经费)?")
_KTH = re.compile(rf"(?P<back>倒数)?第({_N})(?!部分|章|季|批|届|期|次|表|张|年)(?:{_C}|名|位)?(?:(?P<high>高|大|多)|(?P<low>低|小|少))?(?:的)?")
_SECOND = re.compile(rf"次(?:(?P<high>{_HIGH})|{_LOW})(?:的)?")
_PLACE = re.compile(rf"(?:排|列|居|位列|名列)?(?:在)?第几(?:{_C}|名|位|高|多)?|排(?:名|在)?(?:第)?(?:几|多少)(?:名|位)?|名次(?:是)?(?:多少|几)?|排老几")
_FULL = re.compile(r"[(,]?100分?[)]?")  # 满分100: the number only says what full marks are
_COUNT = re.compile(
    rf"(?<![哪好十第前头])(?:几|多少)(?:来)?(?:{_C}|次|回)(?![万亿元])|(?:个数|项数|笔数|条数)(?:是|为|有)?(?:多少|几)?|数量(?:是|为|有)?(?:多少|几)"
    r"|(?<=科目|项目|指标|专项|明细|条目)(?:的)?(?:个数|数量|数)(?!据|额|字)"
)
_LISTED = re.compile(
    rf"(?:是|有|叫)?哪(?:些|几{_C}?|{_N}{_C}|{_C})?|(?:是|有|叫)(?:什么|啥|谁)|名称|名单|名字|列出来?|列一?下|点(?:一下)?名|分别|各(?:自)?(?:是|为|有|花了?|占了?)?(?:多少|几)"
)
_SHARE = re.compile(r"占(?:了|到|去|全部|整个|总)?[^,。?;]{0,16}?(?:百分之(?:几|多少)|几成|比[例重]|多少(?![万亿元钱]))|占比|百分之(?:几|多少)|(?:所占)?比重|占多大")
_GAP = re.compile(r"(?:相差|差了?|差距|差额)(?:是|有|为)?(?:多少|几)?")
_MEAN = re.compile(rf"平均(?:数|值|下来|得?分)?(?:每(?:一)?{_C}?)?|均值|平均一{_C}")
_NAMED = re.compile(r"(?:名称|名字|名目|标题)(?:里|中|上|里面)?(?:都)?(?:带有?|含有?|包含|有|写有|写着)(?:了)?([\u4e00-\u9fff]{2,14}?)(?:这?[一二两三四五]个字|字样|字眼)?的")
_STATED = re.compile(rf"(?<![前后第末最多少的])(?P<n>{_N})(?P<c>个|项|笔|条|家|类|款|种|样)(?=[^,。?;]{{0,2}}(?:项目|科目|专项|物品|品目|明细|用途|单位|指标|合计|加|一共|总共|共))")
_SAYS = re.compile(r"(?:名称|名字|名目|标题)?(?:里|中|上|里面)?(?:都)?(?:带有?|含有?|包含|写明有?|写着|写有|出现)(?:了|有)?([\u4e00-\u9fff]{2,10}?)(?:这?[一二两三四五]个字|字样|字眼|字)")
_LEVEL = re.compile(r"([类款项])级(?:的)?(?:支出|经济|功能)?(?:分类)?(?:科目)?|按([类款项])(?![目项别])|各([类款项])(?=级|科目|支出)|\(([类款项])\)")
_CODES = re.compile(r"(?<!\d)([23]\d{2}(?:\d{2}){0,2})(?:-|~|至|到|—)([23]\d{2}(?:\d{2}){0,2})(?!\d)")
_BETWEEN = re.compile(rf"(?:介于|在)?({NUMBER.pattern})(亿元|亿|万元|万|元|分|%)?(?:-|~|到|至|和|与)({NUMBER.pattern})(亿元|亿|万元|万|元|分|%)(?:之间|区间|范围)")
_NEAR = 12
_NAME = 3  # characters: a shorter name may be a word of a class
_ADDED = re.compile(rf"(?<![前后最的末头大多高少低小这那])(?:这|那|好)?(?:几|{_N}){_C}(?:专项|项目|科目)?(?=加|合计|合起来|总共|一共|共计|累计)")
_BROKEN = re.compile(rf"(?:突破|冲破|破|超|过|上)(?:了)?({NUMBER.pattern}|[一二两三四五六七八九十百千]+)(亿|万)元?(?=的|[有都是]|$|[,。?])")
_EXACTLY = re.compile(rf"(?:是|为|等于|正好|刚好|恰好)+(?:安排|花|拨|有|列|给)?了?({NUMBER.pattern})(分|万元|亿元|万|亿|元|%)(?=的|有)")
_BY = "按(?:照)?@|哪(?:些|几[个种类]?|N?[个种类]|一?[个种类])@|各个?@|每个?@|(?<!好)(?:几|N)(?:个|大)?@|多少个@|不同(?:的)?@(?=各|分别|合计|加)|@(?:名称)?(?:分别)?(?:是|有)(?:哪|什么|谁)"


@lru_cache(maxsize=8)
def _any(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


@lru_cache(maxsize=1)
def _orders() -> tuple[tuple[str, re.Pattern[str]], ...]:
    extreme, order = phrases()["extreme"], phrases()["order"]
    return (
        ("top", _any(*extreme["desc"], "花得最多", "头号", "大头", "max", "MAX", "Max")),
        ("bottom", _any(*extreme["asc"], "钱最少", "min", "MIN", "Min")),
        ("top", re.compile(rf"最{_HIGH}的?")),
        ("bottom", re.compile(rf"最{_LOW}的?")),
        ("desc", _any(*order["desc"])),
        ("asc", _any(*order["asc"])),
        ("sort", _any("排序", "排个序", "排一排", "排一下", "排个队", "排列", "排名", "排个名次")),
    )


class _Reader:
    """Reads words off a text and notes which characters they explain; an explained stretch is hidden from later patterns."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.open = list(text)

    @property
    def rest(self) -> str:
        return "".join(self.open)

    def take(self, start: int, end: int) -> None:
        for i in range(start, end):
            self.open[i] = "|"

    @contextmanager
    def hidden(self, marks: Sequence[Mark]) -> Iterator[None]:
        """Meanwhile the stretches of these marks are no words of any class (差旅费 asks for no 差)."""
        held = {i: self.open[i] for m in marks for i in range(m.start, m.end)}
        for i in held:
            self.open[i] = "□"
        yield
        for i, char in held.items():
            self.open[i] = char

    def all(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        found = list(pattern.finditer(self.rest))
        for m in found:
            self.take(m.start(), m.end())
        return found


def ask_of(question: Cleaned, cover: Sequence[Mark], said: Iterable[str]) -> Ask:
    """The ask in a question. ``cover``: its marks; ``said``: further words that are no part of what is sought (names of departments)."""
    reader = _Reader(question.text)
    for mark in cover:
        if mark.group in {"department", "place", "year", "threshold", "decimals"} or (mark.group == "word" and {g for g, _ in mark.value} <= {"kind"}):
            reader.take(mark.start, mark.end)
    for word in said:
        for found in re.finditer(re.escape(word), reader.rest) if word else ():
            reader.take(found.start(), found.end())
    body = "".join("|" if any(m.start <= i < m.end for m in cover if m.group in {"department", "place"}) else c for i, c in enumerate(question.text))
    codes = next(((m[1], m[2]) for m in reader.all(_CODES)), None)
    bounds = _bounds(question.text, reader, cover)
    called = tuple(dict.fromkeys(m[1] for pattern in (_NAMED, _SAYS) for m in reader.all(pattern)))
    for m in _ADDED.finditer(reader.rest):
        reader.take(m.start(), m.end())  # 几个专项加一起: those, however many
    level, by = _level(question, reader), _by(reader)
    names = [m for m in cover if m.group == "measure" and m.end - m.start >= _NAME and m.value.how in {"exact", "synonym", "part"} and not neutral(question.text[m.start : m.end])]
    if "项目" in question.text:  # of projects the mean is reckoned, though a document may print one
        names = [m for m in names if not _MEAN.fullmatch(question.text[m.start : m.end])]
    with reader.hidden(names):
        folds = _folds(reader)
    stated = next((_number(m["n"]) for m in reader.all(_STATED)), None)
    things = bool(level or by or codes or _any(*row_words()["noun"]["row"]).search(body))
    decimals = next((m.value for m in cover if m.group == "decimals"), None)
    unit = next((v for m in cover if m.group == "word" for g, v in m.value if g == "unit" and v in {"元", "万元", "亿元"}), None)
    used = tuple(c == "|" for c in reader.open)
    return Ask(question.text, used, folds, bounds, called, by, level, codes, unit, decimals, things, body, stated)


def _bounds(text: str, reader: _Reader, cover: Sequence[Mark]) -> tuple[Bound, ...]:
    found: list[Bound] = []
    empty = _emptiness(reader)
    if empty is not None:
        return (empty,)
    for m in reader.all(_BETWEEN):
        unit = _money(m[4] if m[4] else "")
        found += [Bound(">=", Decimal(m[1].replace(",", "")), _money(m[2] or m[4])), Bound("<=", Decimal(m[3].replace(",", "")), unit)]
    if not found:
        for mark in cover:
            if mark.group != "threshold":
                continue
            t = mark.value
            sign = t.comparator
            full = _FULL.match(text, mark.end) if text[mark.start : mark.end] == "满分" else None
            if full:
                reader.take(full.start(), full.end())
            strict = re.match(rf"\(?(?:,)?不含(?:本数)?{t.value.normalize():f}?[^,。)]{{0,3}}\)?", text[mark.end :])
            if strict and sign in {">=", "<="}:
                sign = sign[0]
                reader.take(mark.end, mark.end + strict.end())
            found.append(Bound(sign, t.value, t.unit))
    for m in reader.all(_BROKEN) if not found else ():
        found.append(Bound(">", _amount(m[1]), _money(m[2])))
    for m in reader.all(_EXACTLY) if not found else ():
        found.append(Bound("=", Decimal(m[1].replace(",", "")), _money(m[2])))
    return tuple(found)


def _emptiness(reader: _Reader) -> Bound | None:
    """Rows with or without an amount; a mark may lie on a part of the words (不是零: 是零), and one word in another (没有发生: 有发生)."""
    zero, some = row_words()["zero"]["value"], row_words()["nonzero"]["value"]
    found = _any(*zero, *some).search(reader.text)
    if found is None:
        return None
    reader.take(found.start(), found.end())
    return Bound("=" if found[0] in zero else "!=", Decimal(0))


def _amount(text: str) -> Decimal:
    """``120`` and ``百`` (of 破百万)."""
    plain = text.replace(",", "")
    return Decimal(plain) if NUMBER.fullmatch(plain) else parse_chinese_number(plain if plain[0] not in "百千" else f"一{plain}") or Decimal(0)


def _money(unit: str) -> str:
    return {"亿": "亿元", "万": "万元"}.get(unit, unit)


def _level(question: Cleaned, reader: _Reader) -> Level | None:
    quoted = next((question.text[a:b] for a, b in question.quoted if question.text[a:b] in {"类", "款", "项"}), None)
    for a, b in question.quoted:
        if question.text[a:b] in {"类", "款", "项"}:
            reader.take(a, b)
    found = reader.all(_LEVEL)
    said = quoted or next((g for m in found for g in m.groups() if g), None)
    return cast("Level | None", said)


def _by(reader: _Reader) -> str | None:
    """The heading whose values are meant, where the question says it as what it wants (按专项, 哪几个专项, 三个专项)."""
    for name, words in row_words()["dims"].items():
        word = "(?:" + "|".join(map(re.escape, sorted(words, key=len, reverse=True))) + ")"
        pattern = re.compile(_BY.replace("@", word).replace("N", _N))
        if pattern.search(reader.rest):
            reader.all(re.compile(f"{word}(?!支出)"))  # 项目支出 names a table
            return name
    return None


def _folds(reader: _Reader) -> tuple[Fold, ...]:
    found: list[Fold] = []

    def add(kind: str, m: re.Match[str], n: int = 1, order: str = "desc") -> None:
        found.append(Fold(cast("FoldKind", kind), n, m.start(), cast("Literal['desc', 'asc']", order)))

    for m in reader.all(_PLACE):
        add("place", m)
    for m in reader.all(_MOST_N):
        number = next(g for g in (m[2], m[3], m[6], m[8]) if g)
        add("top" if m["high"] or m["high2"] or m["most"] or m["main"] else "bottom", m, _number(number))
    for m in reader.all(_TOP):
        add("bottom" if m["low"] else "top", m, _number(m[2]))
    for m in reader.all(_MOST_FEW):
        add("sort", m, 1, "asc" if "最" in m[0] and not (m["high"] or m["high2"]) else "desc")
    for m in reader.all(_LAST_N):
        add("bottom", m, _number(m[1]))
    for m in reader.all(_KTH):
        low = bool(m["back"] or m["low"])
        add("last" if low else "kth", m, _number(m[2]))
    for m in reader.all(_SECOND):
        add("kth" if m["high"] else "last", m, 2)
    for kind, pattern in _orders():
        for m in reader.all(pattern):
            add("sort" if kind in {"desc", "asc", "sort"} else kind, m, 1, "asc" if kind == "asc" else "desc")
    for kind, pattern in (("count", _COUNT), ("share", _SHARE), ("gap", _GAP), ("mean", _MEAN), ("sum", _sums()), ("list", _LISTED)):
        for m in reader.all(pattern):
            add(kind, m)
    found = _several(found, reader.text)
    if any(f.kind == "count" for f in found) and not any(f.kind in {"sum", "list"} for f in found):
        for m in reader.all(_HOW_MUCH):
            add("sum", m)  # 有几个，多少钱: what they come to
        counted = next(f.at for f in found if f.kind == "count")
        if not any(f.kind == "sum" for f in found) and (money := _MONEY_WORD.search(reader.text, counted)):
            add("sum", money)
    return tuple(sorted(found, key=lambda f: f.at))


def _several(found: list[Fold], text: str) -> list[Fold]:
    """最多的是哪几项: an order of all, since it is not said how many."""
    plural = next((f.at for f in found if f.kind == "list" and re.match(r"(?:是|有|叫)?哪(?:几|些)", text[f.at :])), None)
    return [
        Fold("sort", 1, f.at, "desc" if f.kind == "top" else "asc") if plural is not None and f.kind in {"top", "bottom"} and f.n == 1 and f.at < plural <= f.at + _NEAR else f
        for f in found
    ]


@lru_cache(maxsize=1)
def _sums() -> re.Pattern[str]:
    said = "|".join(map(re.escape, sorted(phrases()["operation"]["sum"], key=len, reverse=True)))
    money = r"(?:万元|亿元|万|亿|元|钱)"
    return re.compile(
        rf"(?:{said}|加一起|加一块|凑一块|加一下|加一加|求和|总金额|总额|总共|一共|共计|小计|总计|总和|累计|汇总)(?:是|为|有|要|花了?)?(?:多少|几)?{money}*"
        rf"|共(?:是|为|有|要)?(?:多少|几){money}+"
    )


def _number(text: str) -> int:
    return int(text) if text.isdigit() else int(parse_chinese_number(text) or 1)
