"""Who disclosed what for which year: read from the content, never from the file name alone.

:func:`identify` reads one document; :func:`with_aliases` derives short names over a whole index and gives one canonical name to the names
that one body printed over the years.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from index.errors import NotADisclosure
from index.identity.aliases import with_aliases
from index.identity.members import members_of
from index.identity.names import department_of
from index.identity.regions import level_of, plain_party, split_name
from index.identity.renaming import renamings_of
from index.identity.revised import revision_of
from index.identity.titles import titles_of
from index.model import Identity, Kind, Scope, Structured
from index.numbers import parse_chinese_number

__all__ = ["identify", "with_aliases"]

_YEAR_KIND = re.compile(r"(20\d{2})\s*年?\s*(?:度)?[^。；，]{0,24}?(预算|决算)")
_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*年")
_CHINESE_YEAR = re.compile(r"([二][〇○零0][〇○零一二三四五六七八九]{2})\s*年")
_DATE = re.compile(r"^(?:.{0,24}?)(20\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日$")
_CHINESE_DATE = re.compile(r"^([二][〇○零][〇○零一二三四五六七八九]{2})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日$")
_PUBLISHED = re.compile(r"^(?:发布|发文|公开|成文)(?:时间|日期)[:：](20\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})")
_PARENT = re.compile(r"(?:主管部门|上级主管部门|主管单位)[:：为是]\s*([\u4e00-\u9fff]{4,24})")


def identify(doc: Structured) -> Identity:
    """The identity of a document. Raises :class:`NotADisclosure` where neither a body nor a budget is spoken of."""
    titles = _titles(doc)
    own = tuple(titles_of(_first_lines(doc)))
    body = "\n".join(p.text for p in doc.paragraphs)
    mentions = len(re.findall(r"预算|决算", body)) + 2 * len(re.findall(r"预算|决算", "\n".join(titles)))
    mentions += sum(1 for table in doc.tables if table.form and table.unit)
    name = department_of(doc, own)
    titled = [t for t in own if name and (t.name in name or name in t.name)]
    if (mentions < 3 and not titled) or (name is None and not doc.tables):
        raise NotADisclosure(f"{doc.file_name}：不像部门预算或决算公开文件（没有读到部门名称和预决算内容），请检查文件。")
    written = name or _from_file_name(doc.file_name) or "未知部门"
    department = plain_party(written)
    year, kind = _year_and_kind(doc, titles, body)
    year = next((t.year for t in titled if t.year), year)
    kind = next((t.kind for t in titled if t.kind and t.year == year), _kind_of_year(body, year) if titled else None) or kind
    regions = split_name(department).regions
    return Identity(
        title=_title(department, year, kind) + (f"（{revised}）" if (revised := revision_of(_first_lines(doc))) else ""),
        department=department,
        department_as_written=written,
        fiscal_year=year,
        kind=kind,
        scope=Scope.UNIT if titled and titled[0].unit else _scope(titles),
        region="".join(regions) or None,
        level=level_of(regions, body),
        parent_department=found[1] if (found := _PARENT.search(body)) else None,
        publication_date=_publication_date(doc),
        aliases=(),
        former=renamings_of(doc, department, written),
        units=members_of(doc, department),
    )


def _first_lines(doc: Structured) -> list[str]:
    """The lines among which a title is looked for: the first of the text, then the first headings and the titles of tables."""
    contents = {s.ordinal for s in doc.sections if s.is_contents}
    text = [p.text for p in doc.paragraphs if p.section not in contents][:40]
    return [*text[:30], *[s.title for s in doc.sections if not s.is_contents][:6], *[t.title for t in doc.tables][:4]]


def _titles(doc: Structured) -> list[str]:
    """Cover lines, headings and table titles, in order; the contents page left out."""
    contents = {s.ordinal for s in doc.sections if s.is_contents}
    cover = [p.text for p in doc.paragraphs if p.section == 0][:12]
    return ["".join(cover[:4]), *cover, *(s.title for s in doc.sections if s.ordinal not in contents), *(t.title for t in doc.tables)]


def _title(department: str, year: int | None, kind: Kind | None) -> str:
    return f"{department}{f'{year}年度' if year else ''}部门{kind.value if kind else '预决算'}公开"


def _year_and_kind(doc: Structured, titles: list[str], body: str) -> tuple[int | None, Kind | None]:
    """By headings first, then sentences, then (for the year, where the content has none) the file name."""
    years: Counter[int] = Counter()
    kinds: Counter[str] = Counter()
    headers = list(dict.fromkeys("".join(path) for table in doc.tables for path in table.column_paths))
    for weight, texts in ((20, titles[:5]), (5, titles[5:]), (2, headers), (1, [body])):
        for text in texts:
            for match in _YEAR_KIND.finditer(_arabic(text)):
                years[int(match[1])] += weight
                kinds[match[2]] += weight
    for text in titles:
        kinds.update(dict.fromkeys(re.findall(r"预算|决算", text), 2))
    if not years:
        years.update(int(y) for y in _YEAR.findall(_arabic(body)))
    if not years and (found := re.search(r"(20\d{2})", doc.file_name)):
        years[int(found[1])] += 1
    if not kinds:
        kinds.update(re.findall(r"预算|决算", body))
    year = max(years, key=lambda y: (years[y], y)) if years else None
    kind = _kind(kinds, titles)
    return year, kind


def _kind_of_year(body: str, year: int | None) -> Kind | None:
    """What the text speaks of for the year of a title that does not say it (某镇2025年情况说明): a budget's text also tells of last year's 决算."""
    text = _arabic(body)
    kinds = Counter(m[2] for m in _YEAR_KIND.finditer(text) if int(m[1]) == year)
    if not kinds:
        own = re.sub(r"20\d{2}\s*年[^，,。；;]*", lambda m: m[0] if m[0].startswith(str(year)) else "", text)
        kinds = Counter(re.findall(r"(?<!公共)(?<!基金)(?<!经营)(预算|决算)", own))
    return Kind(kinds.most_common(1)[0][0]) if kinds else None


def _kind(kinds: Counter[str], titles: list[str]) -> Kind | None:
    """A 决算 speaks of budgets all the time (一般公共预算…支出决算), so its own word in the headings decides."""
    named = [re.findall(r"部门(预算|决算)|单位(预算|决算)", t) for t in titles]
    own = Counter(word for found in named for pair in found for word in pair if word)
    if own:
        return Kind(max(own, key=lambda k: own[k]))
    if kinds["决算"] >= 3 and kinds["决算"] * 2 >= kinds["预算"]:
        return Kind.FINAL
    return Kind.BUDGET if kinds["预算"] else (Kind.FINAL if kinds["决算"] else None)


def _arabic(text: str) -> str:
    """Years in Chinese numerals as digits: 二〇二四年 -> 2024年."""

    def digits(found: re.Match[str]) -> str:
        value = parse_chinese_number(found[1].replace("○", "〇"))
        return f"{value}年"

    return _CHINESE_YEAR.sub(digits, text)


def _scope(titles: list[str]) -> Scope:
    head = " ".join(titles[:6])
    if (
        re.search(r"单位(?:预算|决算)|本级(?:预算|决算)|[(（]本级[)）].{0,8}20\d\d|20\d\d.{0,12}[(（]本级[)）]", head)
        and "部门预算" not in head
        and "部门决算" not in head
    ):
        return Scope.UNIT
    return Scope.DEPARTMENT


def _publication_date(doc: Structured) -> date | None:
    for paragraph in reversed(doc.paragraphs[-12:]):
        text = re.sub(r"\s+", "", paragraph.text)
        if found := _DATE.match(text):
            return _date(int(found[1]), int(found[2]), int(found[3]))
        if found := _CHINESE_DATE.match(text):
            numbers = [parse_chinese_number(g.replace("○", "〇")) for g in found.groups()]
            if all(n is not None for n in numbers):
                return _date(*(int(n) for n in numbers if n is not None))
    for paragraph in doc.paragraphs[:12]:
        if found := _PUBLISHED.match(re.sub(r"\s+", "", paragraph.text)):
            return _date(int(found[1]), int(found[2]), int(found[3]))
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _from_file_name(name: str) -> str | None:
    found = re.search(r"([\u4e00-\u9fff]{3,24}?(?:局|厅|委|院|协会|办公室|办公厅|中心|会))", name)
    return found[1] if found else None
