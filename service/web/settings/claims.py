"""Claims: who holds which task, so that a forgotten one can be released."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from service.domain.actor import Actor
from service.usecases.list_claims import Claim
from service.web.administration import Administration
from service.web.auth import Access, may, requires
from service.web.frame import Frame, Reader
from service.web.times import Due, Moment


@dataclass(frozen=True)
class ClaimRow:
    """A claim as pages show it: nothing of what the case is about."""

    number: str
    sop: str
    step: str
    role: str
    holder: str
    since: Moment
    due: Due | None
    release_url: str


def pages(administration: Administration, frame: Frame) -> Blueprint:
    """Open to administrators, and to auditors to read."""
    claims = Blueprint("claims", __name__, url_prefix="/settings/claims")

    @claims.get("")
    @requires(Access.OVERSEE)
    def listing(actor: Actor) -> ResponseReturnValue:
        reader = frame.reader(actor)
        return frame.page(
            reader,
            "settings/claims.html",
            rows=claim_rows(administration.list_claims(actor), reader),
            may_change=may(actor, Access.ADMINISTER),
        )

    return claims


def claim_rows(
    claims: Iterable[Claim], reader: Reader, holder: UUID | None = None
) -> list[ClaimRow]:
    """The rows of macros/claims.html; of one `holder` alone where one is given."""
    return [
        ClaimRow(
            number=claim.number,
            sop=claim.sop,
            step=claim.task.name,
            role=claim.task.role,
            holder=claim.task.holder.name,
            since=reader.times.moment(claim.task.claimed_at or claim.task.opened_at),
            due=reader.times.due(claim.task),
            release_url=url_for("tasks.release", task=claim.task.id),
        )
        for claim in claims
        if claim.task.holder is not None and holder in {None, claim.task.holder.id}
    ]
