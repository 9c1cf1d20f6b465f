"""Tell recordings by their bytes, also those that begin without a mark: a voice note called .doc stays a recording."""

from collections.abc import Callable

_RIFF = {b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo", b"WEBP": "image/webp", b"RMID": "audio/midi"}
_BRANDS = {
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"M4P ": "audio/mp4",
    b"F4A ": "audio/mp4",
    b"qt  ": "video/quicktime",
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"crx ": "image/x-canon-cr3",
} | dict.fromkeys((b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"heim", b"heis", b"hevx"), "image/heic")
_PHONE_BRANDS = (b"3gp", b"3g2", b"3ge", b"3gs")
_OLD_QUICKTIME = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
_MAGIC = (
    (b"ID3", "audio/mpeg"),
    (b"fLaC", "audio/flac"),
    (b"#!AMR", "audio/amr"),
    (b"#!SILK", "audio/x-silk"),
    (b"\x02#!SILK", "audio/x-silk"),
    (b"caff\x00\x01", "audio/x-caf"),
    (b".snd\x00\x00\x00", "audio/basic"),
    (b"MThd\x00\x00\x00\x06", "audio/midi"),
    (b"\x02dss", "audio/x-dss"),
    (b"\x03dss", "audio/x-dss"),
    (b"\x03ds2", "audio/x-dss"),
    (b"wvpk", "audio/x-wavpack"),
    (b"ADIF", "audio/aac"),
    (b"\x0b\x77", "audio/ac3"),
    (b".RMF", "video/vnd.rn-realvideo"),
    (b"FLV\x01", "video/x-flv"),
    (b"\x00\x00\x01\xba", "video/mpeg"),
    (b"\x00\x00\x01\xb3", "video/mpeg"),
)
_ASF = b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"
# What an ASF file calls a stream of pictures.
_ASF_VIDEO = b"\xc0\xef\x19\xbc\x4d\x5b\xcf\x11\xa8\xfd\x00\x80\x5f\x5c\x44\x2b"
_PACKET_BYTES = 188
_HEAD_BYTES = 65_536
# Kilobits a second, and samples a second, by their numbers in a frame's head.
# Source: ISO/IEC 11172-3, 2.4.2.3; ISO/IEC 13818-3.
_KILOBITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KILOBITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_SAMPLES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}


def media_type_of_recording(data: bytes) -> str | None:
    """Return the type of a sound recording, a video, or a picture in a film's wrapping; None if it is neither."""
    head = data[:16]
    for mark, kind in _MAGIC:
        if head.startswith(mark):
            return kind
    return next((found for tell in _TELLS if (found := tell(data))), None)


def mp3_frame(data: bytes, place: int) -> tuple[int, int, int, int] | None:
    """Return (bytes, kilobits a second, samples a second, samples) of the MPEG layer III frame at a place."""
    if place + 4 > len(data) or data[place] != 0xFF or data[place + 1] & 0xE0 != 0xE0:
        return None
    version, layer = data[place + 1] >> 3 & 3, data[place + 1] >> 1 & 3
    rate, speed, padding = data[place + 2] >> 4, data[place + 2] >> 2 & 3, data[place + 2] >> 1 & 1
    if version == 1 or layer != 1 or rate in {0, 15} or speed == 3:
        return None
    kilobits = (_KILOBITS_1 if version == 3 else _KILOBITS_2)[rate]
    samples_a_second = _SAMPLES[version][speed]
    samples = 1152 if version == 3 else 576
    return samples // 8 * kilobits * 1000 // samples_a_second + padding, kilobits, samples_a_second, samples


def _riff(data: bytes) -> str | None:
    return _RIFF.get(data[8:12]) if data[:4] in {b"RIFF", b"RF64", b"RIFX"} else None


def _boxes(data: bytes) -> str | None:
    if data[4:8] in _OLD_QUICKTIME and data[:1] < b"\x20":
        return "video/quicktime" if b"moov" in data else None
    if data[4:8] != b"ftyp" or data[:2] != b"\0\0":
        return None
    brand = data[8:12]
    found = _BRANDS.get(brand) or ("video/3gpp" if brand.startswith(_PHONE_BRANDS) else "video/mp4")
    has_pictures, has_sound = b"hdlr\0\0\0\0\0\0\0\0vide" in data, b"hdlr\0\0\0\0\0\0\0\0soun" in data
    return "audio/mp4" if found in {"video/mp4", "video/3gpp"} and has_sound and not has_pictures else found


def _ogg(data: bytes) -> str | None:
    if not data.startswith(b"OggS"):
        return None
    return "video/ogg" if b"theora" in data[:512] else "audio/ogg"


def _matroska(data: bytes) -> str | None:
    if not data.startswith(b"\x1a\x45\xdf\xa3"):
        return None
    kind = "webm" if b"webm" in data[:64] or b"matroska" not in data[:64] else "x-matroska"
    # Track types: 0x83 0x81 then 1 for pictures, 2 for sound.
    is_sound = b"\x83\x81\x02" in data[:4096] and b"\x83\x81\x01" not in data[:4096]
    return f"{'audio' if is_sound else 'video'}/{kind}"


def _asf(data: bytes) -> str | None:
    if not data.startswith(_ASF):
        return None
    # What does not say that it holds only sound is taken for a video.
    is_sound = _ASF_VIDEO not in data[:_HEAD_BYTES] and b"\x40\x9e\x69\xf8\x4d\x5b\xcf\x11" in data[:_HEAD_BYTES]
    return "audio/x-ms-wma" if is_sound else "video/x-ms-wmv"


def _aiff(data: bytes) -> str | None:
    return "audio/aiff" if data[:4] == b"FORM" and data[8:12] in {b"AIFF", b"AIFC"} else None


def _packets(data: bytes) -> str | None:
    for start in (0, 4):
        step = _PACKET_BYTES + start
        if len(data) > 3 * step and all(data[start + number * step] == 0x47 for number in range(4)):
            return "video/mp2t"
    return None


def _frames(data: bytes) -> str | None:
    if data[:1] != b"\xff":
        return None
    if data[:2] in {b"\xff\xf1", b"\xff\xf9", b"\xff\xf0", b"\xff\xf8"}:
        return "audio/aac"
    frame = mp3_frame(data, 0)
    # One head may be chance; the next one, where the first says it is, is not.
    is_followed = frame is not None and (frame[0] >= len(data) or mp3_frame(data, frame[0]) is not None)
    return "audio/mpeg" if is_followed else None


_TELLS: tuple[Callable[[bytes], str | None], ...] = (_riff, _boxes, _ogg, _matroska, _asf, _aiff, _packets, _frames)
