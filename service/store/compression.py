"""Events and answers as they lie on disk: compressed, and word for word the same when read.

What is hashed is the text; only how it is stored is shorter. All events are alike, and so begin
with a dictionary in which the compressor finds what they share. A dictionary never changes: what
was written with it could not be read with another.
"""

from __future__ import annotations

import zlib
from uuid import UUID

_FIRST = b"\x01"
"""Begins what was compressed with the first dictionary; a text in JSON begins otherwise."""
_LARGEST = 64 * 1024 * 1024  # bytes of text; what would be larger is damage

_REQUIREMENTS = "".join(
    f'"kelengkapan_{n}":{{"files":[],"present":false}},' for n in range(12, 0, -1)
)
_DICTIONARY = (
    '{"alasan:Keputusan_":null,"bukti_":[],"catatan":null,"hash":"media_type":"application/pdf",'
    '"image/jpeg","image/png","name":".pdf","size":,"jumlah_":"1","keputusan:Gerbang_":"Alir_",'
    '"nama_":"nomor_surat_":"perihal":"tanggal_":"2026-nip":null,"keterangan":'
    '{"act":"claimed","act":"incident","act":"message","act":"read","act":"registered",'
    '"act":"released","act":"retried","act":"timer","act":"cancelled","for":"reason":"timer":'
    '"what":"case","what":"replay","message":{"id":"calls":{"counts":{"kesalahan":'
    '"keluaran_3":{"files":[],"present":true},"keluaran_2":{"files":[],"present":true}}'
    f'{{"catatan":null,{_REQUIREMENTS}"keluaran_1":{{"files":[],"present":true}}}}'
    '{"act":"started","actor":{"account":"administrator@auditor@kepala-kasi-kasubag-kabid-staf@'
    'sekretaris@petugas-","id":"-4-8-9-a-b","name":"role":"Kepala Bidang Seksi Subbagian Kasubag '
    'Sekretaris Petugas Staf Dinas Kantor Pelayanan"},"answers":"00000","at":"2026-12-2027-01-0'
    'T00:00.000000Z","chain":"'
    '","choices":{"Keputusan_":"Alir_"},"ended":true,"entered":[],"left":["Selesai"],"number":"/2026/0000'
    '","opened":[],"sequence":1,"tokens":[],"withdrawn":[]}'
    '{"act":"completed","actor":{"account":"","id":"","name":"","role":""},"answers":"'
    '","at":"2026-","chain":"","choices":{},"definition":"","element":"Kegiatan_'
    '","ended":false,"entered":["Kegiatan_1"],"files":[],"left":["Mulai"],["Kegiatan_'
    '"],"opened":[{"due":"2026-T09:00:00.000000Z","element":"Kegiatan_'
    '","task":""}],"sequence":,"task":"","tokens":["Kegiatan_"],"waited":0,"withdrawn":[],"worked":0}'
    '"chain":"'
).encode()


def compressed(text: bytes, chain: UUID) -> bytes:
    """The bytes to store for `text`; nothing where it would not become shorter."""
    squeezer = zlib.compressobj(level=9, wbits=-15, zdict=_dictionary(chain))
    short = _FIRST + squeezer.compress(text) + squeezer.flush()
    return short if len(short) < len(text) else text


def restored(stored: bytes, chain: UUID) -> bytes:
    """The text that `compressed` was given; what it never wrote is given back as it stands."""
    if not stored.startswith(_FIRST):
        return stored
    filler = zlib.decompressobj(wbits=-15, zdict=_dictionary(chain))
    try:
        text = filler.decompress(stored[1:], _LARGEST)
    except zlib.error:
        return stored
    return text if filler.eof and not filler.unused_data else stored


def _dictionary(chain: UUID) -> bytes:
    """With the chain's own name, which each of its events repeats."""
    return _DICTIONARY + str(chain).encode()
