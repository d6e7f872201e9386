"""The parts of a verdict, each on its own: the value, its unit, its department, its year, the document, the place; abstaining and asking back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.gold import Gold, Prediction, WantedFigure
from eval.judge import DEFAULT_TOLERANCE, MONEY, REFUSALS, citation_verdict, same_figure
from eval.origins import Known, department_right, told_files, year_right


@dataclass(frozen=True, slots=True)
class Share:
    """Right ones among those that could be judged on this part."""

    name: str
    right: int
    judged: int

    @property
    def share(self) -> float | None:
        """None where nothing could be judged."""
        return self.right / self.judged if self.judged else None


def wanted_figures(gold: Gold) -> list[WantedFigure]:
    """All figures that a gold line asks for."""
    main = [WantedFigure(value=gold.value, unit=gold.unit, tolerance=gold.tolerance)] if gold.value is not None else []
    return main + gold.values


def parts(golds: Sequence[Gold], predictions: Mapping[str, Prediction], known: Known | None = None) -> list[Share]:
    """Values, units, departments, years, documents, places, abstention, clarification.

    ``known``: file name -> (department, year), from the index; without it, what the predictions say of the documents that they cite.
    """
    files = known if known is not None else told_files(predictions.values())
    pairs = [(g, p) for g in golds if (p := predictions.get(g.id)) is not None]
    answered = [(g, p) for g, p in pairs if g.answerable and p.status == "answered"]
    figures = [(w, g, p) for g, p in answered for w in wanted_figures(g) if p.figures]
    cited = [citation_verdict(g, p) for g, p in answered if g.evidence]
    whose = [right for g, p in answered if (right := department_right(g, p, files)) is not None]
    when = [right for g, p in answered if (right := year_right(g, p, files)) is not None]
    hopeless = [p for g, p in pairs if not g.answerable]
    unclear = [p for g, p in pairs if g.type == "ambiguous"]
    return [
        Share("数值", sum(_value(w, g, p) for w, g, p in figures), len(figures)),
        Share("单位", sum(_unit(w, p) for w, _, p in figures), len(figures)),
        Share("部门", sum(whose), len(whose)),
        Share("年度", sum(when), len(when)),
        Share("出处文件", sum(d for d, _ in cited), len(cited)),
        Share("出处位置", sum(e for _, e in cited), len(cited)),
        Share("无答案时不作答", sum(p.status in REFUSALS and not p.figures for p in hopeless), len(hopeless)),
        Share("有歧义时反问或说明", sum(p.status == "clarify" or bool(p.figures) for p in unclear), len(unclear)),
    ]


def _value(wanted: WantedFigure, gold: Gold, given: Prediction) -> bool:
    tolerance = wanted.tolerance if wanted.tolerance is not None else gold.tolerance
    return any(same_figure(f, wanted, DEFAULT_TOLERANCE if tolerance is None else tolerance) for f in given.figures)


def _unit(wanted: WantedFigure, given: Prediction) -> bool:
    unit = (wanted.unit or "").split("/")[0]
    return any((f.unit or "").split("/")[0] == unit or ((f.unit or "") in MONEY and unit in MONEY) for f in given.figures)
