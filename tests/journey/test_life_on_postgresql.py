"""The life of a case, and two people at once, on a real PostgreSQL: in a process of its own that knows no SQLite."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import PostgresServer

ROOT = Path(__file__).resolve().parents[2]
STORIES = ("life_on_postgresql.py", "two_at_once_on_postgresql.py")


@pytest.mark.server
def test_cases_live_on_postgresql_as_they_do_on_sqlite(tmp_path):
    with PostgresServer() as postgres:
        environment = os.environ | {
            "PUTRIGHT_DATABASE_URL": postgres.url,
            "PUTRIGHT_HOME": str(tmp_path),
            "PUTRIGHT_COUNCIL": "brackenshire",
        }
        stories = [f"tests/journey/{name}" for name in STORIES]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *stories],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
    assert "skipped" not in done.stdout
