"""``python app.py`` (or ``wenzhang``): the web app and the HTTP API on an index.

python app.py --store store      your own index (python -m index build FOLDER --store store)
python app.py --sample           an index of made-up disclosures, built once
"""

from __future__ import annotations

import index.privacy  # noqa: F401  isort: skip  (first: silences what is imported below)

import argparse
import logging
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from index.errors import BadInput, WenzhangError
from index.store import generations, open_index
from index.store.catalog import catalog_of

SAMPLE = "store-sample"


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted. Exit status 0; 1: no index or bad settings, said in one line; 2: usage."""
    parser = argparse.ArgumentParser(prog="wenzhang", description="问账：在浏览器里向部门预算、决算公开文件提问。")
    parser.add_argument("--store", default=os.environ.get("WENZHANG_STORE", "store"), help="索引所在的文件夹（默认 store）")
    parser.add_argument("--sample", action="store_true", help=f"用编造的示例文件（首次运行时在 {SAMPLE} 中生成）")
    parser.add_argument("--host", help="监听的地址（默认 127.0.0.1）")
    parser.add_argument("--port", type=int, help="监听的端口（默认 7860）")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=os.environ.get("WENZHANG_LOG", "WARNING").upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        if options.sample:
            for name in ("WENZHANG_DATABASE_URL", "WENZHANG_CHROMA_URL"):  # made-up documents have no place on real servers
                os.environ.pop(name, None)
        store = sample(Path(SAMPLE)) if options.sample else Path(options.store)
        return serve(store, options.host, options.port)
    except WenzhangError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        return 0


def sample(folder: Path) -> Path:
    """The store of made-up disclosures; made where it is not there yet or was made by another version of the program."""
    store = folder / "store"
    if not usable(store):
        try:
            from eval.madeup.make import Wanted, make, writer

            writer("pdf")
        except ImportError as error:
            raise BadInput("生成示例文件需要 reportlab：pip install reportlab（或用 --store 打开自己的索引）") from error
        from index.pipeline import build

        print("正在生成示例文件并建立索引（约需半分钟）……", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        make(folder / "documents", Wanted(departments=4, first_year=2023, years=3), "pdf")
        build([folder / "documents"], store)
    return store


def usable(store: Path) -> bool:
    """Whether the store can be opened and was built by this version of the readers."""
    from index.work import reader_version

    try:
        open_index(store).close()
        return generations.read_manifest(generations.folder_of(store, generations.current(store))).reader == reader_version()
    except WenzhangError:
        return False


def serve(store: Path, host: str | None = None, port: int | None = None) -> int:
    """Run the server."""
    import uvicorn

    from qa.web.admin import Administration
    from qa.web.app import create_app
    from qa.web.feedback import Feedback
    from qa.web.service import Service
    from qa.web.settings import Settings

    settings = Settings.from_environment()
    host, port = host or settings.host, port if port is not None else settings.port
    service = Service(lambda: open_index(store), settings, catalog_of(store).current)
    feedback = Feedback(os.environ.get("WENZHANG_FEEDBACK_URL") or store.parent / f"{store.name}-feedback.sqlite")
    admin = Administration.from_environment(store)
    service.warm()
    print(f"问账已就绪：http://{host}:{port}  （按 Ctrl+C 结束）", flush=True)
    uvicorn.run(create_app(service, feedback, admin), host=host, port=port, log_level="warning", server_header=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
