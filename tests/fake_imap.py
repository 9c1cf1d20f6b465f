"""A small IMAP server that misbehaves on demand: it drops, says BYE or NO, is slow, throttles, tells of mail late or never.

    with FakeImap({1: raw}) as server:
        server.faults["UID FETCH"] = ["NO [UNAVAILABLE] later", None]     what the next two such commands are answered with
        ...server.deliver(2, raw)                                         a new mail; whoever is in IDLE is told

A fault is a line to answer with, DROP (close the connection), HANG (say nothing more), BYE (goodbye first), or None for
the right answer. Several connections at a time; ``said`` is every command that came.
"""

import contextlib
import re
import socket
import threading

from ingest.mailboxes.imap_connection import ImapAccount, Security

DROP, HANG, BYE = "<drop>", "<hang>", "<bye>"


class FakeImap:
    host, username, password = "127.0.0.1", "team", "an-invented-password"

    def __init__(self, mails=(), *, capabilities="IMAP4rev1 IDLE", uid_validity=7, greeting="* OK ready"):
        self.mails = dict(mails)
        self.capabilities, self.uid_validity, self.greeting = capabilities, uid_validity, greeting
        self.faults, self.said = {}, []
        self.tells = True
        self.before_idle = []
        self.logins = 0
        self.sizes = {}
        self._idling, self._lock = {}, threading.RLock()
        self._open = set()
        self._over = threading.Event()

    def __enter__(self):
        self._socket = socket.create_server((self.host, 0), backlog=50)
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._socket.close()
        self.drop_all()

    def account(self, **changes):
        values = {
            "host": self.host,
            "port": self.port,
            "username": self.username,
            "password": self.password,
            "security": Security.NONE,
            "read_seconds": 5,
        }
        return ImapAccount(**(values | changes))

    def deliver(self, uid, raw):
        """Take a mail in, and tell whoever is waiting."""
        with self._lock:
            self.mails[uid] = raw
            if self.tells:
                for connection in self._idling.values():
                    with contextlib.suppress(OSError):
                        connection.sendall(b"* %d EXISTS\r\n" % len(self.mails))

    def tell(self, line):
        """Say a line to everyone in IDLE."""
        for connection in list(self._idling.values()):
            with contextlib.suppress(OSError):
                connection.sendall(line.encode() + b"\r\n")

    def drop_all(self):
        """Break every connection."""
        for connection in list(self._open):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    @property
    def waiting(self):
        """How many connections are in IDLE now."""
        return len(self._idling)

    def count(self, start):
        return sum(line.startswith(start) for line in self.said)

    def _accept(self):
        while not self._over.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self._open.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with contextlib.suppress(OSError, ValueError), connection, connection.makefile("rb") as stream:
            connection.sendall(self.greeting.encode() + b"\r\n")
            for line in stream:
                tag, _, command = line.decode("latin-1").strip().partition(" ")
                with self._lock:
                    self.said.append(command)
                if self._answer(connection, stream, tag, command) is False:
                    break
        self._open.discard(connection)
        self._idling.pop(id(connection), None)

    def _fault(self, command):
        for start, faults in self.faults.items():
            if command.startswith(start) and faults:
                return faults.pop(0)
        return None

    def _answer(self, connection, stream, tag, command):
        def say(*lines):
            connection.sendall(
                b"".join((line if isinstance(line, bytes) else line.encode()) + b"\r\n" for line in lines)
            )

        fault = self._fault(command)
        if fault is not None:
            return self._misbehave(fault, tag, say)
        if command.startswith("IDLE"):
            return self._idle(connection, stream, tag, say)
        name = next((name for name in self._commands if command.startswith(name)), "")
        if not name:
            say(f"{tag} BAD unknown")
            return True
        say(*self._commands[name](self, command), f"{tag} OK done")
        return name != "LOGOUT"

    def _misbehave(self, fault, tag, say):
        if fault == BYE:
            say("* BYE the server is going down")
        if fault == HANG:
            self._over.wait(30)
        if fault in {DROP, BYE, HANG}:
            return False
        say(*(line if line.startswith("*") else f"{tag} {line}" for line in fault.split("\n")))
        return True

    def _idle(self, connection, stream, tag, say):
        for line in self.before_idle:
            say(line)
        self.before_idle = []
        self._idling[id(connection)] = connection
        say("+ idling")
        stream.readline()
        self._idling.pop(id(connection), None)
        say(f"{tag} OK done")
        return True

    def _login(self, _):
        self.logins += 1
        return []

    def _examine(self, _):
        return [f"* {len(self.mails)} EXISTS", f"* OK [UIDVALIDITY {self.uid_validity}] ok"]

    def _search(self, command):
        wanted = set(self.mails)
        if found := re.search(r"UID ([\d,:*]+)", command.removeprefix("UID SEARCH")):
            wanted = self._range(found[1])
        return ["* SEARCH " + " ".join(str(uid) for uid in sorted(wanted))]

    def _range(self, text):
        first, _, last = text.partition(":")
        if last == "*":
            found = {uid for uid in self.mails if uid >= int(first)}
            return found or {max(self.mails, default=0)} - {0}
        numbers = set()
        for part in text.split(","):
            start, _, end = part.partition(":")
            numbers |= set(range(int(start), int(end or start) + 1))
        return numbers & set(self.mails)

    def _fetch(self, command):
        uids, _, what = command.removeprefix("UID FETCH ").partition(" ")
        rows = []
        for number, uid in enumerate(sorted(self._range(uids)), 1):
            raw, date = self.mails[uid], ' INTERNALDATE "06-Mar-2026 10:00:00 +0000"' if "INTERNALDATE" in what else ""
            start = b"* %d FETCH (UID %d%s" % (number, uid, date.encode())
            if "RFC822.SIZE" in what:
                rows.append(start + b" RFC822.SIZE %d)" % self.sizes.get(uid, len(raw)))
            elif piece := re.search(r"BODY.PEEK\[\]<(\d+)\.(\d+)>", what):
                at, length = int(piece[1]), int(piece[2])
                part = raw[at : at + length]
                rows.append(start + b" BODY[]<%d> {%d}\r\n%s)" % (at, len(part), part))
            elif "BODY.PEEK[]" in what:
                rows.append(start + b" BODY[] {%d}\r\n%s)" % (len(raw), raw))
            else:
                rows.append(start + b")")
        return rows

    _commands = {
        "CAPABILITY": lambda self, _: [f"* CAPABILITY {self.capabilities}"],
        "LOGIN": _login,
        "EXAMINE": _examine,
        "NOOP": lambda self, _: [],
        "UID SEARCH": _search,
        "UID FETCH": _fetch,
        "LIST": lambda self, command: ['* LIST (\\HasNoChildren) "/" INBOX'] if "*" in command else [],
        "LOGOUT": lambda self, _: ["* BYE"],
    }
