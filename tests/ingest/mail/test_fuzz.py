"""Real mails, mutated by a seed as transport and hostile senders mutate them, always end in a sound message."""

import hashlib
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.documents.document import DocumentText
from ingest.message import SegmentKind, all_problems
from ingest.parse import attachment_bytes, parse_message
from ingest.plain import message_from_plain, message_to_plain
from tests.ingest.outlook_files import attached, compressed_rtf, msg, tnef

MAIL = Path(__file__).parents[2] / "mail"
SEEDS = {path.stem: path.read_bytes() for path in sorted(MAIL.glob("*.eml")) if path.stat().st_size} | {
    "saved-from-outlook": msg(
        {0x0037: "s", 0x1000: "words " * 700, 0x1009: compressed_rtf(rb"{\rtf1 words}")},
        files=[attached("a.txt", b"note")],
    ),
    "winmail": tnef({0x0037: "s", 0x1000: "words"}, ("a.txt", b"note"), ("b.bin", bytes(50))),
    "files-in-the-text": b"Subject: s\n\nbefore\nbegin 644 a.txt\n#0V%T\n`\nend\nafter\n",
}
MUTATIONS_EACH = 12


def reads_lengths(name, media_type, data, _limits):
    return DocumentText(media_type=media_type, text=f"{len(data)}", confidence=1.0)


def parse(raw):
    return parse_message(raw, read_document=reads_lengths)


def cut(raw, chance):
    return raw[: chance.randrange(len(raw))]


def cut_out(raw, chance):
    start = chance.randrange(len(raw))
    return raw[:start] + raw[start + chance.randrange(1, 200) :]


def flip(raw, chance):
    changed = bytearray(raw)
    for _ in range(chance.randrange(1, 30)):
        changed[chance.randrange(len(raw))] = chance.randrange(256)
    return bytes(changed)


def double(raw, chance):
    start = chance.randrange(len(raw))
    piece = raw[start : start + chance.randrange(1, 500)]
    return raw[: start + len(piece)] + piece * chance.randrange(1, 4) + raw[start + len(piece) :]


def splice(raw, chance):
    other = chance.choice(list(SEEDS.values()))
    return raw[: chance.randrange(len(raw))] + other[chance.randrange(len(other)) :]


def shuffle_lines(raw, chance):
    lines = raw.split(b"\n")
    start = chance.randrange(len(lines))
    few = lines[start : start + 8]
    chance.shuffle(few)
    return b"\n".join(lines[:start] + few + lines[start + 8 :])


def drop_line(raw, chance):
    lines = raw.split(b"\n")
    del lines[chance.randrange(len(lines))]
    return b"\n".join(lines)


def break_line_ends(raw, chance):
    return raw.replace(b"\r\n", b"\n").replace(b"\n", chance.choice([b"\r", b"\r\r\n", b"\n\n", b"\r\n", b"\0\n"]))


def to_utf16(raw, chance):
    return raw.decode("latin-1").encode(chance.choice(["utf-16", "utf-16-be"]))


MUTATIONS = (cut, cut_out, flip, double, splice, shuffle_lines, drop_line, break_line_ends, to_utf16)


def check_is_sound(raw, message):
    assert message.digest == hashlib.sha256(raw).hexdigest()
    ends = [0, *(segment.end for segment in message.segments)]
    assert [segment.start for segment in message.segments] == ends[:-1]
    assert ends[-1] == len(message.body)
    assert all(segment.kind in SegmentKind and segment.start < segment.end for segment in message.segments)
    assert all(problem.words.strip() for problem in all_problems(message))
    assert message_from_plain(message_to_plain(message)) == message
    for attachment in message.attachments:
        fetched = attachment_bytes(raw, attachment.index)
        assert hashlib.sha256(fetched.content).hexdigest() == attachment.digest
        assert fetched.filename == attachment.filename
        assert len(fetched.content) == attachment.size_bytes


@pytest.mark.parametrize("name", SEEDS)
def test_any_mutation_of_a_mail_is_a_sound_message(name):
    chance = random.Random(name)
    for _ in range(MUTATIONS_EACH):
        raw = SEEDS[name]
        for _ in range(chance.randrange(1, 4)):
            raw = chance.choice(MUTATIONS)(raw, chance) or b"x"
        check_is_sound(raw, parse(raw))


@pytest.mark.parametrize("name", SEEDS)
def test_a_mail_cut_off_anywhere_keeps_the_words_before_the_cut(name):
    """Half a mail is read as half a mail: never more words than the whole has, never an error."""
    raw = SEEDS[name]
    for part in range(1, 6):
        half = raw[: len(raw) * part // 6]
        check_is_sound(half, parse(half))


TYPES = ("mixed", "alternative", "related", "signed", "report", "digest", "appledouble", "encrypted", "odd")
LEAVES = st.sampled_from(
    [
        b"\n\nwords",
        b"Content-Type: text/plain; charset=utf-16\n\nwords",
        b"Content-Type: text/html\n\n<p>words</p>",
        b"Content-Type: text/plain; name=n.txt\nContent-Disposition: attachment\n\nnote",
        b"Content-Type: application/octet-stream; name=a.bin\nContent-Transfer-Encoding: base64\n\nAAEC",
        b"Content-Type: message/rfc822\n\nSubject: inner\n\nwords",
        b"Content-Type: message/partial; number=1\n\nSubject: inner\n\nwords",
        b"Content-Type: message/external-body; access-type=url\n\nx",
        b"Content-Type: application/pkcs7-mime; name=smime.p7m\n\n0\x80\x06\x09*\x86H\x86\xf7\r\x01\x07\x03",
        b"Content-Type: application/ms-tnef; name=winmail.dat\n\n" + SEEDS["winmail"],
        b"Content-Type: text/plain\n\nbegin 644 a.txt\n#0V%T\n`\nend\n",
        b"",
    ]
)


def multipart(kind, children, boundary, *, is_closed):
    body = b"".join(b"--" + boundary + b"\n" + child + b"\n" for child in children)
    end = b"--" + boundary + b"--\n" if is_closed else b""
    return b"Content-Type: multipart/" + kind.encode() + b"; boundary=" + boundary + b"\n\n" + body + end


TREES = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        multipart,
        st.sampled_from(TYPES),
        st.lists(inner, max_size=4),
        st.sampled_from([b"a", b"b", b"a-b", b"--", b"="]),
        is_closed=st.booleans(),
    ),
    max_leaves=12,
)


@given(TREES)
@settings(max_examples=150, deadline=None)
def test_any_structure_of_parts_is_a_sound_message(tree):
    raw = b"From: ada@okoro.example\nSubject: s\nMIME-Version: 1.0\n" + tree
    check_is_sound(raw, parse(raw))


@given(TREES)
@settings(max_examples=60, deadline=None)
def test_any_structure_says_its_words_or_why_not(tree):
    """Where a leaf says "words", the message says it somewhere, or names a problem."""
    message = parse(b"From: ada@okoro.example\nMIME-Version: 1.0\n" + tree)
    said = message.body + "".join(attachment.text for attachment in message.attachments)
    assert b"words" not in tree or "words" in said or message.attachments or all_problems(message)
