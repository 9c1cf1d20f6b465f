"""``python -m ingest`` shows what is read, one JSON object a line."""

import functools
import hashlib
import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from ingest import __main__ as main_module
from ingest.__main__ import main
from ingest.describe import describe_document, to_line
from ingest.documents.document import DocumentText
from ingest.documents.read import read_document
from ingest.message import Problem, ProblemCode
from ingest.parse import parse_message

MAIL = Path(__file__).parent.parent / "mail"


class OpenBox:
    """Stand in for the sandbox: read in this process."""

    def parse(self, raw, *, patient=False):
        return parse_message(raw)

    def document(self, filename, data, declared_type="", *, patient=False):
        problem = Problem(code=ProblemCode.POOR_IMAGE, words="hard to read", part=filename)
        return DocumentText(media_type="image/png", text=data.decode(), confidence=0.5, problems=(problem,))


def lines(capsys):
    printed = capsys.readouterr()
    return [json.loads(line) for line in printed.out.splitlines()], printed.err


def test_a_mail_is_shown_with_the_names_the_manual_promises(capsys):
    path = MAIL / "mail-in-mail.eml"
    assert main([str(path)], OpenBox()) == 0
    ((shown,), _) = lines(capsys)
    assert list(shown) == [
        *("file", "digest", "subject", "sender", "message_id", "automatic"),
        *("own_words", "quoted_words", "attachments", "problems"),
        *("to", "cc", "sent_at", "segments", "seconds"),
    ]
    assert shown["file"] == str(path)
    assert shown["sender"] == {"name": "Dana Ashdown", "address": "dana@ashdown.example"}
    assert shown["own_words"] == "The e-mail they sent my ex by mistake is attached."
    (attachment,) = shown["attachments"]
    assert list(attachment) == [
        *("filename", "media_type", "bytes", "text", "confidence", "problems", "digest", "pages", "page_starts"),
    ]
    assert "4 Nowhere Lane" in attachment["text"]


def test_a_problem_is_shown_in_words(capsys):
    main([str(MAIL / "smime-encrypted.eml")], OpenBox())
    ((shown,), _) = lines(capsys)
    (problem,) = shown["problems"]
    assert list(problem) == ["code", "words", "part", "unread"]
    assert problem["code"] == "encrypted"


def test_a_document_is_shown(capsys, tmp_path):
    (tmp_path / "a.png").write_text("words")
    assert main(["--document", str(tmp_path / "a.png")], OpenBox()) == 0
    ((shown,), _) = lines(capsys)
    assert list(shown) == ["file", "media_type", "text", "confidence", "problems", "pages", "page_starts", "seconds"]
    assert (shown["media_type"], shown["text"], shown["confidence"]) == ("image/png", "words", 0.5)
    assert [problem["code"] for problem in shown["problems"]] == ["poor_image"]


def test_a_saved_mail_as_a_document_is_read_as_a_mail(capsys):
    box = OpenBox()
    box.document = lambda filename, data, *, patient: read_document(filename, "", data)
    main(["--document", str(MAIL / "mail-in-mail.eml")], box)
    ((shown,), _) = lines(capsys)
    assert shown["media_type"] == "message/rfc822"
    assert "4 Nowhere Lane" in shown["text"]


def test_a_missing_file_is_named_and_the_others_are_read(capsys, tmp_path):
    assert main([str(tmp_path / "gone.eml"), str(MAIL / "no-from.eml")], OpenBox()) == 1
    shown, complaint = lines(capsys)
    assert [found["own_words"] for found in shown] == ["nobody listens to me"]
    assert "gone.eml: No such file" in complaint


def test_a_folder_stands_for_its_files(capsys, tmp_path):
    for name in ("b.eml", "a.eml"):
        (tmp_path / name).write_text(f"Subject: {name}\n\nx")
    (tmp_path / "inner").mkdir()
    assert main([str(tmp_path)], OpenBox()) == 0
    assert [found["subject"] for found in lines(capsys)[0]] == ["a.eml", "b.eml"]


def test_no_file_is_a_mistake_of_the_caller():
    with pytest.raises(SystemExit, match="2"):
        main([], OpenBox())


def test_the_command_itself_reads_in_the_sandbox():
    done = subprocess.run(
        [sys.executable, "-m", "ingest", str(MAIL / "koi8-r.eml"), "not-there.eml"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert json.loads(done.stdout)["own_words"] == "Никто не пришёл к моему сыну."
    assert done.returncode == 1
    assert "not-there.eml" in done.stderr


def run(*arguments, **options):
    return subprocess.run([sys.executable, "-m", "ingest", *arguments], capture_output=True, check=False, **options)


ODD_NAMES = {
    "not of characters": b"caf\xe9.eml",
    "with a line end": b"a\nb.eml",
    "with quotes": b"\"a'b.eml",
    "with a picture": "\N{PILE OF POO}.eml".encode(),
    "like an option": b"--document.eml",
}


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES.keys())
def test_any_file_name_is_shown(capsys, tmp_path, name):
    path = tmp_path / os.fsdecode(name)
    path.write_bytes(b"Subject: here\n\nx")
    assert main([str(path)], OpenBox()) == 0
    ((shown,), _) = lines(capsys)
    assert shown["subject"] == "here"
    assert shown["file"] == f"{tmp_path}/{name.decode('utf-8', 'backslashreplace')}"


ODD_WORDS = {
    "half a character": ("a\udc80b", "a\ufffdb"),
    "two halves the wrong way round": ("\udc00\ud800", "\ufffd\ufffd"),
    "a whole character of two halves": ("\N{PILE OF POO}", "\N{PILE OF POO}"),
    "ends of lines": ("a\x85b\u2028c\u2029d\x0be\x1cf\r\n", "a\x85b\u2028c\u2029d\x0be\x1cf\r\n"),
    "nothing but zeros": ("\0\0", "\0\0"),
    "words that look like JSON": ('"}\n{"', '"}\n{"'),
}


@pytest.mark.parametrize(("words", "shown"), ODD_WORDS.values(), ids=ODD_WORDS.keys())
def test_any_words_are_one_line_of_json(words, shown):
    line = to_line({"text": words})
    assert len(line.splitlines()) == 1
    assert json.loads(line.encode("utf-8")) == {"text": shown}


@pytest.mark.parametrize("confidence", [float("nan"), float("inf"), float("-inf")])
def test_a_number_json_has_no_word_for_is_none(confidence):
    found = DocumentText(media_type="text/plain", text="x", confidence=confidence)
    assert describe_document(Path("x"), found, 0.1)["confidence"] is None


def test_what_is_no_file_is_named_and_never_waited_for(capsys, tmp_path):
    os.mkfifo(tmp_path / "pipe.eml")
    with socket.socket(socket.AF_UNIX) as line:
        line.bind(str(tmp_path / "sock.eml"))
    (tmp_path / "words.eml").write_text("Subject: a mail\n\nx")
    assert main([str(tmp_path), "/dev/null"], OpenBox()) == 0
    shown, complaint = lines(capsys)
    assert [found["subject"] for found in shown] == ["a mail"]
    assert "pipe.eml: a pipe, not a file" in complaint
    assert "sock.eml: a connection, not a file" in complaint
    assert "/dev/null: a device, not a file" in complaint


def test_a_file_that_points_nowhere_is_a_missing_one(capsys, tmp_path):
    (tmp_path / "a.eml").symlink_to(tmp_path / "gone")
    assert main([str(tmp_path)], OpenBox()) == 1
    assert "a.eml: No such file" in lines(capsys)[1]


def test_an_empty_file_is_a_mail_without_words(capsys, tmp_path):
    (tmp_path / "a.eml").touch()
    assert main([str(tmp_path)], OpenBox()) == 0
    ((shown,), _) = lines(capsys)
    assert [problem["code"] for problem in shown["problems"]] == ["empty"]


def test_the_standard_input_is_a_mail(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Subject: by pipe\n\nx")))
    assert main(["-"], OpenBox()) == 0
    ((shown,), _) = lines(capsys)
    assert (shown["file"], shown["subject"]) == ("-", "by pipe")


def test_a_mail_too_large_to_open_still_bears_its_digest(capsys, tmp_path, monkeypatch):
    small = replace(main_module.default_limits(), mail_bytes=10)
    monkeypatch.setattr(main_module, "default_limits", lambda: small)
    (tmp_path / "a.eml").write_bytes(b"Subject: larger\n\nthan ten bytes")
    main([str(tmp_path / "a.eml")], OpenBox())
    ((shown,), _) = lines(capsys)
    assert shown["digest"] == hashlib.sha256(b"Subject: larger\n\nthan ten bytes").hexdigest()


class SlowFirst(OpenBox):
    """Read the first file last."""

    def __init__(self):
        self.others_done = threading.Semaphore(0)

    def parse(self, raw, *, patient=False):
        if b"first" in raw:
            assert self.others_done.acquire(timeout=60)
        else:
            self.others_done.release()
        return parse_message(raw)


def test_many_at_once_come_out_in_order(capsys, tmp_path):
    names = [f"{number:02}.eml" for number in range(9)]
    for name in names:
        (tmp_path / name).write_text(f"Subject: {'first' if name == '00.eml' else name}\n\nx")
    assert main(["--jobs", "3", str(tmp_path)], SlowFirst()) == 0
    assert [Path(found["file"]).name for found in lines(capsys)[0]] == names


@pytest.mark.parametrize("number", ["0", "-1", "many", "1000"])
def test_a_number_of_jobs_that_makes_no_sense_is_refused(number):
    with pytest.raises(SystemExit, match="2"):
        main(["--jobs", number, "a.eml"], OpenBox())


def test_patience_is_passed_on(tmp_path):
    asked = []
    box = OpenBox()
    box.parse = lambda raw, *, patient: asked.append(patient) or parse_message(raw)
    (tmp_path / "a.eml").touch()
    main(["--patient", str(tmp_path)], box)
    main([str(tmp_path)], box)
    assert asked == [True, False]


def test_nobody_listening_is_no_trouble():
    command = f"{sys.executable} -m ingest {MAIL} | head -c 10"
    done = subprocess.run(["/bin/bash", "-o", "pipefail", "-c", command], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_output_is_utf_8_whatever_the_terminal_speaks(tmp_path):
    (tmp_path / "a.eml").write_bytes(b"Subject: x\n\nna\xc3\xafve \xe2\x80\x94 \xf0\x9f\x92\xa9")
    done = run(
        str(tmp_path), env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    )
    assert json.loads(done.stdout.decode("utf-8"))["own_words"] == "na\u00efve \u2014 \N{PILE OF POO}"


def test_an_interrupt_ends_everything_quietly(tmp_path):
    for number in range(400):
        (tmp_path / f"{number}.eml").write_text("Subject: a\n\n" + "words " * 20_000)
    command = [sys.executable, "-m", "ingest", "--jobs", "2", str(tmp_path)]
    # Tests that were started in the background hand down a deaf ear for interrupts; a terminal does not.
    heard = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, preexec_fn=heard) as running:  # noqa: PLW1509 - no other thread runs here
        assert running.stdout.readline().startswith(b"{")
        children = descendants(running.pid)
        running.send_signal(signal.SIGINT)
        _, complaint = running.communicate(timeout=60)
    assert (running.returncode, complaint) == (130, b"")
    assert len(children) >= 2
    deadline = time.monotonic() + 30
    while any(is_alive(child) for child in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [child for child in children if is_alive(child)] == []


def descendants(process_id):
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text(errors="replace").rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == process_id:
            child = int(path.parent.name)
            found += [child, *descendants(child)]
    return found


def is_alive(process_id):
    try:
        return Path(f"/proc/{process_id}/stat").read_text(errors="replace").rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
