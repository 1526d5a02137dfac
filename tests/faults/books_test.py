"""Pharmacists report handouts through our node to another of our nodes, over a network that loses, halves, doubles and
repeats messages, while either node is killed now and then. In the end both books are compared: nothing is lost,
nothing doubled, and what was unknown is settled by sending the same report again."""

import http.client
import os
import random
import sqlite3
import threading
import time
import unittest
import uuid
from collections import Counter
from dataclasses import dataclass

import books
import world
from counter_client import Visit
from gateway import Gateway

REPORTS = int(os.environ.get("NCP_FAULTS_REPORTS", "120"))
SEED = int(os.environ.get("NCP_FAULTS_SEED", "20261122"))
PHARMACISTS = 4
PACKAGES = 90  # of a prescription: more than are ever handed out, so that no refusal hides a loss
PROVIDE = b"ProvideAndRegisterDocumentSet-b"
GONE = (OSError, http.client.HTTPException)


@dataclass
class Row:
    """One report in country B's book."""

    id: str
    key: str
    kind: str
    state: str
    document: str
    packages: int
    takes_back: str
    patient: str


def rows_of(node):
    """Country B's book, read by SQLite itself."""
    with sqlite3.connect(f"file:{node.folder / 'ncp.sqlite'}?mode=ro", uri=True, timeout=30) as book:
        found = book.execute("SELECT id, request_key, kind, state, document_id, packages, takes_back, patient "
                             "FROM sent_dispensation").fetchall()
    book.close()
    return [Row(*row) for row in found]


class Pharmacy:
    """Pharmacists at work. Each handout has a key; a pharmacist who got no answer asks again with the same key."""

    def __init__(self, node, prescriptions):
        self.node = node
        self.prescriptions = prescriptions
        self.lock = threading.Lock()
        self.left = REPORTS
        self.handouts = {}
        self.asked_again = 0
        self.failures = []

    def work(self, seed):
        chance = random.Random(seed)
        try:
            while self.take_one():
                prescription = chance.choice(self.prescriptions)
                packages = chance.randint(1, 2)
                key = str(uuid.UUID(int=chance.getrandbits(128), version=4))
                with self.lock:
                    self.handouts[key] = packages
                made = self.until_answered(prescription, lambda visit: visit.dispense(key, packages))
                if made["state"] == "accepted" and chance.random() < 0.2:
                    self.until_answered(prescription, lambda visit: visit.discard("back-" + key, made["id"]))
        except Exception as unexpected:  # a thread's failure is the test's
            self.failures.append(unexpected)

    def take_one(self):
        with self.lock:
            self.left -= 1
            return self.left >= 0

    def until_answered(self, prescription, act):
        end = time.monotonic() + 120
        last = None
        while time.monotonic() < end:
            try:
                visit = Visit(self.node, prescription.patient)
                made = act(visit)
                visit.end()
                return made
            except GONE as gone:
                last = gone
                with self.lock:
                    self.asked_again += 1
                time.sleep(0.02)
        raise AssertionError(f"no answer within two minutes: {last}")

    def settle(self):
        """Every report of unknown outcome is sent again until its outcome is known. Gives how many there were."""
        settled = 0
        patients = {row.patient for row in rows_of(self.node) if row.state == "unknown"}
        for prescription in self.prescriptions:
            if not any(patient.startswith(prescription.patient + "^") for patient in patients):
                continue
            for _ in range(5):
                unknown = [one for one in self.until_answered(prescription, Visit.reports) if one["state"] == "unknown"]
                for report in unknown:
                    self.until_answered(prescription, lambda visit, report=report: visit.resend(report))
                    settled += 1
                if not unknown:
                    break
        return settled


class Books(unittest.TestCase):
    def setUp(self):
        if reason := world.why_not():
            self.skipTest(reason)
        self.world = world.World()
        self.addCleanup(self.world.close)
        pki = self.world.pki
        documents = self.world.folder / "documents"
        self.prescriptions = books.write_prescriptions(documents, max(4, REPORTS // 40), PACKAGES)
        countries = self.world.folder / "countries.yaml"
        self.no = books.Dispensary(self.world.folder, "NO", pki, countries, portal=True)
        self.pt = books.Dispensary(self.world.folder, "PT", pki, countries, documents=documents, limits=books.LIMITS)
        self.world.nodes += [self.no, self.pt]
        self.gateway = Gateway(self.pt.port, (str(pki / "pt/tls-server.pem"), str(pki / "pt/tls-server.key")),
                               (str(pki / "no/tls-client.pem"), str(pki / "no/tls-client.key")),
                               str(pki / "ca/tls.pem"), (PROVIDE,), SEED)
        self.addCleanup(self.gateway.close)
        self.world.countries({"NO": (world.HOME_NO, self.no.port), "PT": (world.HOME_PT, self.gateway.port)})
        self.pt.start()
        self.no.start()
        self.pharmacy = Pharmacy(self.no, self.prescriptions)

    def test_both_books_are_the_same_in_the_end(self):
        threads = [threading.Thread(target=self.pharmacy.work, args=(SEED + n,)) for n in range(PHARMACISTS)]
        kills = books.work_among_killings(threads, [self.no, self.pt, self.pt], SEED)
        self.assertEqual(self.pharmacy.failures, [])
        before = self.compare_while_some_are_unknown()
        self.gateway.calm = True
        settled = self.pharmacy.settle()
        self.compare_when_all_is_known()
        for node in (self.no, self.pt):
            self.assertEqual(node.audit_is_whole().returncode, 0)
        print(f"{REPORTS} handouts, {kills} kills, fates {dict(self.gateway.fates)}, asked again "
              f"{self.pharmacy.asked_again} times; before settling {dict(before)}, sent again {settled}")

    def compare_while_some_are_unknown(self):
        """What is accepted here is there, and what is refused here is not; the unknown is either."""
        theirs = books.book_of(self.pt.book)
        rows = rows_of(self.no)
        self.assertEqual(Counter(row.key for row in rows).most_common(1)[0][1], 1)
        for row in rows:
            self.assertNotEqual(row.state, "sending", "nobody is sending any more")
            if row.kind == "dispensation" and row.state != "unknown":
                self.assertEqual(row.document in theirs, row.state == "accepted", row.state)
        return Counter((row.kind, row.state) for row in rows)

    def compare_when_all_is_known(self):
        theirs = books.book_of(self.pt.book)
        rows = rows_of(self.no)
        self.assertEqual({row.state for row in rows} - {"accepted", "refused"}, set())
        mine = {row.document: row for row in rows if row.kind == "dispensation" and row.state == "accepted"}
        self.assertEqual(set(theirs), set(mine))
        taken_back = {row.takes_back for row in rows if row.kind == "discard" and row.state == "accepted"}
        for document, row in mine.items():
            self.assertEqual(theirs[document].packages, row.packages)
            self.assertEqual(theirs[document].taken_back, row.id in taken_back)
        found = {row.key.split("api-")[1]: row.packages for row in rows if row.kind == "dispensation"}
        self.assertEqual(found, self.pharmacy.handouts, "each handout that a pharmacist wanted is one report")


if __name__ == "__main__":
    unittest.main()
