"""Another countries file while the node runs: who may ask, how much, under which names."""

import os
import signal
import threading
import time
import unittest

from ncp_peer import messages, transport
from ncp_peer.case import NodeCase
from ncp_peer.messages import identifier
from ncp_peer.node import COUNTRIES, COUNTRY
from ncp_peer.peer import Peer

PATIENT = identifier("900000001")
SWEDENS_COMMUNITY = "1.2.752.221.3.1.1"
SWEDEN = COUNTRY.format(code="SE", community=SWEDENS_COMMUNITY, enabled="true")
NOBODY = SWEDEN.replace("enabled: true", "enabled: false")
SECONDS = 20


class Countries(NodeCase):
    def setUp(self):
        super().setUp()
        self.sweden = Peer(self.pki, self.node.ncp_port, "SE", self.pki.sweden, self.pki.sweden_signature)

    def tearDown(self):
        self.assertEqual(self.take(COUNTRIES), "taken")

    def take(self, text):
        """Puts the file in its place, asks for it, and waits for what became of it."""
        before = self.reloads()
        beside = self.node.directory / "countries.new"
        beside.write_text(text)
        os.replace(beside, self.node.directory / "countries.yaml")
        self.node.process.send_signal(signal.SIGHUP)
        until = time.monotonic() + SECONDS
        while (now := self.reloads()) == before:
            self.assertLess(time.monotonic(), until, "the file was not looked at")
            time.sleep(0.02)
        return "refused" if now[1] > before[1] else "taken"

    def reloads(self):
        counts = {"taken": 0.0, "refused": 0.0}
        for line in self.node.metrics().splitlines():
            if line.startswith("ncp_countries_reloads_total"):
                counts[line.split('"')[1]] = float(line.split()[-1])
        return counts["taken"], counts["refused"]

    def changes(self):
        return [row for row in self.node.audit_trail() if row["transaction"] == "countries-changed"]

    def matches(self, peer):
        sender = SWEDENS_COMMUNITY if peer is self.sweden else messages.NORWAY
        return len(messages.matches(peer.discover(body=messages.discovery(PATIENT, sender=sender)).body))

    def test_a_country_is_shut_out_and_let_in_again(self):
        self.assertEqual(self.matches(self.sweden), 1)
        self.assertEqual(self.take(COUNTRIES.replace(SWEDEN, NOBODY)), "taken")
        self.assertEqual(self.changes()[-1]["reason"], "changed SE")
        self.assertEqual(self.matches(self.sweden), 0)
        self.assertEqual(self.node.audit()[-1]["rule"], "peer-country-enabled")
        self.assertEqual(self.matches(self.peer), 1)
        self.assertEqual(self.take(COUNTRIES), "taken")
        self.assertEqual(self.matches(self.sweden), 1)

    def test_a_rate_is_lowered(self):
        self.assertEqual(self.take(COUNTRIES.replace(SWEDEN, SWEDEN + "    limits: {requests_per_minute: 1}\n")), "taken")
        self.assertEqual([self.sweden.discover(PATIENT).status for _ in range(2)], [200, 429])
        self.assertEqual(self.peer.discover(PATIENT).status, 200)

    def test_another_home_community_counts_at_once(self):
        self.assertEqual(self.take(COUNTRIES.replace("2.16.578.1.12.4.5.10.1", "2.999.578")), "taken")
        self.assertEqual(self.matches(self.peer), 0)
        self.assertEqual(self.node.audit()[-1]["rule"], "sender-home-community")

    def test_what_can_not_be_taken_changes_nothing_and_does_not_keep_keys_from_being_renewed(self):
        for broken in (COUNTRIES[:len(COUNTRIES) // 2 + 40], "", COUNTRIES.replace("enabled: false", "enabled: perhaps")):
            self.assertEqual(self.take(broken), "refused")
            self.assertEqual(self.matches(self.sweden), 1)
            status, text = transport.get(self.node.admin_port, "/health/ready")
            self.assertEqual(status, 503)
            self.assertIn("countries file", text)
        self.assertEqual(self.take(COUNTRIES), "taken")
        self.assertEqual([(row["outcome"], row["errorId"]) for row in self.changes()[-3:]],
                         [("refused", "configuration.invalid")] * 3)
        self.wait_for('ncp_reloads_total{outcome="taken"}')
        self.assertIn('ncp_reloads_total{outcome="refused"} 0', self.node.metrics())

    def wait_for(self, metric):
        """Until the metric is more than it was."""
        value = lambda: next(float(line.split()[-1]) for line in self.node.metrics().splitlines()
                             if line.startswith(metric))
        before, until = value(), time.monotonic() + SECONDS
        self.node.process.send_signal(signal.SIGHUP)
        while value() == before:
            self.assertLess(time.monotonic(), until, metric)
            time.sleep(0.02)

    def test_no_request_is_lost_while_the_file_changes(self):
        stop, lost, answered = threading.Event(), [], []

        def ask(peer):
            while not stop.is_set():
                try:
                    answer = peer.discover(PATIENT)
                    (answered if len(messages.matches(answer.body)) == 1 else lost).append(answer.status)
                except OSError as error:
                    lost.append(error)

        norway = [Peer(self.pki, self.node.ncp_port) for _ in range(2)]
        askers = [threading.Thread(target=ask, args=(peer,)) for peer in norway]
        for asker in askers:
            asker.start()
        rounds = 6
        for number in range(rounds):
            rate = f"    limits: {{requests_per_minute: {number + 1}}}\n"
            text = COUNTRIES.replace(SWEDEN, SWEDEN + rate if number % 2 else NOBODY + rate)
            self.assertEqual(self.take(text if number != 3 else text[:-200]), "taken" if number != 3 else "refused")
            before, until = len(answered), time.monotonic() + SECONDS
            while len(answered) == before and time.monotonic() < until:
                time.sleep(0.02)
        stop.set()
        for asker in askers:
            asker.join()
        self.assertEqual(lost, [])
        self.assertGreaterEqual(len(answered), rounds)


if __name__ == "__main__":
    unittest.main()
