"""Compares the record with the ledger: everything acknowledged is there once, and nothing twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from uuid import UUID

from service.store.identities import identity_of
from torturing.books import Books
from torturing.ledger import Ledger
from torturing.offices import Offices

_TASKS = "SELECT id, act FROM tasks WHERE state = 'done'"
_CASES = "SELECT id, start_act, number, deployment_id, state FROM cases"
_MESSAGES = "SELECT messages.id, cases.number FROM messages JOIN cases ON cases.id = case_id"
_REGISTERS = "SELECT key, year, last_number FROM registers JOIN offices ON offices.id = office_id"


class Differences:
    """Everything in which the record and the ledger differ."""

    def __init__(self, offices: Offices, books: Books, ledger: Ledger) -> None:
        self._offices = offices
        self._books = books
        self._ledger = ledger
        self._said = list(books.events())

    def all(self) -> Iterator[str]:
        """In words; empty when all is well."""
        yield from self._ledger.faults
        yield from self._of_completions()
        yield from self._of_starts()
        yield from self._of_messages()
        yield from self._of_timers()
        yield from self._of_numbers()
        yield from self._of_verifying()
        yield from (f"{number} is not at its end" for number in self._books.unfinished())

    def _of_completions(self) -> Iterator[str]:
        done = {identity_of(task): identity_of(act) for task, act in self._books.rows(_TASKS)}
        for act, task in self._ledger.completions.items():
            if done.get(task) != act:
                yield f"task {task} was acknowledged for act {act}, but done by {done.get(task)}"
        for act in set(done.values()) - set(self._ledger.sent):
            yield f"nobody sent act {act}, which finished a task"
        for act in self._ledger.refused & set(done.values()):
            yield f"act {act} was refused, but finished a task"
        recorded = self._counted("completed", "task")
        yield from _not_once("completed", recorded, {str(task) for task in done})

    def _of_starts(self) -> Iterator[str]:
        begun = {identity_of(act): identity_of(case) for case, act, *_ in self._books.rows(_CASES)}
        for act, case in self._ledger.starts.items():
            if begun.get(act) != case:
                yield f"case {case} was acknowledged for act {act}, which made {begun.get(act)}"
        for act in set(begun) - set(self._ledger.sent):
            yield f"nobody sent act {act}, which started a case"
        cases = {str(case) for case in begun.values()}
        yield from _not_once("registered", self._counted("registered", "case"), cases)
        started = Counter(
            str(said.chain) for said in self._said if said.content["act"] == "started"
        )
        yield from _not_once("started", started, cases)

    def _of_messages(self) -> Iterator[str]:
        taken = {identity_of(message): number for message, number in self._books.rows(_MESSAGES)}
        for message, number in self._ledger.messages.items():
            if taken.get(message) != number:
                yield f"message {message} was acknowledged for {number}, which did not take it"
        told = Counter(
            said.content["message"]["id"] for said in self._said if said.content["act"] == "message"
        )
        yield from _not_once("told", told, {str(message) for message in taken})

    def _of_timers(self) -> Iterator[str]:
        waiting = UUID(self._offices.waiting.deployment)
        cases = {
            str(identity_of(case))
            for case, _, _, deployment, _ in self._books.rows(_CASES)
            if identity_of(deployment) == waiting
        }
        fired = Counter(str(said.chain) for said in self._said if said.content["act"] == "timer")
        yield from _not_once("fired", fired, cases)

    def _of_numbers(self) -> Iterator[str]:
        given: dict[str, list[int]] = defaultdict(list)
        for _, _, number, *_ in self._books.rows(_CASES):
            register, _, count = str(number).rpartition("/")
            given[register].append(int(count))
        for key, year, last in self._books.rows(_REGISTERS):
            counts = sorted(given[f"{key}/{year}"])
            if counts != list(range(1, last + 1)):
                yield f"the numbers of {key}/{year} have gaps: {counts}"

    def _of_verifying(self) -> Iterator[str]:
        done = self._offices.run("verify")
        if done.returncode != 0:
            yield f"laksana verify: {done.stdout}{done.stderr}"

    def _counted(self, act: str, key: str) -> Counter[str]:
        return Counter(said.content[key] for said in self._said if said.content["act"] == act)


def _not_once(what: str, counted: Counter[str], expected: set[str]) -> Iterator[str]:
    for key in sorted(expected | set(counted)):
        times = counted[key]
        if key not in expected or times != 1:
            yield f"{key} was {what} {times} times, expected {int(key in expected)}"
