"""Words in the reader's language: the one place that knows flask-babel."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import flask_babel
from flask import Flask

from service.domain.form import Form
from service.domain.form_builtin import confirmation_form, form_of_standard, subject_form
from service.domain.form_decision import Decision

_LOCALE = Path(__file__).parent / "locale"
_BUILT_IN = {form_of_standard((), ()).id, confirmation_form().id, subject_form().id}


def translate_pages(app: Flask, language: Callable[[], str]) -> None:
    """Give the templates of `app` gettext; `language` tells the present reader's."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(_LOCALE)
    flask_babel.Babel(app, default_locale="id", locale_selector=language)


def gettext(message: str, /, **values: object) -> str:
    """`message` (Indonesian) in the reader's language, its `%(name)s` places filled."""
    text = str(flask_babel.gettext(message))
    return text % values if values else text


def words_of(form: Form) -> Callable[[str], str]:
    """How a form's texts are said: Laksana's own are translated, an analyst's stay as written."""
    if form.id in _BUILT_IN:
        return _said
    asked = form.how_many.field if form.how_many else None
    own = {asked.label, asked.description} if asked else set()
    return lambda text: _said(text) if text in own else text


def words_of_options(decision: Decision) -> Callable[[str], str]:
    """How a decision's options are said: as drawn, unless the question is Laksana's own."""
    return _said if decision.repeats else str


def _said(text: str) -> str:
    return gettext(text) if text else ""  # of nothing gettext makes the catalogue's own header
