"""The torture, in its short form: nothing acknowledged is lost, nothing is done twice."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests import needs

PATIENCE = 600  # seconds, for a machine that is busy with other tests


@pytest.mark.parametrize(
    ("kind", "programs"),
    [
        pytest.param("sqlite", [], marks=pytest.mark.sqlite),
        pytest.param("postgresql", ["postgresql"], marks=pytest.mark.postgresql),
        pytest.param(
            "cluster", ["postgresql", "pgbouncer", "haproxy"], marks=pytest.mark.postgresql
        ),
    ],
)
def test_every_act_survives_what_is_killed_around_it(kind: str, programs: list[str]) -> None:
    for program in programs:
        if needs.PACKAGES[program]() is None:
            needs.lacking(program)
    done = subprocess.run(
        [sys.executable, "-m", "torturing", "--short", "--seed", "5", "--database", kind],
        cwd=needs.ROOT,
        env=os.environ | {"PYTHONPATH": "scripts"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "| differences | 0 |" in done.stdout
    assert "| killed | " in done.stdout
