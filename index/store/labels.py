"""What a figure is labelled with: all texts by which a question can mean it."""

from __future__ import annotations

from collections.abc import Collection

from index.model import Figure


def labels_of(figure: Figure, own: Collection[str]) -> set[str]:
    """Measure, qualifiers, the labels of its row and column, and its subject where that is not the department itself (its names are ``own``)."""
    places = {*figure.row_path, *figure.column_path, figure.subject}
    return {figure.measure, *figure.qualifiers} | {label for label in places if label and label not in own}
