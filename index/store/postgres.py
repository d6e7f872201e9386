"""PostgreSQL through SQLAlchemy and pg8000: engines, bulk writing by COPY, and what is said when the server is not there.

A generation is a PostgreSQL schema; its engine has it as search path, so that all queries are those of SQLite.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Boolean, Connection, Engine, Float, Integer, Table, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlalchemy.pool import QueuePool

from index.errors import BadInput, IndexUnavailable

SECONDS = 60  # a statement of a reader, and silence of the server
PART = 1 << 16  # rows that one COPY sends at once
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL takes neither in text
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_ESCAPE = re.compile(r"\\(.)")
_UNESCAPED = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}
_REASONS = {
    "28": "用户名或密码不正确",
    "3D": "没有这个数据库",
    "53": "连接数、内存或磁盘空间不足",
    "57": "服务器正在启动、关闭，或查询超时",
    "08": "连接已中断",
}


def address(text: str, variable: str = "WENZHANG_DATABASE_URL") -> URL:
    """The address with our driver. Raises ``BadInput`` where it is none of PostgreSQL."""
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise BadInput(f"{variable} 不是数据库地址，应形如 postgresql://用户:密码@主机:5432/数据库") from error
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise BadInput(f"{variable} 只支持 PostgreSQL，应形如 postgresql://用户:密码@主机:5432/数据库")
    return url.set(drivername="postgresql+pg8000")


def engine(url: URL, schema: str, *, read_only: bool = False) -> Engine:
    """An engine whose queries see one schema. Raises ``BadInput`` where the driver is not installed."""
    start = {"search_path": schema, "client_encoding": "UTF8", "TimeZone": "UTC"}
    arguments: dict[str, Any] = {"startup_params": start, "application_name": "wenzhang"}
    if read_only:
        start |= {"default_transaction_read_only": "on", "statement_timeout": str(SECONDS * 1000)}
        arguments["timeout"] = SECONDS + 5
    try:
        # several processes share the server's connections, so each takes few
        made = create_engine(url, poolclass=QueuePool, pool_size=4, max_overflow=12, pool_pre_ping=read_only, connect_args=arguments, hide_parameters=True)
    except ImportError as error:
        raise BadInput("使用 PostgreSQL 需要安装驱动：pip install 'wenzhang[postgres]'") from error
    event.listen(made, "handle_error", _told)
    event.listen(made, "before_cursor_execute", _storable, retval=True)
    return made


def copy_in(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows (values of the named columns) by COPY: a hundred times fewer round trips than row by row."""
    quoted = ", ".join(f'"{table.c[name].name}"' for name in names)
    with _raw(connection) as cursor:
        for part in _parts(rows):
            cursor.execute(f'COPY "{table.name}" ({quoted}) FROM STDIN', stream=io.BytesIO(part))


def copy_out(connection: Connection, statement: str, columns: Iterable[Any]) -> list[tuple[Any, ...]]:
    """The rows of a query of these columns by COPY: the driver decodes value by value, which takes most of the time of a ranking."""
    stream = io.BytesIO()
    with _raw(connection) as cursor:
        cursor.execute(f"COPY ({statement}) TO STDOUT", stream=stream)
    lines = stream.getvalue().decode().split("\n")[:-1]
    texts = zip(*[line.split("\t") for line in lines], strict=True)
    return list(zip(*[_column(kind, fields) for kind, fields in zip(columns, texts, strict=False)], strict=True))


def _column(column: Any, fields: Sequence[str]) -> list[Any]:
    read: Callable[[str], Any] = _text
    if isinstance(column.type, Boolean):
        read = "t".__eq__
    elif isinstance(column.type, Integer):
        read = int
    elif isinstance(column.type, Float):
        read = float
    return [None if field == "\\N" else read(field) for field in fields]


def _text(field: str) -> str:
    return _ESCAPE.sub(lambda m: _UNESCAPED.get(m[1], m[1]), field) if "\\" in field else field


@contextmanager
def _raw(connection: Connection) -> Iterator[Any]:
    """The driver's cursor; its errors become those that the engine would raise. A failed connection is not used again."""
    driver: Any = connection.dialect.loaded_dbapi
    cursor = connection.connection.cursor()
    try:
        yield cursor
    except (driver.Error, OSError) as error:
        reason = _reason(error)
        if reason or isinstance(error, (driver.InterfaceError, OSError)):
            connection.invalidate()
            raise _away(reason) from error
        raise DatabaseError("COPY", None, error) from error
    finally:
        with suppress(driver.Error, OSError):
            cursor.close()


def _parts(rows: Sequence[Sequence[Any]]) -> Iterator[bytes]:
    for start in range(0, len(rows), PART):
        lines = ("\t".join(map(_field, row)) for row in rows[start : start + PART])
        yield ("\n".join(lines) + "\n").encode()


def _field(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return _UNSTORABLE.sub("", value).translate(_ESCAPED)
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    if isinstance(value, bool):
        return "t" if value else "f"
    return repr(value)


def _storable(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> tuple[str, Any]:
    """Texts that PostgreSQL cannot hold can match nothing there; they must not be an error."""
    return statement, _cleaned(parameters)


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return _UNSTORABLE.sub("", value) if _UNSTORABLE.search(value) else value
    if isinstance(value, Mapping):
        return {key: _cleaned(item) for key, item in value.items()}
    return type(value)(map(_cleaned, value)) if isinstance(value, (list, tuple)) else value


def _told(context: Any) -> None:
    """Say in one line that the server is away or refuses; other errors pass as they are."""
    if context.is_pre_ping:
        return
    original = context.original_exception
    reason = _reason(original)
    if reason or context.is_disconnect or context.connection is None or isinstance(original, OSError):
        raise _away(reason) from original


def _reason(error: BaseException) -> str | None:
    """Why the server refuses, by the class of its error code; None where it is our statement that is wrong."""
    plain = error.args[0] if error.args and isinstance(error.args[0], dict) else {}
    return _REASONS.get(str(plain.get("C", ""))[:2])


def _away(reason: str | None) -> IndexUnavailable:
    return IndexUnavailable(f"数据库服务器暂时不可用（{reason or '无法连接'}），请稍后再试")
