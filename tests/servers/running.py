"""Private servers for the tests: PostgreSQL (Debian's packages) and Chroma, on loopback, in a temporary folder, ended with the tests."""

from __future__ import annotations

import contextlib
import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

WAIT = 60.0
SAFE = "fsync=off", "full_page_writes=off", "synchronous_commit=off"  # a test's cluster need not survive the machine


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


class Postgres:
    """A cluster of its own; ``url`` is what ``WENZHANG_DATABASE_URL`` takes."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self._tools = _tools()
        self._user = pwd.getpwnam("postgres") if os.getuid() == 0 else None
        folder.mkdir()
        if self._user:  # PostgreSQL refuses to run as root
            os.chown(folder, self._user.pw_uid, self._user.pw_gid)
        self._run("initdb", "-D", str(folder / "data"), "-U", "wenzhang", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "-k")
        self.start()

    @property
    def url(self) -> str:
        """The address of the default database."""
        return f"postgresql://wenzhang@127.0.0.1:{self.port}/postgres"

    def database(self, name: str) -> str:
        """A fresh database; its address."""
        import pg8000.dbapi

        connection = pg8000.dbapi.connect("wenzhang", host="127.0.0.1", port=self.port, database="postgres")
        connection.autocommit = True
        connection.cursor().execute(f'CREATE DATABASE "{name}"')
        connection.close()
        return f"postgresql://wenzhang@127.0.0.1:{self.port}/{name}"

    def start(self) -> None:
        """Start and wait until it answers."""
        options = " ".join(f"-c {o}" for o in (*SAFE, "listen_addresses=127.0.0.1", f"port={self.port}", f"unix_socket_directories={self.folder}"))
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-l", str(self.folder / "log"), "-w", "-o", options, "start")

    def stop(self) -> None:
        """Stop at once, cutting connections."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")

    def _run(self, tool: str, *arguments: str) -> None:
        who = {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []} if self._user else {}
        done = subprocess.run([f"{self._tools}/{tool}", *arguments], cwd=self.folder, capture_output=True, text=True, **who)  # type: ignore[call-overload]
        if done.returncode:
            raise RuntimeError(f"{tool}: {done.stderr[-800:]}{done.stdout[-800:]}")


def _tools() -> str:
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
    if found:
        return found[-1]
    if shutil.which("initdb"):
        return str(Path(str(shutil.which("initdb"))).parent)
    pytest.skip("PostgreSQL is not installed (apt-get install postgresql, or run scripts/system_packages.sh as root)")


class Chroma:
    """``chroma run`` in a folder; ``url`` is what ``WENZHANG_CHROMA_URL`` takes."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        """The address of the server."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start and wait until it answers."""
        tool = Path(sys.executable).with_name("chroma")
        if not tool.exists():
            pytest.skip("the chroma command is not installed")
        command: Sequence[str] = [str(tool), "run", "--path", str(self.folder), "--host", "127.0.0.1", "--port", str(self.port)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError("the Chroma server did not start")

    def stop(self) -> None:
        """Kill it, as a machine that dies would."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None
