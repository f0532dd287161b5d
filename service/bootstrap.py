"""Builds everything: the only file that knows all parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from flask import Flask

from service.connectors.national_holidays import NationalHolidays
from service.connectors.passwords import Argon2Passwords
from service.documents.archive import ZipArchives
from service.documents.file_store import DiskFiles
from service.domain.actor import Actor, Operator
from service.domain.office import Office
from service.engine.playing import play
from service.engine.spiff_engine import SpiffEngine
from service.metrics import Metrics
from service.secret import kept_secret
from service.settings import Settings
from service.store.copies import SqlCopies
from service.store.database import driver_address, is_embedded, open_database
from service.store.migrate import check_schema, check_serving, migrate
from service.store.unit_of_work import SqlStore
from service.usecases.advancing import Outcome
from service.usecases.back_up import BackedUp, Sources, back_up
from service.usecases.cancel_case import cancel_case, list_unfinished, show_unfinished
from service.usecases.claim_task import claim_task, release_task
from service.usecases.compare_versions import compare_versions
from service.usecases.complete_task import complete_task, what_followed
from service.usecases.copies import Contents, Report
from service.usecases.deliver_message import DeliverMessage, deliver_message
from service.usecases.deploy import (
    Deploy,
    Deployed,
    Review,
    check_diagram,
    deploy,
    review_deployment,
)
from service.usecases.export_cases import export_cases
from service.usecases.findings import Place
from service.usecases.fire_timers import due_cases, fire_timers, give_up_timers, put_off_timers
from service.usecases.handle_files import keep_file, open_file
from service.usecases.list_cases import case_choices, list_cases
from service.usecases.list_claims import list_claims
from service.usecases.list_inbox import list_inbox
from service.usecases.list_sops import list_damaged_sops, list_sops, list_versions, show_sop
from service.usecases.manage_holidays import (
    add_holiday,
    list_holidays,
    remove_holiday,
    rest_on,
    work_on,
)
from service.usecases.manage_office import (
    NewOffice,
    add_office,
    find_office,
    get_office,
    list_offices,
)
from service.usecases.manage_people import (
    NewPerson,
    add_person,
    change_person,
    close_person,
    find_person,
    list_people,
    reopen_person,
    set_password,
    show_people,
    show_person,
)
from service.usecases.manage_roles import add_role, list_roles, remove_role
from service.usecases.measure_work import measure_work
from service.usecases.play_diagram import PlayDiagram, Played, play_diagram
from service.usecases.ports import Calendar, Clock, Engine, Passwords, Reading
from service.usecases.replay_case import replay_case
from service.usecases.repositories import Store
from service.usecases.restore import restore
from service.usecases.retry_case import retry_case
from service.usecases.set_hours import set_hours, show_hours
from service.usecases.show_case import show_case
from service.usecases.show_office_record import show_office_record
from service.usecases.show_task import show_task
from service.usecases.sign_in import change_password, find_actor, sign_in
from service.usecases.start_case import start_case
from service.usecases.verify_record import Verification, last_verified, verify_office, verify_record
from service.web.administration import Administration
from service.web.app import LARGEST_REQUEST as LARGEST_REQUEST
from service.web.app import WebSettings, create_app
from service.web.parts import Parts
from service.web.watching import Watching, watch_only
from service.worker import EmbeddedWorker, QueueWorker, Timers


class SystemClock:
    """See `ports.Clock`."""

    def now(self) -> datetime:
        """The machine's time in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True)
class Laksana:
    """What the command line does, with its dependencies bound.

    `web` makes the pages; `work` does what time brings until it is told to stop, and `watch` makes
    the pages by which operators watch that. Beside an embedded database `working` does it in a
    thread, and else nothing.
    """

    migrate: Callable[[], bool]
    check_schema: Callable[[], None]
    deploy: Callable[[Deploy], Deployed]
    check_diagram: Callable[[bytes, Mapping[str, str]], Reading]
    review_deployment: Callable[[Deploy], Review]
    verify_record: Callable[[Place | None], Verification]
    now: Callable[[], datetime]
    back_up: Callable[[Path, Report], BackedUp]
    restore: Callable[[Path, Report], Contents]
    add_office: Callable[[Operator, NewOffice], Office]
    find_office: Callable[[str], Office]
    list_offices: Callable[[], Sequence[Office]]
    add_person: Callable[[Operator, NewPerson], Actor]
    list_people: Callable[[UUID], Sequence[Actor]]
    find_person: Callable[[str], Actor]
    close_person: Callable[[Operator, UUID], Actor]
    set_password: Callable[[Operator, UUID, str], Actor]
    deliver_message: Callable[[DeliverMessage], Outcome | None]
    work: Callable[[], None]
    working: Callable[[], AbstractContextManager[None]]
    web: Callable[[], Flask]
    watch: Callable[[], Flask]
    close: Callable[[], None]


@dataclass(frozen=True)
class Drawings:
    """What can be done with a diagram alone: no office, no database and no settings."""

    check: Callable[[bytes, Mapping[str, str]], Reading]
    play: Callable[[PlayDiagram], Played]


def drawings() -> Drawings:
    """Nothing needs to be closed afterwards."""
    engine = SpiffEngine()
    return Drawings(
        check=partial(check_diagram, engine=engine), play=partial(play_diagram, player=play)
    )


def build(settings: Settings) -> Laksana:
    """Everything, on the database and the folders that `settings` name; nothing is opened yet."""
    database = open_database(settings.database_url, prepare=settings.prepared_statements)
    store = SqlStore(database)
    engine = SpiffEngine()
    clock = SystemClock()
    passwords = Argon2Passwords()
    files = DiskFiles(settings.files)
    days_off = NationalHolidays()
    copies = SqlCopies(database)
    sources = Sources(copies, files, version("laksana"), clock)
    parts = _parts(store, engine, clock, passwords, files, days_off)
    metrics = Metrics(partial(measure_work, store=store, clock=clock), settings.metrics)
    worker = _worker(settings, _timers(store, engine, clock, days_off, metrics))
    return Laksana(
        migrate=partial(migrate, database),
        check_schema=partial(check_schema, database),
        deploy=partial(deploy, store=store, engine=engine, clock=clock),
        check_diagram=partial(check_diagram, engine=engine),
        review_deployment=partial(review_deployment, store=store, engine=engine),
        verify_record=partial(verify_record, store=store, files=files, engine=engine),
        now=clock.now,
        back_up=partial(back_up, sources=sources, archives=ZipArchives()),
        restore=partial(restore, copies=copies, archives=ZipArchives(), files=files),
        add_office=partial(add_office, store=store, clock=clock),
        find_office=partial(find_office, store=store),
        list_offices=partial(list_offices, store=store),
        add_person=partial(add_person, store=store, passwords=passwords, clock=clock),
        list_people=partial(list_people, store=store),
        find_person=partial(find_person, store=store),
        close_person=partial(close_person, store=store, clock=clock),
        set_password=partial(set_password, store=store, passwords=passwords, clock=clock),
        deliver_message=partial(
            deliver_message, store=store, engine=engine, clock=clock, calendar=days_off
        ),
        work=worker.run,
        working=worker.beside,
        web=partial(_web, parts, settings, metrics, partial(check_serving, database)),
        watch=partial(_watch, settings, metrics, partial(check_serving, database)),
        close=database.dispose,
    )


def _parts(
    store: SqlStore,
    engine: SpiffEngine,
    clock: SystemClock,
    passwords: Argon2Passwords,
    files: DiskFiles,
    days_off: NationalHolidays,
) -> Parts:
    return Parts(
        sign_in=partial(sign_in, store=store, passwords=passwords, clock=clock),
        find_actor=partial(find_actor, store=store),
        get_office=partial(get_office, store=store),
        list_inbox=partial(list_inbox, store=store, engine=engine),
        show_task=partial(show_task, store=store, engine=engine),
        claim_task=partial(claim_task, store=store, clock=clock),
        release_task=partial(release_task, store=store, clock=clock),
        complete_task=partial(
            complete_task, store=store, engine=engine, clock=clock, calendar=days_off
        ),
        what_followed=partial(what_followed, store=store),
        list_sops=partial(list_sops, store=store, engine=engine),
        show_sop=partial(show_sop, store=store, engine=engine),
        list_damaged_sops=partial(list_damaged_sops, store=store, engine=engine),
        list_versions=partial(list_versions, store=store),
        compare_versions=partial(compare_versions, store=store, engine=engine),
        review_deployment=partial(review_deployment, store=store, engine=engine),
        deploy=partial(deploy, store=store, engine=engine, clock=clock),
        start_case=partial(start_case, store=store, engine=engine, clock=clock, calendar=days_off),
        case_choices=partial(case_choices, store=store, engine=engine),
        list_cases=partial(list_cases, store=store, engine=engine),
        export_cases=partial(export_cases, store=store, engine=engine, clock=clock),
        show_case=partial(show_case, store=store, engine=engine, files=files, clock=clock),
        replay_case=partial(replay_case, store=store, engine=engine, clock=clock),
        keep_file=partial(keep_file, files=files),
        open_file=partial(open_file, store=store, engine=engine, files=files, clock=clock),
        change_password=partial(change_password, store=store, passwords=passwords, clock=clock),
        administration=administration(store, engine, clock, passwords, days_off),
        verify_office=partial(verify_office, store=store, files=files, engine=engine, clock=clock),
        last_verified=partial(last_verified, store=store),
        show_office_record=partial(show_office_record, store=store),
        now=clock.now,
    )


def administration(
    store: Store, engine: Engine, clock: Clock, passwords: Passwords, calendar: Calendar
) -> Administration:
    """What administrators do, on any store."""
    return Administration(
        list_people=partial(show_people, store=store),
        show_person=partial(show_person, store=store),
        add_person=partial(add_person, store=store, passwords=passwords, clock=clock),
        change_person=partial(change_person, store=store, clock=clock),
        close_person=partial(close_person, store=store, clock=clock),
        reopen_person=partial(reopen_person, store=store, clock=clock),
        set_password=partial(set_password, store=store, passwords=passwords, clock=clock),
        list_roles=partial(list_roles, store=store, engine=engine),
        add_role=partial(add_role, store=store, clock=clock),
        remove_role=partial(remove_role, store=store, engine=engine, clock=clock),
        show_hours=partial(show_hours, store=store),
        set_hours=partial(set_hours, store=store, clock=clock),
        list_holidays=partial(list_holidays, store=store, calendar=calendar),
        add_holiday=partial(add_holiday, store=store, calendar=calendar, clock=clock),
        remove_holiday=partial(remove_holiday, store=store, calendar=calendar, clock=clock),
        work_on=partial(work_on, store=store, calendar=calendar, clock=clock),
        rest_on=partial(rest_on, store=store, calendar=calendar, clock=clock),
        list_claims=partial(list_claims, store=store),
        list_unfinished=partial(list_unfinished, store=store),
        show_unfinished=partial(show_unfinished, store=store, engine=engine),
        cancel_case=partial(cancel_case, store=store, clock=clock),
        retry_case=partial(retry_case, store=store, engine=engine, clock=clock, calendar=calendar),
    )


def _timers(
    store: Store, engine: Engine, clock: Clock, calendar: Calendar, metrics: Metrics
) -> Timers:
    fire = partial(fire_timers, store=store, engine=engine, clock=clock, calendar=calendar)
    return Timers(
        due=partial(due_cases, store=store, clock=clock),
        fire=metrics.counted("fire_timers", fire),
        put_off=partial(put_off_timers, store=store, clock=clock),
        give_up=partial(give_up_timers, store=store, clock=clock),
    )


def _worker(settings: Settings, timers: Timers) -> EmbeddedWorker | QueueWorker:
    if is_embedded(settings.database_url):
        return EmbeddedWorker(timers)
    direct = settings.worker_database_url
    address = driver_address(direct or settings.database_url)
    return QueueWorker(address, direct=bool(direct) or settings.prepared_statements, timers=timers)


def _watching(settings: Settings, metrics: Metrics, check_serving: Callable[[], None]) -> Watching:
    return Watching(
        check_serving=check_serving,
        metrics=metrics.told,
        token=kept_secret(settings.metrics_token, _KEY_SIZE),
        answered=metrics.answered,
    )


def _watch(settings: Settings, metrics: Metrics, check_serving: Callable[[], None]) -> Flask:
    return watch_only(_watching(settings, metrics, check_serving))


def _web(
    parts: Parts, settings: Settings, metrics: Metrics, check_serving: Callable[[], None]
) -> Flask:
    key = kept_secret(settings.secret_key, _KEY_SIZE).encode()
    counted = _counted(parts, metrics)
    return create_app(
        replace(counted, administration=_counted(parts.administration, metrics)),
        WebSettings(secret_key=key, secure_cookies=settings.secure_cookies),
        _watching(settings, metrics, check_serving),
    )


_KEY_SIZE = 32  # bytes

_UseCases = TypeVar("_UseCases", Parts, Administration)


def _counted(bound: _UseCases, metrics: Metrics) -> _UseCases:
    """The same use cases, with what they do and refuse counted."""
    names = (each.name for each in fields(bound) if callable(getattr(bound, each.name)))
    counted: dict[str, Any] = {name: metrics.counted(name, getattr(bound, name)) for name in names}
    return replace(bound, **counted)
