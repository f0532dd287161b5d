"""Reads events and answers that were compressed before schema 0004; nothing writes them so now."""

from __future__ import annotations

import re
import zlib
from uuid import UUID

_FIRST = b"\x01"
"""Begins what was compressed with the first dictionary; a text in JSON begins otherwise."""
_LARGEST = 64 * 1024 * 1024  # bytes of text; what would be larger is damage

_REQUIREMENTS = "".join(
    f'"kelengkapan_{n}":{{"files":[],"present":false}},' for n in range(12, 0, -1)
)
# Shared with no other dictionary: none may ever change. The commonest last, where it is found with
# the shortest distance. Names stand without quotes: they are packed.
_DICTIONARY = (
    '{"alasan:Keputusan_":null,"bukti_":[],"hash":"media_type":"application/pdf","image/jpeg",'
    '"image/png","name":".pdf","size":,"jumlah_":"1","keputusan:Gerbang_":"Alir_","nama_":"nomor_'
    'surat_":"perihal":"tanggal_":"2026-nip":null,"keterangan":"Contoh '
    '"act":"claimed","act":"incident","act":"message","act":"registered","act":"released",'
    '"act":"retried","act":"timer","act":"cancelled","for":"reason":"timer":"what":"case"},"what":'
    '"replay","what":"personal data","what":"file","message":{"id":,"numbers":[],"calls":{"counts":'
    '{"kesalahan":"act":"read","actor":{"account":"auditor@'
    '"keluaran_3":{"files":[],"present":true},"keluaran_2":{"files":[],"present":true}}'
    f'{{"catatan":null,{_REQUIREMENTS}"keluaran_1":{{"files":[],"present":true}}}}'
    '{"act":"started","actor":{"account":"administrator@analyst@kepala-kasi-kasubag-kabid-petugas-'
    'sekretaris@staf@","id":,"name":"","role":"Kepala Bidang Kepala Dinas Kepala Seksi Kasi Kabid '
    'Kasubag Umum & Kepegawaian Petugas Pelayanan Sekretaris"},"role":"Staf"},"answers":'
    ',"choices":{"Keputusan_":"Alir_"},"definition":,"element":"Mulai","ended":false,"entered":['
    '"Kegiatan_1"],"files":[],"left":["Mulai"],"number":"/2027/"/2026/00000","opened":[{"due":"2026-'
    '2027-01-02-03-04-05-06-07-08-09-10-11-12-T00:00.000000Z","T01:00:00.000000Z","T09:00:00.000000Z'
    '","element":"Kegiatan_1","task":}],"sequence":1,"tokens":["Kegiatan_1"],"withdrawn":[]}'
    ',"element":"Kegiatan_9","ended":true,"entered":[],"files":[],"left":["Kegiatan_9","Selesai"],'
    '"opened":[],"sequence":10,"task":,"tokens":[],"waited":0,"withdrawn":[],"worked":0}'
    '{"act":"completed","actor":{"account":"'
    '","id":,"name":"","role":""},"answers":,"at":"2026-'
    ',"choices":{},"definition":,"element":"Kegiatan_2"'
    ',"ended":false,"entered":["Kegiatan_3"],"files":[],"left":["Kegiatan_2"],"opened":[{"due":"2026-'
    'T09:00:00.000000Z","element":"Kegiatan_3","task":}],"sequence":2,"task":,"tokens":["Kegiatan_3"]'
    ',"waited":0,"withdrawn":[],"worked":0}Z","chain":'
).encode()


def restored(stored: bytes, chain: UUID) -> bytes:
    """The text; what was never compressed is given back as it stands."""
    if not stored.startswith(_FIRST):
        return stored
    filler = zlib.decompressobj(wbits=-15, zdict=_dictionary(chain))
    try:
        packed = filler.decompress(stored[1:], _LARGEST)
    except zlib.error:
        return stored
    whole = filler.eof and not filler.unused_data
    return _PACKED.sub(_unpacked, packed) if whole else stored


def _dictionary(chain: UUID) -> bytes:
    """With the chain's own name, which each of its events repeats."""
    return _DICTIONARY + _A_UUID + chain.bytes


# What is chance cannot be compressed, but written as bytes and not in letters: no JSON has these
# marks, which tell what follows them.
_A_HASH, _A_UUID = b"\x02", b"\x03"
_PACKED = re.compile(rb"\x02(.{32})|\x03(.{16})", re.DOTALL)


def _unpacked(name: re.Match[bytes]) -> bytes:
    written = name[1].hex() if name[1] is not None else str(UUID(bytes=name[2]))
    return f'"{written}"'.encode()
