"""Templates hold no inline script and no inline style: the Content-Security-Policy forbids both."""

from __future__ import annotations

import re
from pathlib import Path

from tests.house.sources import name_of, written

INLINE = {
    "a script without src": r"<script\b(?![^>]*\ssrc=)",
    "a script with a body": r"<script\b[^>]*>\s*[^<\s]",
    "an on... attribute": r"<[^>]*\son[a-z]+\s*=",
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "a style element": r"<style\b",
    "a javascript: address": r"javascript:",
}


def test_no_template_holds_an_inline_script_or_style() -> None:
    templates = [path for path in written() if path.suffix == ".html"]
    assert not [f"{name_of(path)}: {what}" for path in templates for what in inline_in(path)]


def inline_in(path: Path) -> list[str]:
    """Which of the forbidden things a template holds."""
    # What Jinja replaces may contain `>`, which would end a tag too early for the patterns.
    text = re.sub(r"\{#.*?#\}|\{\{.*?\}\}|\{%.*?%\}", "", path.read_text(), flags=re.DOTALL)
    return [what for what, pattern in INLINE.items() if re.search(pattern, text, re.IGNORECASE)]
