"""What operators see: health, metrics, log, audit trail, start and stop."""

import json
import re
import ssl
import time
import unittest

from ncp_peer import assertions, messages, soap, transport
from ncp_peer.case import RICH, NodeCase
from ncp_peer.messages import birth_time, gender, identifier
from ncp_peer.transport import Wire

# Of the patients and the clinician that these tests use. None of it may stand in a log.
PERSONAL = ("900000001", "900000077", "19880314", "1988-03-14", "Exemplo", "Inventada", "Maria", "Funchal",
            assertions.CLINICIAN, "oppdiktet-lege")
SAMPLE = re.compile(r"^(\w+)(?:\{(.*)\})? (\S+)$")


def samples(text):
    """Name, labels and value of every sample of a Prometheus page."""
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, labels, value = SAMPLE.match(line).groups()
            yield name, dict(re.findall(r'(\w+)="([^"]*)"', labels or "")), float(value)


class Operations(NodeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.exchange()

    @classmethod
    def exchange(cls):
        """Something of everything: successes, a negative, refusals in each vehicle, a stranger."""
        peer = cls.peer
        peer.discover(identifier("900000001"))
        peer.discover(gender("F"), birth_time("19880314"), messages.name("Exemplo Inventada", "Maria"))
        peer.discover(identifier("900000077"))
        peer.discover(identifier("900000001"), signed=peer.signed(peer.hcp(audience="urn:somebody:else")))
        listed = peer.query(RICH)
        peer.retrieve(RICH, messages.entries(listed.body)[0].location)
        peer.query(RICH, signed=peer.pair(messages.cx("900000077")))
        message = soap.envelope(messages.DISCOVERY_ACTION, messages.discovery(identifier("900000001")))
        peer.wire.post(messages.XCPD_PATH, message[:-100].replace(b"Inventada", b"<"))
        peer.discover(body=messages.discovery(identifier("900000001^^^")))
        peer.discover(body=messages.discovery(birth_time("1988-03-14"), messages.name("Inventada")))
        peer.query("900000001", body=messages.query("900000001"))
        try:
            Wire(cls.pki, None, cls.node.ncp_port).post(messages.XCPD_PATH, message)
        except (ssl.SSLError, ConnectionError):
            pass
        cls.node.audit_after(0, 12)

    def test_a_node_that_is_well_says_so(self):
        self.assertEqual(transport.get(self.node.admin_port, "/health/live")[0], 200)
        status, text = transport.get(self.node.admin_port, "/health/ready")
        self.assertEqual((status, json.loads(text)["status"]), (200, "ready"))
        self.assertLessEqual({"store", "certificates", "national", "terminology"},
                             {check["name"] for check in json.loads(text)["checks"]})

    def test_metrics_count_by_kind_outcome_and_peer(self):
        page = list(samples(self.node.metrics()))
        counted = {(labels["transaction"], labels["outcome"], labels["peer"]): value
                   for name, labels, value in page if name == "ncp_transactions_total"}
        self.assertGreaterEqual(counted["ITI-55", "success", "NO"], 2)
        self.assertGreaterEqual(counted["ITI-55", "negative", "NO"], 1)
        self.assertEqual(counted["ITI-38", "success", "NO"], 1)
        self.assertEqual(counted["ITI-39", "success", "NO"], 1)
        refusals = {labels["rule"]: value for name, labels, value in page if name == "ncp_refusals_total"}
        self.assertEqual(refusals["hcp-audience"], 1)
        self.assertEqual(refusals["trc-patient-of-request"], 1)
        connections = {labels["rule"] for name, labels, _ in page if name == "ncp_connection_refusals_total"}
        self.assertIn("no-client-certificate", connections)

    def test_metrics_hold_latencies_and_the_days_of_certificates(self):
        page = list(samples(self.node.metrics()))
        buckets = [labels["le"] for name, labels, _ in page
                   if name == "ncp_transaction_duration_seconds_bucket" and labels["transaction"] == "ITI-55"]
        self.assertIn("+Inf", buckets)
        days = {labels["role"]: value for name, labels, value in page if name == "ncp_certificate_days_left"}
        own = {"tls-server", "tls-client", "signature"}
        self.assertLessEqual(own, set(days))
        for role in own:
            self.assertTrue(18 < days[role] <= 20, (role, days[role]))

    def test_the_audit_trail_and_the_metrics_agree(self):
        counted = sum(value for name, _, value in samples(self.node.metrics()) if name == "ncp_transactions_total")
        self.assertEqual(len(self.node.audit_trail()), counted)
        self.assertTrue(self.node.audit_holds())
        rows = self.node.audit()
        self.assertEqual(len({row["correlationId"] for row in rows}), len(rows))

    def test_every_line_of_the_log_is_json_without_personal_data(self):
        lines = self.node.log()
        self.assertGreater(len(lines), 12)
        for line in lines:
            entry = json.loads(line)
            self.assertLessEqual({"time", "level", "event"}, set(entry))
            for word in PERSONAL:
                self.assertNotIn(word, line)

    def test_metrics_and_health_hold_no_personal_data(self):
        for path in ("/metrics", "/health/ready"):
            text = transport.get(self.node.admin_port, path)[1]
            for word in PERSONAL:
                self.assertNotIn(word, text)

    def test_faults_hold_no_personal_data(self):
        message = soap.envelope(messages.DISCOVERY_ACTION, messages.discovery(birth_time("1988-03-14"),
                                                                              identifier("900000001")),
                                self.peer.signed(self.peer.hcp()))
        answer = self.peer.wire.post(messages.XCPD_PATH, message)
        for word in PERSONAL:
            self.assertNotIn(word, answer.raw.decode())

    def test_a_correlation_id_of_the_peer_goes_into_log_and_audit_trail(self):
        row = self.node.audit()[0]
        self.assertTrue(any(row["correlationId"] in line for line in self.node.log()))


class StartAndStop(NodeCase):
    def request(self, *documents):
        """Head and body of a retrieve request, whole."""
        message = soap.envelope(messages.RETRIEVE_ACTION, messages.retrieve(*documents), self.peer.pair(RICH))
        head = (f"POST {messages.XCA_PATH} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/soap+xml\r\n"
                f"Content-Length: {len(message)}\r\n\r\n").encode()
        return head + message

    def setUp(self):
        if not self.node.is_running():
            self.node.start()
        super().setUp()

    def test_the_time_from_start_to_ready_is_told(self):
        print(f"start to ready: {self.node.ready_after:.2f} s (wanted: 2 s)")
        self.assertGreater(self.node.ready_after, 0)

    def test_what_runs_is_finished_and_new_work_is_refused(self):
        """A reader who takes his time for a big answer keeps the node from stopping, and nothing else gets in."""
        listed = messages.entries(self.peer.query(RICH).body)
        coded = next(entry for entry in listed if not entry.is_pdf)
        with self.peer.wire.connect() as connection, self.peer.wire.connect() as waiting:
            connection.sendall(self.request(*[coded.location] * 60))
            received = connection.recv(1000)
            self.node.terminate()
            self.assert_new_work_is_soon_refused()
            self.assert_no_work_taken(waiting)
            self.assertTrue(self.node.is_running(), "the node did not wait for its answer")
            head, _, body = received.partition(b"\r\n\r\n")
            fields = dict(re.findall(r"(?m)^([\w-]+): (.*?)\r?$", head.decode()))
            while len(body) < int(fields["Content-Length"]):
                piece = connection.recv(1 << 20)
                self.assertTrue(piece, "the answer was broken off")
                body += piece
        answer = soap.Answer(200, fields["Content-Type"], body)
        self.assertEqual(len(messages.documents(answer.body)), 60)
        self.assertEqual(self.node.stop(), 0)
        self.assertEqual(self.node.audit()[-1]["outcome"], "refused")

    def assert_new_work_is_soon_refused(self):
        """The signal takes a moment to be heard; then a new connection is refused, or its request answered 503."""
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                if self.peer.wire.post(messages.XCPD_PATH, b"<a/>").status == 503:
                    return
            except OSError:
                return
        self.fail("new work is still taken")

    def assert_no_work_taken(self, connection):
        """On a connection that was open before: 503, or closed."""
        try:
            connection.sendall(self.request((messages.PORTUGAL, "2.999.404")))
            said = transport.read_to_end(connection)
        except OSError:
            said = b""
        self.assertTrue(said == b"" or b" 503 " in said.split(b"\r\n", 1)[0], said[:100])

    def test_a_node_that_is_killed_starts_again_with_all_its_rows(self):
        for _ in range(3):
            self.assert_alive()
        self.node.process.kill()
        self.node.process.wait()
        self.node.start()
        self.assertEqual(len(self.node.audit()), self.before + 3)
        self.assertTrue(self.node.audit_holds())
        self.assert_alive()


if __name__ == "__main__":
    unittest.main()
