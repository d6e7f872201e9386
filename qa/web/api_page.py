"""The API's description to read: made from its OpenAPI document on the server, so that no script of another host is needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qa.web.parts import button_link, grid
from qa.web.render import Child, Html, tag

DESCRIBED = "tools"  # anchor of the part about language-model clients


def api_page(description: dict[str, Any], tools: Sequence[tuple[str, str]] = (), address: str = "") -> Html:
    """All endpoints with their parameters; then the ``tools`` (name, what it does) that language-model clients find at ``address``."""
    parts: list[Child] = [tag("p", description["info"].get("description", "")), tag("p", button_link("OpenAPI 描述文件", "/api/openapi.json"))]
    parts.append(_tools(tools, address) if tools else None)
    for path, methods in description["paths"].items():
        for method, endpoint in methods.items():
            parts.append(_endpoint(path, method, endpoint, description))
    return tag("div", parts)


def _tools(tools: Sequence[tuple[str, str]], address: str) -> Html:
    told = tag("p", "支持 MCP（模型上下文协议，可流式 HTTP 传输）的客户端，把服务器地址设为本站地址加 ", tag("code", address), " 即可使用下列工具：")
    table = grid(["工具", "用途"], [[tag("code", name), use] for name, use in tools], "供大模型使用的工具")
    return tag("section", tag("h2", "供大模型客户端使用"), told, table, class_="wz-card", id=DESCRIBED)


def _endpoint(path: str, method: str, endpoint: dict[str, Any], description: dict[str, Any]) -> Html:
    rows = [
        [tag("code", p["name"]), "路径" if p["in"] == "path" else "查询参数", "是" if p.get("required") else "否", p.get("description", "")]
        for p in endpoint.get("parameters", ())
    ]
    reference = endpoint.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {}).get("$ref", "")
    schema = description.get("components", {}).get("schemas", {}).get(reference.rsplit("/", 1)[-1], {})
    for name, value in schema.get("properties", {}).items():
        rows.append([tag("code", name), "请求体", "是" if name in schema.get("required", ()) else "否", value.get("description", "")])
    table = grid(["参数", "位置", "必填", "说明"], rows, f"{path} 的参数") if rows else None
    heading = tag("h2", tag("code", f"{method.upper()} {path}"))
    return tag("section", heading, tag("p", endpoint.get("summary", "")), table, class_="wz-card")
