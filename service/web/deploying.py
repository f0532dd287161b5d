"""Deploying an SOP: choose its files, read what was found and decide, confirm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from service.domain.actor import Actor, NameUnfit
from service.domain.definition import Definition, DiagramRefused, Note, NoteKind, VersionOvertaken
from service.domain.errors import N_
from service.domain.roles import RoleExists, check_new
from service.usecases.deploy import Deploy, Deployed, Review
from service.web.auth import Access, requires
from service.web.diagram_upload import (
    DIAGRAM_FIELD,
    Carried,
    DiagramUpload,
    UploadUnusable,
    carried,
    chosen,
)
from service.web.errors import status_of
from service.web.frame import Frame
from service.web.parts import Parts
from service.web.standards import Progress, drawing_of
from service.web.translation import gettext

_PERFORMER = "pelaksana"
_NEW, _SAME = "baru", "sama"
_VERSION = "versi:tersimpan"
_MOST = 1000  # performers; nobody draws as many

_ORDER = [NoteKind.REFUSED, NoteKind.ASSUMED, NoteKind.ADVICE]


def pages(parts: Parts, frame: Frame) -> Blueprint:
    """For analysts. Nothing is stored before it is confirmed: the form carries the files."""
    deploying = Blueprint("deploying", __name__, url_prefix="/sops/deploy")

    @deploying.get("")
    @requires(Access.ANALYSE)
    def form(actor: Actor) -> ResponseReturnValue:
        return _choose(frame, actor)

    @deploying.post("")
    @requires(Access.ANALYSE)
    def review(actor: Actor) -> ResponseReturnValue:
        problems: list[str] = []
        notes: Sequence[Note] = ()
        try:
            upload = chosen()
            found = parts.review_deployment(_request(actor, upload))
            return _decide(frame, actor, upload, found)
        except UploadUnusable as unusable:
            problems = [gettext(each.message, **each.values) for each in unusable.problems]
        except DiagramRefused as refused:
            notes = _sorted(refused.notes)
        return _choose(frame, actor, problems, notes), 422

    @deploying.post("/confirm")
    @requires(Access.ANALYSE)
    def confirm(actor: Actor) -> ResponseReturnValue:
        upload, roles = carried(), _decided()
        announced = request.form.get(_VERSION, 0, int)  # which no version is
        found = parts.review_deployment(_request(actor, upload))
        if _is_wrong(found, roles):
            overtaken = found.version != announced
            return _decide(frame, actor, upload, found, roles, overtaken=overtaken), 422
        try:
            done = parts.deploy(_request(actor, upload, roles, announced))
        except VersionOvertaken as refused:
            found = parts.review_deployment(_request(actor, upload))
            return _decide(frame, actor, upload, found, roles, overtaken=True), status_of(refused)
        flash(_told(done), "success")
        return redirect(url_for("sops.show", sop=done.deployment.id), 303)

    return deploying


def _choose(
    frame: Frame, actor: Actor, problems: Sequence[str] = (), notes: Sequence[Note] = ()
) -> str:
    action = url_for("deploying.review")
    return frame.page(
        frame.reader(actor), "deploy.html", action=action, problems=problems, notes=notes
    )


def _decide(
    frame: Frame,
    actor: Actor,
    upload: DiagramUpload,
    found: Review,
    roles: Mapping[str, str] | None = None,
    *,
    overtaken: bool = False,
) -> str:
    page = _review_page(upload, found, _performers(found, roles))
    return frame.page(frame.reader(actor), "deploy_review.html", overtaken=overtaken, **page)


def _is_wrong(found: Review, roles: Mapping[str, str]) -> bool:
    """Whether a decision is missing or cannot be; where nothing changes there is none to make."""
    return not found.unchanged and any(each.error for each in _performers(found, roles))


@dataclass(frozen=True)
class Performer:
    """A performer as drawn to decide for; `chosen` is "", "baru" or "sama", then as `role`.

    `before` is the role that did it in the newest version, empty where it had none.
    """

    name: str
    steps: Sequence[str]
    is_role: bool
    before: str
    chosen: str
    role: str
    error: str


def _request(
    actor: Actor,
    upload: DiagramUpload,
    roles: Mapping[str, str] | None = None,
    version: int | None = None,
) -> Deploy:
    return Deploy(
        actor.office, upload.diagram, upload.forms, actor, roles=roles or {}, version=version
    )


def _review_page(
    upload: DiagramUpload, found: Review, performers: Sequence[Performer]
) -> dict[str, object]:
    same = found.unchanged
    return {
        "sop": {
            "name": found.definition.name,
            "key": found.definition.key,
            "file": upload.name,
            "forms": [name for name in upload.forms if name not in found.unused],
            "unused": found.unused,
            "version": same.version if same else found.version,
            "unchanged_url": url_for("sops.show", sop=same.id) if same else None,
        },
        "action": url_for("deploying.confirm"),
        "back_url": url_for("deploying.form"),
        "notes": _sorted(found.notes),
        "performers": [] if same else performers,
        "errors": {
            f"{place}": each.error for place, each in enumerate(performers, 1) if each.error
        },
        "roles": sorted(found.roles),
        "carried": [*upload.carried, Carried(_VERSION, str(found.version))],
        "diagram": drawing_of(found.definition, f"#{DIAGRAM_FIELD}", Progress()),
    }


def _decided() -> dict[str, str]:
    """Each performer stands in a hidden field; its place there names the other two."""
    roles: dict[str, str] = {}
    for place, performer in enumerate(request.form.getlist(_PERFORMER)[:_MOST], 1):
        same = request.form.get(f"peran-{place}", "")
        # Who chose a role and nothing else can only have meant it.
        choice = request.form.get(f"putusan-{place}", _SAME)
        role = performer if choice == _NEW else same
        if role:
            roles[performer] = role
    return roles


def _performers(review: Review, decided: Mapping[str, str] | None) -> list[Performer]:
    """Those that are no role yet, and those that the version before gave to another role.

    `decided` is what was sent, None before anything was.
    """
    return [
        _performer(review, name, decided)
        for name in review.definition.roles
        if name in review.undecided or name in review.kept
    ]


def _performer(review: Review, name: str, decided: Mapping[str, str] | None) -> Performer:
    role = (review.kept if decided is None else decided).get(name, "")
    error = ""
    if decided is not None and not role:
        error = gettext("Putuskan siapa yang mengerjakan bagian %(lane)s.", lane=name)
    elif role == name and name not in review.roles:
        beside = {lane for lane, given in (decided or {}).items() if lane == given} - {name}
        error = _unfit(name, review.roles | beside)
    elif role not in {"", name, *review.roles}:
        error = gettext("%(role)s bukan peran di unit kerja ini.", role=role)
    return Performer(
        name=name,
        steps=_steps_of(review.definition, name),
        is_role=name in review.roles,
        before=review.kept.get(name, ""),
        chosen=(_NEW if role == name else _SAME) if role else "",
        role=role,
        error=error,
    )


def _unfit(name: str, roles: frozenset[str]) -> str:
    """What keeps the performer from becoming a new role; empty for nothing."""
    try:
        check_new(name, roles)
    except (NameUnfit, RoleExists) as refused:
        return gettext(refused.message, **refused.values)
    return ""


def _steps_of(definition: Definition, performer: str) -> list[str]:
    steps = (step for step in definition.steps.values() if step.lane.performer == performer)
    return [f"{step.number}. {step.name}" if step.number else step.name for step in steps]


def _sorted(notes: Sequence[Note]) -> list[Note]:
    """The gravest first."""
    return sorted(notes, key=lambda note: _ORDER.index(note.kind))


def _told(done: Deployed) -> str:
    """What was done, in one paragraph."""
    known = {"name": done.deployment.name, "version": done.deployment.version}
    if done.unchanged:
        return gettext(
            "Tidak ada yang berubah: isinya sama dengan %(name)s versi %(version)s.", **known
        )
    said = [gettext("%(name)s versi %(version)s telah dipasang.", **known)]
    if done.new_roles:
        said.append(gettext("Peran baru: %(roles)s.", roles=", ".join(done.new_roles)))
    given = N_("Bagian %(lane)s dikerjakan oleh peran %(role)s.")
    said += [gettext(given, lane=lane, role=role) for lane, role in done.deployment.roles.items()]
    return " ".join(said)
