"""Short names, derived from full names by rules: 昌吉回族自治州科学技术协会 -> 昌吉州科协, 州科协, 科协.

Nothing is decided here: two bodies may get the same short name, and both keep it. Whoever reads a short name sees all its owners.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import product

from index.identity.regions import rules, split_name
from index.identity.titles import is_region
from index.model import Identity
from index.text import normal

_MAX_ALIASES = 160
_GOVERNMENTS = ("人民政府", "政府")


def aliases_of(name: str) -> tuple[str, ...]:
    """All short names of a body, the longest first, its full name included."""
    parts = split_name(name)
    organs = _organ_forms(parts.organ)
    found = {name, parts.whole}
    for region, organ in product(_region_forms(parts.regions), organs):
        if organ and not (organ.startswith("委") and region[-1:] not in tuple("省市县区州旗盟")):
            found.add(region + organ)
    if parts.organ in _GOVERNMENTS and parts.regions and parts.regions[-1].endswith(("镇", "乡", "街道")):
        found |= {region for region in _region_forms(parts.regions) if region.endswith(parts.regions[-1])}  # people say 万灵镇 of its government
        found -= set(_GOVERNMENTS)
    if is_region(name):
        found |= {bare_region(name)}
    if re.search(r"(?:集中区|开发区|园区|示范区|保税区|新区)$", name):
        found |= {name + "管委会", name + "管理委员会"}
    if parts.organ == "人民检察院":
        found |= {level + "检" for level in ("省", "市") if parts.regions and parts.regions[-1].endswith(level)}
    usable = {a for a in found if _usable(a)}
    return tuple(sorted(usable, key=lambda a: (-len(a), a))[:_MAX_ALIASES])


def _usable(alias: str) -> bool:
    return len(alias) >= 3 or (len(alias) == 2 and alias.endswith(("协", "联", "委", "院", "办", "局", "厅"))) or alias in {"省检", "市检"}


def _region_forms(regions: tuple[str, ...]) -> list[str]:
    """Ways to say where: all regions, the last one alone, without suffix, 昌吉州, 乌市, 省/市/州/区/县, nothing."""
    if not regions:
        return [""]
    last = regions[-1]
    shorts = {last, *_short_region(last)}
    forms = set(shorts)
    for i in range(len(regions) - 1):
        outer = "".join(regions[i:-1])
        bare = "".join(bare_region(r) for r in regions[i:-1])
        forms |= {head + s for head in (outer, bare) for s in shorts}
    forms |= {_class_word(last), ""}
    if last.endswith("自治区"):
        forms |= {"自治区", "区"}
    if last.endswith("自治州"):
        forms |= {"自治州", "州"}
    return sorted(forms, key=lambda f: (-len(f), f))


def _class_word(region: str) -> str:
    return region[-1] if region[-1] in "省市州县区旗盟" else ""


def bare_region(region: str) -> str:
    """Region without its class word and peoples: 昌吉回族自治州 -> 昌吉, 乌鲁木齐市 -> 乌鲁木齐."""
    rest = re.sub(r"(?:维吾尔自治区|自治区|自治州|自治县|自治旗|地区|新区|省|市|州|县|区|旗|盟)$", "", region)
    changed = True
    while changed:
        changed = False
        for people in sorted(rules()["peoples"], key=len, reverse=True):
            if rest.endswith(people) and len(rest) - len(people) >= 2:
                rest, changed = rest[: -len(people)], True
                break
    return rest


def _short_region(region: str) -> set[str]:
    bare = bare_region(region)
    if len(bare) < 2:
        return set()
    found = {bare}
    if region.endswith("州"):
        found.add(bare + "州")
    if region.endswith("市") and len(bare) >= 3 and not bare.startswith("第"):
        found.add(bare[0] + "市")
    if region.endswith(("自治县", "自治旗")):
        found.add(bare + region[-1])
    return found


def _organ_forms(organ: str) -> list[str]:
    """The organ's name with each rule applied or not: 人民代表大会常务委员会办公厅 -> 人大常委会办公厅, 人大办公厅, 人大办 ..."""
    forms = {organ}
    if organ.endswith("街道办事处"):
        forms.add(organ.removeprefix("人民政府"))  # 区人民政府某某街道办事处 is everyday 某某街道
    for full, shorts in rules()["organs"]:
        for form in list(forms):
            if full in form and len(forms) < 40:
                forms |= {form.replace(full, short) for short in shorts if not (form == full and len(short) < 2)}
    for a, b in rules()["synonyms"]:
        forms |= {f.replace(a, b) for f in list(forms) if a in f} | {f.replace(b, a) for f in list(forms) if b in f}
    for office in rules()["offices"]:
        for form in list(forms):
            rest = form.removesuffix(office)
            if rest != form and rest.endswith(("人大", "政协", "政府", "常委会", "检察院", "法院")):
                forms.add(rest)
                if rest.endswith(("人大", "政协", "常委会")):
                    forms.add(rest + "机关")  # 人大机关 is everyday for its office
    return sorted(forms, key=lambda f: (-len(f), f))


def family_key(name: str) -> str:
    """Equal for the names that one body prints of itself over the years: party names in their usual form, organ words in their shortest."""
    parts = split_name(normal(name))
    organ = parts.organ
    organ = (
        re.sub(r"人民代表大会(?:常务委员会|常委会)?|人大常(?:务委员|委)会", "人大", organ) if organ.endswith(("办公厅", "办公室", "机关")) else organ
    )
    for full, shorts in rules()["organs"]:
        if full in organ and not full.startswith(("办公", "管理")):
            organ = organ.replace(full, shorts[0])
    return "".join(parts.regions) + organ


def with_aliases(identities: list[Identity]) -> list[Identity]:
    """The identities with one canonical name a body and the short names of its whole family.

    Names with the same :func:`family_key` are one body; the longest of its most frequent names is canonical. A name without region
    (检察院 printed alone) joins a body only where exactly one body of the index has it as a short name.
    """
    owners: dict[str, Counter[str]] = {}
    for identity in identities:
        owners.setdefault(family_key(identity.department), Counter())[identity.department] += 1
    canonical = {key: max(names, key=lambda n: (len(n), names[n], n)) for key, names in owners.items()}
    holders: dict[str, list[str]] = {}  # short name -> the bodies with a region that are called so
    for key, name in canonical.items():
        for alias in set(aliases_of(name)) if split_name(name).regions else ():
            holders.setdefault(alias, []).append(key)
    merged = {key: _owner_of(key, name, holders) for key, name in canonical.items()}
    members: dict[str, list[str]] = {}
    for key, into in merged.items():
        members.setdefault(into, []).append(key)
    out: list[Identity] = []
    for identity in identities:
        key = merged[family_key(identity.department)]
        names = {canonical[k] for k in members[key]}
        written = {identity.department_as_written} | {d for k in members[key] for d in owners[k]}
        every: set[str] = set(written)
        for name in names | written:
            every.update(aliases_of(name))
        ordered = tuple(sorted((a for a in every if a), key=lambda a: (-len(a), a)))
        out.append(replace(identity, department=canonical[key], aliases=ordered))
    return out


def _owner_of(key: str, name: str, holders: dict[str, list[str]]) -> str:
    if split_name(name).regions:
        return key
    others = [k for k in holders.get(name, ()) if k != key]
    return others[0] if len(others) == 1 else key
