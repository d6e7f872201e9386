"""What converters leave in text: Markdown marks, HTML tags, LaTeX signs. Stripped from what is shown; heading levels become sizes."""

from __future__ import annotations

import html
import re

from index.text import squeeze

HEADING_SIZE = {1: 22.0, 2: 20.0, 3: 18.0, 4: 16.0, 5: 15.0, 6: 15.0}
BOLD_SIZE = 14.0
PLAIN_SIZE = 12.0
_TAG = re.compile(r"</?(?:b|strong|i|em|u|p|br|span|sub|sup|div|center)\b[^<>]{0,80}/?>", re.IGNORECASE)
_MATH = re.compile(r"\$([^$\n]{1,60})\$")
_HEADING = re.compile(r"^(#{1,6})\s+(.*)$")
_BOLD_LINE = re.compile(r"^(\*\*|__)(?P<text>[^*]+)\1$")
_NUMBERED = re.compile(r"^\s*(第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）])")
_LATEX = {
    r"\geqslant": "≥",
    r"\leqslant": "≤",
    r"\geq": "≥",
    r"\leq": "≤",
    r"\ge": "≥",
    r"\le": "≤",
    r"\gt": ">",
    r"\lt": "<",
    r"\times": "×",
    r"\pm": "±",
    r"\approx": "≈",
    r"\%": "%",
    r"\_": "_",
    r"\&": "&",
    r"\#": "#",
    r"\$": "$",
    r"\sim": "~",
    r"\cdot": "·",
}


def _math(found: re.Match[str]) -> str:
    body = found.group(1)
    for command, sign in _LATEX.items():
        body = body.replace(command, sign)
    body = re.sub(r"\\(?:text|mathrm|mathbf|textbf)\s*", "", body)
    if "\\" in body:
        return found.group(0)
    return re.sub(r"[{}\s]", "", body)


def strip_inline(text: str) -> str:
    """One line without tags, bold marks and LaTeX: ``<b>206</b>`` -> 206, ``$\\geq 6\\%$`` -> ≥6%."""
    text = html.unescape(_TAG.sub("", text))
    text = _MATH.sub(_math, text)
    return re.sub(r"\*\*|__(?=\S)|(?<=\S)__", "", text)


def cell_text(text: str) -> str:
    """A table cell: marks stripped, blanks that wraps left between Han characters removed, ``> =90%`` -> >=90%."""
    text = squeeze(strip_inline(text))
    text = re.sub(r"(?<=[>＞<＜])\s+(?=[=＝])", "", text)
    return re.sub(r"^(\d+\.\d?) (\d+%)$", r"\1\2", text)


def prose_line(text: str) -> tuple[str, float]:
    """A line's text without marks, and the size that tells its rank: # 22, ## 20, ### 18, #### 16, bold and numbered 14, plain 12."""
    text = text.strip()
    size = PLAIN_SIZE
    found = _HEADING.match(text)
    if found:
        size, text = HEADING_SIZE[len(found[1])], found[2]
    elif (bold := _BOLD_LINE.match(text)) and _NUMBERED.match(bold["text"]):
        size = BOLD_SIZE
    text = re.sub(r"^[-*+•]\s+(?=\S)", "", text)
    return squeeze(strip_inline(text)), size
