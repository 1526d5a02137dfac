"""Another country reports dispensations through a network that loses, halves, doubles and repeats messages, to a node
that is killed now and then. It repeats what it has no answer to, with the same MessageID, as OpenNCP's client does. In
the end both sides' books are the same: nothing lost, nothing doubled."""

import os
import random
import threading
import time
import unittest
from collections import Counter, defaultdict
from dataclasses import dataclass

import books
import world
from gateway import Gateway
from lxml import etree
from ncp_peer import messages
from suite import SUITE
from suite.cases import Step
from suite.placeholders import Values
from suite.requests import Builder
from suite.target import Refused, Target, credential

import yaml

REPORTS = int(os.environ.get("NCP_FAULTS_REPORTS", "250"))
SEED = int(os.environ.get("NCP_FAULTS_SEED", "20261122"))
THREADS = 4
PACKAGES = 40
PROVIDE = b"ProvideAndRegisterDocumentSet-b"
PARAMETERS = {"own": {"country": "NO", "home_community_id": world.HOME_NO},
              "node": {"country": "PT", "home_community_id": world.HOME_PT}}
ACCEPTED, NOTHING_LEFT = "accepted", {"4105", "4106", "ERROR_ED_NOT_DISPENSABLE_EPRESCRIPTION"}
HL7 = {"hl7": "urn:hl7-org:v3"}


@dataclass
class Handout:
    """One report as this country's book has it."""

    document: str
    prescription: books.Prescription
    packages: int
    outcome: str = "unknown"
    taken_back: bool = False


def values_of(prescription):
    """What the conformance suite's templates need to write a report about a prescription."""
    values = Values({**PARAMETERS, **yaml.safe_load((SUITE / "vocabulary.yaml").read_text(encoding="utf-8"))})
    cda = etree.parse(str(prescription.file))

    def piece(path):
        return cda.xpath(path, namespaces=HL7)[0]

    def xml(path):
        return etree.tostring(piece(path), encoding="unicode", with_tail=False)

    values.set("patient", {"id": prescription.patient, "root": world.PATIENT_ROOT,
                           "cx": messages.cx(prescription.patient, world.PATIENT_ROOT)})
    values.set("prescription.patient", xml("/*/hl7:recordTarget"))
    values.set("prescription.custodian", xml("/*/hl7:custodian"))
    values.set("prescription.authenticator", xml("/*/hl7:legalAuthenticator"))
    values.set("prescription.product", xml("//hl7:substanceAdministration/hl7:consumable/hl7:manufacturedProduct"))
    for name, path in (("", "//hl7:section/hl7:id"), ("item_", "//hl7:substanceAdministration/hl7:id")):
        values.set(f"prescription.{name}root", piece(path).get("root"))
        values.set(f"prescription.{name}extension", piece(path).get("extension"))
    values.set("substitution", "")
    return values


class Country:
    """Country B, with as many counters as there are threads."""

    def __init__(self, target, prescriptions):
        self.target = target
        self.builder = Builder(target, "")
        self.prescriptions = prescriptions
        self.lock = threading.Lock()
        self.handouts = []
        self.left = REPORTS
        self.sent = Counter()
        self.failures = []

    def work(self, seed):
        chance = random.Random(seed)
        try:
            while self.take_one():
                self.report(chance)
        except Exception as unexpected:  # a thread's failure is the test's
            self.failures.append(unexpected)

    def take_one(self):
        with self.lock:
            self.left -= 1
            return self.left >= 0

    def report(self, chance):
        prescription = chance.choice(self.prescriptions)
        values = values_of(prescription)
        packages = chance.randint(1, 3)
        values.set("dispensation", values.look_up("new.oid"))
        values.set("packages", str(packages))
        handout = Handout(values.look_up("dispensation"), prescription, packages)
        with self.lock:
            self.handouts.append(handout)
        handout.outcome = self.deliver(values, "dispensation")
        if handout.outcome == ACCEPTED and chance.random() < 0.2:
            outcome = self.deliver(values, "discard")
            if outcome != ACCEPTED:
                raise AssertionError(f"a discard ended with {outcome}")
            handout.taken_back = True

    def deliver(self, values, kind):
        """Sends the same bytes until there is an answer of the other country."""
        values.set("kind", values.look_up(f"submissions.{kind}"))
        request = self.builder.request(Step("ITI-41", {}, kind=kind), values)
        request.path = f"/openncp-ws-server/services/{request.path}"
        end = time.monotonic() + 120
        while time.monotonic() < end:
            with self.lock:
                self.sent[kind] += 1
            try:
                answer = self.target.send(request)
            except (Refused, OSError):
                time.sleep(0.01)
                continue
            if answer.envelope is not None and not answer.is_fault:
                return outcome_of(answer)
        raise AssertionError("no answer within two minutes")


def outcome_of(answer):
    """Accepted, or the code of the refusal."""
    if messages.status(answer.body) == "Success":
        return ACCEPTED
    ((code, _),) = messages.errors(answer.body)
    return code


class Deliveries(unittest.TestCase):
    def setUp(self):
        if reason := world.why_not():
            self.skipTest(reason)
        self.world = world.World()
        self.addCleanup(self.world.close)
        pki = self.world.pki
        count = max(4, REPORTS // 30)
        self.prescriptions = books.write_prescriptions(self.world.folder / "documents", count, PACKAGES)
        self.node = books.Dispensary(self.world.folder, "PT", pki, self.world.folder / "countries.yaml",
                                     documents=self.world.folder / "documents", limits=books.LIMITS)
        self.world.nodes.append(self.node)
        self.world.countries({"NO": (world.HOME_NO, 1), "PT": (world.HOME_PT, self.node.port)})
        self.node.start()
        self.gateway = Gateway(self.node.port, (str(pki / "pt/tls-server.pem"), str(pki / "pt/tls-server.key")),
                               (str(pki / "no/tls-client.pem"), str(pki / "no/tls-client.key")),
                               str(pki / "ca/tls.pem"), (PROVIDE,), SEED)
        self.addCleanup(self.gateway.close)
        self.country = Country(Target(f"https://localhost:{self.gateway.port}", pki / "ca/tls.pem", {
            "client": credential(pki / "no/tls-client.key", pki / "no/tls-client.pem"),
            "signature": credential(pki / "no/signature.key", pki / "no/signature.pem")}), self.prescriptions)

    def test_both_books_are_the_same_in_the_end(self):
        threads = [threading.Thread(target=self.country.work, args=(SEED + n,)) for n in range(THREADS)]
        kills = books.work_among_killings(threads, [self.node], SEED)
        self.assertEqual(self.country.failures, [])
        self.compare()
        self.assertEqual(self.node.audit_is_whole().returncode, 0)
        outcomes = Counter(handout.outcome for handout in self.country.handouts)
        print(f"{REPORTS} reports in {sum(self.country.sent.values())} messages, {kills} kills, "
              f"fates {dict(self.gateway.fates)}: {dict(outcomes)}")

    def compare(self):
        theirs = books.book_of(self.node.book)
        mine = {handout.document: handout for handout in self.country.handouts if handout.outcome == ACCEPTED}
        self.assertEqual(set(theirs), set(mine), "accepted here, and taken there")
        handed_out = defaultdict(int)
        for document, handout in mine.items():
            self.assertEqual(theirs[document].packages, handout.packages)
            self.assertEqual(theirs[document].taken_back, handout.taken_back)
            if not handout.taken_back:
                handed_out[handout.prescription] += handout.packages
        for prescription, packages in handed_out.items():
            self.assertLessEqual(packages, prescription.packages)
        for handout in self.country.handouts:
            if handout.outcome != ACCEPTED:
                self.assertIn(handout.outcome, NOTHING_LEFT)


if __name__ == "__main__":
    unittest.main()
