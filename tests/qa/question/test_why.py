"""A question asks why in many words; 怎么 alone asks how."""

from __future__ import annotations

import pytest

from qa.question.why import asks_why


@pytest.mark.parametrize(
    "text",
    [
        "会议费比上年多了46万，凭什么多？",
        "都说要压缩会议，怎么会议费不降反升？",
        "养车的钱砍掉一半还多，啥情况？",
        "设备预算4.5万，最后4.48万，怎么省下来的？",
        "上年还有15万结转，今年怎么成0了？",
        "培训费比上年多出5万，多在哪儿了",
        "总预算多了三千多万，官方说法里新增了哪些机构？",
        "怎么一分没花",
        "机动经费多了1600万，怎么解释？",
        "运行经费翻倍，共同的缘由是什么？",
    ],
)
def test_asks_for_a_reason(text: str) -> None:
    assert asks_why(text)


@pytest.mark.parametrize(
    "text",
    [
        "55万工作经费打算怎么花？",
        "2019年到2022年的培训费怎么变化？",
        "“项目支出”怎么解释？",
        "个人怎么拿到钱",
        "内设机构怎么设置的",
        "财政拨款都花在哪几大类上，每类多少万？",
    ],
)
def test_asks_how_or_what(text: str) -> None:
    assert not asks_why(text)
