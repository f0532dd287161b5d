"""The parts that the pages stand on: the use cases, bound to their dependencies by bootstrap."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO
from uuid import UUID

from service.domain.actor import Actor
from service.domain.definition import Deployment
from service.domain.form_fields import FileRef
from service.domain.office import Office
from service.domain.password import Session
from service.domain.task import Task
from service.usecases.advancing import Outcome
from service.usecases.case_search import CaseFilter
from service.usecases.compare_versions import Comparison
from service.usecases.complete_task import CompleteTask
from service.usecases.deploy import Deploy, Deployed, Review
from service.usecases.export_cases import ExportLine
from service.usecases.handle_files import FileAsked, OpenFile
from service.usecases.list_cases import CaseChoices, CaseList
from service.usecases.list_inbox import Inbox
from service.usecases.list_sops import Sop
from service.usecases.replay_case import CaseReplay
from service.usecases.show_case import CaseAsked, CaseView
from service.usecases.show_office_record import OfficeRecord
from service.usecases.show_task import TaskView
from service.usecases.start_case import StartCase
from service.usecases.verify_record import Verification, Verified
from service.web.administration import Administration


@dataclass(frozen=True)
class Parts:
    """What people do, one callable each; who raises what stands at the use case of that name.

    The text of `list_cases` is the number to go on after, the id of `list_inbox` the task.
    """

    sign_in: Callable[[str, str], Session]
    find_actor: Callable[[Session], Actor | None]
    get_office: Callable[[UUID], Office]
    list_inbox: Callable[[Actor, UUID | None], Inbox]
    show_task: Callable[[Actor, UUID], TaskView]
    claim_task: Callable[[Actor, UUID], Task]
    release_task: Callable[[Actor, UUID], Task]
    complete_task: Callable[[CompleteTask], Outcome]
    what_followed: Callable[[Actor, UUID], Outcome | None]
    list_sops: Callable[[Actor], Sequence[Sop]]
    show_sop: Callable[[Actor, UUID], Sop]
    list_damaged_sops: Callable[[Actor], Sequence[Deployment]]
    list_versions: Callable[[Actor, Deployment], Sequence[Deployment]]
    compare_versions: Callable[[Actor, UUID, UUID], Comparison]
    review_deployment: Callable[[Deploy], Review]
    deploy: Callable[[Deploy], Deployed]
    start_case: Callable[[StartCase], Outcome]
    case_choices: Callable[[Actor], CaseChoices]
    list_cases: Callable[[Actor, CaseFilter, str], CaseList]
    export_cases: Callable[[Actor, CaseFilter], Iterator[ExportLine]]
    show_case: Callable[[CaseAsked], CaseView]
    replay_case: Callable[[Actor, UUID], CaseReplay]
    keep_file: Callable[[str, IO[bytes]], FileRef]
    open_file: Callable[[FileAsked], OpenFile]
    change_password: Callable[[Actor, str, str], Session]
    administration: Administration
    verify_office: Callable[[Actor], Verification]
    last_verified: Callable[[Actor], Verified | None]
    show_office_record: Callable[[Actor, int | None], OfficeRecord]
    now: Callable[[], datetime]
