"""The sandbox holds whoever it is started by: root, root without its rights, and a user without any."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
NOBODY = 65534
SCRIPT = """
import ctypes, json, os, sys
sys.path.insert(0, sys.argv[1])
if "without rights" in sys.argv:
    # PR_CAPBSET_DROP: what is started from here on is a root that may do nothing, as in many containers.
    for right in range(64):
        ctypes.CDLL(None).prctl(24, right, 0, 0, 0)
    os.execv(sys.executable, [sys.executable, "-c", sys.argv[2], sys.argv[1], sys.argv[2]])
from ingest.sandbox import mother as sandbox_mother
from ingest.sandbox.box import Sandbox
from tests.ingest.sandbox.test_box import HOSTILE
sandbox_mother._START = HOSTILE
with Sandbox(is_weak="weak" in sys.argv) as box:
    message = box.parse(b"Subject: Nobody came\\n\\nNobody came on Tuesday.")
    attempts = box.document("x.txt", b"ATTACK try_all").text
    crashed = box.document("x.txt", b"ATTACK crash").problems[0].code.value
    after = box.document("x.txt", b"and on we go").text
print(json.dumps([os.getuid(), message.own_words, attempts, crashed, after]))
"""


def another_user():
    """Return how a process is started as somebody else, or as ourselves where we are not root or nobody has Python."""
    somebody = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    try:
        subprocess.run([sys.executable, "-c", "import lxml"], check=True, cwd="/", capture_output=True, **somebody)
    except (OSError, subprocess.SubprocessError):
        return {}
    return somebody


def run(*arguments, **options):
    command = [sys.executable, "-c", SCRIPT, str(ROOT), SCRIPT, *arguments]
    done = subprocess.run(command, capture_output=True, check=True, cwd="/", **options)
    return json.loads(done.stdout)


WAYS = {
    "as another user": ((), True),
    "as another user, if there were no call filter": (("weak",), True),
    "as ourselves": ((), False),
    "as a root without rights": (("without rights",), False),
}


@pytest.mark.parametrize(("arguments", "is_somebody_else"), WAYS.values(), ids=WAYS.keys())
def test_mails_are_read_and_every_way_out_is_shut(arguments, is_somebody_else):
    options = another_user() if is_somebody_else else {}
    user, words, attempts, crashed, after = run(*arguments, **options)
    assert user == options.get("user", os.getuid())
    assert (words, crashed, after) == ("Nobody came on Tuesday.", "crashed", "and on we go")
    outcomes = dict(line.split(": ", 1) for line in attempts.splitlines())
    assert len(outcomes) == 10
    assert {name: what for name, what in outcomes.items() if not what.startswith("refused")} == {}
