"""Lists come in pages (GitHub docs, "Using pagination in the REST API")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import json, request

if TYPE_CHECKING:
    from flask import Response

USUAL, MOST = 30, 100
"""Entries of a page by default, and at most."""


def paged(response: Response) -> Response:
    """RESPONSE with only the page of its list that was asked for, and links to the others."""
    whole: Any = response.get_json(silent=True)
    if not isinstance(whole, list):
        return response
    size = min(int(request.args.get("per_page", USUAL)), MOST)
    page, last = int(request.args.get("page", 1)), max(1, -(-len(whole) // size))
    response.set_data(json.dumps(whole[(page - 1) * size : page * size]))
    links = {"next": page + 1, "last": last} if page < last else {}
    if links:
        told = [f'<{request.base_url}?{_query(number)}>; rel="{name}"' for name, number in links.items()]
        response.headers["Link"] = ", ".join(told)
    return response


def _query(page: int) -> str:
    return urlencode({**request.args, "page": page})
