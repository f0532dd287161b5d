"""Reads forms that may bring files.

Werkzeug's own reader compiles two regular expressions for each request, since every browser makes
up a new boundary each time: a quarter of what a completion cost. A small form without files, as
nearly every one is, is cut up here; every other is read by a library that only searches.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from typing import IO

import multipart
from flask import Request
from werkzeug.datastructures import FileStorage, Headers, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

_Parsed = tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]
# Of a form that is cut up; within the limits of any other form.
_SMALL = 64 * 1024  # bytes
_FEW = 100  # parts
_IN_MEMORY = 64 * 1024  # bytes of one part; what is larger waits on disk

# As browsers write them: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html
_TEXT = re.compile(rb'\r\nContent-Disposition: form-data; name="([^"\\%\r\n]+)"\r\n\r\n')
_NO_FILE_CHOSEN = re.compile(
    rb'\r\nContent-Disposition: form-data; name="[^"\\%\r\n]+"; filename=""\r\n'
    rb"Content-Type: application/octet-stream\r\n\r\n"
)


class _Parser(FormDataParser):
    """As the one of Werkzeug, with the same limits and refusals."""

    def parse(
        self,
        stream: IO[bytes],
        mimetype: str,
        content_length: int | None,
        options: dict[str, str] | None = None,
    ) -> _Parsed:
        """Texts and files; nothing of a form that is malformed."""
        if mimetype != "multipart/form-data":
            return super().parse(stream, mimetype, content_length, options)
        boundary, whole = (options or {}).get("boundary", ""), stream
        texts: MultiDict[str, str] = MultiDict()
        files: MultiDict[str, FileStorage] = MultiDict()
        try:
            if boundary and content_length is not None and content_length <= _SMALL:
                body = stream.read()
                found = _cut(body, boundary.encode())
                if found is not None:
                    return stream, MultiDict(found), files
                whole = BytesIO(body)
            self._take(whole, content_length, boundary, texts, files)
        except multipart.ParserLimitReached:
            raise RequestEntityTooLarge from None
        except (multipart.MultipartError, ValueError):
            return stream, MultiDict(), MultiDict()
        return stream, texts, files

    def _take(
        self,
        stream: IO[bytes],
        content_length: int | None,
        boundary: str,
        texts: MultiDict[str, str],
        files: MultiDict[str, FileStorage],
    ) -> None:
        parts = multipart.MultipartParser(
            stream,
            boundary,
            -1 if content_length is None else content_length,
            part_limit=self.max_form_parts,
            spool_limit=_IN_MEMORY,
            memory_limit=float("inf"),  # the whole request is limited
        )
        left = self.max_form_memory_size
        for part in parts:
            if part.filename is not None:
                headers = Headers(part.headerlist)
                files.add(
                    part.name, FileStorage(part.file, part.filename, part.name, headers=headers)
                )
                continue
            if left is not None and (left := left - part.size) < 0:
                raise RequestEntityTooLarge
            texts.add(part.name, part.value)


def _cut(body: bytes, boundary: bytes) -> Sequence[tuple[str, str]] | None:
    """The texts of a form whose parts are all texts, or for files of which none was chosen.

    These are left out. None for every other: also for one that is written as no browser writes it.
    Raises ValueError where a text is none.
    """
    before, *parts = (b"\r\n" + body).split(b"\r\n--" + boundary)
    if before or not parts or parts.pop() != b"--\r\n" or len(parts) > _FEW:
        return None
    texts: list[tuple[str, str]] = []
    for part in parts:
        head = _TEXT.match(part)
        if head is not None:
            texts.append((head[1].decode(), part[head.end() :].decode()))
        elif not _NO_FILE_CHOSEN.fullmatch(part):
            return None
    return texts


class FormRequest(Request):
    """A request whose forms are read here."""

    form_data_parser_class = _Parser
