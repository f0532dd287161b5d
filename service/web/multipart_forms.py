"""Reads forms that may bring files.

Werkzeug's own reader compiles two regular expressions for each request, since every browser makes
up a new boundary each time: a quarter of what a completion cost. This one only searches.
"""

from __future__ import annotations

from typing import IO

import multipart
from flask import Request
from werkzeug.datastructures import FileStorage, Headers, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

_Parsed = tuple[IO[bytes], MultiDict[str, str], MultiDict[str, FileStorage]]
_IN_MEMORY = 64 * 1024  # bytes of one part; what is larger waits on disk


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
        texts: MultiDict[str, str] = MultiDict()
        files: MultiDict[str, FileStorage] = MultiDict()
        try:
            self._take(stream, content_length, (options or {}).get("boundary", ""), texts, files)
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


class FormRequest(Request):
    """A request whose forms are read here."""

    form_data_parser_class = _Parser
