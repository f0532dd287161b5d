"""What scripts of `name = expression` lines assign."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from service.engine.expressions import ExpressionInvalid, parse_script

NOW = datetime(2026, 1, 31, tzinfo=UTC)


def test_each_line_sees_what_the_lines_before_it_assigned() -> None:
    script = parse_script("a = 2\nb = a * harga\na = a + b")

    assert script.run({"harga": 10, "a": 99}, NOW) == {"a": Decimal(22), "b": Decimal(20)}


def test_empty_lines_and_comments_are_skipped() -> None:
    script = parse_script("# hitung\r\n\r\n   # lagi\r\nlunas = sisa == 0  # sudah dibayar\r\n")

    assert script.run({"sisa": 0}, NOW) == {"lunas": True}
    assert parse_script("\n# kosong\n").run({}, NOW) == {}


def test_the_spellings_of_expressions_are_also_those_of_scripts() -> None:
    script = parse_script(
        "a = ${x == 'y' ? 1 : 2}\nb = #{x}\n`nilai akhir` = 3 if x = 'y' else 4\nc = x = 'y'"
    )

    assert script.run({"x": "y"}, NOW) == {
        "a": Decimal(1),
        "b": "y",
        "nilai akhir": Decimal(3),
        "c": True,
    }


def test_a_script_names_what_it_takes_from_outside_and_what_it_writes() -> None:
    script = parse_script("a = a + 1\nb = a + c\nd = b")

    assert script.names_read == {"a", "c"}
    assert script.names_written == {"a", "b", "d"}


def test_a_run_leaves_the_variables_as_they_are() -> None:
    variables: dict[str, object] = {"a": [1]}

    assert parse_script("a = 2\nb = 3").run(variables, NOW) == {"a": Decimal(2), "b": Decimal(3)}
    assert variables == {"a": [1]}


def test_what_has_no_answer_is_assigned_as_null() -> None:
    assert parse_script("a = 1 / 0").run({}, NOW) == {"a": None}


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a = 1\n\nb == 2", 3, 3),
        ("a = 1\nprint(a)", 2, 6),
        ("# x\na", 2, 1),
        ("1 = a", 1, 1),
        ("true = 1", 1, 1),
        ("= 3", 1, 1),
        ("a = 1\nb = ", 2, 5),
        ("a.b = 1", 1, 2),
        ("a = 1; b = 2", 1, 6),
        ("__class__ = 1", 1, 1),
    ],
)
def test_a_line_that_is_no_assignment_is_refused_by_line_and_column(
    text: str, line: int, column: int
) -> None:
    with pytest.raises(ExpressionInvalid) as refused:
        parse_script(text)

    assert f"Baris {line}, kolom {column}:" in str(refused.value)
