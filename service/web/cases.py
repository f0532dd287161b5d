"""Cases: the list, one whole, its receipt and its files."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, request, send_file, url_for
from flask.typing import ResponseReturnValue

from service.domain.actor import Actor
from service.usecases.handle_files import FileAsked
from service.usecases.show_case import CaseAsked
from service.web import case_context
from service.web.auth import Access, may, refuse_heads, requires
from service.web.case_search import read_search
from service.web.frame import Frame
from service.web.headers import DOWNLOAD_POLICY
from service.web.parts import Parts

_MOST_EVENTS = 2**31 - 1  # what a database counts to


def pages(parts: Parts, frame: Frame) -> Blueprint:
    """Open to who works in the case's SOP, and to auditors."""
    cases = Blueprint("cases", __name__, url_prefix="/cases")
    cases.before_request(refuse_heads)

    @cases.get("")
    @requires(Access.SEE_CASES)
    def listing(actor: Actor) -> ResponseReturnValue:
        choices = parts.case_choices(actor)
        search = read_search(request.args, choices)
        after = request.args.get("after", "")
        found = parts.list_cases(actor, search.meant, after)
        reader = frame.reader(actor)
        return frame.page(
            reader,
            "cases.html",
            rows=case_context.rows(found, reader.times),
            search=search,
            choices=choices,
            action=url_for("cases.listing"),
            export_url=search.address("exports.cases") if may(actor, Access.AUDIT) else None,
            newest=search.address("cases.listing") if after else None,
            older=search.address("cases.listing", found.after) if found.after else None,
        )

    @cases.get("/<uuid:case>")
    @requires(Access.SEE_CASES)
    def show(actor: Actor, case: UUID) -> ResponseReturnValue:
        return case_page(actor, case, reveal=False)

    @cases.post("/<uuid:case>")
    @requires(Access.SEE_CASES)
    def reveal(actor: Actor, case: UUID) -> ResponseReturnValue:
        return case_page(actor, case, reveal=True)

    @cases.get("/<uuid:case>/receipt")
    @requires(Access.SEE_CASES)
    def receipt(actor: Actor, case: UUID) -> ResponseReturnValue:
        reader = frame.reader(actor)
        view = parts.show_case(CaseAsked(actor, case))
        return frame.page(reader, "started.html", **case_context.receipt(view, reader))

    @cases.get("/<uuid:case>/files/<file_hash>")
    @requires(Access.SEE_CASES)
    def file(actor: Actor, case: UUID, file_hash: str) -> ResponseReturnValue:
        found = parts.open_file(FileAsked(actor, case, file_hash))
        response: Response = send_file(
            found.content,
            mimetype=found.file.media_type,
            as_attachment=True,
            download_name=found.file.name,
        )
        response.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
        response.headers["Cache-Control"] = "no-store"
        return response

    def case_page(actor: Actor, case: UUID, *, reveal: bool) -> str:
        reader = frame.reader(actor)
        before = request.args.get("before", type=_place)
        view = parts.show_case(CaseAsked(actor, case, reveal, before))
        return frame.page(reader, "case.html", **case_context.whole(view, reader, before))

    return cases


def _place(text: str) -> int:
    """Where a portion of a record can end. Raises ValueError."""
    place = int(text)
    if not 1 < place <= _MOST_EVENTS:
        raise ValueError(text)
    return place
