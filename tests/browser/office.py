"""Everybody of one office, each at a browser of their own, and the cases they carry together."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from tests.browser.person import Person, Step
from tests.browser.server import Server
from tests.needs import ROOT

LOCALE = ROOT / "service" / "web" / "locale"
DESK = {"viewport": {"width": 1280, "height": 800}}
_PATIENCE = 10_000  # milliseconds
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


@dataclass(frozen=True)
class Device:
    """What a person sits at, and the language they read."""

    phone: bool = False
    javascript: bool = True
    language: str = "id"

    def open(self, browser: Browser) -> BrowserContext:
        """A browser without a past."""
        size = PHONE if self.phone else DESK
        return browser.new_context(**size, java_script_enabled=self.javascript, locale="id-ID")

    @property
    def say(self) -> Callable[[str], str]:
        """From a msgid to what this device shows."""
        return gettext.translation(
            "messages", LOCALE, [self.language], fallback=self.language == "id"
        ).gettext


@dataclass
class Office:
    """The people of one office. `troubles`: what the browsers complained of."""

    key: str
    server: Server
    browser: Browser
    device: Device = field(default_factory=Device)
    troubles: list[str] = field(default_factory=list)
    _people: dict[str, Person] = field(default_factory=dict)

    def __getitem__(self, role: str) -> Person:
        """The pelaksana of a role, signed in when first needed."""
        if role not in self._people:
            self._people[role] = self.sign_in(self.server.account(role, self.key))
        return self._people[role]

    def welcome(self, role: str, account: str, password: str) -> None:
        """A new pelaksana of `role`, who is no demo account."""
        self._people[role] = self.sign_in(account, password)

    def sign_in(self, account: str, password: str = "") -> Person:
        """Anybody with an account, in a browser of their own; `password`: not the demo's."""
        person = Person(self.new_page(), self.device.say)
        page = person.page
        page.goto(self.server.url)
        if self.device.language != "id":
            page.get_by_role("button", name="English").click()
        enter(person, account, password or self.server.password)
        page.wait_for_url(f"{self.server.url}/**")
        return person

    def new_page(self) -> Page:
        """A page of a browser without a past, watched for complaints."""
        page = self.device.open(self.browser).new_page()
        page.set_default_timeout(_PATIENCE)
        watch(page, self.troubles)
        return page

    def walk(self, number: str, steps: Sequence[Step]) -> None:
        """Carry a case through `steps`; before each it stands there, in the drawing too."""
        for step in steps:
            person = self[step.role]
            person.open_case(number)
            if self.device.javascript:
                person.expect_live(step.name)
            person.work(number, step)

    def close(self) -> None:
        """Close all browsers; fails when one of them complained."""
        for context in self.browser.contexts:
            context.close()
        assert not self.troubles, self.troubles


def enter(person: Person, account: str, password: str) -> None:
    """Fill in the sign-in page and send it."""
    person.page.get_by_label(person.say("Nama pengguna")).fill(account)
    person.page.get_by_label(person.say("Kata sandi")).fill(password)
    person.submit()


def watch(page: Page, troubles: list[str]) -> None:
    """Note errors of scripts, breaches of the content policy, and parts of a page that fail."""

    def on_console(message: ConsoleMessage) -> None:
        # A refused page is also reported here; `on_response` tells pages from their parts.
        if message.type in {"error", "warning"} and "Failed to load" not in message.text:
            troubles.append(f"{page.url}: {message.text}")

    def on_response(response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            troubles.append(f"{page.url}: {response.status} for {response.url}")

    def on_failure(request: Request) -> None:
        # A page that is left stops loading its parts.
        if not request.is_navigation_request() and request.failure != "net::ERR_ABORTED":
            troubles.append(f"{page.url}: {request.failure} for {request.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
    page.on("response", on_response)
    page.on("requestfailed", on_failure)


def pictures_into(folder: Path) -> Callable[[Page, str, str], None]:
    """A way to save what a page shows from the heading `at` on as `folder/name.png`."""
    folder.mkdir(parents=True, exist_ok=True)

    def save(page: Page, name: str, at: str) -> None:
        heading = page.get_by_role("heading", name=at, exact=True).first
        heading.evaluate("heading => heading.scrollIntoView()")
        page.screenshot(path=folder / f"{name}.png", animations="disabled")

    return save
