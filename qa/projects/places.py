"""Where a project went: the places that a sentence of its form names (赴厦门培训班, 前往西安参展)."""

from __future__ import annotations

import re

from index.store import Index
from index.text import HAN
from qa.answer.sheet import Sheet
from qa.model import Query
from qa.passages.pieces import Piece, citation_of
from qa.projects.names import pairs
from qa.projects.subject import Subject
from qa.projects.values import title

_WHERE = re.compile(r"哪(?:些|几个|几座|几处|个|座)?(?:城市|地方|国家|省市?|地区)|去了?哪|办到哪|到哪(?:里|儿|些)")
_WENT = re.compile(rf"(?:赴|前往|走访)([{HAN}]{{2,4}}?)(?=培训|考察|学习|研修|参加|参展|开展|交流|调研|等|、|，|,|举办|进行)")
_LISTED = re.compile(rf"(?:城市|国家|地区|省份?|地方|县市)[（(]([{HAN}]{{2,8}}(?:、[{HAN}]{{2,8}})*)[)）]")
_OUTSIDE = re.compile(r"^(?:外地|疆外|省外|境外|国外|市外|区外|企业|基层|各地|现场|实地|当地)")
_LEAST = 3  # pairs of characters that the sentence and the question share


def write_places(query: Query, subject: Subject, sheet: Sheet, index: Index) -> bool:
    """The places and the sentence; False where the question asks for none, or no sentence of the project names any."""
    project = subject.projects[0]
    if not _WHERE.search(query.text):
        return False
    asked = pairs(_WHERE.sub("|", subject.wish.text)) - project.name_grams
    told = []
    for statement in project.said:
        places = _places(re.sub(r"\s", "", statement.text))
        if places and (len(statement.grams & asked) >= _LEAST or re.search("目标|完成情况", statement.label)):
            told.append((len(statement.grams & asked), places, statement))
    if not told or not (query.departments or subject.sure):
        return False
    _, places, statement = max(told, key=lambda t: t[0])
    piece = Piece(statement, 1.0, longest=400)
    sheet.say(f"{title(project)}写明的地点：{'、'.join(places)}。")
    sheet.say(f"「{piece.shown}」{sheet.mark_citation(citation_of(piece, index, project.record))}")
    return True


def _places(text: str) -> list[str]:
    """The places that a sentence names: where people went, and lists of cities and countries in brackets."""
    listed = [place for found in _LISTED.findall(text) for place in found.split("、")]
    return [p for p in dict.fromkeys([*listed, *_WENT.findall(text)]) if not _OUTSIDE.search(p)]
