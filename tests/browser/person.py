"""What a person does in the browser: the pages of Laksana, by the words that stand on them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

Answer = str | bool | Path | list[str]
Answers = Mapping[str, Answer]

SUBMIT = "form[novalidate] > button"


@dataclass(frozen=True)
class Step:
    """A step as the person of `role` does it; what `answers` does not name is ticked.

    `decision`: the label chosen, with its `reason`; `sent_back`: the reason that must stand on top.
    """

    role: str
    name: str
    answers: Answers = field(default_factory=dict)
    decision: str = ""
    reason: str = ""
    sent_back: str = ""

    @property
    def told(self) -> str:
        """The step's line in the history."""
        return f"{self.name}: {self.decision}" if self.decision else self.name


@dataclass(frozen=True)
class Person:
    """Somebody signed in, in a browser of their own; `say` turns a msgid into their language."""

    page: Page
    say: Callable[[str], str]

    def start(self, sop: str, answers: Answers) -> str:
        """Start a case by the menu; gives the registration number on the receipt."""
        self.menu("Mulai Permohonan")
        self.page.get_by_role("link", name=sop, exact=True).click()
        self.fill_in(answers)
        self.submit()
        heading = self.page.get_by_role("heading", level=1)
        expect(heading).to_have_text(self.say("Permohonan terdaftar"))
        return self.page.locator(".panel .number").inner_text()

    def work(self, number: str, step: Step) -> None:
        """Find the step in the inbox, do it, and be told that it is done."""
        self.open_task(number, step.name)
        self.expect_reason_on_top(step.sent_back)
        self.fill_in(step.answers)
        self.tick_what_is_left()
        self.decide(step.decision, step.reason)
        self.submit()
        expect(self.page.locator(".message.success")).to_contain_text(number)

    def open_task(self, number: str, name: str) -> None:
        """By its link in the inbox."""
        self.menu("Tugas Saya")
        self.page.locator("tr", has_text=number).get_by_role("link", name=name).first.click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(name)

    def open_case(self, number: str) -> None:
        """By its row in the list of cases, found by its number."""
        self.menu("Permohonan")
        self.page.get_by_label(self.say("Nomor registrasi atau perihal")).fill(number)
        self.page.get_by_role("button", name=self.say("Cari"), exact=True).click()
        self.page.locator("tr", has_text=number).get_by_role("link").first.click()
        expect(self.page.locator("main .caption")).to_contain_text(number)

    def menu(self, entry: str) -> None:
        """An entry of the navigation."""
        entries = self.page.get_by_role("navigation").first
        entries.get_by_role("link", name=self.say(entry), exact=True).click()

    def press(self, word: str) -> None:
        """A button of the page itself."""
        self.page.get_by_role("main").get_by_role("button", name=self.say(word)).first.click()

    def submit(self) -> None:
        """The main button of the page's form."""
        self.page.locator(SUBMIT).click()

    def fill_in(self, answers: Answers) -> None:
        """Answer questions by their labels; a file at a requirement ticks it as well."""
        for label, answer in answers.items():
            match answer:
                case list():
                    for option in answer:
                        self._option(label, option).check()
                case bool():
                    self.control(label).set_checked(answer)
                case Path():
                    self._attach(label, answer)
                case str() if self._group(label).count():
                    self._option(label, answer).check()
                case str():
                    self.control(label).fill(answer)

    def control(self, label: str) -> Locator:
        """The control with this label, whether or not it says that it is optional."""
        labelled = re.compile(rf"^\s*{re.escape(label)}(\s+\([^()]+\))?\s*$")
        return self.page.get_by_role("main").get_by_label(labelled)

    def tick_what_is_left(self) -> None:
        """Everything on the list is there."""
        for box in self.page.locator(".requirement input[type=checkbox]").all():
            box.check()

    def decide(self, decision: str, reason: str = "") -> None:
        """Choose the way at the end of the form, where there is one."""
        choice = self.page.locator("[data-decision]")
        assert bool(decision) == bool(choice.count()), f"decision {decision!r} on this page?"
        if decision:
            choice.get_by_label(decision, exact=True).check()
        if reason:
            choice.get_by_role("textbox").fill(reason)

    def expect_reason_on_top(self, reason: str) -> None:
        """Why the task came back stands above its form; a task that did not shows nothing."""
        notice = self.page.get_by_role("region", name=self.say("Dikembalikan untuk diperbaiki"))
        if not reason:
            expect(notice).to_have_count(0)
            return
        expect(notice).to_contain_text(reason)
        form = self.page.locator("form[novalidate]")
        assert top_of(notice) < top_of(form)

    def expect_live(self, *names: str) -> None:
        """The case's page marks on the drawing that it stands at these steps, and at no other."""
        self.expect_drawing()
        here = self.page.locator(".djs-element.is-here")
        expect(here).to_have_count(len(names))
        expect(self.page.locator(".here-badge")).to_have_count(len(names))
        for shape, name in zip(here.all(), names, strict=True):
            element = shape.get_attribute("data-element-id")
            listed = self.page.locator(f"#diagram-steps [data-element={element}] .step-name")
            expect(listed).to_contain_text(name)

    def expect_drawing(self) -> None:
        """The diagram is drawn, and marked with its maker as its licence asks."""
        expect(self.page.locator(".djs-shape").first).to_be_visible()
        expect(self.page.locator(".bjs-powered-by")).to_be_visible()

    def history(self) -> list[tuple[str, str]]:
        """The lines of the case's history: what, and (role) who."""
        lines = self.page.locator(".timeline > li").all()
        return [
            (line.locator("h3").inner_text(), line.locator("h3 + p").inner_text()) for line in lines
        ]

    def _attach(self, label: str, file: Path) -> None:
        control = self.control(label)
        if control.get_attribute("type") == "checkbox":
            control.check()
            control = self.page.locator(f"#{control.get_attribute('id')}-file")
        control.set_input_files(file)

    def _group(self, label: str) -> Locator:
        return self.page.get_by_role("group", name=label, exact=True)

    def _option(self, label: str, option: str) -> Locator:
        return self._group(label).get_by_label(option, exact=True)


def top_of(part: Locator) -> float:
    """How far down the page something begins, in pixels."""
    box = part.bounding_box()
    assert box is not None
    return box["y"]
