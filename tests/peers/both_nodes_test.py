"""Both real nodes: what a clinician in Norway gets of each demonstration patient, from the command line."""

import json
import unittest

import world
from lxml import etree

HL7 = "urn:hl7-org:v3"
# Patient: the coded documents of each kind, by the name of their file without ending.
PATIENTS = {
    "900000001": {"ps": ["full-summary"], "ep": []},
    "900000002": {"ps": ["known-absences-summary"], "ep": []},
    "900000003": {"ps": ["no-information-summary"], "ep": []},
    "900000004": {"ps": ["cardiac-summary"], "ep": ["three-ingredients-prescription", "anticoagulant-prescription"]},
    "900000005": {"ps": [], "ep": ["eye-drops-prescription", "free-text-dose-prescription"]},
    "900000006": {"ps": ["asthma-summary"], "ep": []},
    "900000007": {"ps": ["epilepsy-summary"], "ep": []},
    "900000008": {"ps": ["child-summary"], "ep": ["child-prescription"]},
}
NOT_FOUND = {"ps": "summary.not_found", "ep": "prescription.not_found"}


def designations(root):
    """Every code of a document with the name that stands beside it."""
    return {(element.get("codeSystem"), element.get("code"), element.get("displayName"))
            for element in root.iter(f"{{{HL7}}}*") if element.get("displayName")}


class BothNodes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if reason := world.why_not():
            raise unittest.SkipTest(reason)
        cls.world = world.World()
        cls.addClassCleanup(cls.world.close)
        cls.no, cls.pt = cls.world.both_nodes()

    def ask(self, patient, *options):
        answered = self.no.query(patient, "--json", *options)
        return answered.returncode, json.loads(answered.stdout)

    @staticmethod
    def cases(having):
        return [(patient, kind, names) for patient, kinds in PATIENTS.items() for kind, names in kinds.items()
                if bool(names) == having]

    def test_every_document_comes_unchanged_with_translation_and_pdf(self):
        for patient, kind, names in self.cases(having=True):
            with self.subTest(patient=patient, kind=kind):
                self.check_exchange(patient, kind, names)

    def check_exchange(self, patient, kind, names):
        out = self.world.folder / f"{patient}-{kind}"
        code, outcome = self.ask(patient, "--document", kind, "--out", out)
        self.assertEqual(code, 0, outcome)
        pivot = (out / "pivot.xml").read_bytes()
        sources = {world.as_pivot(world.DEMO_DOCUMENTS / f"{name}.xml"): name for name in names}
        self.assertIn(pivot, sources)
        self.assertEqual((out / "document.pdf").read_bytes(),
                         (world.DEMO_DOCUMENTS / f"{sources[pivot]}.pdf").read_bytes())
        translated = etree.parse(str(out / "translated.xml")).getroot()
        self.assertEqual(translated.tag, f"{{{HL7}}}ClinicalDocument")
        self.assertEqual(translated.find(f".//{{{HL7}}}patientRole/{{{HL7}}}id").get("extension"), patient)
        self.assertLessEqual(designations(etree.fromstring(pivot)), designations(translated), "nothing is lost")
        self.assertTrue((out / "page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>"))
        self.assertEqual(len(outcome["documents"]), 2 * len(names))

    def test_a_kind_that_the_patient_has_not_is_a_negative_result(self):
        for patient, kind, _ in self.cases(having=False):
            with self.subTest(patient=patient, kind=kind):
                code, outcome = self.ask(patient, "--document", kind)
                self.assertEqual((code, outcome["outcome"]), (1, NOT_FOUND[kind]))

    def test_the_text_for_people_holds_the_patient_and_each_step(self):
        for patient, kind, _ in self.cases(having=True):
            with self.subTest(patient=patient, kind=kind):
                shown = self.no.query(patient, "--document", kind)
                self.assertEqual(shown.returncode, 0, shown.stderr)
                self.assertIn(patient, shown.stdout)
                for step in ("ITI-55", "TRC", "ITI-38", "ITI-39"):
                    self.assertIn(step, shown.stdout)

    def test_the_text_is_in_the_language_that_was_asked_for(self):
        heading = {"nb": "Allergier", "nn": "Allergiar", "en": "Allergies"}
        for language, word in heading.items():
            with self.subTest(language=language):
                shown = self.no.query("900000001", "--lang", language, "--quiet")
                self.assertIn(word.lower(), shown.stdout.lower())
                self.assertNotIn("ITI-55", shown.stdout)

    def test_an_unknown_person_is_a_negative_result(self):
        code, outcome = self.ask("999999999")
        self.assertEqual((code, outcome["outcome"]), (1, "patient.no_match"))
        [own] = self.no.audit("--correlation", outcome["correlation_id"])
        [theirs] = self.pt.audit("--correlation", outcome["correlation_id"])
        self.assertEqual([own["outcome"], theirs["outcome"]], ["negative", "negative"])

    def test_two_people_of_one_name_are_not_guessed_between(self):
        asked = world.run("query", "--config", self.no.configuration, "--country", "PT", "--family",
                          "Gémeo Protótipo", "--birth-date", "1990-01-01", "--sex", "M", "--json")
        outcome = json.loads(asked.stdout)
        self.assertEqual((asked.returncode, outcome["outcome"], outcome["documents"]), (1, outcome["outcome"], []))
        self.assertIn(outcome["outcome"], ("patient.several", "patient.more_needed"))

    def test_a_clerk_may_find_a_patient_but_not_open_documents(self):
        code, outcome = self.ask("900000001", "--as", "9900004")
        self.assertEqual((code, outcome["outcome"]), (1, "trust.insufficient_rights"))
        self.assertEqual(len(outcome["patients"]), 1)
        rows = self.pt.audit("--correlation", outcome["correlation_id"])
        self.assertEqual([(row["transaction"], row["outcome"]) for row in rows],
                         [("ITI-55", "success"), ("ITI-38", "refused")])

    def test_a_pharmacist_may_open_prescriptions_but_no_summary(self):
        code, _ = self.ask("900000004", "--as", "9900002", "--document", "ep")
        self.assertEqual(code, 0)
        code, outcome = self.ask("900000004", "--as", "9900002", "--document", "ps")
        self.assertEqual((code, outcome["outcome"]), (1, "trust.insufficient_rights"))

    def test_emergency_and_next_of_kin_go_along_with_the_request(self):
        code, outcome = self.ask("900000008", "--emergency", "--next-of-kin", "900000001")
        self.assertEqual(code, 0, outcome)
        for row in self.pt.audit("--correlation", outcome["correlation_id"]):
            self.assertEqual(row["purposeOfUse"], "EMERGENCY")
            self.assertIn("900000001", row["nextOfKinId"])

    def test_one_correlation_id_from_the_clinician_to_the_other_countrys_log(self):
        _, outcome = self.ask("900000002")
        correlation = outcome["correlation_id"]
        own, theirs = (node.audit("--correlation", correlation) for node in (self.no, self.pt))
        steps = ["ITI-55", "ITI-38", "ITI-39", "ITI-39"]
        self.assertEqual([row["transaction"] for row in own], steps)
        self.assertEqual([row["transaction"] for row in theirs], steps)
        self.assertEqual([row["messageId"] for row in own], [row["messageId"] for row in theirs])
        logged = [line for line in self.pt.log_lines() if line.get("correlation_id") == correlation]
        self.assertEqual([line["transaction"] for line in logged if line["event"] == "transaction"], steps)

    def test_wrong_usage_and_refused_input_have_codes_of_their_own(self):
        query = ["query", "--quiet", "--config", self.no.configuration]
        table = [
            (64, [*query]), (64, [*query, "--country", "PT", "--document", "xx", "--id", "1"]),
            (64, [*query, "--country", "PT", "--unknown"]), (64, []), (64, ["fly"]), (64, ["audit"]),
            (2, [*query, "--country", "PT"]), (2, [*query, "--country", "portugal", "--id", "1"]),
            (2, [*query, "--country", "SE", "--id", "2.999^1"]), (2, [*query, "--country", "PT", "--id", "x^y"]),
            (2, [*query, "--country", "PT", "--id", "900000001", "--as", "nobody"]),
            (2, ["query", "--config", "/nowhere.yaml", "--country", "PT", "--id", "1"]),
        ]
        for code, arguments in table:
            with self.subTest(arguments=[str(a) for a in arguments]):
                done = world.run(*arguments)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertTrue(done.stderr, "says why")
                self.assertEqual(done.stdout, "")

    def test_the_trails_of_both_nodes_are_whole_at_the_end(self):
        for node in (self.no, self.pt):
            self.assertEqual(node.audit_is_whole().returncode, 0)


class OneNodeDown(unittest.TestCase):
    def test_a_country_that_stopped_is_unavailable_and_comes_back(self):
        if reason := world.why_not():
            self.skipTest(reason)
        place = world.World()
        self.addCleanup(place.close)
        no, pt = place.both_nodes()
        pt.stop()
        down = no.query("900000001", "--lang", "en")
        self.assertEqual(down.returncode, 69)
        self.assertIn("could not be reached", down.stderr)
        pt.start()
        self.assertEqual(no.query("900000001").returncode, 0)


if __name__ == "__main__":
    unittest.main()
