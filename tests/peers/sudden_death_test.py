"""Nodes that are killed during load: no answered request is without its audit rows, and nothing needs repair."""

import http.client
import json
import os
import random
import sqlite3
import threading
import unittest
from collections import defaultdict

import world
from portal_client import Api

KILLS = int(os.environ.get("NCP_PEERS_KILLS", "50"))
SEED = int(os.environ.get("NCP_PEERS_SEED", "20261121"))
SUMMARIES = ["900000001", "900000002", "900000003", "900000004", "900000006", "900000007", "900000008"]


class Load:
    """Clinicians at work until told to stop; remembers each answered step by its correlation id."""

    def __init__(self, no):
        self.no = no
        self.stopped = threading.Event()
        self.lock = threading.Lock()
        self.answered = defaultdict(lambda: defaultdict(int))
        self.failures = []
        self.threads = [threading.Thread(target=self.work, args=(task, SEED + number)) for number, task in
                        enumerate([self.through_the_portal] * 3 + [self.from_the_command_line])]

    def start(self):
        for thread in self.threads:
            thread.start()

    def stop(self):
        self.stopped.set()
        for thread in self.threads:
            thread.join()

    def work(self, task, seed):
        chance = random.Random(seed)
        while not self.stopped.is_set():
            try:
                task(chance.choice(SUMMARIES))
            except (OSError, http.client.HTTPException):
                self.stopped.wait(0.02)  # the node is just dead
            except Exception as unexpected:  # a thread's failure is the test's
                self.failures.append(unexpected)
                return

    def note(self, correlation, transaction, count=1):
        with self.lock:
            self.answered[correlation][transaction] += count

    def through_the_portal(self, patient):
        api = Api(self.no.portal_port)
        field = api.identifier_field()
        while not self.stopped.is_set():
            status, found = api.call("POST", "/patients", {"country": "PT", "values": {field: patient}})
            if status != 200:
                return
            reference = found["reference"]
            self.note(reference, "ITI-55")
            status, relation = api.confirm(found["patients"][0]["id"])
            status, listed = api.documents(relation["id"])
            if status != 200:
                return
            self.note(reference, "ITI-38")
            status, _, _ = api.send("GET", f"/documents/{listed['documents'][0]['coded']['id']}/original")
            if status != 200:
                return
            self.note(reference, "ITI-39")

    def from_the_command_line(self, patient):
        done = self.no.query(patient, "--json")
        if done.returncode == 0:
            reference = json.loads(done.stdout)["correlation_id"]
            for transaction, count in (("ITI-55", 1), ("ITI-38", 1), ("ITI-39", 2)):
                self.note(reference, transaction, count)
        elif done.returncode != 69:
            raise AssertionError(f"exit code {done.returncode}: {done.stdout}{done.stderr}")


def successes(node):
    """Transactions that the node's trail calls successful, counted by correlation id; read by SQLite itself."""
    counted = defaultdict(lambda: defaultdict(int))
    with sqlite3.connect(f"file:{node.folder / 'ncp.sqlite'}?mode=ro", uri=True, timeout=30) as trail:
        rows = trail.execute("SELECT correlation_id, transaction_kind FROM audit_event WHERE outcome = 'success'")
        for correlation, transaction in rows:
            counted[correlation][transaction] += 1
    trail.close()
    return counted


class SuddenDeath(unittest.TestCase):
    def setUp(self):
        if reason := world.why_not():
            self.skipTest(reason)
        self.world = world.World()
        self.addCleanup(self.world.close)
        self.no, self.pt = self.world.both_nodes()
        self.load = Load(self.no)

    def check_rows(self, nodes):
        with self.load.lock:
            answered = {reference: dict(steps) for reference, steps in self.load.answered.items()}
        for node in nodes:
            recorded = successes(node)
            for reference, steps in answered.items():
                for transaction, count in steps.items():
                    self.assertGreaterEqual(recorded[reference][transaction], count,
                                            f"{node.country} has no row for an answered {transaction}")

    def check_trail(self, node):
        verified = node.audit_is_whole()
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)

    def test_no_answered_request_is_lost(self):
        chance = random.Random(SEED)
        self.load.start()
        self.addCleanup(self.load.stop)
        for _ in range(KILLS):
            self.load.stopped.wait(chance.uniform(0.0, 0.25))
            victim = chance.choice([self.no, self.pt])
            victim.kill()
            self.check_rows([victim])
            victim.start()
            self.check_trail(victim)
            self.assertEqual(self.load.failures, [])
        self.load.stop()
        self.check_rows([self.no, self.pt])
        for node in (self.no, self.pt):
            self.check_trail(node)
            self.assertNotIn("repair", node.log.read_text(encoding="utf-8"))
        answered = sum(sum(steps.values()) for steps in self.load.answered.values())
        print(f"{KILLS} kills, {answered} answered requests, none without its rows")
        self.assertGreater(answered, KILLS)
        self.assertEqual(self.no.query("900000001").returncode, 0, "both nodes are well")


if __name__ == "__main__":
    unittest.main()
