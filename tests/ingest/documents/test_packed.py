import bz2
import gzip
import io
import lzma
import tarfile
import zipfile

import pytest

from ingest.documents.read import read_document
from ingest.documents.surroundings import Surroundings, reading_with
from ingest.documents.tesseract import Recognised
from ingest.message import ProblemCode

WORDS = b"Nobody came on 3 March."


def tar_of(**files):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def zip_of(files, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


PACKED = {
    "gz": (gzip.compress(WORDS), WORDS.decode()),
    "two gz in one": (gzip.compress(WORDS) + gzip.compress(b" Nor later."), WORDS.decode() + " Nor later."),
    "bz2": (bz2.compress(WORDS), WORDS.decode()),
    "xz": (lzma.compress(WORDS), WORDS.decode()),
    "tar": (tar_of(a=WORDS), f"a:\n{WORDS.decode()}"),
    "tar in gz": (gzip.compress(tar_of(a=WORDS)), f"a:\n{WORDS.decode()}"),
    "zip by bzip2": (zip_of({"a": WORDS}, zipfile.ZIP_BZIP2), f"a:\n{WORDS.decode()}"),
    "zip by lzma": (zip_of({"a": WORDS}, zipfile.ZIP_LZMA), f"a:\n{WORDS.decode()}"),
    "zip of large files": (zip_of({"a": WORDS * 9_000}), "a:\n" + (WORDS * 9_000).decode()),
}


@pytest.mark.parametrize(("data", "text"), PACKED.values(), ids=PACKED.keys())
def test_what_is_packed_is_read(data, text):
    document = read_document("log", "", data)
    assert (document.text, document.problems) == (text, ())


BOMBS = {
    "gz": gzip.compress(bytes(60_000_000)),
    "bz2": bz2.compress(bytes(60_000_000)),
    "xz": lzma.compress(bytes(60_000_000)),
    "zip": zip_of({"a": bytes(60_000_000)}),
}


@pytest.mark.parametrize("data", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_is_not_unpacked(data):
    (problem,) = read_document("a", "", data).problems
    assert (problem.code, problem.unread) == (ProblemCode.TOO_LARGE, True)


def test_what_stands_beside_a_bomb_is_read():
    document = read_document("a.zip", "", zip_of({"bomb": bytes(60_000_000), "letter.txt": WORDS}))
    assert document.text == f"letter.txt:\n{WORDS.decode()}"
    assert [problem.code for problem in document.problems] == [ProblemCode.TOO_LARGE]


def test_a_zip_cut_off_is_read_up_to_where_it_ends():
    whole = zip_of({"one.txt": WORDS, "two.txt": b"Nor on 10 March.", "three.txt": WORDS * 3})
    document = read_document("a.zip", "", whole[: whole.index(b"three.txt") + 12])
    assert document.text == f"one.txt:\n{WORDS.decode()}\n\ntwo.txt:\nNor on 10 March.\n\nthree.txt:\nNo"
    assert {problem.code for problem in document.problems} == {ProblemCode.DAMAGED}


def test_a_packed_file_cut_off_is_read_up_to_where_it_ends():
    words = "".join(f"On day {n} nobody came. " for n in range(4_000)).encode()
    document = read_document("a.gz", "", gzip.compress(words)[:-2_000])
    assert document.text.startswith("On day 0 nobody came.")
    assert [problem.code for problem in document.problems] == [ProblemCode.DAMAGED]


def test_locked_files_are_named_and_the_others_read():
    data = bytearray(zip_of({"open.txt": WORDS, "locked.txt": WORDS}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index(mark, data.index(mark) + 4)
        data[place + flags] |= 1
    document = read_document("a.zip", "", bytes(data))
    assert document.text == f"open.txt:\n{WORDS.decode()}"
    (problem,) = document.problems
    assert problem.code == ProblemCode.PASSWORD
    assert "locked.txt" in problem.words
    assert "open.txt" not in problem.words


NAMES = {"in Unicode": "Zoë.txt", "in plain letters": "a.txt", "in folders": "mine/yours/a.txt"}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_names_are_kept(name):
    assert read_document("a.zip", "", zip_of({name: WORDS})).text.startswith(f"{name}:\n")


def test_a_name_in_the_code_page_of_old_windows_is_read():
    data = zip_of({"Zo_.txt": WORDS}).replace(b"Zo_.txt", b"Zo\x89.txt")
    assert read_document("a.zip", "", data).text.startswith("Zoë.txt:\n")


def test_the_words_of_a_chat_are_read_before_its_pictures_when_time_runs_out():
    asked = []

    def seconds_left():
        asked.append(1)
        return 1.0 if len(asked) < 6 else 0.0

    files = {f"IMG-{n}.jpg": b"\xff\xd8\xff" + bytes(50) for n in range(20)} | {"_chat.txt": WORDS}
    world = Surroundings(recognise=lambda p, q: Recognised(""), admit=lambda f: None, seconds_left=seconds_left)
    with reading_with(world):
        document = read_document("chat.zip", "", zip_of(files))
    assert WORDS.decode() in document.text
    assert ProblemCode.UNFINISHED in {problem.code for problem in document.problems}


# A log that says the same thing over and over packs as well as a bomb does.
LOG = b"".join(b"%05d He did not come today. Nobody rang.\n" % (number // 5_000) for number in range(400_000))


@pytest.mark.parametrize(
    ("name", "data"),
    [("log.txt.gz", gzip.compress(LOG)), ("log.zip", zip_of({"log.txt": LOG}))],
    ids=["packed by itself", "in a folder"],
)
def test_of_words_that_unpack_to_too_much_the_beginning_is_read(name, data):
    document = read_document(name, "", data)
    assert "00000 He did not come today. Nobody rang." in document.text[:200]
    assert [problem.code for problem in document.problems if problem.unread][:1] == [ProblemCode.TOO_LARGE]
