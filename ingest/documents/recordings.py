"""Say what a sound recording or video is and how long it lasts, where its file says so: it is kept as it came.

Source: ISO/IEC 14496-12, 8.2.2 (mvhd); RFC 3533 and RFC 7845 (Ogg, Opus); RFC 4867, 5 (AMR); RFC 9559 (Matroska);
Adobe's SWF/FLV specification, annex E; Microsoft's RIFF and ASF specifications.
"""

import hashlib
import re
import struct
from collections.abc import Callable

from ingest.documents.document import DocumentText, Source
from ingest.documents.sniff_media import mp3_frame
from ingest.message import ProblemCode

_NAMES = {
    "audio/wav": "WAV", "audio/mp4": "M4A", "audio/mpeg": "MP3", "audio/aac": "AAC", "audio/ogg": "Ogg",
    "audio/flac": "FLAC", "audio/amr": "AMR", "audio/aiff": "AIFF", "audio/x-ms-wma": "WMA", "audio/webm": "WebM",
    "audio/x-matroska": "Matroska", "audio/x-caf": "CAF", "audio/basic": "AU", "audio/midi": "MIDI",
    "audio/x-dss": "DSS dictation", "audio/x-silk": "SILK", "audio/ac3": "AC3", "audio/x-wavpack": "WavPack",
    "video/mp4": "MP4", "video/quicktime": "MOV", "video/3gpp": "3GP", "video/webm": "WebM", "video/x-flv": "FLV",
    "video/x-matroska": "MKV", "video/x-msvideo": "AVI", "video/x-ms-wmv": "WMV", "video/mpeg": "MPEG",
    "video/mp2t": "MPEG-TS", "video/ogg": "Ogg", "video/vnd.rn-realvideo": "RealMedia",
}  # fmt: skip
_AMR_BYTES = (13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1)
_AMR_WIDE_BYTES = (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 1, 1, 1, 1, 1, 1)
_AMR_FRAMES_A_SECOND = 50
_LONGEST_SECONDS = 30 * 24 * 3600
_MOST_FRAMES = 2_000_000
_XING = re.compile(rb"Xing|Info")


def read_recording(source: Source) -> DocumentText:
    """Return a recording as what it is: no words, but a line that says its format, length, size and print."""
    seconds = _seconds(source)
    length = f", {duration(seconds)}" if seconds is not None else ""
    name = _NAMES.get(source.media_type, source.media_type.partition("/")[2])
    is_sound = source.media_type.startswith("audio/")
    what, deed = ("sound recording", "listen to it") if is_sound else ("video", "watch it")
    print_of = hashlib.sha256(source.data).hexdigest()
    words = (
        f"A {what} ({name}{length}, {size_in_words(source.data)}), kept as it came: a person must {deed}. "
        f"Its SHA-256 is {print_of}."
    )
    # What is said in it may be of a child in danger: until somebody has listened, it is not screened.
    problem = source.problem(ProblemCode.RECORDING, words)
    return DocumentText(media_type=source.media_type, problems=(problem,))


def duration(seconds: float) -> str:
    """Return a length of time in words.

    >>> duration(725.4), duration(61), duration(3_601), duration(0.4)
    ('12 minutes 5 seconds', '1 minute 1 second', '1 hour 0 minutes 1 second', 'under a second')
    """
    whole = round(seconds)
    if whole < 1:
        return "under a second"
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    parts = [(hours, "hour")] if hours else []
    parts += [(minutes, "minute")] if hours or minutes else []
    return " ".join(f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in (*parts, (left, "second")))


def size_in_words(data: bytes) -> str:
    """Return how large a file is.

    >>> size_in_words(bytes(3_250_586)), size_in_words(b"x")
    ('3.1 MB', '1 KB')
    """
    return f"{len(data) / 1_048_576:,.1f} MB" if len(data) >= 104_858 else f"{max(1, len(data) // 1024)} KB"


def _seconds(source: Source) -> float | None:
    measure = _MEASURES.get(source.media_type)
    try:
        found = measure(source.data) if measure else None
    except (struct.error, ZeroDivisionError, ValueError, IndexError, OverflowError):
        return None
    return found if found is not None and 0 < found < _LONGEST_SECONDS else None


def _wav(data: bytes) -> float | None:
    rate, place = 0, 12
    while place + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, place)
        if name == b"fmt ":
            (rate,) = struct.unpack_from("<I", data, place + 16)
        elif name == b"data":
            # A recorder that was switched off never wrote the size.
            return float(min(size, len(data) - place - 8)) / int(rate)
        place += 8 + size + (size & 1)
    return None


def _avi(data: bytes) -> float | None:
    place = data.find(b"avih", 0, 4096)
    if place < 0:
        return None
    microseconds, frames = _number("<I", data, place + 8), _number("<I", data, place + 24)
    return microseconds * frames / 1e6


def _boxes(data: bytes) -> float | None:
    place = data.find(b"mvhd")
    if place < 0:
        return None
    if data[place + 4] == 1:
        scale, length = _number(">I", data, place + 24), _number(">Q", data, place + 28)
    else:
        scale, length = _number(">I", data, place + 16), _number(">I", data, place + 20)
    if length:
        return length / scale
    # A film sent while it is made says its length in a box of its own.
    place = data.find(b"mehd")
    if place < 0:
        return None
    form = ">Q" if data[place + 4] == 1 else ">I"
    return _number(form, data, place + 8) / scale


def _mp3(data: bytes) -> float | None:
    place = 0
    if data[:3] == b"ID3":
        size = 0
        for byte in data[6:10]:
            size = size << 7 | byte & 0x7F
        place = 10 + size
    while place < min(len(data), place + 65_536) and mp3_frame(data, place) is None:
        place = data.find(b"\xff", place + 1)
        if place < 0:
            return None
    frame = mp3_frame(data, place)
    if frame is None:
        return None
    size, kilobits, rate, samples = frame
    head = data[place : place + 64]
    if (found := _XING.search(head)) and head[found.end() + 3] & 1:
        return _number(">I", head, found.end() + 4) * samples / rate
    return (len(data) - place) * 8 / (kilobits * 1000)


def _ogg(data: bytes) -> float | None:
    last = data.rfind(b"OggS")
    granule = _number("<q", data, last + 6)
    opus, vorbis, speex = (
        data.find(b"OpusHead", 0, 512),
        data.find(b"\x01vorbis", 0, 512),
        data.find(b"Speex   ", 0, 512),
    )
    if opus >= 0:
        return (granule - _number("<H", data, opus + 10)) / 48_000
    if vorbis >= 0:
        return granule / _number("<I", data, vorbis + 12)
    return granule / _number("<I", data, speex + 36) if speex >= 0 else None


def _amr(data: bytes) -> float | None:
    is_wide = data.startswith(b"#!AMR-WB")
    sizes = _AMR_WIDE_BYTES if is_wide else _AMR_BYTES
    place, frames = (9 if is_wide else 6), 0
    while place < len(data) and frames < _MOST_FRAMES:
        place += sizes[data[place] >> 3 & 15]
        frames += 1
    return frames / _AMR_FRAMES_A_SECOND


def _flac(data: bytes) -> float | None:
    bits = int.from_bytes(data[18:26], "big")
    return (bits & 0xFFFFFFFFF) / (bits >> 44)


def _aiff(data: bytes) -> float | None:
    place = data.find(b"COMM", 0, 65_536)
    exponent = int(_number(">H", data, place + 16)) & 0x7FFF
    return _number(">I", data, place + 10) / (_number(">Q", data, place + 18) * 2.0 ** (exponent - 16_383 - 63))


def _flv(data: bytes) -> float | None:
    place = data.find(b"\x00\x08duration\x00", 0, 4096)
    return _number(">d", data, place + 11) if place >= 0 else None


def _asf(data: bytes) -> float | None:
    place = data.find(b"\xa1\xdc\xab\x8c\x47\xa9\xcf\x11\x8e\xe4\x00\xc0\x0c\x20\x53\x65", 0, 65_536)
    if place < 0:
        return None
    return _number("<Q", data, place + 64) / 1e7 - _number("<Q", data, place + 80) / 1000


def _matroska(data: bytes) -> float | None:
    scale_at, length_at = data.find(b"\x2a\xd7\xb1\x83", 0, 65_536), data.find(b"\x44\x89", 0, 65_536)
    if length_at < 0:
        return None
    scale = int.from_bytes(data[scale_at + 4 : scale_at + 7], "big") if scale_at >= 0 else 1_000_000
    form = {0x84: ">f", 0x88: ">d"}.get(data[length_at + 2])
    return _number(form, data, length_at + 3) * scale / 1e9 if form else None


def _adts(data: bytes) -> float | None:
    rates = (96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350)
    rate = rates[data[2] >> 2 & 15]
    place, frames = 0, 0
    while place + 7 <= len(data) and data[place] == 0xFF and frames < _MOST_FRAMES:
        place += max(7, (data[place + 3] & 3) << 11 | data[place + 4] << 3 | data[place + 5] >> 5)
        frames += 1
    return frames * 1024 / rate


def _number(form: str, data: bytes, place: int) -> float:
    return float(struct.unpack_from(form, data, place)[0])


_MEASURES: dict[str, Callable[[bytes], float | None]] = {
    "audio/wav": _wav,
    "video/x-msvideo": _avi,
    **dict.fromkeys(("audio/mp4", "video/mp4", "video/quicktime", "video/3gpp"), _boxes),
    "audio/mpeg": _mp3,
    **dict.fromkeys(("audio/ogg", "video/ogg"), _ogg),
    "audio/amr": _amr,
    "audio/flac": _flac,
    "audio/aiff": _aiff,
    "video/x-flv": _flv,
    **dict.fromkeys(("audio/x-ms-wma", "video/x-ms-wmv"), _asf),
    **dict.fromkeys(("video/webm", "audio/webm", "video/x-matroska", "audio/x-matroska"), _matroska),
    "audio/aac": _adts,
}
