"""Servers that stand for another country's NCP-A: mutual TLS, HTTP/1.1, and whatever misbehaviour a test wants."""

import email
import email.policy
import http.server
import socket
import ssl
import threading
from dataclasses import dataclass, field


@dataclass
class Received:
    """A request as it came in."""
    path: str
    headers: dict
    body: bytes
    client_subject: tuple

    @property
    def envelope(self):
        """The SOAP envelope's bytes, out of its MTOM package where there is one."""
        if not self.headers["content-type"].startswith("multipart/"):
            return self.body
        return self._package().get_payload()[0].get_payload(decode=True)

    def attachment(self, content_id):
        """The bytes of another part of the package."""
        return next(part.get_payload(decode=True) for part in self._package().get_payload()
                    if part["Content-ID"].strip("<>") == content_id)

    def _package(self):
        head = b"Content-Type: " + self.headers["content-type"].encode() + b"\r\n\r\n"
        return email.message_from_bytes(head + self.body, policy=email.policy.HTTP)


@dataclass
class Answer:
    body: bytes
    content_type: str = "application/soap+xml; charset=UTF-8"
    status: int = 200
    headers: dict = field(default_factory=dict)


def chunks_of(stream):
    """The bytes of a chunked body."""
    parts = []
    while size := int(stream.readline().split(b";")[0], 16):
        parts.append(stream.read(size))
        stream.readline()
    stream.readline()
    return b"".join(parts)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60

    def setup(self):
        if self.server.tls:
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        super().setup()

    def finish(self):
        super().finish()
        if self.server.tls:
            self.request.close()

    def do_POST(self):  # noqa: N802, the name that http.server wants
        chunked = self.headers.get("Transfer-Encoding", "").lower() == "chunked"
        body = chunks_of(self.rfile) if chunked else self.rfile.read(int(self.headers["Content-Length"]))
        certificate = self.request.getpeercert() if self.server.tls else {}
        received = Received(self.path, {name.lower(): value for name, value in self.headers.items()}, body,
                            certificate.get("subject", ()))
        self.server.received.append(received)
        answer = self.server.behaviour(received, self)
        if answer is None:  # the behaviour wrote by itself what it wanted to write
            self.close_connection = True
            return
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_):
        pass


class PeerServer(http.server.ThreadingHTTPServer):
    """`behaviour(received, handler)` gives an Answer, or writes to the handler and gives None."""
    daemon_threads = True

    def __init__(self, behaviour, credential=None, client_anchors=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.behaviour = behaviour
        self.received = []
        self.tls = None
        if credential:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(*credential)
            self.tls.load_verify_locations(client_anchors)
            self.tls.verify_mode = ssl.CERT_REQUIRED
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]

    def handle_error(self, *_):
        pass  # a client that breaks off is what many tests are about

    def close(self):
        self.shutdown()
        self.server_close()


class SilentServer:
    """Takes connections and never says a byte."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]

    def close(self):
        self.listener.close()
