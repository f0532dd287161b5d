"""Why an expression is refused: the first line says where and what, the second what to do."""

from service.domain.errors import Invalid


class ExpressionInvalid(Invalid):
    """Ekspresi tidak dapat dibaca."""


class ExpressionTooLarge(ExpressionInvalid):
    """Perhitungan menghasilkan angka, teks, atau daftar yang melebihi batas.
    Periksa nilai yang dipakai di dalamnya."""


class ExpressionEmpty(ExpressionInvalid):
    """Ekspresi masih kosong. Tulis syaratnya, misalnya: jumlah > 3."""


class ExpressionTooLong(ExpressionInvalid):
    """Ekspresi atau skrip memuat %(length)s huruf, melebihi batas %(limit)s.
    Pecah menjadi beberapa bagian yang lebih pendek."""


class ExpressionTooDeep(ExpressionInvalid):
    """Ekspresi bersarang lebih dari %(limit)s tingkat.
    Kurangi kurungnya, atau simpan sebagian hasilnya dengan nama sendiri."""


class ExpressionUnfinished(ExpressionInvalid):
    """Baris %(line)s, kolom %(column)s: ekspresi terputus.
    Lengkapi nilainya atau tutup kurungnya."""


class ValueExpected(ExpressionInvalid):
    """Baris %(line)s, kolom %(column)s: ditemukan “%(found)s” padahal diperlukan sebuah nilai.
    Tulis nama isian, angka, atau teks di antara tanda kutip lurus."""


class OperatorExpected(ExpressionInvalid):
    """Baris %(line)s, kolom %(column)s: “%(found)s” tidak dapat menyambung bagian sebelumnya.
    Gunakan operator seperti =, <, and, atau or, atau hapus bagian ini."""


class AssignmentExpected(ExpressionInvalid):
    """Baris %(line)s, kolom %(column)s: “%(found)s” bukan sebuah penetapan.
    Setiap baris skrip ditulis sebagai: nama = ekspresi."""


class AttributeRefused(ExpressionInvalid):
    """Baris %(line)s, kolom %(column)s: “%(found)s” tidak dapat dipakai untuk mengambil atribut.
    Tulis nama isian saja; nama yang memuat titik diapit tanda petik terbalik."""


class SubscriptRefused(ExpressionInvalid):
    """Baris %(line)s, kolom %(column)s: “%(found)s” tidak dapat mengambil bagian dari sebuah nilai.
    Tulis nama isian saja; unsur sebuah daftar diambil dengan nomornya, misalnya daftar[0]."""


class TextUnclosed(ExpressionInvalid):
    """Baris %(line)s, kolom %(column)s: tanda kutip “%(found)s” tidak ditutup.
    Tutup dengan tanda kutip yang sama pada baris yang sama."""


class EscapeUnknown(ExpressionInvalid):
    """Baris %(line)s, kolom %(column)s: teks memuat “%(found)s” yang tidak dikenal.
    Untuk garis miring terbalik, tulis dua kali."""


class NameRefused(ExpressionInvalid):
    """Baris %(line)s, kolom %(column)s: nama “%(found)s” tidak dapat dipakai.
    Gunakan nama yang tidak diawali dua garis bawah."""


class NumberTooLarge(ExpressionInvalid):
    """Baris %(line)s, kolom %(column)s: angka “%(found)s” melebihi batas.
    Angka memuat paling banyak 34 angka penting; nomor yang panjang ditulis sebagai teks."""


class FunctionUnknown(ExpressionInvalid):
    """Baris %(line)s, kolom %(column)s: fungsi “%(found)s” tidak dikenal.
    Fungsi yang tersedia: %(available)s."""


class MethodUnknown(ExpressionInvalid):
    """Baris %(line)s, kolom %(column)s: “.%(found)s()” tidak dikenal.
    Yang tersedia setelah titik: %(available)s."""


class ArgumentsWrong(ExpressionInvalid):
    """Baris %(line)s, kolom %(column)s: fungsi “%(found)s” tidak menerima %(given)s nilai.
    Beri sebanyak %(accepted)s nilai di dalam kurungnya."""


class DateUnreadable(ExpressionInvalid):
    """Baris %(line)s, kolom %(column)s: “%(found)s” bukan tanggal.
    Tulis tahun-bulan-hari, misalnya date("2026-01-31")."""


class DurationUnreadable(ExpressionInvalid):
    """Baris %(line)s, kolom %(column)s: “%(found)s” bukan lama waktu.
    Tulis misalnya P3D atau PT8H30M; tahun dan bulan tidak dapat dipakai."""
