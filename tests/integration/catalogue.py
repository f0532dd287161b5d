"""What people are told: the messages in templates, Python and error classes, and their English."""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Iterator
from inspect import cleandoc

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

import service
from service.domain.errors import LaksanaError
from tests.needs import ROOT

ENGLISH = ROOT / "service" / "web" / "locale" / "en" / "LC_MESSAGES" / "messages.po"

Message = str | tuple[str, ...]
"""A message's Indonesian text, or the two of a plural."""

_METHODS = [("**.py", "python"), ("web/templates/**.html", "jinja2")]
_KEYWORDS = DEFAULT_KEYWORDS | {"N_": None}

# Importing these does something: the one opens the database, the others change it.
_NOT_IMPORTED = ("service.wsgi", "service.store.migrations.")


def english() -> Catalog:
    """The English catalogue as it is written."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def messages() -> dict[Message, list[str]]:
    """Every message with the files that hold it."""
    places: dict[Message, list[str]] = defaultdict(list)
    for place, message in (*_marked(), *_errors()):
        places[message].append(place)
    return places


def _marked() -> Iterator[tuple[str, Message]]:
    folder = ROOT / "service"
    for file, _, message, _, _ in extract_from_dir(
        folder, _METHODS, {"**": {"encoding": "utf-8"}}, _KEYWORDS
    ):
        if "node_modules" not in file:
            yield f"service/{file}", message


def _errors() -> Iterator[tuple[str, Message]]:
    """The docstring of an error class is its message."""
    for module in pkgutil.walk_packages(service.__path__, "service."):
        if not module.name.startswith(_NOT_IMPORTED):
            importlib.import_module(module.name)
    for kind in _kinds_of(LaksanaError):
        if kind.__module__.startswith("service."):
            yield kind.__module__.replace(".", "/") + ".py", cleandoc(kind.__doc__ or "")


def _kinds_of(kind: type[LaksanaError]) -> Iterator[type[LaksanaError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _kinds_of(child)
