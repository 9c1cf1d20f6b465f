"""Stand in for a council's gateway for text messages: https on loopback with its own certificate; keeps what it was sent.

``trouble`` may be changed while it runs: "refuses", "busy", "elsewhere" (a redirect to ``elsewhere``), "hangs", "drips".
"""

import ssl
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.authority import _make_certificate

STATUS = {"": 201, "refuses": 403, "busy": 503, "elsewhere": 307}


class TextGateway:
    def __init__(self, trouble=""):
        self.trouble, self.elsewhere = trouble, ""
        self.requests = []
        self._over = threading.Event()

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory(prefix="text-gateway-")
        home = Path(self._folder.name)
        self.ca_file = str(_make_certificate(home, "gateway"))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(home / "gateway.pem", home / "gateway.key")
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.url = f"https://localhost:{self._server.server_port}/messages"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._folder.cleanup()

    @property
    def bodies(self):
        return [body for _, _, body in self.requests]

    def write_settings(self, file, **changed):
        """Write the file that names this gateway."""
        rows = {"url": self.url, "ca_file": self.ca_file, "body": '{"to": "$to", "text": "$text"}'} | changed
        lines = [f"{key} = '{value}'" for key, value in rows.items()]
        file.write_text("\n".join([*lines, "[headers]", 'Authorization = { value = "Bearer abc" }']), encoding="utf-8")


def _handler(gateway):
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            gateway.requests.append((self.path, dict(self.headers), body))
            if gateway.trouble == "hangs":
                gateway._over.wait(30)
                return
            if gateway.trouble == "drips":
                self._drip()
                return
            self.send_response(STATUS[gateway.trouble])
            if gateway.trouble == "elsewhere":
                self.send_header("Location", gateway.elsewhere)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def _drip(self):
            try:
                for letter in b"HTTP/1.1 201 Created and so on and on and on and on":
                    self.wfile.write(bytes([letter]))
                    self.wfile.flush()
                    if gateway._over.wait(0.2):
                        return
                    time.sleep(0)
            except OSError:
                return

        def log_message(self, *_):
            pass

    return Handler
