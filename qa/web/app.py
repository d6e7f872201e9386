"""The whole application: the HTTP API, our pages, the chat, static files, put together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import gradio as gr
from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles

from qa.web.admin import UPLOAD, Administration, add_administration
from qa.web.api import create_api
from qa.web.api_page import DESCRIBED
from qa.web.chat import chat_page
from qa.web.errors import refused_with
from qa.web.feedback import Feedback
from qa.web.pages import add_pages
from qa.web.security import BodyLimit, NotOffered, RateLimit, SecurityHeaders, ShortAddress, SitePassword
from qa.web.service import Service
from qa.web.shell import STATIC, mended
from qa.web.tools import ADDRESS, add_tools


def create_app(service: Service, feedback: Feedback, admin: Administration | None = None) -> FastAPI:
    """Everything on one FastAPI application; the chat is Gradio, mounted at "/". Without ``admin`` nothing administrative exists."""
    limit = RateLimit(service.settings.rate)
    app = create_api(service, feedback, limit)
    app.mount("/site", StaticFiles(directory=STATIC), name="site")
    add_pages(app, service)
    if admin is not None:
        add_administration(app, service, admin, feedback)
    _mend(app)
    app.add_middleware(BodyLimit, limit=service.settings.max_body, exempt=(UPLOAD,) if admin else ())  # uploads count for themselves
    app.add_middleware(NotOffered)
    app.add_middleware(ShortAddress, short=ADDRESS, long="/gradio_api/mcp/", told=f"/api/docs#{DESCRIBED}")
    if service.settings.site_password:
        app.add_middleware(SitePassword, password=service.settings.site_password)
    app.add_middleware(SecurityHeaders)  # the last one added is the outermost: these go on every response
    page = chat_page(service, limit, lambda: setattr(app.state, "tools", add_tools(service, feedback, limit)))
    page.queue(max_size=service.settings.queue, default_concurrency_limit=service.settings.concurrency, api_open=False)
    theme = gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"])
    gr.mount_gradio_app(
        app,
        page,
        "/",
        show_error=False,
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        enable_monitoring=False,
        theme=theme,
        max_file_size="1kb",
        mcp_server=True,
    )
    return app


def _mend(app: FastAPI) -> None:
    @app.middleware("http")
    async def chinese(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
        """What Gradio serves, mended on its way out: its page, and its refusals in our one shape."""
        response = await go_on(request)
        kind = response.headers.get("content-type", "")
        if request.url.path == "/" and kind.startswith("text/html"):
            headers = {k: v for k, v in response.headers.items() if k.lower() not in {"content-length", "content-type"}}
            return Response(mended((await _body(response)).decode()), response.status_code, headers, media_type="text/html; charset=utf-8")
        if response.status_code in {404, 405} and kind.startswith(("application/json", "text/plain")):
            served = await _body(response)
            if not served.startswith(b'{"error"'):
                return refused_with(request, response.status_code)
            return Response(served, response.status_code, dict(response.headers))
        return response


async def _body(response: Response) -> bytes:
    return b"".join([part async for part in response.body_iterator])  # type: ignore[attr-defined]
