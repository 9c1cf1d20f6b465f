"""Stand in for Microsoft's authority: OpenID discovery and a token endpoint over HTTPS, on loopback, with its own CA.

    with Authority(mailbox="complaints@council.example", sign=dovecot.sign_token) as authority:
        AppLogin(tenant="t", client_id=authority.client_id, secret=authority.secret, authority=authority.url,
                 ca_file=authority.ca_file)

``asked`` counts the tokens given out; ``trouble`` may be changed while it runs.
"""

import json
import ssl
import subprocess
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import jwt
from cryptography.x509 import load_pem_x509_certificate

REFUSALS = {
    "secret-ran-out": (401, 7000222, "invalid_client", "The provided client secret keys are expired"),
    "wrong-secret": (401, 7000215, "invalid_client", "Invalid client secret provided: {secret}"),
    "unknown-app": (400, 700016, "unauthorized_client", "Application {client} was not found in the directory"),
    "wrong-tenant": (400, 90002, "invalid_request", "Tenant was not found"),
    "busy": (503, 90033, "temporarily_unavailable", "A transient error has occurred"),
}


class Authority:
    client_id, secret = "an-invented-app", "an-invented-secret"

    def __init__(self, *, mailbox, sign, seconds=3600):
        self.mailbox, self.sign, self.seconds = mailbox, sign, seconds
        self.asked, self.trouble = 0, ""
        self.certificate = None

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="authority-")
        home = Path(self._folder.name)
        self.ca_file = str(_make_certificate(home, "authority"))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(home / "authority.pem", home / "authority.key")
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.url = f"https://localhost:{self._server.server_port}/tenant"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()
        self._folder.cleanup()

    def new_certificate(self, days=30):
        """The PEM, key and certificate, of an app that signs in by certificate from now on."""
        home = Path(self._folder.name)
        path = _make_certificate(home, "app", days=days)
        self.certificate = path.read_text()
        return (home / "app.key").read_text() + self.certificate

    def answer(self, path, form):
        """(status, JSON) for a request."""
        if path.endswith("/.well-known/openid-configuration"):
            base = self.url
            return 200, {
                "issuer": base,
                "authorization_endpoint": f"{base}/authorize",
                "token_endpoint": f"{base}/token",
            }
        if self.trouble in REFUSALS:
            status, number, error, words = REFUSALS[self.trouble]
            said = words.format(secret=self.secret, client=self.client_id)
            return status, {"error": error, "error_description": f"AADSTS{number}: {said}", "error_codes": [number]}
        if not self._is_let_in(form):
            return 401, {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret"}
        self.asked += 1
        token = self.sign(self.mailbox)
        return 200, {"token_type": "Bearer", "expires_in": self.seconds, "access_token": token}

    def _is_let_in(self, form):
        if self.certificate and "client_assertion" in form:
            key = load_pem_x509_certificate(self.certificate.encode()).public_key()
            claims = jwt.decode(
                form["client_assertion"][0], key, algorithms=["RS256", "PS256"], audience=f"{self.url}/token"
            )
            return claims["iss"] == self.client_id
        return form.get("client_secret") == [self.secret] and form.get("grant_type") == ["client_credentials"]


def _handler(authority):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self._give(*authority.answer(self.path, {}))

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._give(*authority.answer(self.path, parse_qs(body)))

        def _give(self, status, answer):
            content = (
                b"<html>not what you asked</html>" if authority.trouble == "garbage" else json.dumps(answer).encode()
            )
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    return Handler


def _make_certificate(home, name, days=30):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", str(days), "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", f"{name}.key", "-out", f"{name}.pem"],
        cwd=home, check=True, capture_output=True,
    )  # fmt: skip
    return home / f"{name}.pem"
