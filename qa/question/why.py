"""Whether a question asks for a reason: the words that ask why (a closed class), and 怎么 / 什么情况 / 凭什么 said of a change or a shortfall.

A bare 怎么 asks how (怎么分配, 怎么算); beside a change (怎么不降反升, 怎么成0了) it asks why. The same holds for 解释, 什么情况 and 凭什么.
"""

from __future__ import annotations

import re

_WHY = re.compile(
    r"为什么|为啥|为何|因何|何以|何故|缘何|缘由|缘故|来由|起因|根源|原因|理由|因为(?:什么|啥)|由于(?:什么|啥)|出于(?:什么|啥|何)|(?:怎么|咋)(?:一)?回事|怎么个说法|"
    r"是何道理|什么道理|怎么会|咋会|有何说法|受(?:什么|啥|哪些)影响|(?:什么|哪些|哪几个|几个)因素|(?:跟|和|与)(?:什么|啥|哪些)[^,，。?？]{0,6}有关|"
    r"口径[^,，。?？]{0,4}(?:啥|什么|何|哪些)(?:不同|不一样|差异|差别|区别|变化)|"
    r"(?:什么|啥)(?:东西|事|事情|项目|支出|开支)?(?:导致|造成|引起|带来|拉高|拉低|推高|拖累)"
)
# 这些车哪儿去了, 15万去哪了: what became of it is the reason of its being gone
_GONE = re.compile(r"(?:去|跑|到|弄)(?:了|到)?哪(?:儿|里)?(?:去)?了|哪(?:儿|里)?去了|去向|(?:背后|当中|中间|里面)[^,，。?？]{0,6}(?:力量|因素|门道|缘由)")
_CHANGED = (
    r"(?:多|少|涨|降|跌|减|增|升|低|高|砍|压|缩|省|翻|超|剩|贵|便宜|猛|腰斩|归零|清零|变成|成了|成0|变0|为0|成零|为零|没了|没有了|没得了|不见了|取消|空了|停了|突然|一下|反而|反倒|不降反|不增反)"
)
_NOT = r"(?:没(?!关系)(?:有)?|不|未|才|只|就|还|又|也|都|这么|那么|这样|那样|如此)"
# 怎么 + a verb of doing asks how it is done, whatever stands behind.
_HOW = r"(?!用|花|分|发|安排|写|规定|使用|算|拨|支付|补|领|管|做|办|开展|推进|落实|执行|实施|解决|改进|整改|变化|变动|变的|理解|定义|界定|称呼|叫)"
_HOW_CHANGED = re.compile(
    rf"(?:怎么|咋|怎的|如何|怎){_HOW}(?:{_NOT}|[^,，。?？;；多少]{{0,10}}?(?:{_CHANGED}(?!少[万亿元?？]|少钱)|{_NOT}(?:有)?(?:完成|花|用|达|做|到|安排|买|拨)))"
)
_ODD = re.compile(
    r"(?:什么|啥|何种)(?:情况|状况|名堂|说法|讲究|缘分|状态)(?:啊|呢|呀)?[?？。]?$|怎么说[?？。]?$|(?:怎么|咋)解释|(?:怎么|如何|作何|做何|有何|给(?:了|出)?(?:的|什么)?)解释|(?:怎么|如何)说明(?:的|原因)?|解释(?:是|了)?什么|"
    r"凭(?:什么|啥)"
)
_MOVED = re.compile(
    r"(?:多|少|涨|降|增|减|跌|升|翻|缩|砍|压|省|掉)(?:加|少|长|低|掉|到|去|下|了)*(?:一|了|\d|[二两三四五六七八九]成|$|[,，。?？])|增加|减少|增长|下降|上涨|上升|大增|大减|偏差|差异|差距|变化|变动|不降反|不增反|"
    r"没(?:有)?(?:完成|花完|用完|达标|达到|做到)|未(?:完成|达标|达到)|保持|不动|不变|没变|没动|持平|维持|照旧|一分没[减少加]|只(?:花|用|完成|执行|做)|才(?:花|用|完成|执行)|超(?:支|出|过)|不足|扣(?:了|分)|执行率|完成率|凭(?:什么|啥)[^,，。?？]{0,4}(?:多|少|高|低|涨|降|增|减|砍)"
)
# Where a change comes from: 多在哪儿了, 钱省到哪了, 增量来自哪, 新增了哪些.
_WHERE = re.compile(
    r"(?:多|少|增加?|减少?|多花|少花|省|涨|降|差|高|低|砍|压)(?:出来|下来|掉)?(?:的钱|的部分)?(?:都|主要)?(?:是)?在(?:了)?(?:哪|什么|啥)|(?:增量|增加额|增长|涨幅|多出来的)[^,，。?？]{0,8}(?:来自|来源于|从)(?:哪|什么|啥)|"
    r"哪些[^,，。?？]{0,4}(?:增|涨|多(?!少))[^?？]{0,6}(?:哪些)?[^,，。?？]{0,4}(?:减|降|少)"
)
_ADDED = re.compile(r"(?:新增|增加|添|压减|取消|减少)(?:了|的是|的)?(?:哪些|哪几|什么|啥)")
_A_CHANGE_SAID = re.compile(r"(?:多|少|增加?|减少?|涨|降)(?:了|出)[^,，。?？]{0,12}[,，]")
_MEANS = re.compile(r"(?:能不能|能否|是不是|是否|可以|能|就)(?:说明|证明|代表|意味着)")
_DEFINED = re.compile(r"什么意思|啥意思|名词|术语|定义|含义|一词|概念")


def asks_why(text: str) -> bool:
    """Whether the question asks why, in whatever words."""
    if _WHY.search(text) or _WHERE.search(text) or _HOW_CHANGED.search(text) or _GONE.search(text):
        return True
    if _MEANS.search(text) and _MOVED.search(text):
        return True  # 降了七成九，能说明省了钱吗: what the document says of the change decides
    if _A_CHANGE_SAID.search(text) and _ADDED.search(text):
        return True
    return explains_change(text)


def explains_change(text: str) -> bool:
    """Whether an explanation is asked of a change or a shortfall (多了1600万，怎么解释), not of a term."""
    return bool(_ODD.search(text) and _MOVED.search(text) and not _DEFINED.search(text))
