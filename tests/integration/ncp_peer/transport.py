"""TLS connections of a peer, well-behaved or not."""

import http.client
import socket
import ssl

from ncp_peer import soap

HOST = "localhost"


def client_context(pki, credential):
    context = ssl.create_default_context(cafile=str(pki.tls.certificate))
    if credential is not None:
        context.load_cert_chain(str(credential.certificate), str(credential.key))
    return context


class Wire:
    """Opens connections to one port with one certificate, or none."""

    def __init__(self, pki, credential, port, timeout=20):
        self.context = client_context(pki, credential)
        self.port = port
        self.timeout = timeout

    def connect(self):
        """A TLS socket, for bytes that no HTTP library would send."""
        plain = socket.create_connection((HOST, self.port), self.timeout)
        return self.context.wrap_socket(plain, server_hostname=HOST)

    def post(self, path, body, content_type="application/soap+xml; charset=UTF-8", headers=()):
        """POSTs bytes and reads the answer. An iterable body is sent chunked."""
        connection = http.client.HTTPSConnection(HOST, self.port, context=self.context, timeout=self.timeout)
        try:
            connection.request("POST", path, body=body, headers={"Content-Type": content_type, **dict(headers)},
                               encode_chunked=not isinstance(body, bytes))
            response = connection.getresponse()
            return soap.Answer(response.status, response.getheader("Content-Type", ""), response.read())
        finally:
            connection.close()


def read_to_end(connection):
    """What the other side still says until it closes; empty where it only breaks off."""
    received = b""
    try:
        while piece := connection.recv(65536):
            received += piece
    except (ssl.SSLError, ConnectionError):
        pass
    return received


def get(port, path):
    """Status and text of a plain HTTP resource."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()
