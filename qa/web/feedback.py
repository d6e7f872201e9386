"""What users say of answers, in a small database beside the store: question, answer, generation, verdict, comment, time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Column as SqlColumn
from sqlalchemy import Engine, Integer, MetaData, Select, String, Table, Text, create_engine, insert, inspect, select
from sqlalchemy.exc import SQLAlchemyError

from index.errors import BadInput
from index.store import postgres
from index.text import clean
from qa.model import Answer

LONGEST_COMMENT = 1000
VERDICTS = ("up", "down")
_META = MetaData()
_FEEDBACK = Table(
    "feedback",
    _META,
    SqlColumn("id", Integer, primary_key=True),
    SqlColumn("time", String(32), nullable=False),
    SqlColumn("verdict", String(8), nullable=False),
    SqlColumn("comment", Text, nullable=False),
    SqlColumn("question", Text, nullable=False),
    SqlColumn("history", Text, nullable=False),
    SqlColumn("generation", String(64), nullable=False),
    SqlColumn("answer", Text, nullable=False),
)


class Feedback:
    """Thread-safe. ``place``: the file, or a database address (``WENZHANG_FEEDBACK_URL``)."""

    def __init__(self, place: Path | str) -> None:
        if isinstance(place, str) and place.startswith("postgres"):
            self._engine: Engine = postgres.engine(postgres.address(place, "WENZHANG_FEEDBACK_URL"), "public")
        else:
            self._engine = create_engine(place if isinstance(place, str) and "://" in place else f"sqlite:///{Path(place).absolute()}", hide_parameters=True)
        try:
            _META.create_all(self._engine)
        except SQLAlchemyError:  # another process makes the table at this moment
            if not inspect(self._engine).has_table(_FEEDBACK.name):
                raise

    def add(self, question: str, history: Sequence[str], answer: Answer, verdict: str, comment: str) -> int:
        """Keep a verdict; its number. Raises ``BadInput`` for an unknown verdict or an over-long comment.

        Kept without control characters and lone surrogates: no database takes all of them.
        """
        if verdict not in VERDICTS:
            raise BadInput("评价应是“有用”或“有误”。")
        if len(comment) > LONGEST_COMMENT:
            raise BadInput(f"说明太长了，请控制在 {LONGEST_COMMENT} 字以内。")
        row = {
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
            "verdict": verdict,
            "comment": clean(comment).strip(),
            "question": clean(question),
            "history": json.dumps([clean(earlier) for earlier in history], ensure_ascii=False),
            "generation": answer.generation,
            "answer": json.dumps(answer.to_json(), ensure_ascii=False),
        }
        with self._engine.begin() as connection:
            done = connection.execute(insert(_FEEDBACK).values(row))
            key = done.inserted_primary_key
            return int(key[0]) if key else 0

    def all(self) -> list[dict[str, Any]]:
        """Everything kept, oldest first; history and answer as objects."""
        return self._read(select(_FEEDBACK).order_by(_FEEDBACK.c.id))

    def newest(self, most: int) -> list[dict[str, Any]]:
        """The last ones, newest first."""
        return self._read(select(_FEEDBACK).order_by(_FEEDBACK.c.id.desc()).limit(most))

    def _read(self, wanted: Select[Any]) -> list[dict[str, Any]]:
        with self._engine.connect() as connection:
            rows = [dict(row) for row in connection.execute(wanted).mappings()]
        return [{**row, "history": json.loads(row["history"]), "answer": json.loads(row["answer"])} for row in rows]

    def close(self) -> None:
        """Give back the file."""
        self._engine.dispose()
