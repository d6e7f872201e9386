"""One PostgreSQL cluster and one Chroma server for all tests of this folder; without them the tests skip and say why."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.index.conftest import other_model, toys  # noqa: F401  (fixtures)
from tests.servers.running import Chroma, Postgres


@pytest.fixture(scope="session")
def place() -> Iterator[Path]:
    """A short path (sockets) that other users may enter."""
    folder = Path(tempfile.mkdtemp(prefix="wz-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres(place: Path) -> Iterator[Postgres]:
    server = Postgres(place / "pg")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def chroma(place: Path) -> Iterator[Chroma]:
    server = Chroma(place / "chroma")
    yield server
    server.stop()


_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def fresh_database(postgres: Postgres) -> Callable[[], str]:
    """Addresses of new, empty databases."""
    return lambda: postgres.database(f"test{next(_numbers)}")
