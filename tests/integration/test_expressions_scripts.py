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


def test_statements_may_share_a_line() -> None:
    script = parse_script("a = 'x;y'; b = a + 'z';\r\nvar c = 1; // satu dua\nd = c; # tiga\n")

    assert script.run({}, NOW) == {"a": "x;y", "b": "x;yz", "c": Decimal(1), "d": Decimal(1)}


def test_two_slashes_begin_a_comment_only_where_nothing_can_be_divided() -> None:
    script = parse_script("// hitung dulu\na = 7 // 2\nb = 1; // a")

    assert script.run({}, NOW) == {"a": Decimal(3), "b": Decimal(1)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("n += 2", 7),
        ("n -= 2", 3),
        ("n *= 2 + 1", 15),
        ("n /= 2", Decimal("2.5")),
        ("n //= 2", 2),
        ("n %= 3", 2),
        ("n **= 2", 25),
        ("n++", 6),
        ("n--;", 4),
        ("teks += 'b'", "ab"),
        ("hilang += 1", None),
        ("`nilai akhir` += 1", 81),
    ],
)
def test_a_variable_is_changed_in_place(text: str, expected: object) -> None:
    script = parse_script(text)

    (assigned,) = script.run({"n": 5, "teks": "a", "nilai akhir": 80}, NOW).values()
    assert assigned == expected
    assert script.names_read == script.names_written


@pytest.mark.parametrize("word", ["var", "let", "const", "def", "double", "String"])
def test_a_word_may_announce_a_variable_and_is_else_a_name(word: str) -> None:
    assert parse_script(f"{word} a = 1").run({}, NOW) == {"a": Decimal(1)}
    assert parse_script(f"{word} = 1; {word}++").run({}, NOW) == {word: Decimal(2)}


@pytest.mark.parametrize(
    "text", ["l.append(3)", "l.add(3);", "l.push(3)", "l = l + [3]", "l += [3]"]
)
def test_an_element_is_added_to_a_list(text: str) -> None:
    variables: dict[str, object] = {"l": [1, 2]}

    assert parse_script(text).run(variables, NOW) == {"l": [Decimal(1), Decimal(2), Decimal(3)]}
    assert variables == {"l": [1, 2]}


def test_a_variable_is_set_by_its_name_in_quotes() -> None:
    script = parse_script("execution.setVariable('a b', execution.getVariable(\"n\") + 1);")

    assert script.run({"n": 1}, NOW) == {"a b": Decimal(2)}
    assert script.names_read == {"n"}
    assert script.names_written == {"a b"}


def test_pass_does_nothing_and_may_be_a_name() -> None:
    assert parse_script("pass\npass; pass # kosong").run({}, NOW) == {}
    assert parse_script("pass = 1").run({}, NOW) == {"pass": Decimal(1)}


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
        ("a.b = 1", 1, 1),
        ("a.b.append(1)", 1, 1),
        ("a = 1; b", 1, 8),
        ("a = 1; print(a); b = 2", 1, 13),
        ("a = 1; 2", 1, 8),
        ("a = 1;; b = 2", 1, 7),
        ("println a", 1, 9),
        ("var a b", 1, 7),
        ("int a = 7 / 2", 1, 5),
        ("def f(x): pass", 1, 6),
        ("if a: b = 1", 1, 1),
        ("a, b = 1, 2", 1, 2),
        ("++a", 1, 1),
        ("a.remove(1)", 1, 2),
        ("execution.setVariable(a, 1)", 1, 23),
        ("execution.setVariable('__a', 1)", 1, 23),
        ("execution.removeVariable('a')", 1, 10),
        ("pass a", 1, 6),
        ("__class__ = 1", 1, 1),
    ],
)
def test_a_line_that_is_no_assignment_is_refused_by_line_and_column(
    text: str, line: int, column: int
) -> None:
    with pytest.raises(ExpressionInvalid) as refused:
        parse_script(text)

    assert f"Baris {line}, kolom {column}:" in str(refused.value)
