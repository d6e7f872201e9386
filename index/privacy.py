"""The switchboard of silence: imported before any library that would speak to the network or leave traces.

Entry points (``index.__main__``, ``qa.__main__``, ``app``, ``eval.__main__``) import it first. What each variable silences:
onnxruntime writes a device id and resolves a telemetry host at import, the Hugging Face hub retries for a minute when offline,
Gradio reports launches. A value that the user has set himself is kept, except where it would switch telemetry on.
"""

from __future__ import annotations

import os

SILENT: dict[str, str] = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "ORT_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "TOKENIZERS_PARALLELISM": "false",
}
OFFLINE: dict[str, str] = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}


def hub_allowed() -> bool:
    """Whether the user asked for a model by hub name (``WENZHANG_EMBED_MODEL=BAAI/bge-small-zh-v1.5``): only then is the hub reached."""
    wanted = os.environ.get("WENZHANG_EMBED_MODEL", "").strip()
    return bool(wanted) and not os.path.isdir(wanted)


def silence() -> None:
    """Set the variables for this process and its children. Safe to call again."""
    os.environ.update(SILENT)
    if not hub_allowed():
        os.environ.update(OFFLINE)


silence()
