"""What every file keeps to: a sentence of duty, plain names, one commit, reasons for exceptions."""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import ROOT, name_of, of_python, written

# How a file's first comment begins, after the line that names its interpreter.
OPENINGS = {
    ".py": '"""',
    ".html": "{# ",
    ".css": "/* ",
    ".js": "// ",
    ".mjs": "// ",
    ".sh": "# ",
    "": "# ",
}

# Names that say nothing of a duty.
EMPTY_NAMES = re.compile(r"(utils?|helpers?|common|managers?|misc)(_|$)|.*_(utils?|helpers?)$")
EMPTY_CLASS_NAMES = re.compile(r".+(Service|Manager|Helper|Utils?)$")

EXCEPTION = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:)")
EXCEPTION_WITH_REASON = re.compile(
    r"#\s*(noqa: [A-Z]+\d+(, ?[A-Z]+\d+)*|type: ignore\[[\w, -]+\]|pragma: no cover)"
    r"\s+(#|-)\s+\S+ \S+"
)


def test_a_file_opens_with_one_sentence_on_its_duty() -> None:
    assert not [name_of(path) for path in written() if not opens_with_a_sentence(path)]


def test_modules_and_classes_are_named_for_what_they_do() -> None:
    modules = {name_of(path): path.relative_to(ROOT).with_suffix("").parts for path in of_python()}
    assert not [name for name, parts in modules.items() if any(map(EMPTY_NAMES.match, parts))]
    classes = [f"{name_of(path)}: {name}" for path in of_python() for name in classes_of(path)]
    assert not [name for name in classes if EMPTY_CLASS_NAMES.match(name)]


def test_there_is_one_commit_in_the_code_base() -> None:
    commits = {
        name_of(path): found
        for path in of_python("service/")
        if (found := path.read_text().count(".commit("))
    }
    home = "service/store/unit_of_work.py"
    assert commits == ({home: 1} if (ROOT / home).exists() else {})


def test_every_act_is_done_again_where_another_stood_in_its_way() -> None:
    acts = {
        f"{name_of(path)}: {act.name}": [ast.unparse(each) for each in act.decorator_list]
        for path in of_python("service/")
        for act in ast.walk(ast.parse(path.read_text()))
        if isinstance(act, ast.FunctionDef) and "store.begin()" in ast.unparse(act)
    }
    assert len(acts) > 20
    assert {name: marks for name, marks in acts.items() if marks != ["retrying"]} == {}


def test_the_core_imports_the_standard_library_alone() -> None:
    imports = {
        f"{name_of(path)}: {name}"
        for path in of_python("service/domain/", "service/usecases/")
        for name in imports_of(path)
        if name.split(".")[0] not in sys.stdlib_module_names
        and not name.startswith(("service.domain", "service.usecases"))
    }
    assert not imports


def test_an_exception_from_a_rule_names_the_rule_and_the_reason() -> None:
    exceptions = [
        f"{name_of(path)}: {comment}"
        for path in of_python()
        for comment in comments(path)
        if EXCEPTION.search(comment)
    ]
    assert not [comment for comment in exceptions if not EXCEPTION_WITH_REASON.search(comment)]


def opens_with_a_sentence(path: Path) -> bool:
    """Whether a file begins with a comment, and the comment with a sentence."""
    lines = [line for line in path.read_text().splitlines() if not line.startswith("#!")]
    mark = OPENINGS[path.suffix]
    if not lines or not lines[0].startswith(mark):
        return False
    return re.match(r".{4,}?[.?:]", first_paragraph(lines, mark)) is not None


def classes_of(path: Path) -> list[str]:
    """The names of the classes in a Python module."""
    tree = ast.parse(path.read_text())
    return [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]


def imports_of(path: Path) -> Iterator[str]:
    """The names of the modules that a Python module imports, wherever it does."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def first_paragraph(lines: list[str], mark: str) -> str:
    """The text of the opening comment up to its first empty line, on one line."""
    paragraph: list[str] = []
    for line in lines:
        if not line.strip():
            break
        paragraph.append(line.removeprefix(mark).strip())
    return " ".join(paragraph)


def comments(path: Path) -> Iterator[str]:
    """Every comment of a Python module."""
    for token in tokenize.generate_tokens(io.StringIO(path.read_text()).readline):
        if token.type == tokenize.COMMENT:
            yield token.string
