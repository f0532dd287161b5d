"""What each rule of the intake is about, in one sentence, by its stable name."""

from __future__ import annotations

from collections.abc import Mapping

MEANINGS: Mapping[str, str] = {
    "ad-hoc": "Subproses ad hoc berakhir bila syaratnya terpenuhi atau semuanya dikerjakan.",
    "call-activities": "Aktivitas panggil (call activity) menjalankan proses yang dirujuknya.",
    "compensation": "Kompensasi membatalkan apa yang sudah dikerjakan.",
    "conditional-flows": "Syarat pada panah berlaku di tempat ada pilihan.",
    "confirmed-by-people": "Peristiwa dari luar diagram dikonfirmasi oleh seorang pelaksana.",
    "deadlocks": "Setiap gerbang yang menunggu beberapa cabang dapat dilanjutkan.",
    "duplicate-ids": "Setiap id dipakai oleh satu elemen saja.",
    "endless": "Dari setiap putaran ada jalan keluar.",
    "entries": "Permohonan dimulai pada peristiwa mulai yang boleh dipakai orang.",
    "event-based-gateways": "Gerbang peristiwa menunggu apa yang dapat terjadi.",
    "file": "Berkas memuat diagram BPMN 2.0 yang dapat dibaca.",
    "forms": "Formulir yang disebut diagram disertakan dan dapat dibaca.",
    "ids": "Setiap elemen memiliki id.",
    "joined-pools": "Kolam yang dihubungkan panah alir dibaca sebagai satu proses.",
    "kinds": "Setiap elemen dikenal jenisnya.",
    "label-is-the-decision": "Label pada panah gerbang menjadi pilihan orang.",
    "lanes": "Setiap langkah dikerjakan oleh satu pelaksana (lajur).",
    "link-events": "Peristiwa tautan menyambung alur antarhalaman.",
    "loose-arrows": "Setiap panah menghubungkan dua elemen.",
    "loose-messages": "Setiap aliran pesan menghubungkan dua kolam atau elemennya.",
    "messages": "Setiap aliran pesan berasal dari pengirim dan menuju penerima.",
    "multiple-events": "Peristiwa dengan beberapa pemicu menyebut pemicunya.",
    "namespaces": "Ruang nama berkas adalah ruang nama BPMN 2.0.",
    "nothing-is-lost": "Semua yang digambar ada dalam proses yang dijalankan.",
    "participants": "Setiap kolam memiliki prosesnya sendiri.",
    "people-do-it": "Langkah tanpa sistem yang terhubung dikerjakan oleh orang.",
    "quantities": "Setiap langkah dimulai dan diselesaikan oleh satu token.",
    "references": "Setiap rujukan menunjuk sesuatu yang ada dalam berkas.",
    "repeats": "Jumlah pengulangan langkah diketahui atau diisi orang.",
    "standard-times": "Waktu baku dapat dibaca.",
    "starts-and-ends": "Setiap proses memiliki awal dan akhir.",
    "timers": "Waktu pada peristiwa dapat dibaca.",
    "uncaught": "Kesalahan dan eskalasi ditangkap di dalam diagram.",
    "unnamed-signals": "Setiap sinyal memiliki nama yang membedakannya.",
    "unreached": "Setiap elemen dapat dicapai dari sebuah awal.",
    "waiting-events": "Waktu dan syarat ditunggu, bukan dipicu.",
}
