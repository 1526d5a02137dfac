"""How much a country and its clinicians may ask, what a flood leaves behind, and what a country is held to."""

import gzip
import http.client
import shutil
import ssl
import tempfile
import unittest
from pathlib import Path

from ncp_peer import assertions, messages, soap
from ncp_peer.case import NO_SUMMARY, NodeCase, PKI_DIRECTORY
from ncp_peer.certificates import pki_at
from ncp_peer.messages import identifier
from ncp_peer.node import Node
from ncp_peer.peer import Peer
from ncp_peer.transport import HOST, Wire

PATIENT = identifier("900000001")


def retry_after(peer, message):
    """Status and Retry-After of the answer to a message."""
    connection = http.client.HTTPSConnection(HOST, peer.port, context=peer.wire.context, timeout=20)
    try:
        connection.request("POST", messages.XCPD_PATH, body=message,
                           headers={"Content-Type": "application/soap+xml; charset=UTF-8"})
        response = connection.getresponse()
        response.read()
        return response.status, response.getheader("Retry-After")
    finally:
        connection.close()


class ClinicianRate(NodeCase):
    limits = {"clinician_requests_per_minute": 2}

    def test_a_clinician_over_the_rate_is_refused_and_a_colleague_is_not(self):
        for _ in range(2):
            self.assertEqual(len(messages.matches(self.peer.discover(PATIENT).body)), 1)
        answer = self.peer.discover(PATIENT)
        self.assertEqual((answer.status, answer.is_fault), (429, True))
        row = self.node.audit_after(self.before, 3)[-1]
        self.assertEqual((row["outcome"], row["rule"], row["errorId"]),
                         ("refused", "clinician-rate", "service.rate_limited"))
        self.assertEqual(row["clinicianId"], assertions.hcp().name_id)
        colleague = self.peer.signed(self.peer.hcp(name_id="another-invented-doctor"))
        self.assertEqual(len(messages.matches(self.peer.discover(PATIENT, signed=colleague).body)), 1)
        self.assertIn('rule="clinician-rate"', self.node.metrics())

        message = soap.envelope(messages.DISCOVERY_ACTION, messages.discovery(PATIENT),
                                self.peer.signed(self.peer.hcp()), None, "discovery")
        status, wait = retry_after(self.peer, message)
        self.assertEqual(status, 429)
        self.assertGreaterEqual(int(wait), 1)
        self.assertLessEqual(int(wait), 60)


class CountryRate(NodeCase):
    limits = {"requests_per_minute": 2}

    def test_a_country_over_the_rate_is_refused_before_anything_is_read(self):
        for _ in range(2):
            self.peer.discover(PATIENT)
        answer = self.peer.wire.post(messages.XCPD_PATH, b"this is not even XML")
        self.assertEqual((answer.status, answer.is_fault), (429, True))
        row = self.node.audit_after(self.before, 3)[-1]
        self.assertEqual((row["rule"], row["peerCountry"], row["transaction"]), ("country-rate", "NO", "unknown"))

        sweden = Wire(self.pki, self.pki.sweden, self.node.ncp_port)
        self.assertEqual(sweden.post(messages.XCPD_PATH, b"this is not even XML").status, 400)


class Flood(NodeCase):
    limits = {"rows_per_address": 3}

    def test_a_flood_of_strangers_leaves_few_rows_that_tell_how_many(self):
        count = 25
        for _ in range(count):
            try:
                Wire(self.pki, None, self.node.ncp_port).post(messages.XCPD_PATH, b"")
            except (ssl.SSLError, ConnectionError):
                pass
        self.assertEqual(self.node.stop(), 0)
        rows = self.node.audit()[self.before:]
        self.assertEqual({row["rule"] for row in rows}, {"no-client-certificate"})
        self.assertEqual(len(rows), 4)
        self.assertEqual(sum(1 + row.get("further", 0) for row in rows), count)
        self.assertTrue(self.node.audit_holds())


class Terms(unittest.TestCase):
    """A node that holds Norway to the profile and spells codes as Sweden's OpenNCP 7.1 knows them."""

    @classmethod
    def setUpClass(cls):
        cls.directory = Path(tempfile.mkdtemp(prefix="ncp-integration-"))
        cls.addClassCleanup(shutil.rmtree, cls.directory)
        cls.pki = pki_at(Path(PKI_DIRECTORY) if PKI_DIRECTORY else cls.directory / "pki")
        cls.node = Node(cls.directory / "node", cls.pki)
        countries = cls.node.directory / "countries.yaml"
        text = countries.read_text()
        text = text.replace('code: "NO"', 'refuse_tolerances: [http.gzip-body]\n    code: "NO"')
        text = text.replace('code: "SE"', 'error_codes: numbers\n    code: "SE"')
        countries.write_text(text)
        cls.node.start()
        cls.addClassCleanup(cls.node.stop)
        cls.norway = Peer(cls.pki, cls.node.ncp_port)
        cls.sweden = Peer(cls.pki, cls.node.ncp_port, "SE", cls.pki.sweden, cls.pki.sweden_signature)

    def compressed(self, peer):
        message = soap.envelope(messages.DISCOVERY_ACTION, messages.discovery(PATIENT), peer.signed(peer.hcp()),
                                None, "discovery")
        return peer.wire.post(messages.XCPD_PATH, gzip.compress(message), headers={"Content-Encoding": "gzip"})

    def test_a_departure_is_counted_for_one_country_and_refused_to_the_other(self):
        before = len(self.node.audit())
        refused = self.compressed(self.norway)
        self.assertEqual((refused.status, refused.is_fault), (400, True))
        row = self.node.audit_after(before)[-1]
        self.assertEqual((row["rule"], row["outcome"]), ("http.gzip-body", "refused"))
        self.assertEqual(self.compressed(self.sweden).status, 200)
        self.assertIn("http.gzip-body", self.node.audit_after(before, 2)[-1]["tolerated"])
        counted = [line for line in self.node.metrics().splitlines()
                   if line.startswith("ncp_tolerances_total") and "http.gzip-body" in line and '"SE"' in line]
        self.assertEqual(len(counted), 1)

    def test_codes_are_spelled_as_the_country_wants_them(self):
        self.assertEqual(messages.errors(self.norway.query(NO_SUMMARY).body), [("ERROR_PS_NOT_FOUND", "Warning")])
        self.assertEqual(messages.errors(self.sweden.query(NO_SUMMARY).body), [("1102", "Warning")])


if __name__ == "__main__":
    unittest.main()
