"""Office files are zip archives: what may be opened at all. A small archive can unpack to gigabytes, so it is weighed before it is read."""

from __future__ import annotations

import io
import zipfile

from index.errors import EncryptedDocument, LimitExceeded, UnreadableDocument
from index.reading.guard import sound
from index.reading.limits import Limits

MAX_ENTRIES = 10_000
MAX_RATIO = 100  # unpacked / packed; honest office files stay far below
RATIO_FLOOR = 10 * 1024 * 1024  # small files may be very compressible


def office_kind(data: bytes, name: str, limits: Limits) -> str:
    """``docx`` or ``xlsx``, told from the parts inside. Raises ``UnreadableDocument`` (no office file, damaged) or ``LimitExceeded`` (a bomb)."""
    with sound(name, "Office文件"), zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
    size = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or size > limits.file_bytes or (size > RATIO_FLOOR and size > MAX_RATIO * max(1, len(data))):
        raise LimitExceeded(f"“{name}”解压后过大，已拒绝读取")
    if any(entry.flag_bits & 1 for entry in entries):
        raise EncryptedDocument(f"“{name}”有密码保护，请先去掉密码")
    names = {entry.filename for entry in entries}
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    raise UnreadableDocument(f"“{name}”是压缩包或其他Office文档，请提供PDF、Word、Excel、网页或文本文件")
