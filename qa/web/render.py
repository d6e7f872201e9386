"""The one place where text becomes HTML: everything of documents and users passes :func:`text`, or an attribute of :func:`tag`.

Modules of this room build pages from :func:`tag` only; a plain ``str`` child is escaped, an :class:`Html` child is not. So what is not
:class:`Html` cannot reach a page unescaped, and nobody else calls ``html.escape``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

# Control characters, and the marks that turn the direction of text around: never shown, they could disguise it.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})
_NAME = re.compile(r"[a-z][a-zA-Z0-9-]*")
_LINKS = frozenset({"href", "src", "action"})


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()

    def __html__(self) -> Html:
        """Itself, for template libraries."""
        return self


Child = str | int | None | Iterable["Child"]


def text(value: object) -> Html:
    """Escaped text, without control characters; :class:`Html` passes as it is."""
    if isinstance(value, Html):
        return value
    return Html(html.escape(_UNSEEN.sub("", str(value)), quote=True))


def joined(children: Child) -> Html:
    """Children one after the other: texts escaped, None left out, nested iterables flattened."""
    if children is None:
        return Html()
    if isinstance(children, str | int):
        return text(children)
    return Html("".join(joined(child) for child in children))


def tag(name: str, /, *children: Child, **attributes: str | int | float | bool | None) -> Html:
    """An element. ``class_`` and ``for_`` lose their underscore, other underscores become hyphens; None and False leave an attribute out.

    Links must stay on this site (begin with one "/" or "#"). Raises ``ValueError`` where they do not: no document text may become a link.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"no element name: {name!r}")
    shown = "".join(
        _attribute(key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items() if value is not None and value is not False
    )
    if name in _VOID:
        return Html(f"<{name}{shown}>")
    return Html(f"<{name}{shown}>{joined(children)}</{name}>")


def _attribute(name: str, value: str | int | float | bool) -> str:
    if name.startswith("on") or name == "style":
        raise ValueError(f"attribute {name} is not for pages")
    if name in _LINKS and not (str(value).startswith(("/", "#")) and not str(value).startswith(("//", "/\\"))):
        raise ValueError(f"link leaves the site: {value!r}")
    return f" {name}" if value is True else f' {name}="{text(value)}"'
