"""Peers that are refused below SOAP: who they are, how much they send, and how."""

import gzip
import http.client
import socket
import ssl
import unittest

from ncp_peer import messages, soap, transport
from ncp_peer.case import NodeCase
from ncp_peer.messages import identifier
from ncp_peer.transport import Wire

MEBIBYTE = 1024 * 1024


def message_head(fields, path=messages.XCPD_PATH, method="POST"):
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", *fields]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


class Strangers(NodeCase):
    """TLS clients that may not come in."""

    def refused(self, credential, rule, error="trust.peer_untrusted"):
        wire = Wire(self.pki, credential, self.node.ncp_port)
        message = soap.envelope(messages.DISCOVERY_ACTION, messages.discovery(identifier("900000001")),
                                self.peer.signed(self.peer.hcp()))
        with self.assertRaises((ssl.SSLError, ConnectionError)):
            wire.post(messages.XCPD_PATH, message)
        self.assert_refused(rule, error)

    def test_no_client_certificate(self):
        self.refused(None, "no-client-certificate", "trust.no_client_certificate")

    def test_a_certificate_of_an_unknown_authority(self):
        self.refused(self.pki.stranger, "client-certificate-untrusted")

    def test_an_expired_certificate(self):
        self.refused(self.pki.expired, "expired")

    def test_a_certificate_that_is_not_yet_valid(self):
        self.refused(self.pki.not_yet_valid, "not-yet-valid")

    def test_a_revoked_certificate(self):
        self.refused(self.pki.revoked, "revoked")

    def test_a_certificate_for_servers_only(self):
        self.refused(self.pki.server_only, "key-usage")

    def test_a_signature_certificate_of_the_other_authority(self):
        self.refused(self.pki.norway_signature, "client-certificate-untrusted")

    def test_plain_http(self):
        with socket.create_connection((transport.HOST, self.node.ncp_port), 10) as plain:
            plain.sendall(message_head(["Content-Length: 0"]))
            self.assertNotIn(b"200 OK", transport.read_to_end(plain))
        self.assert_refused("tls")


class Http(NodeCase):
    """HTTP messages that are refused before anybody reads their content. The body's limit is 1 MiB here."""

    limits = {"body_mib": 1}

    def spoken(self, *pieces, close=False):
        """The status line that answers these bytes."""
        with self.peer.wire.connect() as connection:
            for piece in pieces:
                connection.sendall(piece)
            if close:
                connection.shutdown(socket.SHUT_WR)
            return transport.read_to_end(connection).split(b"\r\n", 1)[0].decode(errors="replace")

    def test_a_body_that_says_it_is_over_the_limit(self):
        status = self.spoken(message_head(["Content-Type: application/soap+xml", f"Content-Length: {MEBIBYTE + 1}"]))
        self.assertIn(" 413 ", status)
        self.assert_refused("body-limit", "message.too_large")

    def test_a_streamed_body_over_the_limit_is_cut_off_early(self):
        sent = 0
        chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
        with self.peer.wire.connect() as connection:
            connection.sendall(message_head(["Content-Type: application/soap+xml", "Transfer-Encoding: chunked"]))
            try:
                while sent < 64 * MEBIBYTE:
                    connection.sendall(chunk)
                    sent += 0x10000
            except (ssl.SSLError, ConnectionError):
                pass
        self.assertLess(sent, 32 * MEBIBYTE)
        self.assert_refused("body-limit", "message.too_large")

    def test_a_compressed_body_that_swells_over_the_limit(self):
        body = gzip.compress(b" " * (32 * MEBIBYTE))
        self.assertLess(len(body), MEBIBYTE)
        answer = self.peer.wire.post(messages.XCPD_PATH, body, headers={"Content-Encoding": "gzip"})
        self.assertEqual(answer.status, 413)
        self.assert_refused("body-limit", "message.too_large")

    def test_a_body_shorter_than_it_says(self):
        self.spoken(message_head(["Content-Type: application/soap+xml", "Content-Length: 5000"]), b"<a>", close=True)
        self.assert_refused("truncated", "message.malformed")

    def test_a_body_with_two_lengths(self):
        status = self.spoken(message_head(["Content-Length: 5", "Content-Length: 6"]), b"hello!")
        self.assertIn(" 400 ", status)
        self.assert_refused("malformed-http", "message.malformed")

    def test_a_body_with_a_length_and_chunks(self):
        status = self.spoken(message_head(["Content-Length: 5", "Transfer-Encoding: chunked"]), b"0\r\n\r\n")
        self.assertIn(" 400 ", status)
        self.assert_refused("malformed-http", "message.malformed")

    def test_a_head_without_end(self):
        status = self.spoken(b"POST / HTTP/1.1\r\n" + b"X-Padding: " + b"a" * (2 * MEBIBYTE))
        self.assertIn(status.split(" ")[1] if status else "431", ("431",))
        self.assert_refused("header-limit", "message.malformed")

    def test_bytes_that_are_no_http(self):
        status = self.spoken(b"\x00\x01\x02\x03 hello\r\n\r\n")
        self.assertIn(" 400 ", status)
        self.assert_refused("malformed-http", "message.malformed")

    def test_a_compression_that_is_not_known(self):
        answer = self.peer.wire.post(messages.XCPD_PATH, b"x", headers={"Content-Encoding": "br"})
        self.assertEqual(answer.status, 415)
        self.assert_refused("content-encoding", "message.content_type")

    def test_another_method(self):
        for method in ("GET", "PUT"):
            with self.subTest(method):
                self.before = len(self.node.audit())
                status = self.spoken(message_head(["Connection: close"], method=method))
                self.assertIn(" 405 ", status)
                self.assert_refused("method", "message.malformed")

    def test_an_address_that_is_no_service(self):
        self.assertEqual(self.peer.wire.post("/openncp-ws-server/elsewhere", b"<a/>").status, 404)
        self.assertEqual(self.peer.wire.post("/", b"<a/>").status, 404)
        self.assert_alive()

    def test_a_service_address_with_and_without_its_trailing_slash(self):
        for path in (messages.XCPD_PATH, messages.XCPD_PATH + "/"):
            message = soap.envelope(messages.DISCOVERY_ACTION, messages.discovery(identifier("900000001")),
                                    self.peer.signed(self.peer.hcp()))
            self.assertEqual(len(messages.matches(self.peer.wire.post(path, message).body)), 1)

    def test_a_chunked_request_is_answered(self):
        message = soap.envelope(messages.DISCOVERY_ACTION, messages.discovery(identifier("900000001")),
                                self.peer.signed(self.peer.hcp()))
        pieces = (message[at:at + 100] for at in range(0, len(message), 100))
        answer = self.peer.wire.post(messages.XCPD_PATH, pieces)
        self.assertEqual(len(messages.matches(answer.body)), 1)

    def test_a_compressed_request_is_answered(self):
        message = soap.envelope(messages.DISCOVERY_ACTION, messages.discovery(identifier("900000001")),
                                self.peer.signed(self.peer.hcp()))
        answer = self.peer.wire.post(messages.XCPD_PATH, gzip.compress(message), headers={"Content-Encoding": "gzip"})
        self.assertEqual(len(messages.matches(answer.body)), 1)

    def test_many_requests_on_one_connection_are_told_apart(self):
        connection = http.client.HTTPSConnection(transport.HOST, self.node.ncp_port, context=self.peer.wire.context)
        self.addCleanup(connection.close)
        for extension, found in (("900000001", 1), ("999999999", 0), ("900000002", 1)):
            message = soap.envelope(messages.DISCOVERY_ACTION, messages.discovery(identifier(extension)),
                                    self.peer.signed(self.peer.hcp()))
            connection.request("POST", messages.XCPD_PATH, message, {"Content-Type": "application/soap+xml"})
            response = connection.getresponse()
            answer = soap.Answer(response.status, response.getheader("Content-Type"), response.read())
            self.assertEqual(len(messages.matches(answer.body)), found)


if __name__ == "__main__":
    unittest.main()
