"""Dispensing from the command line and on the portal's pages: against our other node, and against a country that dies
when it has taken the report in."""

import json
import unittest

import openncp_answers as openncp
import world
from peer_server import PeerServer
from portal_client import Browser

PRESCRIPTION = world.DEMO_DOCUMENTS / "anticoagulant-prescription.xml"
PATIENT = "900000004"
ANTICOAGULANT = "2.16.17.710.820.1000.990.3^PT-EP-1002.1"


class CounterCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if reason := world.why_not():
            raise unittest.SkipTest(reason)
        cls.world = world.World()
        cls.addClassCleanup(cls.world.close)
        pki = cls.world.pki
        document = openncp.Document("2.999.7^EP-1", PRESCRIPTION.read_bytes(), openncp.PRESCRIPTION)
        cls.country = openncp.CountryA([document], PATIENT)
        cls.peer = PeerServer(lambda received, handler: cls.country(received, handler),
                              (pki / "pt" / "tls-server.pem", pki / "pt" / "tls-server.key"), pki / "ca" / "tls.pem")
        cls.addClassCleanup(cls.peer.close)
        cls.no = cls.world.node("NO", portal=True)
        cls.pt = cls.world.node("PT")
        cls.mortal = cls.world.folder / "mortal.yaml"
        cls.world.countries({"NO": (world.HOME_NO, cls.no.port),
                             "PT": (world.HOME_PT, cls.peer.port)}).rename(cls.mortal)
        cls.world.countries({"NO": (world.HOME_NO, cls.no.port), "PT": (world.HOME_PT, cls.pt.port)})
        cls.other = cls.world.node("NO", cls.mortal, name="other", portal=True)
        cls.pt.start()
        cls.no.start()
        cls.other.start()

    def setUp(self):
        self.country.taken.clear()
        self.country.provide = self.country.take_submission

    def ncp(self, node, *arguments, code=0):
        """Runs a command with --json; gives its answer."""
        done = world.run(arguments[0], *arguments[1:], "--config", node.configuration, "--json")
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def dispense(self, node, patient, *options, code=0):
        return self.ncp(node, "dispense", "--country", "PT", "--patient", patient, "--as", "9900002", *options,
                        code=code)

    def reports(self, node):
        listed = world.run("dispensations", "list", "--config", node.configuration, "--json")
        self.assertEqual(listed.returncode, 0, listed.stderr)
        return [json.loads(line) for line in listed.stdout.splitlines()]

    def die(self, received, handler):
        """Takes the report in, and breaks off without an answer."""
        self.country.take_submission(received, handler)
        handler.close_connection = True


class Commands(CounterCase):
    def test_without_yes_nothing_is_sent(self):
        answer = self.dispense(self.other, PATIENT, code=2)
        self.assertEqual(answer["outcome"], "input.refused")
        self.assertEqual(self.country.taken, [])
        shown = world.run("dispense", "--country", "PT", "--patient", PATIENT, "--as", "9900002",
                          "--config", self.other.configuration)
        self.assertIn("packages: 1 (3 prescribed", shown.stdout)

    def test_which_of_several_prescriptions_has_to_be_said(self):
        answer = self.dispense(self.no, PATIENT, "--yes", code=2)
        self.assertIn(ANTICOAGULANT, answer["detail"])

    def test_the_same_key_is_one_dispensation_in_the_other_country(self):
        wanted = ("--prescription", ANTICOAGULANT, "--packages", "2", "--key", "k1", "--yes")
        first = self.dispense(self.no, PATIENT, *wanted)
        again = self.dispense(self.no, PATIENT, *wanted)
        self.assertEqual((first["outcome"], first["repeated"]), ("accepted", False))
        self.assertEqual((again["report"]["id"], again["repeated"]), (first["report"]["id"], True))
        rows = self.pt.audit("--transaction", "ITI-41", "--correlation", first["correlation_id"])
        self.assertEqual([row["outcome"] for row in rows], ["success"])

        too_many = self.dispense(self.no, PATIENT, "--prescription", ANTICOAGULANT, "--packages", "2", "--yes", code=1)
        self.assertEqual((too_many["outcome"], too_many["report"]["error"]), ("refused", "prescription.not_matching"))
        back = self.ncp(self.no, "discard", first["report"]["id"], "--as", "9900002", "--yes")
        self.assertEqual((back["outcome"], back["report"]["kind"]), ("accepted", "discard"))
        whole = self.dispense(self.no, PATIENT, "--prescription", ANTICOAGULANT, "--packages", "3", "--yes")
        self.assertEqual(whole["outcome"], "accepted")
        self.assertEqual(self.ncp(self.no, "dispensations", "check", whole["report"]["id"], "--as", "9900002")
                         ["prescription_state"], "closed")
        self.ncp(self.no, "discard", whole["report"]["id"], "--as", "9900002", "--yes")

    def test_an_unanswered_report_has_an_exit_code_of_its_own_and_is_sent_again_unchanged(self):
        self.country.provide = self.die
        answer = self.dispense(self.other, PATIENT, "--yes", code=3)
        self.assertEqual((answer["outcome"], answer["report"]["error"]), ("unknown", "dispensation.unknown"))
        self.assertEqual(len(self.country.taken), 1)
        report = answer["report"]["id"]
        checked = self.ncp(self.other, "dispensations", "check", report, "--as", "9900002")
        self.assertIn(checked["prescription_state"], ("open", "listed"))
        self.ncp(self.other, "discard", report, "--as", "9900002", "--yes", code=2)
        self.ncp(self.other, "dispensations", "resend", report, "--as", "9900002", code=2)
        self.assertEqual(len(self.country.taken), 1)
        self.country.provide = self.country.take_submission
        again = self.ncp(self.other, "dispensations", "resend", report, "--as", "9900002", "--yes")
        self.assertEqual((again["outcome"], again["report"]["attempt"]), ("accepted", 2))
        first, second = self.country.taken
        self.assertEqual((first.unique_id, first.content), (second.unique_id, second.content))
        self.ncp(self.other, "dispensations", "resend", report, "--as", "9900002", "--yes", code=2)

    def test_who_has_not_the_permission_sends_nothing(self):
        before = len(self.reports(self.other))
        answer = self.ncp(self.other, "dispense", "--country", "PT", "--patient", PATIENT, "--as", "9900001", "--yes",
                          code=1)
        self.assertEqual(answer["outcome"], "trust.insufficient_rights")
        self.assertEqual((len(self.reports(self.other)), self.country.taken), (before, []))

    def test_a_list_of_several_classes_and_its_prescriptions(self):
        answer = self.ncp(self.no, "query", "--country", "PT", "--id", PATIENT, "--class", "ep,overview", "--list",
                          "--as", "9900002")
        listed = {document["id"]: document for document in answer["documents"]}
        prescription = listed[ANTICOAGULANT]
        self.assertEqual((prescription["atc"], prescription["dispensable"]), ("B01AF02", True))

    def test_an_original_document_is_read_as_it_is(self):
        folder = self.world.folder / "image"
        answer = self.ncp(self.no, "query", "--country", "PT", "--id", PATIENT, "--class", "images", "--out", folder,
                          "--created-after", "2000-01-01", "--max-size", "50000000")
        [file] = answer["files"].values()
        self.assertTrue(file.endswith((".png", ".jpeg")), file)
        self.ncp(self.no, "query", "--country", "PT", "--id", PATIENT, "--class", "images",
                 "--created-before", "2000-01-01", code=1)

    def test_emergency_kin_and_principal_are_in_every_row(self):
        answer = self.ncp(self.no, "query", "--country", "PT", "--id", "900000001", "--emergency",
                          "--next-of-kin", "900000002", "--next-of-kin-family", "Oppdiktet")
        for row in self.pt.audit("--correlation", answer["correlation_id"]):
            self.assertEqual(row["purposeOfUse"], "EMERGENCY")
            self.assertIn("900000002", row["nextOfKinId"])
        self.ncp(self.no, "query", "--country", "PT", "--id", "900000001", "--as", "9900004", "--list",
                 "--on-behalf-of", "2221", code=1)  # the clerk may look people up, and nothing else


class Pages(CounterCase):
    def list_page(self, node):
        browser = Browser(node.portal_port)
        browser.submit(browser.page("/"), "/sign-in", identity="9900002", pin="1002")
        form = browser.page("/countries/PT")
        names = form.form("/countries/PT/search")["names"]
        field = next(name for name in names if name.startswith("patient.identifier"))
        patient = browser.submit(form, "/countries/PT/search", **{field: PATIENT})
        return browser, browser.submit(patient, "/patients/", confirmed="yes")

    def summary(self, node, **fields):
        browser, documents = self.list_page(node)
        link = next(link for link in documents.links if link.endswith("/handout"))
        form = browser.page(link)
        return browser, browser.submit(form, link, **fields)

    def test_from_the_list_to_the_report_and_back(self):
        browser, summary = self.summary(self.no, packages="1")
        self.assertTrue(summary.address.startswith("/handouts/"))
        report = browser.submit(summary, "/handouts/")
        self.assertIn("has recorded the dispensation", report.text)
        twice = browser.submit(summary, "/handouts/")
        self.assertEqual(twice.address, report.address)
        question = browser.page(next(link for link in report.links if link.endswith("/discard")))
        self.assertIn("has taken the dispensation back", browser.submit(question, question.address).text)

    def test_an_unanswered_report_says_what_to_do(self):
        self.country.provide = self.die
        browser, summary = self.summary(self.other, packages="1")
        report = browser.submit(summary, "/handouts/")
        self.assertIn("Ask the country first", report.text)
        self.assertEqual(len(self.country.taken), 1)
        browser.page(report.address)
        browser.submit(summary, "/handouts/")
        self.assertEqual(len(self.country.taken), 1, "reloading and a second click send nothing")
        self.assertIn("/refresh", report.form("/relations/")["action"])
        again = browser.page(next(link for link in report.links if link.endswith("/resend")))
        self.assertEqual(browser.submit(again, again.address).status, 422)
        self.country.provide = self.country.take_submission
        done = browser.submit(again, again.address, confirmed="yes")
        self.assertIn("has recorded the dispensation", done.text)
        self.assertEqual(browser.submit(again, again.address, confirmed="yes").address, report.address)
        self.assertEqual(len(self.country.taken), 2)
        self.assertEqual(self.country.taken[0].content, self.country.taken[1].content)


if __name__ == "__main__":
    unittest.main()
