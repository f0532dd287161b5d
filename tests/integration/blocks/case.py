"""What is open in a case of blocks, and what an act does to it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

Then = Callable[[], None]


@dataclass(frozen=True)
class Said:
    """What a person says: the labels or ids of the arrows taken, answers, or how many times."""

    arrows: tuple[str, ...] = ()
    answers: Mapping[str, object] = field(default_factory=dict)
    times: int | None = None


class Runs(Protocol):
    """A block, as far as it runs."""

    def run(self, scope: Scope, then: Then) -> None:
        """Go through the block within `scope`, and on with `then`."""


class Scope:
    """What ends as a whole: it is over when everything in it is through, or when it is ended."""

    def __init__(self, case: Case, within: Scope | None, then: Then) -> None:
        self.case, self.within, self.then = case, within, then
        self.running = 0
        self.over = False
        self.hears: dict[str, Then] = {}

    @property
    def alive(self) -> bool:
        return not self.over and (self.within is None or self.within.alive)

    def begin(self, *blocks: Runs) -> None:
        """Run the blocks beside each other and beside what runs already."""
        self.running += len(blocks)
        for block in blocks:
            block.run(self, self.through)

    def through(self) -> None:
        """One thing in it is finished."""
        self.running -= 1
        if not self.running and not self.over:
            self.over = True
            self.then()

    def raised(self, kind: str) -> None:
        """Something in it tells the nearest who hears it; an error that nobody hears ends a pool.

        What terminates ends the scope itself, as if it were through.
        """
        ends: Scope = self
        while kind != "terminate" and ends.within is not None:
            if kind in ends.hears:
                ends.hears[kind]()
                return
            ends = ends.within
        if kind != "escalation":
            ends.over = True
            ends.then()

    def end(self) -> None:
        """Take away everything in it."""
        self.over = True


@dataclass
class Offer:
    """Something that a person can do, or that a time brings about (`due`, in minutes).

    `ways`: what a person may say, one of which is handed to `act` by its number.
    """

    element: str
    scope: Scope
    act: Callable[[int], None]
    ways: tuple[Said, ...] = (Said(),)
    due: int | None = None


class Tied(Exception):
    """Different times came at the same moment: what happens depends on their order."""


class Case:
    """The offers that are open, oldest first, and what was passed in the last act.

    `decided`: the way that was said last, for a gateway that asks in the task before it.
    """

    def __init__(self) -> None:
        self.now = 0
        self.left: Counter[str] = Counter()
        self.decided = 0
        self.pools: list[Scope] = []
        self._offers: list[Offer] = []
        self._post: Counter[str] = Counter()
        self._waiting: dict[str, list[tuple[Scope, Then]]] = defaultdict(list)

    def pool(self) -> Scope:
        """A new run of a pool."""
        scope = Scope(self, None, lambda: None)
        self.pools.append(scope)
        return scope

    @property
    def ended(self) -> bool:
        return all(pool.over for pool in self.pools)

    @property
    def open(self) -> list[Offer]:
        """What people can do."""
        return [each for each in self._alive() if each.due is None]

    @property
    def next_time(self) -> int | None:
        """When the next time comes."""
        return min((each.due for each in self._alive() if each.due is not None), default=None)

    def offer(self, offer: Offer) -> None:
        self._offers.append(offer)

    def passed(self, *elements: str) -> None:
        """These were passed; "" is nothing."""
        self.left.update(each for each in elements if each)

    def do(self, element: str, way: int) -> Said:
        """The oldest offer at `element` is done in one of its ways."""
        offer = next(each for each in self.open if each.element == element)
        self._take(offer, way % len(offer.ways))
        return offer.ways[way % len(offer.ways)]

    def wait(self) -> None:
        """The next time comes."""
        self.now = self.next_time or self.now
        self.left = Counter()
        come = [each for each in self._alive() if each.due == self.now]
        if len({each.element for each in come}) > 1:
            raise Tied
        for each in come:
            if each.scope.alive:
                self._fire(each, 0)

    def send(self, message: str) -> None:
        """Hand it to who has waited longest, else keep it."""
        for scope, then in self._waiting[message]:
            if scope.alive:
                self._waiting[message].remove((scope, then))
                then()
                return
        self._post[message] += 1

    def receive(self, message: str, scope: Scope, then: Then) -> None:
        """Go on with a message that was kept, or when the next one comes."""
        if self._post[message]:
            self._post[message] -= 1
            then()
        else:
            self._waiting[message].append((scope, then))

    def _take(self, offer: Offer, way: int) -> None:
        self.left = Counter()
        self._fire(offer, way)

    def _fire(self, offer: Offer, way: int) -> None:
        self._offers.remove(offer)
        self.decided = way
        offer.act(way)

    def _alive(self) -> Iterator[Offer]:
        return (each for each in self._offers if each.scope.alive)
