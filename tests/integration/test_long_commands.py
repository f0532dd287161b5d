"""What long commands share: progress that is shown, a place that is kept, and a way to stop."""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.commands.bookmark import Bookmark, keep_bookmark, read_bookmark
from service.commands.progress import Progress
from service.commands.stopping import stoppable
from service.usecases.findings import Place, Tally


def test_on_a_terminal_one_line_changes_and_makes_room(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    seconds = iter([0.0, 0.5, 10.0, 10.5, 70.0])
    progress = Progress(1000, 100, lambda: next(seconds))
    for done in (110, 200, 210, 900):
        progress.tell(done, f"{done} rangkaian")
    progress.clear()
    assert capsys.readouterr().err.split("\r\033[K") == [
        "",
        "200 rangkaian, sisa sekitar 1 menit",
        "900 rangkaian, sisa kurang dari satu menit",
        "",
    ]


def test_elsewhere_a_line_a_minute_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    seconds = iter([0.0, 59.0, 60.0, 119.0, 120.0])
    progress = Progress(1000, clock=lambda: next(seconds))
    for done in (1, 10, 20, 500):
        progress.tell(done, f"{done} rangkaian")
    progress.clear()
    captured = capsys.readouterr()
    assert captured.err.splitlines() == [
        "10 rangkaian, sisa sekitar 99 menit",
        "500 rangkaian, sisa sekitar 2 menit",
    ]
    assert not captured.out


def test_a_bookmark_is_read_as_it_was_kept(tmp_path: Path) -> None:
    file = tmp_path / "verification.json"
    assert read_bookmark(file) is None
    began = datetime(2026, 2, 2, 2, 30, 15, 123456, tzinfo=UTC)
    for count in (1, 2):
        place = Place("rembang", 10 + count, b"\xff" * 32)
        bookmark = Bookmark(began, place, Tally(count, 9, 0, 1), ("rembang/2026/000001: “rusak”",))
        keep_bookmark(file, bookmark)
        assert read_bookmark(file) == bookmark
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"place": 5}', '{"place": null}', "rusak"])
def test_a_bookmark_that_cannot_be_read_is_none(tmp_path: Path, content: str) -> None:
    file = tmp_path / "verification.json"
    file.write_text(content)
    assert read_bookmark(file) is None


def test_who_asks_twice_to_stop_does_not_wait() -> None:
    with stoppable() as stop:
        os.kill(os.getpid(), signal.SIGINT)
        assert stop.asked
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)
