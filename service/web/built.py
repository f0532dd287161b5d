"""The built styles, scripts and fonts: by name in templates, by content hash on the wire."""

from __future__ import annotations

import json
from pathlib import Path

from flask import Blueprint, Response, abort, send_from_directory, url_for

from service.web.auth import Access, requires

DIST = Path(__file__).parent / "assets" / "dist"


def read_manifest() -> dict[str, str]:
    """Source file name -> built file name. Raises FileNotFoundError before the first build."""
    manifest: dict[str, str] = json.loads((DIST / "manifest.json").read_text())
    return manifest


def pages(manifest: dict[str, str]) -> Blueprint:
    """Serves what the manifest names, and the licence texts; `asset` gives templates addresses."""
    built = Blueprint("built", __name__, url_prefix="/assets")
    served = {*manifest.values(), "NOTICE.txt"}

    @built.app_template_global()
    def asset(name: str) -> str:
        return url_for("built.file", name=manifest[name])

    @built.get("/<name>")
    @requires(Access.PUBLIC)
    def file(name: str) -> Response:
        if name not in served:
            abort(404)
        response = send_from_directory(DIST, name)
        # The name changes with the content, so that nobody need ever ask again.
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    return built
