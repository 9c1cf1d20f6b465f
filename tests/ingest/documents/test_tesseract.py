import io
import json
import time
from dataclasses import replace

import pytest
from PIL import Image

from config.limits import default_limits
from ingest.documents import tesseract
from ingest.documents.ocr import page_from_tsv
from ingest.documents.tesseract import Recognised, RecogniserError, has_tesseract, recognise
from ingest.message import ProblemCode
from tests.documents.make_documents import letter_picture

LIMITS = replace(default_limits(), ocr_page_seconds=20)


def page(copies=1):
    """Return a letter, several times below itself."""
    letter = letter_picture()
    tall = Image.new("L", (letter.width, letter.height * copies), 255)
    for number in range(copies):
        tall.paste(letter, (0, number * letter.height))
    out = io.BytesIO()
    tall.save(out, "PPM")
    return out.getvalue()


def words_of(found):
    return page_from_tsv(found.tsv).text


@pytest.mark.server
def test_a_page_is_recognised_inside_the_locks():
    assert has_tesseract()
    found = recognise(page(), LIMITS)
    assert found.is_whole
    assert words_of(found).startswith("Dear Complaints Team,")


@pytest.mark.server
def test_of_a_page_that_there_is_too_little_time_for_the_upper_part_is_recognised():
    picture = page(copies=5)
    started = time.monotonic()
    whole = words_of(recognise(picture, LIMITS, seconds=120))
    too_little, enough = 0.0, 2 * (time.monotonic() - started)
    # How fast the machine is must not decide: between too little time for any word and enough for all lies what is meant.
    for _ in range(20):
        seconds = (too_little + enough) / 2
        try:
            found = recognise(picture, LIMITS, seconds=seconds)
        except RecogniserError:
            too_little = seconds
        else:
            if not found.is_whole:
                break
            enough = seconds
    assert not found.is_whole
    assert words_of(found).startswith("Dear Complaints Team,")
    assert len(words_of(found)) < len(whole)


def test_without_tesseracts_english_a_person_is_asked(monkeypatch, tmp_path):
    monkeypatch.setattr(tesseract, "_DATA_FOLDERS", (str(tmp_path),))
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    assert not has_tesseract()
    with pytest.raises(RecogniserError, match="not installed") as caught:
        recognise(page(), LIMITS)
    assert caught.value.code is ProblemCode.NO_READER


def test_the_folder_that_the_machines_owner_names_comes_first(monkeypatch, tmp_path):
    (tmp_path / "eng.traineddata").write_bytes(b"")
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    assert tesseract.data_folder() == tmp_path


NO_PICTURES = {
    "words": b"not a picture",
    "nothing": b"",
    "fewer dots than it says": page()[:-1],
    "more dots than it says": page() + b"\xff",
    "no dots": b"P5\n0 0\n255\n",
    "another kind": page().replace(b"P5", b"P6", 1),
}


@pytest.mark.server
@pytest.mark.parametrize("data", NO_PICTURES.values(), ids=NO_PICTURES.keys())
def test_what_is_no_picture_is_damage(data):
    with pytest.raises(RecogniserError) as caught:
        recognise(data, LIMITS)
    assert caught.value.code is ProblemCode.DAMAGED


@pytest.mark.server
@pytest.mark.parametrize("size", [(1, 1), (1, 900), (900, 1), (3, 3), (40, 40)])
def test_a_picture_too_small_for_words_has_none(size):
    assert words_of(recognise(b"P5\n%d %d\n255\n" % size + b"\x00" * (size[0] * size[1]), LIMITS)) == ""


SLOW = "import time; time.sleep(600)"


def test_a_page_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(tesseract, "_LAUNCH", SLOW)
    with pytest.raises(RecogniserError) as caught:
        recognise(page(), LIMITS, seconds=1)
    assert caught.value.code is ProblemCode.TOO_SLOW
    assert "over 1 seconds" in caught.value.words


ESCAPE = """
import json, os, socket, sys
sys.path.insert(0, sys.argv[1])
from ingest.sandbox import recogniser
lock_in = recogniser.lock_in
def attempt(what):
    try:
        what()
        return "allowed"
    except OSError as error:
        return error.errno
def escape(**locks):
    lock_in(**locks)
    attempts = {
        "connect": attempt(socket.socket),
        "fork": attempt(os.fork),
        "read": attempt(lambda: open("/etc/hostname")),
        "write": attempt(lambda: open("putright-escaped", "w")),
        "kill": attempt(lambda: os.kill(os.getppid(), 9)),
        "delete": attempt(lambda: os.unlink("putright-escaped")),
        "become": attempt(lambda: os.execv("/bin/true", ["true"])),
    }
    print(json.dumps({"is_whole": True}))
    print(json.dumps(attempts), flush=True)
    os._exit(0)
recogniser.lock_in = escape
recogniser.main(sys.argv[2])
"""


@pytest.mark.server
def test_the_recogniser_has_no_way_out(monkeypatch):
    monkeypatch.setattr(tesseract, "_LAUNCH", ESCAPE)
    attempts = json.loads(recognise(b"", LIMITS).tsv)
    assert set(attempts) == {"connect", "fork", "read", "write", "kill", "delete", "become"}
    assert set(attempts.values()) == {1}


NOT_STARTED = {
    "it cannot be locked in": "from ingest.sandbox import recogniser, lock\ndef fail(**locks): raise lock.LockError('no')\n"
    "recogniser.lock_in = fail\n",
    "its library is missing": "sys.modules['tesserocr'] = None\nfrom ingest.sandbox import recogniser\n",
}


@pytest.mark.server
@pytest.mark.parametrize("fault", NOT_STARTED.values(), ids=NOT_STARTED.keys())
def test_what_the_machine_lacks_is_not_the_pictures_fault(monkeypatch, fault):
    launch = f"import sys\nsys.path.insert(0, sys.argv[1])\n{fault}recogniser.main(sys.argv[2])\n"
    monkeypatch.setattr(tesseract, "_LAUNCH", launch)
    with pytest.raises(RecogniserError, match="could not be started") as caught:
        recognise(page(), LIMITS)
    assert caught.value.code is ProblemCode.NO_READER


@pytest.mark.server
def test_a_folder_without_its_data_is_not_the_pictures_fault(monkeypatch, tmp_path):
    (tmp_path / "eng.traineddata").write_bytes(b"nonsense")
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    with pytest.raises(RecogniserError) as caught:
        recognise(page(), LIMITS)
    assert caught.value.code is ProblemCode.NO_READER


SAID = {
    "no answer": "",
    "no JSON": "a table\n5\t1",
    "a list": "[1, 2]\n",
    "nothing of the kind": '{"is_hole": true}\n',
}


@pytest.mark.parametrize("said", SAID.values(), ids=SAID.keys())
def test_an_answer_that_is_none_is_the_pictures_fault(monkeypatch, said):
    monkeypatch.setattr(tesseract, "_LAUNCH", f"import sys; sys.stdin.buffer.read(); sys.stdout.write({said!r})")
    with pytest.raises(RecogniserError) as caught:
        recognise(page(), LIMITS)
    assert caught.value.code is ProblemCode.DAMAGED


@pytest.mark.parametrize(
    ("row", "is_kept"),
    [("5\t1\t1\t1\t1\t1\t9\t9\t9\t9\t90\tDear", True), ("5\t1\t1\t1\t1\t1\t9\t9\t9\t9\t0\t", False), ("", False)],
    ids=["a word", "a word not yet recognised", "nothing"],
)
def test_what_was_cut_short_before_its_first_word_was_too_slow(monkeypatch, row, is_kept):
    said = '{"is_whole": false}\n1\t1\t0\t0\t0\t0\t0\t0\t900\t900\t-1\t\n' + row
    monkeypatch.setattr(tesseract, "_LAUNCH", f"import sys; sys.stdin.buffer.read(); sys.stdout.write({said!r})")
    if is_kept:
        assert recognise(page(), LIMITS) == Recognised(said.partition("\n")[2], is_whole=False)
    else:
        with pytest.raises(RecogniserError) as caught:
            recognise(page(), LIMITS)
        assert caught.value.code is ProblemCode.TOO_SLOW
