"""What must always hold of the code itself: who may know what, and that what is said of it is true."""

import ast
import inspect
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from cases import services

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("ingest", "classify", "routing", "letters", "config", "cases", "review")
CORE = ("ingest", "classify", "routing", "letters", "config")
# The shells of the core: they speak to a network, or are told the time by their command.
SHELLS = {
    "ingest/mailboxes/imap_connection.py",
    "ingest/mailboxes/imap.py",
    "ingest/mailboxes/oauth.py",
    "letters/notice.py",
    "letters/post.py",
    "config/settings.py",
}


def _sources(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    for folder in folders:
        yield from _sources_in(folder)


@cache
def _sources_in(folder: str) -> tuple[tuple[str, ast.Module], ...]:
    paths = (path for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts)
    return tuple((str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))) for path in paths)


def _imports(tree: ast.Module) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_the_floors_hold():
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports")], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_nothing_but_commands_starts_the_workers():
    found = {name for name, tree in _sources(*PACKAGES) if "workers" in _imports(tree)}
    assert {name for name in found if not name.startswith("cases/management/")} == set()


def test_only_what_leaves_and_the_check_command_know_the_post():
    found = {name for name, tree in _sources(*PACKAGES) if "letters.post" in _imports(tree)}
    shells = {"letters/call.py", "letters/notice.py", "letters/post_address.py"}
    assert found <= {"cases/outgoing.py", "cases/management/looks.py", *shells}


def test_only_the_clock_its_rounds_and_commands_hand_anything_to_the_post():
    found = {name for name, tree in _sources(*PACKAGES) if "cases.outgoing" in _imports(tree)}
    assert {name for name in found if not name.startswith("cases/management/")} == {"cases/rounds.py"}


def test_a_notice_can_go_to_the_administrator_of_the_settings_alone():
    # A call about danger is built like a notice; it goes to the contacts of the council's file (tests/letters/test_call.py).
    known = {name for name, tree in _sources(*PACKAGES) if "letters.notice" in _imports(tree)}
    assert known <= {"letters/call.py", "cases/outgoing.py"}
    tree = ast.parse((ROOT / "cases/outgoing.py").read_text(encoding="utf-8"))
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and ast.unparse(n.func) == "send_notice"]
    given = [{word.arg: ast.unparse(word.value) for word in call.keywords} for call in calls]
    assert [words["administrator"] for words in given] == ["settings.PUTRIGHT_ADMINISTRATOR"]


def test_the_morning_mail_goes_to_a_member_alone():
    tree = ast.parse((ROOT / "cases/outgoing.py").read_text(encoding="utf-8"))
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and ast.unparse(n.func) == "send_digest"]
    given = [{word.arg: ast.unparse(word.value) for word in call.keywords} for call in calls]
    assert [words["member"] for words in given] == ["one.address"]
    source = (ROOT / "cases/digest.py").read_text(encoding="utf-8")
    assert source.count("address=") == source.count("address=row.member.email") == 1


def test_only_the_signing_service_makes_a_signed_letter():
    found = set()
    for name, tree in _sources(*PACKAGES):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "SignedLetter":
                found.add(name)
    assert found == {"cases/services/sending.py"}


CARRIED = ("ingest/sandbox/child.py", "letters/call.py")
"""Where a failure is carried out of a child or a thread to whoever waits for it, so nothing of it is swallowed."""


def test_everything_is_swallowed_nowhere_but_in_the_workers():
    found = set()
    for name, tree in _sources(*PACKAGES):
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler) and ast.unparse(node.type or ast.Name("all")) in {
                "all",
                "Exception",
                "BaseException",
            }:
                reraises = any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
                if not reraises:
                    found.add(f"{name}:{node.lineno}")
    assert {place for place in found if not place.startswith(CARRIED)} == set()


@pytest.mark.parametrize("call", ["datetime.now", "date.today", "datetime.utcnow", "time.time", "timezone.now"])
def test_the_core_reads_no_clock(call):
    found = [
        f"{name}:{node.lineno}"
        for name, tree in _sources(*CORE)
        if name not in SHELLS and not name.endswith("__main__.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(call)
    ]
    assert found == []


def test_package_files_are_empty():
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("__init__.py")]
    assert [str(path) for path in files if path.read_text(encoding="utf-8").strip()] == []


# What services call inside their own transaction, and tell of with their own event.
PARTS = {
    "alert_rows",
    "alerts",
    "came_back",
    "common",
    "completeness",
    "joining_rows",
    "leaving",
    "letter_rows",
    "locks",
    "meeting",
}
SERVICES = tuple(
    import_module(f"cases.services.{found.name}")
    for found in pkgutil.iter_modules(services.__path__)
    if found.name not in PARTS and not found.ispkg
)
# These change nothing that is a state, or are told of by the caller's event.
QUIET = {
    "due",
    "due_again",
    "to_tell",
    "due_slow",
    "count_unread",
    "is_countable",
    "can_try",
    "save_draft",
    "suggest_anew",
    "store",
    "known_uids",
    "lease",
    "release",
    "move_mail",
    "attach_alerts",
    "matter_value",
    "typed",
    "retype",
    "who_would_meet",
    "find_answered",
    "keep_mail",
}


def _writers() -> Iterator[tuple[str, str]]:
    for module in SERVICES:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_") and name not in QUIET:
                yield f"{module.__name__}.{name}", inspect.getsource(module)


@cache
def _calls(source: str) -> dict[str, set[str]]:
    return {
        node.name: {ast.unparse(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef)
    }


@pytest.mark.parametrize(("name", "source"), list(_writers()), ids=lambda value: value if len(value) < 60 else "")
def test_every_service_writes_its_event(name, source):
    recorders = {
        "events.record",
        "events.record_for_case",
        "move_letter",
        "move_mail",
        "set_aside",
        "redraft",
        "record",
    }
    calls = _calls(source)
    seen, todo = set(), [name.rpartition(".")[2]]
    while todo:
        for called in calls.get(todo.pop(), set()) - seen:
            seen.add(called)
            todo.append(called)
    assert seen & (recorders | {"mark_uncertain"}), f"{name} changes something and tells nobody"


@cache
def _functions_of_rooms() -> dict[str, list[ast.FunctionDef]]:
    """Return every function of the services' rooms and of what they call, by name."""
    found: dict[str, list[ast.FunctionDef]] = {}
    for name, tree in _sources("cases"):
        if name.startswith("cases/services/") or name == "cases/events.py":
            for node in tree.body:
                if isinstance(node, ast.FunctionDef):
                    found.setdefault(node.name, []).append(node)
    return found


def _atomic_in_rooms() -> Iterator[str]:
    for name, tree in _sources("cases"):
        for node in tree.body:
            is_atomic = isinstance(node, ast.FunctionDef) and "transaction.atomic" in map(
                ast.unparse, node.decorator_list
            )
            if is_atomic and re.fullmatch(r"cases/services/\w+/\w+\.py", name):
                yield f"{name}:{node.name}"


UNTOLD = {
    # Taken by moving the next try on; whether anybody was reached is told then.
    "cases/services/danger/calls.py:take",
    "cases/services/days/digests.py:take",
    # Nothing may say whose answers these are, or when they came.
    "cases/services/monitoring/totals.py:add_answers",
}


@pytest.mark.parametrize("name", sorted(_atomic_in_rooms()))
def test_every_service_of_a_room_writes_its_event(name):
    functions = _functions_of_rooms()
    seen, todo = set(), [name.rpartition(":")[2]]
    while todo:
        for node in functions.get(todo.pop(), ()):
            called = {ast.unparse(c.func).rpartition(".")[2] for c in ast.walk(node) if isinstance(c, ast.Call)}
            todo += called - seen
            seen |= called
    assert (name in UNTOLD) is not bool(seen & {"record", "record_for_case"}), f"{name} tells nobody"


@pytest.mark.parametrize("module", SERVICES, ids=lambda module: module.__name__)
def test_no_service_sends_mail_or_queues_work(module):
    source = inspect.getsource(module)
    assert ".send(" not in source
    assert "smtplib" not in source


def test_views_are_thin():
    long = [
        f"{name}:{node.name} {node.end_lineno - node.lineno + 1}"
        for name, tree in _sources("review/views")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > 25
    ]
    assert long == []


def test_the_drawing_of_the_states_is_up_to_date():
    sys.path.insert(0, str(ROOT / "scripts"))
    import draw_states

    assert (ROOT / "docs" / "states.md").read_text(encoding="utf-8") == draw_states.page()


def test_no_committed_file_names_a_registry():
    files = [*ROOT.glob("*.toml"), *ROOT.glob("requirements/*"), *ROOT.glob("scripts/*"), ROOT / "Makefile"]
    wanted = [f"{path}" for path in files if "://" in path.read_text(encoding="utf-8").replace("redis://", "")]
    assert wanted == []


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", *(f"docs/{p.name}" for p in sorted((ROOT / "docs").glob("*.md")))]
)
def test_every_file_the_docs_name_is_there(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    linked = [link for link in re.findall(r"\]\(([^)#\s]+)", text) if "://" not in link]
    named = re.findall(
        r"`((?:tests|docs|scripts|config|bench|classify|ingest|routing|letters|cases|review)/[\w./-]+)`", text
    )
    missing = [link for link in linked if not ((ROOT / page).parent / link).exists()]
    missing += [name for name in named if not (ROOT / name).exists()]
    assert missing == []
