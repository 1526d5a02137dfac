"""Peers that are slow, or silent. The node's timeouts are a second here."""

import socket
import ssl
import time
import unittest

from ncp_peer import messages, soap, transport
from ncp_peer.case import NodeCase
from ncp_peer.messages import identifier

PATIENCE = 8  # seconds after which a slow sender should long have been cut off


class SlowSenders(NodeCase):
    limits = {"header_seconds": 1, "body_seconds": 1, "idle_seconds": 1}

    def dripped(self, connection, piece):
        """Sends a byte at a time until the other side has had enough; what it said last."""
        connection.settimeout(0.1)
        until = time.monotonic() + PATIENCE
        received = b""
        while time.monotonic() < until:
            try:
                connection.send(piece)
                received += (said := connection.recv(65536))
                if not said:
                    return received
            except (TimeoutError, ssl.SSLWantReadError):
                continue
            except (ssl.SSLError, ConnectionError):
                return received
        self.fail("the slow sender is still connected")

    def test_a_head_that_drips(self):
        with self.peer.wire.connect() as connection:
            connection.send(b"POST ")
            answer = self.dripped(connection, b"a")
        self.assertIn(b" 408 ", answer)
        self.assert_refused("header-timeout", "peer.deadline")

    def test_a_body_that_drips(self):
        with self.peer.wire.connect() as connection:
            connection.send(f"POST {messages.XCPD_PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                            "application/soap+xml\r\nContent-Length: 100000\r\n\r\n".encode())
            answer = self.dripped(connection, b" ")
        self.assertIn(b" 408 ", answer)
        self.assert_refused("body-timeout", "peer.deadline")

    def test_a_chunked_body_that_drips(self):
        with self.peer.wire.connect() as connection:
            connection.send(f"POST {messages.XCPD_PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                            "application/soap+xml\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
            answer = self.dripped(connection, b"1\r\n \r\n")
        self.assertIn(b" 408 ", answer)
        self.assert_refused("body-timeout", "peer.deadline")

    def test_a_handshake_that_never_comes(self):
        with socket.create_connection((transport.HOST, self.node.ncp_port), PATIENCE) as plain:
            plain.send(b"\x16\x03\x01")
            self.assertNotIn(b"HTTP", transport.read_to_end(plain))
        self.assert_refused("handshake-timeout", "peer.deadline")

    def test_a_silent_connection_is_closed_without_a_word(self):
        with self.peer.wire.connect() as connection:
            connection.settimeout(PATIENCE)
            self.assertEqual(transport.read_to_end(connection), b"")
        self.assert_alive()

    def test_slow_senders_do_not_keep_others_waiting(self):
        slow = [self.peer.wire.connect() for _ in range(20)]
        for connection in slow:
            connection.send(b"POST ")
            self.addCleanup(connection.close)
        self.assert_alive()


class IdleConnections(NodeCase):
    def test_two_hundred_idle_connections_leave_the_node_well(self):
        idle = []
        for _ in range(200):
            idle.append(self.peer.wire.connect())
            self.addCleanup(idle[-1].close)
        self.assert_alive()
        message = soap.envelope(messages.DISCOVERY_ACTION, messages.discovery(identifier("900000001")),
                                self.peer.signed(self.peer.hcp()))
        head = (f"POST {messages.XCPD_PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/soap+xml\r\n"
                f"Content-Length: {len(message)}\r\nConnection: close\r\n\r\n").encode()
        idle[-1].sendall(head + message)
        self.assertIn(b"900000001", transport.read_to_end(idle[-1]))
        self.assertEqual({row["outcome"] for row in self.node.audit_after(self.before, 2)}, {"success"})


class FewConnections(NodeCase):
    limits = {"connections": 5}

    def test_connections_beyond_the_limit_are_closed_and_the_others_served(self):
        kept = [self.peer.wire.connect() for _ in range(4)]
        for connection in kept:
            self.addCleanup(connection.close)
        refused = 0
        for _ in range(10):
            try:
                extra = self.peer.wire.connect()
                kept.append(extra)
                self.addCleanup(extra.close)
            except (ssl.SSLError, OSError):
                refused += 1
        self.assertGreaterEqual(refused, 9)
        for connection in kept:
            connection.close()
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                self.assert_alive()
                return
            except (ssl.SSLError, OSError):
                continue
        self.fail("no connection is accepted although all were closed")


if __name__ == "__main__":
    unittest.main()
