import struct

import pytest

from ingest.documents.read import read_document
from ingest.documents.sniff import media_type_of
from ingest.documents.sniff_media import mp3_frame
from ingest.message import ProblemCode


def wav(seconds, rate=8_000):
    data = bytes(rate * seconds)
    head = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, rate, rate, 1, 8)
    return b"RIFF" + struct.pack("<I", len(data) + 36) + b"WAVE" + head + struct.pack("<4sI", b"data", len(data)) + data


def mp4(seconds, brand=b"M4A ", handler=b"soun"):
    mvhd = b"mvhd" + bytes(4) + struct.pack(">IIII", 0, 0, 1000, seconds * 1000)
    hdlr = b"hdlr" + bytes(8) + handler
    return b"\0\0\0\x18ftyp" + brand + bytes(12) + b"\0\0\0\x6cmoov\0\0\0\x6c" + mvhd + hdlr + bytes(60)


def mp3(frames, head=b"\xff\xfb\x90\x00"):
    size = mp3_frame(head, 0)[0]
    return (head + bytes(size - 4)) * frames


def ogg(granule):
    page = b"OggS\0\2" + bytes(8) + bytes(12) + b"\x01\x13OpusHead\x01\x01" + struct.pack("<H", 312) + bytes(7)
    return page + b"OggS\0\4" + struct.pack("<q", granule) + bytes(20)


RECORDINGS = {
    "a voicemail": (wav(65), "audio/wav", "sound recording (WAV, 1 minute 5 seconds, 0.5 MB)"),
    "an iphone voice memo": (mp4(725), "audio/mp4", "sound recording (M4A, 12 minutes 5 seconds, 1 KB)"),
    "a film": (mp4(3_725, b"isom", b"vide"), "video/mp4", "video (MP4, 1 hour 2 minutes 5 seconds"),
    "a sound recording of an android telephone": (mp4(61, b"3gp4"), "audio/mp4", "1 minute 1 second"),
    "a song without a mark": (mp3(384), "audio/mpeg", "sound recording (MP3, 10 seconds"),
    "a song with a mark": (b"ID3\x04\0\0\0\0\0\x0a" + bytes(10) + mp3(384), "audio/mpeg", "10 seconds"),
    "a whatsapp note": (ogg(48_000 * 90 + 312), "audio/ogg", "sound recording (Ogg, 1 minute 30 seconds"),
    "a note of an old telephone": (b"#!AMR\n" + (b"\x3c" + bytes(31)) * 500, "audio/amr", "(AMR, 10 seconds"),
    "a film without its length": (b"\x1a\x45\xdf\xa3" + b"webm" + bytes(60), "video/webm", "video (WebM, 1 KB)"),
    "a flash film": (b"FLV\x01" + bytes(9) + b"\0\x08duration\0" + struct.pack(">d", 12), "video/x-flv", "12 seconds"),
    "a film of a recorder": ((b"\x47" + bytes(187)) * 10, "video/mp2t", "video (MPEG-TS"),
    "a dictation": (b"\x02dss" + bytes(600), "audio/x-dss", "DSS dictation"),
}


@pytest.mark.parametrize(("data", "media_type", "words"), RECORDINGS.values(), ids=RECORDINGS.keys())
@pytest.mark.parametrize("name", ["note", "letter.doc"])
def test_a_recording_is_told_by_its_bytes_with_its_length(data, media_type, words, name):
    document = read_document(name, "", data)
    (problem,) = document.problems
    assert (document.media_type, problem.code, problem.unread) == (media_type, ProblemCode.RECORDING, True)
    assert words in problem.words
    assert "SHA-256" in problem.words


@pytest.mark.parametrize("end", [20, 45, 60, 100], ids=str)
@pytest.mark.parametrize("data", [wav(1), mp4(9), ogg(48_000), b"fLaC" + bytes(40)], ids=["wav", "mp4", "ogg", "flac"])
def test_a_recording_cut_short_is_still_one(data, end):
    assert [problem.code for problem in read_document("a", "", data[:end]).problems] == [ProblemCode.RECORDING]


NOT_RECORDINGS = {
    "letters in two bytes": ("\ufeffNobody came.".encode("utf-16"), "text/plain"),
    "english": (b"ID3 was shown at the door", "text/plain"),
    "one frame's head by chance": (b"\xff\xfb\x90\x00" + b"\x9c\x01" * 900, "application/octet-stream"),
    "a picture": (b"\xff\xd8\xff\xe0" + bytes(100), "image/jpeg"),
}


@pytest.mark.parametrize(("data", "media_type"), NOT_RECORDINGS.values(), ids=NOT_RECORDINGS.keys())
def test_what_is_no_recording_is_not_taken_for_one(data, media_type):
    assert media_type_of(data) == media_type
