import hashlib
import io
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.soak import open_files
from config.limits import default_limits
from ingest.documents.read import read_document
from ingest.documents.tesseract import Recognised
from ingest.message import ProblemCode
from ingest.parse import attachment_bytes, parse_message
from ingest.sandbox import box as sandbox
from ingest.sandbox import care as sandbox_care
from ingest.sandbox import mother as sandbox_mother
from ingest.sandbox import process as sandbox_process
from ingest.sandbox.box import Sandbox, SandboxError
from ingest.sandbox.wire import Pipe
from tests.documents.make_documents import letter_pdf, letter_picture
from tests.ingest.hostile_child import NONSENSE
from tests.ingest.hostile_files import zip_of

DOCUMENTS = Path(__file__).parents[2] / "documents"
HOSTILE = "import sys; sys.path.insert(0, sys.argv[1]); from tests.ingest.hostile_child import main; main()"


def mail(*attachments, subject="Nobody came"):
    message = EmailMessage()
    message["From"] = "Amara Okonkwo-Bell <amara@family.example>"
    message["Subject"] = subject
    message.set_content("Nobody came on Tuesday.\n")
    for number, content in enumerate(attachments):
        message.add_attachment(content, "application", "octet-stream", filename=f"file{number}.txt")
    return message.as_bytes()


@pytest.fixture(scope="module")
def box():
    with Sandbox() as opened:
        yield opened


@pytest.fixture
def hostile(monkeypatch):
    monkeypatch.setattr(sandbox_mother, "_START", HOSTILE)
    with Sandbox(limits=replace(default_limits(), item_seconds=8, stall_seconds=2, memory_bytes=600_000_000)) as opened:
        yield opened


def codes(problems):
    return [problem.code for problem in problems]


# ---- honest mail ----


def test_a_mail_is_read_as_outside_the_sandbox(box):
    raw = mail(b"A list of dates", b"%PDF-broken", (DOCUMENTS / "letter.docx").read_bytes())
    assert box.parse(raw) == parse_message(raw)


GOLDEN = sorted(path.name for path in DOCUMENTS.iterdir() if path.suffix in {".pdf", ".docx", ".jpg", ".png"})


@pytest.mark.server
@pytest.mark.parametrize("name", GOLDEN)
def test_a_document_is_read_as_outside_the_sandbox(box, name):
    data = (DOCUMENTS / name).read_bytes()
    assert box.document(name, data, patient=True) == read_document(name, "", data)


def test_an_attachment_comes_out_as_it_was_sent(box):
    raw = mail(b"first", bytes(range(256)) * 5000)
    assert box.attachment(raw, 1) == attachment_bytes(raw, 1)
    assert box.attachment(raw, 1).content == bytes(range(256)) * 5000


def test_an_attachment_that_is_not_there_is_a_lookup_error(box):
    with pytest.raises(LookupError):
        box.attachment(mail(), 3)


def test_a_mail_over_the_limit_is_kept_as_one_nobody_opened():
    with Sandbox(limits=replace(default_limits(), mail_bytes=10)) as small:
        message = small.parse(mail())
    assert message.digest == hashlib.sha256(mail()).hexdigest()
    assert codes(message.problems) == [ProblemCode.TOO_LARGE]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=400))
def test_any_bytes_become_a_message_with_their_own_digest(box, raw):
    assert box.parse(raw).digest == hashlib.sha256(raw).hexdigest()


def test_many_threads_share_few_children():
    raws = [mail(subject=f"Complaint {number}") for number in range(24)]
    with Sandbox(workers=2) as shared, ThreadPoolExecutor(8) as pool:
        messages = list(pool.map(shared.parse, raws))
    assert [message.subject for message in messages] == [f"Complaint {number}" for number in range(24)]


def test_a_child_is_replaced_after_so_many_documents(monkeypatch):
    started = watch_children(monkeypatch)
    with Sandbox(limits=replace(default_limits(), documents_per_child=3)) as box:
        for _ in range(7):
            box.parse(mail())
    assert len(started) == 3


def test_closing_ends_all_the_children(monkeypatch):
    started = watch_children(monkeypatch)
    open_before = open_files()
    with Sandbox(workers=3) as box, ThreadPoolExecutor(3) as pool:
        while len(started) < 3:
            list(pool.map(box.parse, [mail()] * 6))
    assert [child.process_id for child in started if Path(f"/proc/{child.process_id}").exists()] == []
    assert open_files() == open_before


# ---- hostile mail ----


def test_every_way_out_is_shut(hostile):
    text = hostile.document("x.txt", b"ATTACK try_all").text
    attempts = dict(line.split(": ", 1) for line in text.splitlines())
    assert len(attempts) == 10
    assert {name: what for name, what in attempts.items() if not what.startswith("refused")} == {}
    assert not Path("/putright-escaped").exists()


LOSSES = {
    "endless loop": (b"ATTACK loop", ProblemCode.TOO_SLOW),
    "the process gives up": (b"ATTACK die", ProblemCode.CRASHED),
    "a wild pointer": (b"ATTACK crash", ProblemCode.CRASHED),
    "all memory at once": (b"ATTACK hog", ProblemCode.TOO_LARGE),
    "all memory bit by bit": (b"ATTACK hog_slowly", ProblemCode.TOO_LARGE),
    "nonsense instead of an answer": (b"ATTACK babble", ProblemCode.CRASHED),
    "an answer of four gigabytes": (b"ATTACK boast", ProblemCode.CRASHED),
    "a frame of eight gigabytes": (b"ATTACK claim", ProblemCode.CRASHED),
    "an endless sleep": (b"ATTACK sleep", ProblemCode.TOO_SLOW),
    "an endless loop in C": (b"ATTACK spin", ProblemCode.TOO_SLOW),
    "ten million signs of life": (b"ATTACK shout", ProblemCode.CRASHED),
    "eight gigabytes of documents": (b"ATTACK flood", ProblemCode.CRASHED),
    "twenty million lists": (b"ATTACK bracket", ProblemCode.CRASHED),
}


@pytest.mark.parametrize(("attack", "code"), LOSSES.values(), ids=LOSSES.keys())
def test_only_the_attachment_that_attacks_is_left_unread(hostile, attack, code):
    message = hostile.parse(mail(b"The first list", attack, b"The third list"))
    assert message.subject == "Nobody came"
    assert message.own_words == "Nobody came on Tuesday."
    first, second, third = message.attachments
    assert (first.text, third.text) == ("The first list", "The third list")
    assert (second.text, codes(second.problems)) == ("", [code])
    assert all(problem.unread for problem in second.problems)


@pytest.mark.parametrize("number", range(len(NONSENSE)))
def test_nonsense_from_a_child_is_never_more_than_an_unread_document(hostile, number):
    message = hostile.parse(mail(b"The first list", b"ATTACK talk_nonsense %d" % number))
    assert message.own_words == "Nobody came on Tuesday."
    assert message.attachments[0].text == "The first list"
    assert codes(message.attachments[1].problems) == [ProblemCode.CRASHED]


@pytest.mark.parametrize("end", ["die", "crash", "spin", "sleep", "claim"])
def test_a_deadly_page_costs_the_pages_from_there_on(hostile, end):
    message = hostile.parse(mail(b"The first list", b"ATTACK book " + end.encode(), b"The third list"))
    first, book, third = message.attachments
    assert (first.text, third.text) == ("The first list", "The third list")
    assert book.text.startswith("page 1 page 2")
    assert book.text.endswith("and no further")
    assert "page 5" not in book.text


def test_a_deadly_page_of_a_document_by_itself_costs_no_more(hostile):
    text = hostile.document("book.txt", b"ATTACK book die").text
    assert text.startswith("page 1 page 2")
    assert "page 5" not in text


def test_a_long_document_stops_itself_and_what_follows_is_told(hostile):
    with Sandbox(limits=replace(default_limits(), item_seconds=3)) as quick:
        message = quick.parse(mail(b"The first list", b"ATTACK long_book", b"The third list"))
    first, book, third = message.attachments
    assert first.text == "The first list"
    assert book.text.endswith("pages and no further")
    assert (third.text, codes(third.problems)) == ("", [ProblemCode.UNFINISHED])


def test_with_patience_a_long_document_is_read_longer(hostile):
    with Sandbox(limits=replace(default_limits(), item_seconds=1, patient_seconds=3, patient_end_seconds=6)) as slow:
        quick, patient = (
            slow.document("a.txt", b"ATTACK long_book", patient=patient).text for patient in (False, True)
        )
    assert int(quick.split()[0]) < int(patient.split()[0])


def test_a_document_that_does_not_stop_is_stopped_and_the_others_are_kept(hostile):
    limits = replace(default_limits(), item_seconds=2, item_end_seconds=8)
    with Sandbox(limits=limits) as quick:
        message = quick.parse(mail(b"The first list", b"ATTACK long_book_that_never_asks"))
    assert message.own_words == "Nobody came on Tuesday."
    assert message.attachments[0].text == "The first list"
    assert codes(message.attachments[1].problems) in ([ProblemCode.TOO_SLOW], [ProblemCode.UNFINISHED])


def test_what_was_read_before_a_loss_is_not_read_again(hostile, monkeypatch):
    asked = []

    def recognise(picture, limits, *, seconds, is_weak):
        asked.append(picture)
        return Recognised("")

    monkeypatch.setattr(sandbox_care, "recognise", recognise)
    out = io.BytesIO()
    letter_picture(400, 500).save(out, "PNG")
    hostile.parse(mail(b"ATTACK crash"))
    assert asked == []
    hostile.parse(mail(out.getvalue()))
    usual = len(asked)
    asked.clear()
    message = hostile.parse(mail(out.getvalue(), b"ATTACK crash", b"A list"))
    assert len(asked) == usual > 0
    assert message.attachments[2].text == "A list"


def test_files_in_a_zip_are_lost_one_by_one(hostile):
    folder = zip_of({"a.txt": b"The first list", "b.txt": b"ATTACK crash", "c.txt": b"The third list"})
    (zipped,) = hostile.parse(mail(folder)).attachments
    assert "The first list" in zipped.text
    assert "The third list" in zipped.text
    assert codes(zipped.problems) == [ProblemCode.CRASHED]


def test_a_mail_with_more_words_than_are_read_says_so():
    with Sandbox(limits=replace(default_limits(), item_characters=20)) as small:
        message = small.parse(mail(b"a long list of words", b"and another", b"and one more"))
    assert [each.text for each in message.attachments] == ["a long list of words", "", ""]
    assert [codes(each.problems) for each in message.attachments] == [[], *[[ProblemCode.TOO_LARGE]] * 2]


def test_words_full_of_brackets_are_words(box):
    assert box.document("a.txt", b"[{" * 1_500_000).text == "[{" * 1_500_000


def test_a_child_ends_with_its_parent(tmp_path):
    script = (
        "import os, signal\n"
        "from ingest.sandbox.box import Sandbox\n"
        "box = Sandbox()\n"
        "box.parse(b'')\n"
        "print(box._mother._process.pid, box._children.get().process_id, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=Path(__file__).parents[3]
    )
    left = [int(number) for number in done.stdout.split()]
    assert len(left) == 2
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and any(Path(f"/proc/{number}/fd").exists() for number in left):
        time.sleep(0.05)
    assert [number for number in left if is_running(number)] == []


def is_running(process_id):
    try:
        return Path(f"/proc/{process_id}/stat").read_text(errors="replace").rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_a_mother_that_is_killed_is_replaced(box):
    box.parse(mail())
    os.kill(box._mother._process.pid, signal.SIGKILL)
    box._mother._process.wait()
    assert box.parse(mail(b"A list")).attachments[0].text == "A list"


def test_many_attacks_in_one_mail_end_with_the_mail_itself_read(hostile):
    message = hostile.parse(mail(*[b"ATTACK crash"] * 6))
    assert message.own_words == "Nobody came on Tuesday."
    assert [codes(each.problems) for each in message.attachments] == [[ProblemCode.CRASHED]] * 6


def test_a_document_that_kills_its_child_is_told_in_plain_words(hostile):
    document = hostile.document("attack.txt", b"ATTACK die")
    assert document.problems[0].part == "attack.txt"
    assert "a person must open it" in document.problems[0].words
    assert hostile.document("calm.txt", b"The next one").text == "The next one"


def test_a_child_killed_from_outside_costs_nothing(hostile, monkeypatch):
    started = watch_children(monkeypatch)
    killer = threading.Thread(target=kill_first, args=(started,))
    killer.start()
    message = hostile.parse(mail(b"ATTACK dawdle"))
    killer.join()
    assert len(started) == 2
    assert [(each.text, each.problems) for each in message.attachments] == [("read after all", ())]


def test_a_caller_that_is_interrupted_leaves_no_answer_for_the_next(box, monkeypatch):
    box.document("a.txt", b"calm")
    with monkeypatch.context() as interrupted:
        interrupted.setattr(Pipe, "receive", interrupt)
        with pytest.raises(KeyboardInterrupt):
            box.document("a.txt", b"of the first family")
    assert box.document("b.txt", b"of the second family").text == "of the second family"


def interrupt(*_):
    raise KeyboardInterrupt


def test_asking_for_endless_pictures_is_ended(hostile):
    with Sandbox(limits=replace(default_limits(), item_seconds=30, ocr_pages=1)) as box:
        document = box.document("x.txt", b"ATTACK nag")
    assert document.text == ""
    assert document.problems[0].unread


def test_a_mail_no_child_survives_is_still_a_row(monkeypatch):
    raw = mail(b"list")
    monkeypatch.setattr(sandbox_mother, "_START", HOSTILE.replace("main()", "sandbox_child.JOBS.clear(); main()", 1)
                        .replace("import main;", "import main, sandbox_child;"))  # fmt: skip
    with Sandbox() as box:
        message = box.parse(raw)
        assert message.digest == hashlib.sha256(raw).hexdigest()
        assert codes(message.problems) == [ProblemCode.CRASHED]
        assert message.problems[0].unread
        with pytest.raises(LookupError):
            box.attachment(raw, 0)


def test_words_of_another_mail_are_not_believed(monkeypatch):
    liar = (
        "import sys; sys.path.insert(0, sys.argv[1]); from ingest.sandbox import child as sandbox_child; honest = "
        "sandbox_child.JOBS['parse']; sandbox_child.JOBS['parse'] = lambda r, raw, l: honest(r, b'Subject: other', l); "
        "sandbox_child.main()"
    )
    monkeypatch.setattr(sandbox_mother, "_START", liar)
    with Sandbox() as box:
        message = box.parse(mail())
    assert message.subject == ""
    assert codes(message.problems) == [ProblemCode.CRASHED]


HOSTILE_MAILS = {
    "a header of a million semicolons": b"Content-Type: text/plain" + b";" * 1_000_000 + b"\r\n\r\nwords",
    "ten thousand headers": b"X: y\r\n" * 10_000 + b"\r\nwords",
    "a thousand nested parts": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1000)
    ),
    "html nested a hundred thousand deep": b"Content-Type: text/html\r\n\r\n" + b"<div>" * 100_000 + b"words",
    "nothing at all": b"",
    "only zeros": b"\0" * 100_000,
}


@pytest.mark.parametrize("raw", HOSTILE_MAILS.values(), ids=HOSTILE_MAILS.keys())
def test_a_hostile_mail_is_read_without_losing_the_child(box, monkeypatch, raw):
    started = watch_children(monkeypatch)
    assert box.parse(raw).digest == hashlib.sha256(raw).hexdigest()
    assert len(started) <= 1


def test_a_pdf_of_five_thousand_pages_is_read_to_the_limit(box):
    document = box.document("long.pdf", letter_pdf(pages=5000))
    assert document.pages == 5000
    assert document.text.count("Second page") == default_limits().document_pages - 1
    assert codes(document.problems) == [ProblemCode.TOO_MANY]


# ---- the machine's trouble is not the mail's ----


def test_without_a_call_filter_the_child_refuses_to_start(monkeypatch):
    monkeypatch.setattr(sandbox_mother, "_START", without_seccomp())
    with Sandbox() as box, pytest.raises(SandboxError, match="PUTRIGHT_SANDBOX=weak"):
        box.parse(mail())


def test_without_a_call_filter_the_owner_may_choose_the_other_locks(monkeypatch):
    monkeypatch.setattr(sandbox_mother, "_START", without_seccomp())
    with Sandbox(is_weak=True) as box:
        assert box.parse(mail()).subject == "Nobody came"


def test_a_child_that_cannot_start_is_the_machines_trouble(monkeypatch):
    monkeypatch.setattr(sandbox_mother, "_START", "raise SystemExit(3)")
    with Sandbox() as box, pytest.raises(SandboxError, match="did not start"):
        box.parse(mail())


def test_no_python_is_the_machines_trouble(monkeypatch):
    monkeypatch.setattr(sandbox_mother.sys, "executable", "/nowhere/python")
    with Sandbox() as box, pytest.raises(SandboxError, match="cannot be started"):
        box.parse(mail())


def test_the_sandbox_works_again_after_the_machine_does(monkeypatch):
    with Sandbox() as box:
        with monkeypatch.context() as broken:
            broken.setattr(sandbox_mother, "_START", "raise SystemExit(3)")
            with pytest.raises(SandboxError):
                box.parse(mail())
        assert box.parse(mail()).subject == "Nobody came"


def test_a_forked_process_starts_a_child_of_its_own(monkeypatch):
    started = watch_children(monkeypatch)
    with Sandbox() as box:
        box.parse(mail())
        monkeypatch.setattr(started[0], "_owner", os.getpid() + 1)
        box.parse(mail())
        assert len(started) == 2
        monkeypatch.setattr(started[0], "_owner", os.getpid())
        started[0].end()


def watch_children(monkeypatch):
    started = []

    class WatchedChild(sandbox_process.Child):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **options)
            started.append(self)

    monkeypatch.setattr(sandbox, "Child", WatchedChild)
    return started


def kill_first(started):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (started and started[0]._is_at_work):
        time.sleep(0.01)
    time.sleep(0.3)
    os.kill(started[0].process_id, signal.SIGKILL)


def without_seccomp():
    return (
        "import sys; sys.path.insert(0, sys.argv[1]); sys.modules['pyseccomp'] = None; "
        "from ingest.sandbox.child import main; main()"
    )


@pytest.mark.server
def test_a_photo_of_a_hundred_million_dots_fits_in_a_child(box):
    out = io.BytesIO()
    letter_picture(1240, 1754).resize((8700, 12306)).convert("RGB").save(out, "PNG", compress_level=1)
    document = box.document("photo.png", out.getvalue(), patient=True)
    assert "She has cancelled four visits" in document.text
    assert document.problems == ()


def test_a_parent_with_much_memory_does_not_wear_its_children_out():
    """A child's own peak begins with its parent's: judged by that, each child of a big process served one mail only."""
    script = (
        "from ingest.sandbox import box as sandbox\n"
        "from ingest.sandbox.process import Child\n"
        "held = bytearray(700_000_000)\n"
        "held[::4096] = b'x' * len(held[::4096])\n"
        "started = []\n"
        "sandbox.Child = lambda *a, **k: started.append(1) or Child(*a, **k)\n"
        "with sandbox.Sandbox() as box:\n"
        "    for _ in range(4):\n"
        "        box.parse(b'Subject: a\\r\\n\\r\\nb')\n"
        "print(len(started))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3]
    )
    assert done.stdout.strip() == "1"
