"""Our NCP-B reports handouts to a country that answers as OpenNCP: every outcome, in each of its spellings, and what it
sends judged by tools that are not ours."""

import unittest
import uuid

import openncp_answers as openncp
import world
from counter_client import Visit
from judged_request import REFERENCE, JudgedRequest, schema, schema_of
from lxml import etree
from peer_server import Answer, PeerServer
from reference_order_test import compare

HL7 = {"hl7": "urn:hl7-org:v3"}
DISPENSATION, DISCARD = "urn:epSOS:ep:dis:2010", "urn:eHDSI:ed:discard:2020"
PRESCRIPTION = world.DEMO_DOCUMENTS / "anticoagulant-prescription.xml"
PATIENT = "900000004"


class Dispensing(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if reason := world.why_not():
            raise unittest.SkipTest(reason)
        cls.world = world.World()
        cls.addClassCleanup(cls.world.close)
        pki = cls.world.pki
        document = openncp.Document("2.16.17.710.820.1000.990.3^PT-EP-1002.1", PRESCRIPTION.read_bytes(),
                                    openncp.PRESCRIPTION)
        cls.country = openncp.CountryA([document], PATIENT)
        cls.server = PeerServer(lambda received, handler: cls.country(received, handler),
                                (str(pki / "pt/tls-server.pem"), str(pki / "pt/tls-server.key")),
                                str(pki / "ca/tls.pem"))
        cls.addClassCleanup(cls.server.close)
        cls.world.countries({"NO": (world.HOME_NO, 1), "PT": (world.HOME_PT, cls.server.port)})
        cls.node = cls.world.node("NO", portal=True).start()

    def setUp(self):
        self.country.taken.clear()
        self.server.received.clear()
        self.country.provide = self.country.take_submission
        self.visit = Visit(self.node, PATIENT)
        self.addCleanup(self.visit.end)

    def answered_by(self, provide):
        """What a handout comes to when the country answers so."""
        self.country.provide = provide
        return self.visit.dispense(str(uuid.uuid4()), 1)

    def test_a_handout_is_accepted_and_taken_back(self):
        made = self.visit.dispense(str(uuid.uuid4()), 2)
        self.assertEqual((made["state"], made["packages"]), ("accepted", 2))
        back = self.visit.discard(str(uuid.uuid4()), made["id"])
        self.assertEqual((back["kind"], back["state"]), ("discard", "accepted"))
        told, taken_back = self.country.taken
        self.assertEqual((told.format_code, taken_back.format_code), (DISPENSATION, DISCARD))
        self.assertEqual(told.unique_id, taken_back.unique_id)

    def test_the_document_says_what_was_handed_out_of_which_prescription(self):
        self.visit.dispense(str(uuid.uuid4()), 2)
        [told] = self.country.taken
        cda, prescription = etree.fromstring(told.content), etree.parse(str(PRESCRIPTION))

        def there(path):
            return prescription.xpath(path, namespaces=HL7)[0]

        def said(path):
            return cda.xpath(path, namespaces=HL7)

        self.assertEqual(said("string(/*/hl7:code/@code)"), "60593-1")
        self.assertIn(told.unique_id, {said("string(/*/hl7:id/@root)"),
                                       said("concat(/*/hl7:id/@root, '^', /*/hl7:id/@extension)")})
        self.assertEqual(said("string(/*/hl7:inFulfillmentOf/hl7:order/hl7:id/@extension)"),
                         there("//hl7:section/hl7:id/@extension"))
        self.assertEqual(said("string(//hl7:entry/hl7:supply/hl7:quantity/@value)"), "2")
        self.assertEqual(said("string(//hl7:entryRelationship/hl7:substanceAdministration/hl7:id/@extension)"),
                         there("//hl7:substanceAdministration/hl7:id/@extension"))
        self.assertEqual(said("string(/*/hl7:recordTarget/hl7:patientRole/hl7:id/@extension)"), PATIENT)

    def test_the_discards_document_is_the_dispensations_with_another_code_and_template(self):
        made = self.visit.dispense(str(uuid.uuid4()), 1)
        self.visit.discard(str(uuid.uuid4()), made["id"])
        told, taken_back = (etree.fromstring(one.content) for one in self.country.taken)
        self.assertEqual(taken_back.xpath("string(/*/hl7:code/@code)", namespaces=HL7), "DISCARD-60593-1")
        for path in ("/*/hl7:code/@code", "/*/hl7:templateId[1]/@root"):
            [attribute] = told.xpath(path, namespaces=HL7)[:1]
            attribute.getparent().set(attribute.attrname, taken_back.xpath(path, namespaces=HL7)[0])
        self.assertEqual(etree.tostring(told, method="c14n"), etree.tostring(taken_back, method="c14n"))

    def test_refusals_are_understood_by_number_and_by_name(self):
        table = {"prescription.already_dispensed": ("4106",), "prescription.not_matching": ("4105",),
                 "consent.missing": ("4701", "ERROR_ED_NO_CONSENT"),
                 "trust.insufficient_rights": ("4703", "ERROR_INSUFFICIENT_RIGHTS"),
                 "prescription.not_dispensable": ("ERROR_ED_NOT_DISPENSABLE_EPRESCRIPTION",),
                 "prescription.not_identifiable": ("ERROR_ED_EPRESCRIPTION_NOT_IDENTIFIABLE",),
                 "dispensation.substitution_not_allowed": ("ERROR_ED_SUBSTITUTION_INFORMATION_NOT_ALLOWED",)}
        for error, codes in table.items():
            for code in codes:
                with self.subTest(code):
                    answer = openncp.provide_answer("Failure", [(code, "Error")])
                    made = self.answered_by(lambda received, _, answer=answer: openncp.envelope(received, answer))
                    self.assertEqual((made["state"], made.get("error")), ("refused", error))

    def test_an_outcome_that_nobody_can_know_is_unknown_and_settled_by_the_same_report(self):
        def silent(received, _):
            self.country.take_submission(received, _)

        def faulty(received, _):
            self.country.take_submission(received, _)
            return Answer(openncp.fault(), status=500)

        def gateway_error(received, _):
            self.country.take_submission(received, _)
            return Answer(b"<html>Bad gateway</html>", "text/html", 502)

        for behaviour in (silent, faulty, gateway_error):
            with self.subTest(behaviour.__name__):
                self.country.taken.clear()
                made = self.answered_by(behaviour)
                self.assertEqual((made["state"], made["error"]), ("unknown", "dispensation.unknown"))
                self.assertEqual(len(self.country.taken), 1, "nothing is repeated by itself")
                self.country.provide = self.country.take_submission
                again = self.visit.resend(made)
                self.assertEqual((again["id"], again["state"], again["attempt"]), (made["id"], "accepted", 2))
                first, second = self.country.taken
                self.assertEqual((first.unique_id, first.content), (second.unique_id, second.content))

    def test_the_same_request_again_is_sent_once(self):
        key = str(uuid.uuid4())
        first, second = self.visit.dispense(key, 1), self.visit.dispense(key, 1)
        self.assertEqual((first["id"], len(self.country.taken)), (second["id"], 1))

    def request(self):
        self.server.received.clear()
        self.visit.dispense(str(uuid.uuid4()), 1)
        return next(one for one in map(JudgedRequest, self.server.received) if one.action == openncp.PROVIDE)

    def test_the_submission_stands_as_openncp_reads_it(self):
        judged = self.request()
        self.assertEqual(judged.kinds(), ["hcp", "trc"])
        self.assertNotIn("Security", judged.must_understand())
        for assertion in judged.assertions:
            judged.verify_with_library(assertion, self.world.pki / "no/signature.pem")

    def test_the_submission_is_valid_and_in_the_references_order(self):
        if not (REFERENCE / "messages").is_dir():
            print("skipped: no reference messages (NCP_REFERENCE_DIR)")
            self.skipTest("reference data absent")
        content = etree.fromstring(etree.tostring(self.request().content))
        against = schema_of(openncp.PROVIDE)
        self.assertTrue(against.validate(content), against.error_log)
        theirs = etree.parse(str(REFERENCE / "messages" / "xdr" / "submit-ed.xml")).getroot()
        self.assertEqual(compare(content, theirs), [])

    def test_the_document_is_valid(self):
        if not (REFERENCE / "schema" / "cda").is_dir():
            print("skipped: no schemas (NCP_REFERENCE_DIR)")
            self.skipTest("reference data absent")
        self.request()
        against = schema(REFERENCE / "schema" / "cda" / "CDA_Pharma.xsd")
        self.assertTrue(against.validate(etree.fromstring(self.country.taken[-1].content)), against.error_log)


if __name__ == "__main__":
    unittest.main()
