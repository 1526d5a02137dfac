"""The node that is judged: where it is, which keys speak to it, and the connection."""

import http.client
import socket
import ssl
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from ncp_peer import soap
from ncp_peer.certificates import Authority, Credential, make_key
from suite.placeholders import MissingParameter


class Refused(Exception):
    """The connection was refused, or broken off before an answer."""


@dataclass
class Target:
    """`services`: the address under which the services lie. `credentials`: by name; `client` and `signature` are
    needed, `stranger` is made here, others open more cases. `pace`: seconds between requests, for a node that limits
    how many a clinician may make."""

    services: str
    server_authority: Path
    credentials: dict = field(default_factory=dict)
    check_host: bool = True
    timeout: float = 60
    pace: float = 0

    def credential(self, name):
        if name not in self.credentials:
            raise MissingParameter(f"credential {name}")
        return self.credentials[name]

    def send(self, request):
        """Sends a request once and gives the answer; not sooner after the one before than the pace says."""
        time.sleep(self.pace)
        address = urlsplit(self.services)
        if request.credential == "plain http":
            connection = http.client.HTTPConnection(address.hostname, address.port, timeout=self.timeout)
        else:
            connection = http.client.HTTPSConnection(address.hostname, address.port or 443, timeout=self.timeout,
                                                     context=self._context(request.credential))
        path = request.path if request.path.startswith("/") else f"{address.path.rstrip('/')}/{request.path}"
        try:
            return self._exchanged(connection, path, request)
        except (ssl.SSLError, ConnectionError, http.client.HTTPException, socket.timeout) as failure:
            raise Refused(f"{type(failure).__name__}: {failure}") from failure
        finally:
            connection.close()

    def _exchanged(self, connection, path, request):
        headers = {"Content-Type": request.content_type, **request.headers}
        if "Expect" in headers:
            connection.putrequest("POST", path)
            for name, value in {**headers, "Content-Length": str(len(request.body))}.items():
                connection.putheader(name, value)
            connection.endheaders()
            connection.send(request.body)
        else:
            connection.request("POST", path, body=request.pieces(), headers=headers, encode_chunked=request.chunked)
        response = connection.getresponse()
        return soap.Answer(response.status, response.getheader("Content-Type", ""), response.read())

    def _context(self, credential):
        context = ssl.create_default_context(cafile=str(self.server_authority))
        context.check_hostname = self.check_host
        if credential != "none":
            chosen = self.credential(credential)
            context.load_cert_chain(str(chosen.certificate), str(chosen.key))
        return context


def stranger(directory, country):
    """A signature credential of an authority that nobody trusts, made now."""
    authority = Authority(directory / "stranger-of-the-suite", "Authority that nobody trusts")
    return authority.issue("stranger", country, "signature", make_key(directory / "stranger.key"))


def credential(key, certificate):
    return Credential(Path(key), Path(certificate))
