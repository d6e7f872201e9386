"""Two explanations of one term set against each other."""

from __future__ import annotations

from qa.passages.definitions import contrasted

FIRST = "公务用车运行维护费反映单位按规定保留的公务用车燃料费、新能源汽车充电费、维修费、保险费等支出"
SECOND = "公务用车运行维护费反映机关按规定保留的公务用车燃料费、维修费、保险费等支出"


def test_only_what_one_lists_beyond_the_other_is_named() -> None:
    assert contrasted(FIRST, SECOND, ("甲局", "乙局")) == "甲局比乙局多列了：新能源汽车充电费。"
    assert contrasted(SECOND, SECOND, ("甲局", "乙局")) == ""


def test_explanations_that_share_no_list_are_not_set_against_each_other() -> None:
    assert contrasted(FIRST, "机关运行经费指日常公用经费支出", ("甲局", "乙局")) == ""
