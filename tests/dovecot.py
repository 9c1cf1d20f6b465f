"""Run a throw-away Dovecot on loopback, with TLS under a certificate authority of its own.

    with DovecotServer() as server:
        server.append("amara", raw)
        ImapAccount(host=server.host, port=server.tls_port, username="amara", password=server.password,
                    ca_file=server.ca_file)

Any user name is taken, with the one password; each has an INBOX. A token is taken that ``sign_token`` has signed for
the user's name. Needs dovecot-imapd and openssl.
"""

import base64
import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import jwt
from imapclient import IMAPClient

_CONF = r"""
protocols = imap
listen = 127.0.0.1
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/dovecot.log
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
first_valid_uid = 1
first_valid_gid = 1
ssl = yes
ssl_cert = <{home}/cert.pem
ssl_key = <{home}/key.pem
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = no
auth_mechanisms = plain login {token_mechanisms}
auth_failure_delay = 0
mail_location = maildir:{home}/mail/%u
mail_fsync = never
mail_max_userip_connections = 200
mailbox_idle_check_interval = 1 s
imap_idle_notify_interval = 2 mins
namespace inbox {{
  inbox = yes
  separator = /
  mailbox "Junk Email" {{
    auto = create
    special_use = \Junk
  }}
}}
# A token that fails one passdb falls through to the next: each takes its own mechanisms only.
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {home}/oauth2.conf.ext
}}
userdb {{
  driver = static
  args = uid={mail_uid} gid={mail_gid} home={home}/mail/%u
}}
service anvil {{
  {no_chroot}
}}
service stats {{
  {no_chroot}
}}
service imap-login {{
  {no_chroot}
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {tls_port}
  }}
}}
"""


_OAUTH = """
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={home}/keys/
username_attribute = email
"""


class DovecotServer:
    """An IMAP server that lives as long as the with block."""

    host = "127.0.0.1"
    user = "team"
    password = "an-invented-password"
    token_key = b"k" * 32

    def __init__(self, token_mechanisms="xoauth2 oauthbearer"):
        self.token_mechanisms = token_mechanisms

    def sign_token(self, user, *, seconds=3600, key=None):
        """A token as an authority would give it out for one user."""
        now = int(time.time())
        claims = {"email": user, "sub": user, "aud": "imap", "iat": now - 5, "nbf": now - 5, "exp": now + seconds}
        return jwt.encode(claims, key or self.token_key, algorithm="HS256")

    def __enter__(self):
        # A short path: the sockets in it may have 107 letters at most.
        self.home = Path(tempfile.mkdtemp(prefix="dove"))
        try:
            self._start()
        except BaseException:
            shutil.rmtree(self.home, ignore_errors=True)
            raise
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    @property
    def ca_file(self):
        return str(self.home / "ca.pem")

    def restart(self):
        self.stop()
        self._launch()

    def stop(self):
        try:
            process = int((self.home / "run" / "master.pid").read_text())
            os.kill(process, signal.SIGTERM)
        except (OSError, ValueError):
            return
        for _ in range(200):
            if not Path(f"/proc/{process}").exists():
                return
            time.sleep(0.05)

    def client(self, user=None):
        """A logged-in IMAPClient that may write, for setting the scene."""
        client = IMAPClient(self.host, self.port, ssl=False)
        client.login(user or self.user, self.password)
        return client

    def append(self, user, raw, flags=(), internal_date=None, folder="INBOX"):
        with self.client(user) as client:
            if not client.folder_exists(folder):
                client.create_folder(folder)
            client.append(folder, raw, flags, internal_date)

    def flags(self, user, folder="INBOX"):
        """{uid: flags} as they stand on the server."""
        with self.client(user) as client:
            client.select_folder(folder, readonly=True)
            rows = client.fetch(client.search("ALL"), ["FLAGS"])
            return {uid: tuple(sorted(flag.decode() for flag in row[b"FLAGS"])) for uid, row in rows.items()}

    def renew_uid_validity(self, user):
        """Give the INBOX a new UIDVALIDITY, as a restore from backup does."""
        box = self.home / "mail" / user
        numbers = box / "dovecot-uidlist"
        head, _, rest = numbers.read_text().partition("\n")
        version, validity, *others = head.split(" ")
        numbers.write_text(" ".join([version, f"V{int(validity[1:]) + 1}", *others]) + "\n" + rest)
        for path in box.glob("dovecot.index*"):
            path.unlink()

    def _start(self):
        for name in ("run", "state", "mail"):
            (self.home / name).mkdir()
        self.home.chmod(0o755)
        self._make_certificates()
        self.port, self.tls_port = _free_ports(2)
        mail = pwd.getpwnam("mail" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name)
        me = pwd.getpwuid(os.geteuid()).pw_name
        is_root = os.geteuid() == 0
        os.chown(self.home / "mail", mail.pw_uid, mail.pw_gid)
        keys = self.home / "keys" / "default" / "HS256"
        keys.mkdir(parents=True)
        (keys / "default").write_bytes(base64.b64encode(self.token_key))
        (self.home / "oauth2.conf.ext").write_text(_OAUTH.format(home=self.home))
        (self.home / "dovecot.conf").write_text(
            _CONF.format(
                token_mechanisms=self.token_mechanisms,
                home=self.home,
                port=self.port,
                tls_port=self.tls_port,
                password=self.password,
                mail_uid=mail.pw_uid,
                mail_gid=mail.pw_gid,
                internal="dovecot" if is_root else me,
                internal_group="dovecot" if is_root else grp.getgrgid(os.getegid()).gr_name,
                login="dovenull" if is_root else me,
                no_chroot="" if is_root else "chroot =",
            )
        )
        self._launch()

    def _launch(self):
        program = shutil.which("dovecot") or "/usr/sbin/dovecot"
        subprocess.run([program, "-c", str(self.home / "dovecot.conf")], check=True, cwd=self.home)
        for _ in range(200):
            try:
                socket.create_connection((self.host, self.port), 1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError((self.home / "dovecot.log").read_text())

    def _make_certificates(self):
        def openssl(*arguments):
            subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=self.home)

        openssl(*["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-keyout", "ca.key", "-out", "ca.pem"],
                "-subj", "/CN=Putright test authority")  # fmt: skip
        openssl(*["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "key.pem", "-out", "server.csr"],
                "-subj", "/CN=localhost")  # fmt: skip
        (self.home / "san.txt").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
        openssl(*["x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30"],
                "-extfile", "san.txt", "-out", "cert.pem")  # fmt: skip


def _free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()
