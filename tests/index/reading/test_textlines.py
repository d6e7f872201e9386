"""Glyphs to lines: baselines, gaps, overprinting. All with made-up glyphs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.model import Box
from index.reading.cells import cell_text, distribute
from index.reading.glyphs import CHARACTERS, Glyph, Stroke
from index.reading.lattice import grid_of
from index.reading.rules import rulings
from index.reading.textlines import lines_of


def typed(text: str, x: float = 0.0, baseline: float = 100.0, size: float = 10.0, rise: float = 0.0) -> list[Glyph]:
    """Glyphs of a text: Han one em wide, others half an em; a blank moves on. ``rise`` moves the boxes, not the baseline."""
    glyphs, spaced = [], False
    for character in text:
        width = size / 2 if character.isascii() else size
        if not character.isspace():
            top = baseline - 0.85 * size - rise
            glyphs.append(Glyph(character, x, top, x + width, top + 1.1 * size, baseline, spaced))
        spaced = character.isspace()
        x += width
    return glyphs


def texts(glyphs: list[Glyph]) -> list[str]:
    return [line.text for line in lines_of(glyphs)]


def test_fonts_with_other_boxes_on_one_baseline_are_one_line() -> None:
    glyphs = typed("比", 0) + typed("2023", 10, rise=4.5) + typed("年度增加", 30) + typed("，", 70, rise=-3)
    assert texts(glyphs + typed("下一行", 0, baseline=116)) == ["比2023年度增加，", "下一行"]


def test_justified_setting_is_no_gap_and_a_full_blank_is() -> None:
    loose = [glyph for i, c in enumerate("江苏省") for glyph in typed(c, 17.0 * i)]
    assert texts(loose) == ["江苏省"]
    assert texts(typed("第一部分\u3000部门概况")) == ["第一部分 部门概况"]
    assert texts(typed("部门：省厅") + typed("单位：万元", 300)) == ["部门：省厅\t单位：万元"]


def test_two_numbers_with_one_blank_between_stay_two() -> None:
    assert texts(typed("12.50 13.75")) == ["12.50 13.75"]
    assert texts(typed("2024 年 1 月")) == ["2024年1月"]


def test_a_glyph_printed_twice_for_boldness_is_kept_once() -> None:
    bold = [glyph for glyph in typed("合计11") for glyph in (glyph, glyph._replace(x0=glyph.x0 + 0.3, x1=glyph.x1 + 0.3))]
    assert texts(bold) == ["合计11"]


def test_size_is_the_width_of_han_characters() -> None:
    assert lines_of(typed("收入2024", size=16))[0].size == 16


def test_a_cell_keeps_its_printed_lines_and_no_tabs() -> None:
    assert cell_text(typed("机关事业单位") + typed("缴费", baseline=112) + typed("计", x=90, baseline=112)) == "机关事业单位\n缴费 计"


def test_what_overflows_a_cell_belongs_where_it_is_visible() -> None:
    (ruling,) = rulings([Stroke(y, 0, 100) for y in (0, 20, 40)], [Stroke(x, 0, 40) for x in (0, 100)])
    grid = grid_of(ruling)
    assert grid
    cut = Glyph("式", 40, 12, 50, 29, 26)
    inside = Glyph("计", 40, 22, 50, 36, 34)
    gone = Glyph("无", 60, 14, 70, 26, 24)
    outside = Glyph("注", 40, 60, 50, 70, 68)
    clips = {"式": Box(0, 0, 100, 20), "无": Box(0, 0, 10, 10)}
    bags, rest = distribute([grid], [cut, inside, gone, outside], lambda glyph: clips.get(glyph.text))
    assert [[glyph.text for glyph in bag] for bag in bags[0]] == [["式"], ["计"]]
    assert rest == [outside]


def test_radicals_and_compatibility_forms_become_the_characters_they_show() -> None:
    assert "".join(CHARACTERS[ord(c)] for c in "⽤⻓⻔金\u200b\x07") == "用长门金"


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(0, 800), st.floats(4, 30)), max_size=40))
def test_no_glyph_is_lost_and_lines_run_left_to_right(places: list[tuple[float, float, float]]) -> None:
    glyphs = [Glyph(chr(0x4E00 + i), x, y - s, x + s, y, y) for i, (x, y, s) in enumerate(places)]
    lines = lines_of(glyphs)
    assert sorted(glyph.text for line in lines for glyph in line.glyphs) == sorted(glyph.text for glyph in glyphs)
    for line in lines:
        assert [glyph.x0 for glyph in line.glyphs] == sorted(glyph.x0 for glyph in line.glyphs)
    assert [line.baseline for line in lines] == sorted(line.baseline for line in lines)
