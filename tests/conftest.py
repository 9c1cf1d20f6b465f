"""Keep every test away from a real PUTRIGHT_HOME: its files live in a folder that is thrown away."""

import os
import shutil
import tempfile
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings

# How long an example takes says how busy the machine is.
hypothesis.settings.register_profile("putright", deadline=None)
hypothesis.settings.load_profile("putright")

# Child processes (commands, servers started by tests) read the environment; this process has its settings already.
HOME = Path(tempfile.mkdtemp(prefix="putright-tests-"))
os.environ["PUTRIGHT_HOME"] = str(HOME)
os.environ["PUTRIGHT_COUNCIL"] = "brackenshire"
settings.PUTRIGHT_HOME = HOME
settings.PUTRIGHT_COUNCIL = "brackenshire"
settings.PUTRIGHT_MAILBOXES = HOME / "mailboxes.toml"
settings.PUTRIGHT_TEXT_GATEWAY = HOME / "text_gateway.toml"
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
for database in settings.DATABASES.values():
    if database["ENGINE"].endswith("sqlite3"):
        database["NAME"] = HOME / "putright.sqlite3"
        database["TEST"]["NAME"] = HOME / "test.sqlite3"


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Throw the folder away."""
    shutil.rmtree(HOME, ignore_errors=True)
