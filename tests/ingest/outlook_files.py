"""Make the files Outlook makes (.msg, winmail.dat) small and by code, for tests."""

import struct
from datetime import UTC, datetime

FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR, MINI, CUTOFF = 512, 64, 4096


class _Sectors:
    """Fill the sectors of one OLE file, and note which follows which."""

    def __init__(self):
        self.sectors, self.fat, self.mini, self.mini_fat = [], [], b"", []

    def store(self, data):
        """Return the first of the sectors that hold the data."""
        first = len(self.sectors)
        for at in range(0, len(data), SECTOR):
            self.sectors.append(data[at : at + SECTOR].ljust(SECTOR, b"\0"))
            self.fat.append(len(self.sectors))
        self.fat[-1] = END
        return first

    def store_stream(self, data):
        """Return where a stream begins and its size; small ones lie together."""
        if not data:
            return END, 0
        if len(data) >= CUTOFF:
            return self.store(data), len(data)
        first, count = len(self.mini) // MINI, -(-len(data) // MINI)
        self.mini_fat += [len(self.mini_fat) + n + 1 for n in range(count - 1)] + [END]
        self.mini += data.ljust(count * MINI, b"\0")
        return first, len(data)


def ole(tree):
    """Return an OLE file with these streams (bytes) and storages (dicts) by name."""
    entries, links = [("Root Entry", 5, b"")], [[FREE, FREE]]
    links[0][1] = _list_entries(tree, entries, links)
    held = _Sectors()
    places = [held.store_stream(value) if kind == 2 else (END, 0) for _, kind, value in entries]
    if held.mini:
        places[0] = (held.store(held.mini), len(held.mini))
    directory = b""
    for (name, kind, _), link, place in zip(entries, links, places, strict=True):
        written = name.encode("utf-16-le") + b"\0\0"
        directory += written.ljust(64, b"\0") + struct.pack("<HBB", len(written), kind, 1)
        directory += struct.pack("<III", FREE, *link) + bytes(36) + struct.pack("<IQ", *place)
    directory_at = held.store(directory)
    mini_table = struct.pack(f"<{len(held.mini_fat)}I", *held.mini_fat)
    mini_count = -(-len(mini_table) // SECTOR)
    mini_at = held.store(mini_table.ljust(mini_count * SECTOR, b"\xff")) if mini_table else END
    fat_count = next(n for n in range(1, 109) if (len(held.fat) + n) * 4 <= n * SECTOR)
    table = struct.pack(f"<{len(held.fat)}I", *held.fat) + struct.pack("<I", FAT_SECTOR) * fat_count
    fat_at = len(held.sectors)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, fat_count, directory_at, 0, CUTOFF, mini_at, mini_count, END, 0)
    header += struct.pack("<109I", *range(fat_at, fat_at + fat_count), *[FREE] * (109 - fat_count))
    return header + b"".join(held.sectors) + table.ljust(fat_count * SECTOR, b"\xff")


def _list_entries(children, entries, links):
    """Append what lies in a storage to the directory; return the number of the first."""
    first = last = FREE
    for name, value in children.items():
        number = len(entries)
        entries.append((name, 1 if isinstance(value, dict) else 2, value))
        links.append([FREE, FREE])
        first = number if first == FREE else first
        if last != FREE:
            links[last][0] = number
        last = number
        if isinstance(value, dict):
            links[number][1] = _list_entries(value, entries, links)
    return first


def ticks(moment):
    """Return a moment as Windows counts."""
    return int((moment - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000


def storage(properties, offset, **more):
    """Return the streams of one storage of a .msg: properties by number, and what else lies in it."""
    fixed, streams = bytes(offset), {}
    for number, value in properties.items():
        kind = {str: 0x1F, bytes: 0x102, int: 3, datetime: 0x40}[type(value)]
        if isinstance(value, int):
            fixed += struct.pack("<HHIq", kind, number, 6, value)
        elif isinstance(value, datetime):
            fixed += struct.pack("<HHIQ", kind, number, 6, ticks(value))
        else:
            data = value.encode("utf-16-le") if isinstance(value, str) else value
            fixed += struct.pack("<HHIII", kind, number, 6, len(data), 0)
            streams[f"__substg1.0_{number:04X}{kind:04X}"] = data
    return {"__properties_version1.0": fixed, **streams, **more}


def mail_storage(properties, *, recipients=(), files=(), offset=32):
    """Return the storage of one mail of a .msg; ``files`` are storages of attachments."""
    inner = {f"__recip_version1.0_#{n:08X}": storage(each, 8) for n, each in enumerate(recipients)}
    inner |= {f"__attach_version1.0_#{n:08X}": each for n, each in enumerate(files)}
    return storage(properties, offset, **inner)


def attached(name, data, media_type="application/octet-stream"):
    """Return the storage of an attachment."""
    return storage({0x3707: name, 0x370E: media_type, 0x3705: 1, 0x3701: data}, 8)


def attached_mail(name, mail):
    """Return the storage of an attachment that is a mail."""
    return storage({0x3001: name, 0x3705: 5}, 8, **{"__substg1.0_3701000D": mail})


def msg(properties, **inner):
    """Return the bytes of a .msg."""
    return ole(mail_storage(properties, **inner))


def attribute(level, number, data, kind=6):
    """Return one attribute of a winmail.dat."""
    return struct.pack("<BHHI", level, number, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def tnef_properties(properties):
    """Return a list of properties as winmail.dat holds it."""
    packed = struct.pack("<I", len(properties))
    for number, value in properties.items():
        if isinstance(value, int):
            packed += struct.pack("<HHi", 3, number, value)
        else:
            data = value.encode("utf-16-le") + b"\0\0" if isinstance(value, str) else value
            packed += struct.pack("<HHII", 0x1F if isinstance(value, str) else 0x102, number, 1, len(data))
            packed += data + bytes(-len(data) % 4)
    return packed


def tnef(properties, *files):
    """Return the bytes of a winmail.dat; ``files`` are pairs of name and bytes."""
    packed = struct.pack("<IH", 0x223E9F78, 1) + attribute(1, 0x9007, struct.pack("<II", 1252, 0))
    packed += attribute(1, 0x9003, tnef_properties(properties))
    for name, data in files:
        packed += attribute(2, 0x9002, bytes(14)) + attribute(2, 0x8010, b"SHORT~1.BIN\0") + attribute(2, 0x800F, data)
        packed += attribute(2, 0x9005, tnef_properties({0x3707: name}))
    return packed


def compressed_rtf(rtf):
    """Return rich text as Outlook stores it, without compressing anything."""
    return struct.pack("<III", len(rtf) + 12, len(rtf), int.from_bytes(b"MELA", "little")) + bytes(4) + rtf
