"""What an SOP calls: the newest versions of other SOPs of its office, kept with each case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from uuid import UUID

from service.domain.case import Case
from service.domain.definition import Definition, Deployment
from service.domain.errors import Conflict
from service.usecases.ports import Engine
from service.usecases.repositories import Work

MOST_CALLED = 50
"""How many SOPs one case may call, also through others."""


class CallsInCircle(Conflict):
    """SOP ini memanggil SOP yang akhirnya memanggilnya kembali: %(keys)s. Hapus salah satu panggilan dalam lingkaran itu."""  # noqa: E501 - one sentence for the person

    def __init__(self, circle: Sequence[str]) -> None:
        """`circle`: the keys in the order of the calls, the first again at the end."""
        self.circle = circle
        super().__init__(keys=" -> ".join(circle))


class TooManyCalled(Conflict):
    """SOP ini memanggil %(count)s SOP lain, langsung atau tidak; paling banyak %(most)s."""


def called_by(
    definition: Definition, office: UUID, *, work: Work, engine: Engine
) -> Mapping[str, Deployment]:
    """The newest version of every SOP that this one calls, also through others, by key.

    What is not deployed, or is no single process, is not among them: a person confirms it. Raises
    CallsInCircle, TooManyCalled, DefinitionDamaged.
    """
    found: dict[str, Deployment] = {}
    calls = {definition.key: set(definition.calls.values())}
    ahead = sorted(calls[definition.key])
    while ahead:
        key = ahead.pop()
        if key in calls:
            continue
        calls[key] = set()
        newest = work.deployments.newest_of(office, key)
        if newest is None or not (meant := engine.definition(newest)).callable:
            continue
        found[key] = newest
        calls[key] |= set(meant.calls.values())
        ahead += sorted(calls[key])
        if len(found) > MOST_CALLED:
            raise TooManyCalled(count=len(found), most=MOST_CALLED)
    _check_circles(calls)
    return found


def _check_circles(calls: Mapping[str, set[str]]) -> None:
    try:
        TopologicalSorter(calls).prepare()
    except CycleError as error:
        raise CallsInCircle(error.args[1][::-1]) from error


def version_of(case: Case, work: Work) -> Deployment:
    """The version that a case runs, with those that it calls. Raises DefinitionUnknown."""
    deployment = work.deployments.get(case.deployment)
    calls = {key: work.deployments.get(each) for key, each in case.calls.items()}
    return replace(deployment, calls=calls) if calls else deployment


def unanswered(definition: Definition, called: Mapping[str, Deployment]) -> Iterator[str]:
    """The call activities that a person will confirm."""
    return (element for element, key in definition.calls.items() if key not in called)
