"""Files stay under about 300 lines and functions under about 40, because each has one duty."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import name_of, of_python, written

LINES_OF_A_FILE = 300
LINES_OF_A_FUNCTION = 40

# What "about" can mean at most: a file or function over this fails, one under it is only printed.
MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 60

# A migration is a record of what was done: it is written once and never divided.
MIGRATIONS = "service/store/migrations/"

Sizes = dict[str, int]


def test_files_have_a_size_that_can_be_read_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    sizes = {name_of(path): len(path.read_text().splitlines()) for path in written()}
    report(sizes, LINES_OF_A_FILE, capsys)
    assert not over(MOST_LINES_OF_A_FILE, sizes)


def test_functions_have_a_size_that_can_be_seen_at_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    modules = [path for path in of_python() if not name_of(path).startswith(MIGRATIONS)]
    sizes = {name: size for path in modules for name, size in function_sizes(path)}
    report(sizes, LINES_OF_A_FUNCTION, capsys)
    assert not over(MOST_LINES_OF_A_FUNCTION, sizes)


def over(bound: int, sizes: Sizes) -> Sizes:
    """What has more lines than `bound`."""
    return {name: size for name, size in sizes.items() if size > bound}


def report(sizes: Sizes, bound: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Print what exceeds `bound`, also when the test passes."""
    with capsys.disabled():
        for name, size in sorted(over(bound, sizes).items()):
            line = f"\n{name}: {size} lines, should be under {bound}"
            print(line, end="")  # noqa: T201 - a person is to see it


def function_sizes(path: Path) -> Iterator[tuple[str, int]]:
    """Each function's place and its own lines: neither its docstring nor functions inside it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name_of(path)}:{node.lineno} {node.name}", own_lines(node)


def own_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How many lines of `function` are neither docstring nor part of a function inside it."""
    inner = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node is not function
    ]
    aside = {line for node in inner for line in lines_of(node)}
    if ast.get_docstring(function) is not None:
        aside.update(lines_of(function.body[0]))
    return len(set(lines_of(function)) - aside)


def lines_of(node: ast.stmt) -> range:
    """The lines of a statement without its decorators, which in tests are tables of data."""
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)
