"""Clerks: clients who start cases and complete tasks over HTTP, whatever is killed around them."""

from __future__ import annotations

import html
import random
import re
from dataclasses import dataclass
from http import HTTPStatus
from threading import Lock
from uuid import UUID

from service.domain.form import Form
from service.domain.form_fields import Submitted
from tests.processes.at_work import filled
from torturing.browser import Answer, Browser
from torturing.ledger import Ledger
from torturing.offices import MESSAGE, PASSWORD, Offices, Sop

_STARTS = 0.12  # of what a clerk does: a case has eight tasks or so
_CLAIMS = 0.2  # of the tasks are claimed first
_TASK = re.compile(r'href="(/tasks/[0-9a-f-]{36})">([^<]+)</a>')


class Astray(Exception):
    """An answer that no person expects here."""


@dataclass(frozen=True)
class Session:
    """Somebody who is signed in, at any number of browsers."""

    cookie: str
    token: str


class Sessions:
    """Everybody signs in once; the servers keep no state, so that killing one ends no session."""

    def __init__(self, offices: Offices) -> None:
        self._offices = offices
        self._known: dict[tuple[str, str], Session] = {}
        self._lock = Lock()

    def of(self, office: str, role: str, browser: Browser) -> Session:
        """The session of who holds this role."""
        with self._lock:
            if (office, role) not in self._known:
                account = self._offices.accounts[office, role]
                self._known[office, role] = _signed_in(browser, account)
            return self._known[office, role]


def _signed_in(browser: Browser, account: str) -> Session:
    asked = browser.get("/sign-in", "")
    form = {"login": [account], "password": [PASSWORD], "csrf_token": [_token(asked)]}
    cookie = _expected(browser.post("/sign-in", asked.cookie, form), HTTPStatus.SEE_OTHER).cookie
    inbox = _expected(browser.get("/", cookie), HTTPStatus.OK)
    # The page's own token may have made a new cookie, which then holds the session.
    return Session(inbox.cookie or cookie, _token(inbox))


class Clerk:
    """One client, who acts for everybody in every office; `seed` decides what is done next."""

    def __init__(self, port: int, offices: Offices, sessions: Sessions, ledger: Ledger) -> None:
        self._offices = offices
        self._sessions = sessions
        self._ledger = ledger
        self._browser = Browser(port, ledger)
        self._desks = list(offices.accounts)

    def turn(self, choose: random.Random) -> None:
        """Start a case or do one task of a randomly chosen desk."""
        if choose.random() < _STARTS:
            self._start(choose.choice(self._offices.sops))
            return
        office, role = choose.choice(self._desks)
        # A message is the messenger's to deliver, for as long as there is time to wait for it.
        open_tasks = [task for task in self._open_tasks(office, role) if task[1] != MESSAGE]
        if open_tasks:
            address, name = choose.choice(open_tasks)
            if choose.random() < _CLAIMS:
                self._claim(office, role, address)
            self._complete(office, role, (address, name), choose)

    def clear(self) -> None:
        """Do every task that is open now, each in the way that ends the case soonest."""
        random.shuffle(self._desks)  # so that clerks seldom meet
        for office, role in self._desks:
            open_tasks = self._open_tasks(office, role)
            random.shuffle(open_tasks)
            for task in open_tasks:
                self._complete(office, role, task, None)

    def _open_tasks(self, office: str, role: str) -> list[tuple[str, str]]:
        session = self._sessions.of(office, role, self._browser)
        inbox = _expected(self._browser.get("/", session.cookie), HTTPStatus.OK)
        return [(address, html.unescape(name)) for address, name in _TASK.findall(inbox.page)]

    def _start(self, sop: Sop) -> None:
        (start,) = sop.definition.starts.values()
        session = self._sessions.of(sop.office, start.lane.performer, self._browser)
        opened = _expected(self._browser.get(sop.address, session.cookie), HTTPStatus.OK)
        act = _act(opened)
        form = _form(session, act, filled(start.form))
        answer = self._browser.post(sop.address, session.cookie, form, act)
        receipt = _expected(answer, HTTPStatus.SEE_OTHER).goes_on
        self._ledger.starts[act] = UUID(receipt.split("/")[2])

    def _claim(self, office: str, role: str, address: str) -> None:
        session = self._sessions.of(office, role, self._browser)
        form = {"csrf_token": [session.token]}
        answer = self._browser.post(f"{address}/claim", session.cookie, form)
        _expected(answer, HTTPStatus.SEE_OTHER, HTTPStatus.CONFLICT)

    def _complete(
        self, office: str, role: str, task: tuple[str, str], choose: random.Random | None
    ) -> None:
        address, name = task
        session = self._sessions.of(office, role, self._browser)
        opened = self._browser.get(address, session.cookie)
        if opened.status == HTTPStatus.SEE_OTHER or 'name="act"' not in opened.page:
            return  # another clerk was faster
        act = _act(_expected(opened, HTTPStatus.OK))
        form = self._offices.step(office, name).form
        sent = _form(session, act, filled(form, _label(form, choose)))
        answer = self._browser.post(address, session.cookie, sent, act)
        _expected(answer, HTTPStatus.SEE_OTHER, HTTPStatus.CONFLICT)
        if answer.status == HTTPStatus.CONFLICT:
            self._ledger.meet("page 409")
            self._ledger.refused.add(act)
        elif "/sign-in" in answer.goes_on:
            raise Astray(answer.goes_on)
        else:
            self._ledger.completions[act] = UUID(address.split("/")[2])


def _label(form: Form, choose: random.Random | None) -> str:
    """The decision to take, if any; without a `choose` the one that goes on."""
    if form.decision is None:
        return ""
    if choose is not None:
        return choose.choice(form.decision.options).label
    return next(each.label for each in form.decision.options if not each.needs_reason)


def _form(session: Session, act: UUID, answers: Submitted) -> dict[str, list[str]]:
    texts = {key: list(values) for key, values in answers.texts.items()}
    return {"csrf_token": [session.token], "act": [str(act)], **texts}


def _expected(answer: Answer, *expected: HTTPStatus) -> Answer:
    if answer.status not in expected:
        raise Astray(f"{answer.status} {answer.goes_on}\n{answer.page}")
    return answer


def _act(answer: Answer) -> UUID:
    return UUID(_hidden(answer, "act"))


def _token(answer: Answer) -> str:
    return _hidden(answer, "csrf_token")


def _hidden(answer: Answer, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.page)
    if found is None:
        raise Astray(f"the page has no {name}:\n{answer.page}")
    return found[1]
