"""The API's description to read: made from its OpenAPI document on the server, so that no script of another host is needed."""

from __future__ import annotations

from typing import Any

from qa.web.parts import button_link, grid
from qa.web.render import Child, Html, tag


def api_page(description: dict[str, Any]) -> Html:
    """All endpoints with their parameters."""
    parts: list[Child] = [tag("p", description["info"].get("description", "")), tag("p", button_link("OpenAPI 描述文件", "/api/openapi.json"))]
    for path, methods in description["paths"].items():
        for method, endpoint in methods.items():
            parts.append(_endpoint(path, method, endpoint, description))
    return tag("div", parts)


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
