"""Events and answers as they lie on disk: compressed, and word for word the same when read.

What is hashed is the text; only how it is stored is shorter. Chance, such as hashes and identities,
stands behind what is compressed, as bytes: in the text is only a mark where each belongs. All
events are alike, and so begin with a dictionary in which the compressor finds what they share. A
dictionary never changes: what was written with it could not be read with another.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import UUID

from service.domain.record import at_utc
from service.store import compression_first

_SECOND = b"\x02"
"""Begins what was compressed with the second dictionary; a text in JSON begins otherwise."""
_LARGEST = 64 * 1024 * 1024  # bytes of text; what would be larger is damage


@dataclass(frozen=True)
class _Chance:
    """A kind of what is chance: how it is written, and as how many bytes it is kept."""

    mark: bytes
    written: bytes
    length: int
    kept: Callable[[str], bytes]
    told: Callable[[bytes], str]


def _kept_moment(written: str) -> bytes:
    since = datetime.fromisoformat(written) - _EPOCH
    return (since // _UNIT).to_bytes(_MOMENT_BYTES)


def _told_moment(kept: bytes) -> str:
    return at_utc(_EPOCH + int.from_bytes(kept) * _UNIT)


_EPOCH, _UNIT = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_MOMENT_BYTES = 7  # up to the year 2100 and beyond
_DAYS = (
    rb"(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])",
    rb"(?:0[13-9]|1[0-2])-(?:29|30)",
    rb"(?:0[13578]|1[02])-31",
)
_DIGIT = rb"[0-9a-f]"
# No JSON has the marks. What is no day, or one of leap years only, is left as it is written.
_KINDS = (
    _Chance(b"\x02", _DIGIT + rb"{64}", 32, bytes.fromhex, bytes.hex),
    _Chance(
        b"\x03",
        rb"%b{8}-%b{4}-%b{4}-%b{4}-%b{12}" % ((_DIGIT,) * 5),
        16,
        lambda written: bytes.fromhex(written.replace("-", "")),
        lambda kept: str(UUID(bytes=kept)),
    ),
    _Chance(
        b"\x07",
        rb"20\d\d-(?:%b)T(?:[01]\d|2[0-3])(?::[0-5]\d){2}\.\d{6}Z" % b"|".join(_DAYS),
        _MOMENT_BYTES,
        _kept_moment,
        _told_moment,
    ),
)
_BY_MARK = {kind.mark: kind for kind in _KINDS}
_CHANCE = re.compile(b'"(?:%b)"' % b"|".join(b"(%b)" % kind.written for kind in _KINDS))
_MARK = re.compile(rb"[\x02\x03\x07]")
_CHAIN = b"\x06"
"""Where an event names its own chain."""
_MARKS = b"".join((*_BY_MARK, _CHAIN))

_REQUIREMENTS = "".join(
    f'"kelengkapan_{n}":{{"files":[],"present":false}},' for n in range(12, 0, -1)
)
# A completion of each of the first steps, as most events are.
_STEPS = "".join(
    '{"act":"completed","actor":\x04,"answers":\x02,"at":\x07,"chain":\x06,"choices":{},'
    f'"definition":\x05,"element":"Kegiatan_{n}","ended":false,"entered":["Kegiatan_{n + 1}"],'
    f'"files":[],"left":["Kegiatan_{n}"],"opened":[{{"due":\x07,"element":"Kegiatan_{n + 1}",'
    f'"task":\x03}}],"sequence":{n + 1},"task":\x03,"tokens":["Kegiatan_{n + 1}"],"waited":0,'
    '"withdrawn":[],"worked":0}'
    for n in range(9, 0, -1)
)
# The commonest last, where it is found with the shortest distance. The marks 4 and 5 are those of
# `words`.
_DICTIONARY = (
    '{"alasan:Keputusan_":null,"bukti_":[],"hash":"media_type":"application/pdf","image/jpeg",'
    '"image/png","name":".pdf","size":,"jumlah_":"1","keputusan:Gerbang_":"Alir_","nama_":"nomor_'
    'surat_":"perihal":"tanggal_":"2026-nip":null,"keterangan":"Contoh '
    '"act":"claimed","act":"incident","act":"message","act":"registered","act":"released",'
    '"act":"retried","act":"timer","act":"cancelled","for":"reason":"timer":"what":"case"},"what":'
    '"replay","what":"personal data","what":"file","message":{"id":,"numbers":[],"calls":{"counts":'
    '{"kesalahan":"act":"read","actor":\x04,"at":\x07{"account":"auditor@administrator@analyst@'
    'kepala-kasi-kasubag-kabid-petugas-sekretaris@staf@","id":\x03,"name":"","role":"Kepala Bidang '
    "Kepala Dinas Kepala Seksi Kasi Kabid Kasubag Umum & Kepegawaian Petugas Pelayanan Sekretaris"
    '"},"role":"Staf"},"keluaran_3":{"files":[],"present":true},"keluaran_2":{"files":[],"present":'
    'true}}{"catatan":null,'
    f'{_REQUIREMENTS}"keluaran_1":{{"files":[],"present":true}}}}'
    '{"act":"started","actor":\x04,"answers":\x02,"at":\x07,"chain":\x06,"choices":{"Keputusan_":"Alir'
    '_"},"definition":\x05,"element":"Mulai","ended":false,"entered":["Kegiatan_1"],"files":[],"left":'
    '["Mulai"],"number":"/2027/"/2026/00000","opened":[{"due":\x07,"element":"Kegiatan_1","task":\x03}]'
    ',"sequence":1,"tokens":["Kegiatan_1"],"withdrawn":[]}'
    ',"chain":\x06,"choices":{},"definition":\x05,"element":"Kegiatan_9","ended":true,"entered":[],'
    '"files":[],"left":["Kegiatan_9","Selesai"],"opened":[],"sequence":10,"task":\x03,"tokens":[],'
    '"waited":0,"withdrawn":[],"worked":0}'
    f"{_STEPS}"
).encode()
# A small window and few hash chains hold all of an event, and are quickly copied.
_SQUEEZER = zlib.compressobj(level=9, wbits=-13, memLevel=5, zdict=_DICTIONARY)
_FILLER = zlib.decompressobj(wbits=-13, zdict=_DICTIONARY)


def compressed(text: bytes, chain: UUID) -> bytes:
    """The bytes to store for `text`; itself where that would not become shorter."""
    if text.translate(None, _MARKS) != text:  # no JSON; nothing that is written here
        return text
    chance: list[bytes] = []

    def set_aside(found: re.Match[bytes]) -> bytes:
        kind = _KINDS[(found.lastindex or 0) - 1]
        chance.append(kind.kept(found[0][1:-1].decode()))
        return kind.mark

    alike = _CHANCE.sub(set_aside, text.replace(_named(chain), _CHAIN))
    squeezer = _SQUEEZER.copy()
    short = b"".join((_SECOND, squeezer.compress(alike), squeezer.flush(), *chance))
    return short if len(short) < len(text) else text


def restored(stored: bytes, chain: UUID) -> bytes:
    """The text that `compressed` was given; what it never wrote is given back as it stands."""
    if not stored.startswith(_SECOND):
        return compression_first.restored(stored, chain)
    filler = _FILLER.copy()
    try:
        alike = filler.decompress(stored[1:], _LARGEST)
        told = _told([_BY_MARK[mark] for mark in _MARK.findall(alike)], filler.unused_data)
    except (zlib.error, ValueError):
        return stored
    if not filler.eof:
        return stored
    return _MARK.sub(lambda _: next(told), alike).replace(_CHAIN, _named(chain))


def _told(kinds: Sequence[_Chance], chance: bytes) -> Iterator[bytes]:
    """What belongs where the marks stand. Raises ValueError where that cannot be."""
    if sum(kind.length for kind in kinds) != len(chance):
        raise ValueError
    rest = BytesIO(chance)
    return iter([f'"{kind.told(rest.read(kind.length))}"'.encode() for kind in kinds])


def _named(chain: UUID) -> bytes:
    return f'"{chain}"'.encode()
