"""Forms as browsers send them: Werkzeug's test client leaves out a line before an empty value."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from typing import Any


def as_multipart(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the client's `post` takes for texts, files as `(content, name)`, or lists of them."""
    boundary = secrets.token_hex(16)
    parts = [part for name, value in data.items() for part in _parts(name, value)]
    body = b"".join(b"--%b\r\n%b\r\n" % (boundary.encode(), part) for part in parts)
    return {
        "data": b"%b--%b--\r\n" % (body, boundary.encode()),
        "content_type": f"multipart/form-data; boundary={boundary}",
    }


def _parts(name: str, value: Any) -> Iterator[bytes]:
    place = f'Content-Disposition: form-data; name="{name}"'
    match value:
        case list():
            for each in value:
                yield from _parts(name, each)
        case (content, str(file)):
            kind = "Content-Type: application/octet-stream"
            yield f'{place}; filename="{file}"\r\n{kind}\r\n\r\n'.encode() + content.read()
        case _:
            yield f"{place}\r\n\r\n{value}".encode()
