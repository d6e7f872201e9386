"""Departments found by what people call them, whatever kind of body they are."""

from __future__ import annotations

import pytest

from index.identity import with_aliases
from index.model import DocumentRecord, FileFormat, Identity, Kind, Scope
from qa.linking.departments import Directory, Found

NAMES = ("青山市云岭区石桥路小学校", "青山市青翠云东中学", "临江沿江新兴产业集中区", "青山县委政法委员会", "青山县民政局")


@pytest.fixture(scope="module")
def directory() -> Directory:
    identities = with_aliases([Identity(name, name, name, 2024, Kind.BUDGET, Scope.DEPARTMENT) for name in NAMES])
    return Directory(
        [
            DocumentRecord(id=str(n), file_name=f"{n}.txt", path=f"{n}.txt", identity=i, format=FileFormat.TAB_TEXT, page_count=1)
            for n, i in enumerate(identities)
        ]
    )


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("石桥路小学2024年收入多少", "青山市云岭区石桥路小学校"),
        ("云东中学去年花了多少", "青山市青翠云东中学"),
        ("沿江新兴产业集中区2024年三公经费", "临江沿江新兴产业集中区"),
        ("临江沿江新兴产业集中区管委会的三公经费", "临江沿江新兴产业集中区"),
    ],
)
def test_bodies_are_found_by_their_short_names(directory: Directory, question: str, name: str) -> None:
    marks = [m for m in directory.marks(question) if isinstance(m.value, Found) and m.value.departments]
    assert marks
    assert max(marks, key=lambda m: m.end - m.start).value.departments == (name,)


def test_the_end_of_another_word_names_no_body(directory: Directory) -> None:
    assert not [m for m in directory.marks("某某产业园管委会的预算") if isinstance(m.value, Found) and m.value.departments]
