"""Certificates that expire while the node runs: nothing that was believed before is believed after."""

import http.client
import shutil
import ssl
import tempfile
import time
import unittest
from datetime import datetime, timezone
from pathlib import Path

from fault_case import until
from ncp_peer import messages, soap, transport
from ncp_peer.assertions import hcp, sign
from ncp_peer.certificates import Credential, Pki
from ncp_peer.messages import identifier
from ncp_peer.node import Node
from ncp_peer.peer import Peer

LIFETIME = 12 / 86400  # days: long enough to start a node and to ask once


class ExpiringCertificates(unittest.TestCase):
    """Everything short-lived expires at the same time. What was asked before, and what is asked after."""

    @classmethod
    def setUpClass(cls):
        directory = Path(tempfile.mkdtemp(prefix="ncp-faults-"))
        cls.addClassCleanup(shutil.rmtree, directory)
        pki = Pki(directory / "pki")
        cls.pki = pki
        short = {"start": -1, "end": LIFETIME}
        cls.client = pki.tls.issue("short-client", "NO", "client", pki.norway.key, **short)
        cls.signature = pki.signatures.issue("short-signature", "NO", "signature", pki.norway.key, **short)
        server = pki.tls.issue("short-server", "PT", "server", pki.node_server.key, **short)
        cls.expired = time.monotonic() + LIFETIME * 86400 + 1.5
        cls.steady = Node(directory / "steady", pki).start()
        cls.addClassCleanup(cls.steady.stop)
        cls.ending = Node(directory / "ending", cls.with_server(pki, server)).start()
        cls.addClassCleanup(cls.ending.stop)
        cls.before()

    @staticmethod
    def with_server(pki, server: Credential):
        """The same infrastructure, with another certificate of the node's own."""
        class Other:
            def __getattr__(self, name):
                return server if name == "node_server" else getattr(pki, name)
        return Other()

    @classmethod
    def before(cls):
        """All of it is good now; one connection stays open, and one assertion is kept."""
        cls.assertion = sign(hcp(), cls.signature)
        peer = Peer(cls.pki, cls.steady.ncp_port)
        cls.first = peer.discover(identifier("900000001"), signed=[cls.assertion])
        cls.connection = http.client.HTTPSConnection(transport.HOST, cls.steady.ncp_port, timeout=20,
                                                     context=transport.client_context(cls.pki, cls.client))
        cls.addClassCleanup(cls.connection.close)
        cls.on_open_connection = cls.ask_on_connection()
        cls.of_ending = Peer(cls.pki, cls.ending.ncp_port).discover(identifier("900000001"))
        cls.ready_before = transport.get(cls.ending.admin_port, "/health/ready")[0]
        if time.monotonic() > cls.expired - 2:
            raise AssertionError("the machine is too slow for certificates this short-lived")
        until(lambda: time.monotonic() > cls.expired, "the certificates' end")

    @classmethod
    def ask_on_connection(cls):
        peer = Peer(cls.pki, cls.steady.ncp_port)
        message = soap.envelope(messages.DISCOVERY_ACTION, messages.discovery(identifier("900000001")),
                                peer.signed(peer.hcp()))
        cls.connection.request("POST", messages.XCPD_PATH, message, {"Content-Type": "application/soap+xml"})
        response = cls.connection.getresponse()
        return soap.Answer(response.status, response.getheader("Content-Type"), response.read())

    def test_all_was_well_before(self):
        for answer in (self.first, self.on_open_connection, self.of_ending):
            self.assertEqual(len(messages.matches(answer.body)), 1)
        self.assertEqual(self.ready_before, 200)

    def test_an_assertion_that_was_believed_before_is_refused_after_its_signers_end(self):
        before = len(self.steady.audit())
        peer = Peer(self.pki, self.steady.ncp_port)
        answer = peer.discover(identifier("900000001"), signed=[self.assertion])
        self.assertEqual(messages.acknowledgement(answer.body), ("AE", "ERROR_SEC_GENERIC", "InsufficientRights"))
        self.assertEqual(self.steady.audit_after(before)[0]["rule"], "hcp-signer-trusted")

    def test_a_new_connection_with_a_client_certificate_that_ended_is_refused(self):
        before = len(self.steady.audit())
        peer = Peer(self.pki, self.steady.ncp_port, tls=self.client)
        with self.assertRaises((ssl.SSLError, ConnectionError)):
            peer.discover(identifier("900000001"))
        self.assertEqual(self.steady.audit_after(before)[0]["rule"], "expired")

    def test_an_open_connection_is_not_used_beyond_its_certificates_end(self):
        try:
            answer = self.ask_on_connection()
        except (http.client.HTTPException, ConnectionError, ssl.SSLError):
            return  # closed in the meantime
        self.assertEqual([] if answer.is_fault else messages.matches(answer.body), [])

    def test_a_node_whose_own_certificate_ended_says_so(self):
        status, body = transport.get(self.ending.admin_port, "/health/ready")
        self.assertEqual(status, 503, body)
        days = [float(line.split()[-1]) for line in self.ending.metrics().splitlines()
                if line.startswith("ncp_certificate_days_left") and "server" in line]
        self.assertTrue(days and min(days) <= 0, f"{datetime.now(timezone.utc)}: {days}")
        with self.assertRaises(ssl.SSLError):
            Peer(self.pki, self.ending.ncp_port).discover(identifier("900000001"))


if __name__ == "__main__":
    unittest.main()
