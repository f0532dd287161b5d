"""Builds everything: the only file that knows all parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

from flask import Flask

from service.connectors.national_holidays import NationalHolidays
from service.connectors.passwords import Argon2Passwords
from service.documents.file_store import DiskFiles
from service.domain.actor import Actor
from service.domain.office import Office
from service.engine.spiff_engine import SpiffEngine
from service.secret import kept_secret
from service.settings import Settings
from service.store.database import open_database
from service.store.migrate import check_schema, migrate
from service.store.unit_of_work import SqlStore
from service.usecases.claim_task import claim_task, release_task
from service.usecases.compare_versions import compare_versions
from service.usecases.complete_task import complete_task
from service.usecases.deploy import (
    Deploy,
    Deployed,
    Review,
    check_diagram,
    deploy,
    review_deployment,
)
from service.usecases.handle_files import keep_file, open_file
from service.usecases.list_cases import list_cases
from service.usecases.list_inbox import list_inbox
from service.usecases.list_sops import list_damaged_sops, list_sops, list_versions, show_sop
from service.usecases.manage_office import (
    NewPerson,
    add_office,
    add_person,
    find_office,
    get_office,
    list_offices,
    list_people,
)
from service.usecases.ports import Reading
from service.usecases.show_case import show_case
from service.usecases.show_task import show_task
from service.usecases.sign_in import find_actor, sign_in
from service.usecases.start_case import start_case
from service.usecases.verify_record import Checked, verify_record
from service.web.app import LARGEST_REQUEST as LARGEST_REQUEST
from service.web.app import WebSettings, create_app
from service.web.parts import Parts


class SystemClock:
    """See `ports.Clock`."""

    def now(self) -> datetime:
        """The machine's time in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True)
class Laksana:
    """What the command line does, with its dependencies bound; `web` makes the pages."""

    migrate: Callable[[], bool]
    check_schema: Callable[[], None]
    deploy: Callable[[Deploy], Deployed]
    check_diagram: Callable[[bytes, Mapping[str, str]], Reading]
    review_deployment: Callable[[Deploy], Review]
    verify_record: Callable[[], Iterator[Checked]]
    add_office: Callable[[str, str, str, Mapping[str, Any]], Office]
    find_office: Callable[[str], Office]
    list_offices: Callable[[], Sequence[Office]]
    add_person: Callable[[NewPerson], Actor]
    list_people: Callable[[UUID], Sequence[Actor]]
    web: Callable[[], Flask]
    close: Callable[[], None]


def build(settings: Settings) -> Laksana:
    """Everything, on the database and the folders that `settings` name; nothing is opened yet."""
    database = open_database(settings.database_url)
    store = SqlStore(database)
    engine = SpiffEngine()
    clock = SystemClock()
    passwords = Argon2Passwords()
    files = DiskFiles(settings.files)
    parts = _parts(store, engine, clock, passwords, files)
    return Laksana(
        migrate=partial(migrate, database),
        check_schema=partial(check_schema, database),
        deploy=partial(deploy, store=store, engine=engine, clock=clock),
        check_diagram=partial(check_diagram, engine=engine),
        review_deployment=partial(review_deployment, store=store, engine=engine),
        verify_record=partial(verify_record, store=store, files=files),
        add_office=partial(add_office, store=store),
        find_office=partial(find_office, store=store),
        list_offices=partial(list_offices, store=store),
        add_person=partial(add_person, store=store, passwords=passwords),
        list_people=partial(list_people, store=store),
        web=partial(_web, parts, settings),
        close=database.dispose,
    )


def _parts(
    store: SqlStore,
    engine: SpiffEngine,
    clock: SystemClock,
    passwords: Argon2Passwords,
    files: DiskFiles,
) -> Parts:
    days_off = NationalHolidays()
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
        list_sops=partial(list_sops, store=store, engine=engine),
        show_sop=partial(show_sop, store=store, engine=engine),
        list_damaged_sops=partial(list_damaged_sops, store=store, engine=engine),
        list_versions=partial(list_versions, store=store),
        compare_versions=partial(compare_versions, store=store, engine=engine),
        review_deployment=partial(review_deployment, store=store, engine=engine),
        deploy=partial(deploy, store=store, engine=engine, clock=clock),
        start_case=partial(start_case, store=store, engine=engine, clock=clock, calendar=days_off),
        list_cases=partial(list_cases, store=store, engine=engine),
        show_case=partial(show_case, store=store, engine=engine, clock=clock),
        keep_file=partial(keep_file, files=files),
        open_file=partial(open_file, store=store, engine=engine, files=files, clock=clock),
        now=clock.now,
    )


def _web(parts: Parts, settings: Settings) -> Flask:
    key = kept_secret(settings.secret_key, _KEY_SIZE).encode()
    return create_app(parts, WebSettings(secret_key=key, secure_cookies=settings.secure_cookies))


_KEY_SIZE = 32  # bytes
