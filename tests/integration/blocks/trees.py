"""All trees of blocks, as hypothesis draws them."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from tests.integration.blocks.activities import Inside, Repeated, Sub
from tests.integration.blocks.answered import AdHoc, Until
from tests.integration.blocks.basic import PERSONS, Block, Passed, Row, Task
from tests.integration.blocks.branches import Choice, Condition, Fork, Loop
from tests.integration.blocks.disturbing import Manner
from tests.integration.blocks.events import Caught, Event, Guard, Picked, Race, Raise
from tests.integration.blocks.handled import Handled
from tests.integration.blocks.pools import CATCHERS, REPLIES, SENDERS, Diagram, Exchange

Blocks = st.SearchStrategy[Block]
_YES = st.booleans()

STEPS = st.builds(Task, st.sampled_from(sorted(PERSONS)))
PASSED = st.builds(
    Passed, st.sampled_from(["link", "scriptTask", "intermediateThrowEvent", "exclusiveGateway"])
)
EVENTS = st.builds(Event, _YES)
UNTIL = st.builds(Until, st.sampled_from(["parallel", "sequential", "loop"]))


def ways(inner: Blocks) -> st.SearchStrategy[list[Block | None]]:
    """Two or three branches, one of which may be nothing but an arrow."""
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(several, st.lists(inner, min_size=1, max_size=2).map(lambda b: [*b, None]))


def insides(inner: Blocks) -> st.SearchStrategy[Inside]:
    """Starts and ends may be left out where it is clear without them where to begin."""
    spread = st.none() | st.builds(Fork, ways(inner), bare=_YES)

    def made(body: Block, begun: bool, ended: bool, fork: Fork | None) -> Inside:
        return Inside(body, begun or not _is_plain(body), ended, fork)

    return st.builds(made, inner, _YES, _YES, spread)


def _is_plain(body: Block) -> bool:
    if isinstance(body, Row):
        return _is_plain(body.parts[0])
    return isinstance(body, Task | Passed)


def guarded(inner: Blocks) -> Blocks:
    """An activity with an event at its boundary."""
    subs = st.builds(Sub, insides(inner), _YES)
    hosts = st.one_of(STEPS, UNTIL, subs, handled(inner), repeated(inner))
    return st.builds(Guard, hosts, EVENTS, _YES, inner, bare=_YES)


def handled(inner: Blocks) -> Blocks:
    """A subprocess with an event subprocess."""
    return st.builds(Handled, insides(inner), EVENTS, _YES, inner)


def failing(inner: Blocks) -> Blocks:
    """A subprocess that ends early or tells its boundary, while something else runs in it."""

    def made(kind: str, beside: Block, path: Block, ends: bool, within: bool) -> Block:
        inside = Inside(Fork([Raise(kind), beside]))
        if kind == "terminate":
            return Sub(inside)
        if within:
            return Handled(inside, Caught(kind), ends or kind == "error", path)
        return Guard(Sub(inside), Caught(kind), ends or kind == "error", path)

    kinds = st.sampled_from(["terminate", "error", "escalation"])
    return st.builds(made, kinds, inner, inner, _YES, _YES)


def repeated(inner: Blocks) -> st.SearchStrategy[Repeated]:
    bodies = st.one_of(st.builds(Task), st.builds(Sub, insides(inner)))
    several = st.sampled_from(["parallel", "sequential"])
    return st.one_of(
        st.builds(Repeated, bodies, several, st.none() | st.integers(0, 3)),
        st.builds(Repeated, bodies, st.just("most"), st.integers(1, 3)),
        st.builds(Repeated, bodies, st.just("counted"), st.integers(0, 3)),
    )


def composed(inner: Blocks) -> Blocks:
    """Every kind of block that is made of others."""
    # A receive task is an event itself: nothing is picked before it.
    picked = STEPS.filter(lambda step: step.kind != "receiveTask")
    ways_on = st.one_of(st.tuples(EVENTS, st.none() | inner), st.tuples(st.builds(Picked), picked))
    races = st.lists(ways_on, min_size=2, max_size=3)
    places = st.sampled_from(["gateway", "script", "task"])
    kinds: list[Callable[[Blocks], Blocks]] = [guarded, failing, repeated]
    return st.one_of(
        st.builds(Row, st.lists(inner, min_size=2, max_size=4)),
        st.builds(Choice, ways(inner), _YES, _YES, _YES),
        st.builds(Condition, ways(inner), places, _YES, _YES),
        st.builds(Fork, ways(inner), _YES),
        st.builds(Loop, inner, _YES, _YES),
        st.builds(Race, races, _YES),
        st.builds(Sub, insides(inner), _YES),
        UNTIL,
        handled(inner),
        st.builds(AdHoc, st.lists(st.builds(Task), min_size=2, max_size=3), _YES),
        st.builds(
            Exchange,
            inner,
            st.sampled_from(SENDERS),
            st.sampled_from(REPLIES),
            st.sampled_from(CATCHERS),
            st.none() | inner,
        ),
        *(kind(inner) for kind in kinds),
    )


@st.composite
def blocks(draw: st.DrawFn, depth: int) -> Block:
    """A tree that is at most so deep."""
    if depth == 0 or draw(st.integers(0, 2)) == 0:
        return draw(st.one_of(STEPS, PASSED, EVENTS))
    return draw(composed(blocks(depth - 1)))


def diagrams(depth: int = 2) -> st.SearchStrategy[Diagram]:
    """Diagrams of one pool and those that it writes to, or of two that begin together."""
    inner = blocks(depth)
    alone = st.builds(Diagram, insides(inner))
    drawn = st.builds(Inside, inner, ended=_YES)
    return st.one_of(alone, alone, st.builds(Diagram, drawn, drawn))


MANNERS = st.builds(
    Manner,
    prefix=st.sampled_from(["", "bpmn", "semantic"]),
    shuffled=st.none() | st.integers(0, 999),
    executable=st.sampled_from([None, "false", "true"]),
    told=_YES,
    broken=_YES,
    bare=_YES,
    pictured=_YES,
)
