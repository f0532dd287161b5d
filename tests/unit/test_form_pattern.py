"""Which patterns a form may use: what form-js reads too, and nothing that runs for minutes."""

from __future__ import annotations

import time

import pytest

from service.domain.form_pattern import LONGEST_MATCHED, matches, problem_of

NPWP = r"^\d{2}\.?\d{3}\.?\d{3}\.?\d-?\d{3}\.?\d{3}$"
MONTH = r"^\d+/[^/]+/(I|II|III|IV|V|VI|VII|VIII|IX|X|XI|XII)/\d{4}$"

USABLE = [
    r"^\d{16}$",
    r"^\d{8} ?\d{6} ?\d ?\d{3}$",
    NPWP,
    MONTH,
    r"^(?:\+62|0)8\d{8,11}$",
    r"^(\d{3}\.){2}\d{3}$",
    r"^(?=.*\d)(?!0)[A-Z\]\\-]+?$",
    r"(?<=a)b|(?<!c)d",
    r"^\\A\+\*$",
    r"a|b|c",
    ".*.*.*(?=x)",
]


@pytest.mark.parametrize("pattern", USABLE)
def test_what_forms_ask_for_can_be_written(pattern: str) -> None:
    assert problem_of(pattern) is None


@pytest.mark.parametrize("pattern", USABLE)
@pytest.mark.parametrize("letter", ["1", "a", " "])
def test_what_may_be_used_ends_soon(pattern: str, letter: str) -> None:
    began = time.process_time()
    matches(pattern, letter * LONGEST_MATCHED)
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$",
        "(a*)*",
        "((ab)*)*",
        "(a?b){3}",
        "(a|a)*$",
        "(?:a|ab){1,5}",
        "((a|b)c)+",
        r"\d*\d*\d*\d*x",
        "(?:a|a)" * 24 + "x",
        "a?" * 30 + "x",
    ],
)
def test_what_may_run_away_is_refused(pattern: str) -> None:
    problem = problem_of(pattern)
    assert problem is not None
    assert "terlalu rumit" in problem.text
    assert pattern in problem.text


@pytest.mark.parametrize(
    "pattern",
    [
        "(",
        "a**",
        r"\p{L}",
        "a{99999999999}",
        "(" * 2000,
        "(?i)a",
        "(?P<nama>a)",
        "(?>a)",
        "(?#a)",
        "[]a]",
        "[^]a]",
        r"\Aa\Z",
        "a++",
        "a?+",
        "a{2}+",
        "a{1,2}+",
    ],
)
def test_what_form_js_reads_otherwise_is_refused(pattern: str) -> None:
    problem = problem_of(pattern)
    assert problem is not None
    assert "tidak dapat dibaca" in problem.text


def test_a_pattern_is_found_anywhere_unless_it_is_anchored() -> None:
    assert matches(r"\d{3}", "no. 123")
    assert not matches(r"^\d{3}$", "no. 123")


def test_only_ascii_digits_are_digits() -> None:
    assert not matches(r"\d", "\N{ARABIC-INDIC DIGIT THREE}")


@pytest.mark.parametrize(
    ("pattern", "text"), [(NPWP, "01.234.567.8-901.000"), (MONTH, "470/DINSOS/XI/2026")]
)
def test_numbers_of_offices_match_as_they_are_printed(pattern: str, text: str) -> None:
    assert matches(pattern, text)
    assert not matches(pattern, text + "0")
