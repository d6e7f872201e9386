"""Files that an administrator sends: checked, then kept in a folder that nothing is served from, each in a folder of our own naming."""

from __future__ import annotations

import hashlib
import re
import secrets
import shutil
import unicodedata
from collections.abc import AsyncIterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from index.errors import BadInput, LimitExceeded
from index.sources import SUFFIXES

LONGEST_NAME = 120
FREE = 512 << 20  # bytes of the disk that stay free
_MAGIC = {".pdf": (b"%PDF",), ".docx": (b"PK\x03\x04",), ".xlsx": (b"PK\x03\x04",), ".xls": (b"\xd0\xcf\x11\xe0", b"PK\x03\x04")}
_TEXT = SUFFIXES - _MAGIC.keys()
_HEAD = 1024  # bytes that a file is recognised by; PDFs may have something before their mark


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that is kept: its name as shown, where it lies, its sha256 and size in bytes."""

    name: str
    path: Path
    sha: str
    size: int


class Uploads:
    """The folder of uploaded files. ``largest``: bytes of one file; ``most``: files kept at the same time."""

    def __init__(self, folder: Path, largest: int, most: int) -> None:
        self.folder, self.largest, self.most = folder.absolute(), largest, most

    def paths(self) -> list[Path]:
        """The files that are kept."""
        return sorted(path for path in self.folder.glob("*/*") if path.is_file() and not path.is_symlink() and not path.name.startswith("."))

    async def keep(self, name: str, chunks: AsyncIterable[bytes], known: frozenset[str] = frozenset()) -> Uploaded:
        """Keep one file. Raises ``BadInput`` for a wrong kind, an empty file, one that is there already (``known``: hashes of the index);
        ``LimitExceeded`` for too large a file, too many files, too full a disk. What was written of a refused file is deleted.
        """
        shown = safe_name(name)
        if len(self.paths()) >= self.most:
            raise LimitExceeded(f"已上传的文件太多了（最多 {self.most} 个），请先移除一些。")
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if shutil.disk_usage(self.folder).free < FREE + self.largest:
            raise LimitExceeded("磁盘空间不足，不能再上传文件。")
        part = self.folder / f".{secrets.token_hex(8)}.part"
        try:
            sha, size = await self._write(part, chunks)
            check(shown, part)
            place = self.folder / sha  # the folder's name is ours, and tells the same file sent twice
            if sha in known or place.exists():
                raise BadInput("这份文件已经收录，没有重复上传。")
            place.mkdir(mode=0o700)
            part.replace(place / shown)
        finally:
            part.unlink(missing_ok=True)
        return Uploaded(shown, place / shown, sha, size)

    async def _write(self, path: Path, chunks: AsyncIterable[bytes]) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        with path.open("xb") as file:
            path.chmod(0o600)
            async for chunk in chunks:
                size += len(chunk)
                if size > self.largest:
                    raise LimitExceeded(f"文件大于 {self.largest / (1 << 20):g} MB。")
                digest.update(chunk)
                file.write(chunk)
        return digest.hexdigest(), size

    def holds(self, path: Path) -> bool:
        """Whether a path is one of the uploaded files."""
        return self.folder in Path(path).absolute().parents

    def delete(self, path: Path) -> None:
        """Delete an uploaded file with its folder; other files are left alone."""
        path = Path(path).absolute()
        if path.parent.parent == self.folder:
            shutil.rmtree(path.parent, ignore_errors=True)


def safe_name(name: str) -> str:
    """The name to keep: its last part, of letters, digits and harmless marks, not too long. Raises ``BadInput`` for a kind that is not read."""
    readable = unicodedata.normalize("NFC", name).encode("utf-8", "ignore").decode()
    last = PurePosixPath(readable.replace("\\", "/")).name
    kept = re.sub(r"[^\w \-.（）()《》、，【】〔〕+&]", "_", last).rstrip(" .")
    stem, dot, ending = kept.rpartition(".")
    suffix = f"{dot}{ending}".lower()
    if suffix not in SUFFIXES:
        raise BadInput(f"不能上传这种文件，可以上传：{'、'.join(sorted(s[1:] for s in SUFFIXES))}。")
    stem = stem.strip(" .")
    while len(stem.encode("utf-8", "replace")) > 2 * LONGEST_NAME or len(stem) > LONGEST_NAME:
        stem = stem[:-1]
    return f"{stem or '文件'}{suffix}"


def check(name: str, path: Path) -> None:
    """Raise ``BadInput`` where the bytes are not what the name says."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    suffix = PurePosixPath(name).suffix.lower()
    if not head:
        raise BadInput("文件是空的。")
    if suffix == ".pdf":
        right = b"%PDF" in head
    elif suffix in _TEXT:
        right = b"\0" not in head and not head.startswith((b"%PDF", b"PK\x03\x04", b"\x7fELF", b"MZ\x90"))
    else:
        right = head.startswith(_MAGIC[suffix])
    if not right:
        raise BadInput("文件内容与扩展名不符。")
