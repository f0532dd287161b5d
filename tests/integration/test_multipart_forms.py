"""Forms are read as Werkzeug reads them, whether they bring files or not, whole or broken."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pytest
from flask import Request
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder

from service.web import multipart_forms
from service.web.multipart_forms import FormRequest

BOUNDARY = "----LaksanaFormBoundary7MA4YWxkTrZu0gW"
Part = tuple[str, str | None, bytes]
"""A field's name, its file's name if it is for files, and what it holds."""
File = tuple[str, bytes]

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
keys = st.sampled_from(["nama", "berkas:berkas", "catatan", "alamat é"])
texts = st.tuples(keys, st.none(), words.map(lambda text: lines(text).encode()))
unchosen = st.tuples(keys, st.just(""), st.just(b""))
files = st.tuples(keys, words.filter(bool), st.binary(max_size=20))
parts = st.lists(st.one_of(texts, texts, unchosen, files), max_size=6)


def lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")


def escaped(name: str) -> str:
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def written(sent: Sequence[Part]) -> bytes:
    """A form as a browser writes it."""
    body = b""
    for name, file, content in sent:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{escaped(name)}"'
        if file is not None:
            head += f'; filename="{escaped(file)}"\r\nContent-Type: application/octet-stream'
        body += f"{head}\r\n\r\n".encode() + content + b"\r\n"
    return body + f"--{BOUNDARY}--\r\n".encode()


def asked(body: bytes) -> dict[str, object]:
    builder = EnvironBuilder(
        method="POST",
        input_stream=BytesIO(body),
        content_type=f"multipart/form-data; boundary={BOUNDARY}",
        content_length=len(body),
    )
    return builder.get_environ()


def read(kind: type[Request], body: bytes) -> tuple[list[tuple[str, str]], list[File]]:
    """The texts, and the files that were chosen: of a field without one only some readers tell."""
    with kind(asked(body)) as request:
        every = request.files.items(multi=True)
        chosen = [(name, file.read()) for name, file in every if file.filename]
        return list(request.form.items(multi=True)), chosen


@given(st.lists(st.one_of(texts, unchosen), max_size=6))
def test_a_form_without_files_reads_as_werkzeug_reads_it(sent: list[Part]) -> None:
    body = written(sent)
    assert read(FormRequest, body) == read(Request, body)


@given(parts)
def test_files_are_found_beside_the_texts(sent: list[Part]) -> None:
    typed, chosen = read(FormRequest, written(sent))
    assert sorted(typed) == sorted(
        (n, content.decode()) for n, file, content in sent if file is None
    )
    assert sorted(chosen) == sorted((n, content) for n, file, content in sent if file)


@given(parts, st.data())
def test_a_broken_form_reads_alike_whether_it_is_small_or_not(
    sent: list[Part], data: st.DataObject
) -> None:
    whole = written(sent)
    place = data.draw(st.integers(0, len(whole)))
    after = place + data.draw(st.integers(0, 3))
    body = whole[:place] + data.draw(st.binary(max_size=3)) + whole[after:]
    small = read(FormRequest, body)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(multipart_forms, "_SMALL", -1)
        assert small == read(FormRequest, body)
