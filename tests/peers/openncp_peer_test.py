"""NCP-B against an NCP-A that is not ours and answers as OpenNCP does."""

import base64
import json
import unittest

import judged_request
import openncp_answers as openncp
import world
from judged_request import JudgedRequest
from openncp_answers import DISCOVERY, LIST, RETRIEVE, CountryA, Document
from peer_server import PeerServer

SUMMARY_FILE = world.DEMO_DOCUMENTS / "full-summary.xml"
SUMMARY_PDF = world.DEMO_DOCUMENTS / "full-summary.pdf"


def documents():
    """PDF and coded document of one Patient Summary; the PDF first, as OpenNCP may list them."""
    return [Document("2.25.7^PS1L1", openncp.cda_around_pdf(SUMMARY_PDF.read_bytes()), pdf=True),
            Document("2.25.7^PS1L3", SUMMARY_FILE.read_bytes())]


@unittest.skipIf(world.why_not(), world.why_not())
class OpenNcpPeer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = world.World()
        cls.addClassCleanup(cls.world.close)
        pki = cls.world.pki
        cls.peer = PeerServer(None, (pki / "pt" / "tls-server.pem", pki / "pt" / "tls-server.key"),
                              pki / "ca" / "tls.pem")
        cls.addClassCleanup(cls.peer.close)
        cls.world.countries({"NO": (world.HOME_NO, None), "PT": (world.HOME_PT, cls.peer.port)})
        cls.no = cls.world.node("NO")

    def setUp(self):
        self.country = CountryA(documents())
        self.peer.behaviour = self.country
        self.peer.received = []

    def asked(self, *options):
        answered = self.no.query("900000001", "--json", *options)
        return answered.returncode, json.loads(answered.stdout)

    def test_a_summary_is_found_listed_read_and_translated(self):
        out = self.world.folder / "out"
        code, outcome = self.asked("--out", out)
        self.assertEqual(code, 0, outcome)
        self.assertEqual(outcome["outcome"], "success")
        self.assertEqual([p["family_name"] for p in outcome["patients"]], ["Fictícia"])
        self.assertEqual([d["id"] for d in outcome["documents"]], ["2.25.7^PS1L3", "2.25.7^PS1L1"])
        self.assertEqual((out / "pivot.xml").read_bytes(), SUMMARY_FILE.read_bytes())
        self.assertEqual((out / "document.pdf").read_bytes(), SUMMARY_PDF.read_bytes())
        rows = self.no.audit("--correlation", outcome["correlation_id"])
        self.assertEqual([(row["transaction"], row["outcome"]) for row in rows],
                         [("ITI-55", "success"), ("ITI-38", "success"), ("ITI-39", "success"), ("ITI-39", "success")])
        self.assertIn("CN=localhost", rows[0]["peerCertificate"])

    def test_what_openncp_does_beside_the_standard_is_noted_in_the_audit_row(self):
        _, outcome = self.asked()
        first = self.no.audit("--correlation", outcome["correlation_id"])[0]
        self.assertTrue(first["tolerated"], "the code AE beside a match is tolerated by name")

    def judged(self, *options):
        code, outcome = self.asked(*options)
        self.assertEqual(code, 0, outcome)
        judged = [JudgedRequest(received) for received in self.peer.received]
        self.assertEqual([request.action for request in judged], [DISCOVERY, LIST, RETRIEVE, RETRIEVE])
        return judged

    def test_headers_stand_as_openncp_reads_them(self):
        for request in self.judged():
            with self.subTest(action=request.action):
                self.assertEqual(request.header_names()[:5], ["To", "Action", "MessageID", "ReplyTo", "Security"])
                self.assertEqual(request.must_understand(), ["To", "Action"])
                self.assertIn("application/soap+xml", request.received.headers["content-type"])
                self.assertIn(f'action="{request.action}"', request.received.headers["content-type"])
                self.assertEqual(len({etree_id(a) for a in request.assertions}), len(request.assertions))
                self.assertEqual(dict(pair[0] for pair in request.received.client_subject)["countryName"], "NO")

    def test_each_message_has_an_id_of_its_own(self):
        ids = [openncp.message_id_of(received) for received in (r.received for r in self.judged())]
        self.assertEqual(len(set(ids)), 4)
        for message_id in ids:
            self.assertRegex(message_id, r"^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")

    def test_assertions_come_in_openncps_order(self):
        kinds = [request.kinds() for request in self.judged("--next-of-kin", "900000008")]
        self.assertEqual(kinds, [["nok", "hcp"]] + [["nok", "hcp", "trc"]] * 3)

    def test_without_next_of_kin_there_is_no_such_assertion(self):
        kinds = [request.kinds() for request in self.judged()]
        self.assertEqual(kinds, [["hcp"]] + [["hcp", "trc"]] * 3)

    def test_the_trc_names_the_patient_that_the_country_gave(self):
        self.country.patient = "900000777"
        for document in self.country.documents:
            document.content = openncp.about(document.content, "900000777")
        for request in self.judged()[1:]:
            patient = request.attribute("trc", "urn:oasis:names:tc:xspa:1.0:subject:subject-id")
            self.assertEqual(patient, f"900000777^^^&{world.PATIENT_ROOT}&ISO")
            trc = request.assertions[request.kinds().index("trc")]
            hcp = request.assertions[request.kinds().index("hcp")]
            self.assertEqual(trc.findtext(f".//{{{judged_request.SAML}}}AssertionIDRef"), hcp.get("ID"))

    def test_bodies_are_valid_against_the_schemas(self):
        if not judged_request.REFERENCE.is_dir():
            self.skipTest("skipped: NCP_REFERENCE_DIR names no reference data")
        for request in self.judged():
            with self.subTest(action=request.action):
                judged_request.schema_of(request.action).assertValid(judged_request.etree.fromstring(
                    judged_request.etree.tostring(request.content)))

    def test_assertions_are_valid_against_the_saml_schema(self):
        if not judged_request.SAML_SCHEMA.exists():
            self.skipTest("skipped: opensaml-schemas is not installed")
        saml = judged_request.schema(judged_request.SAML_SCHEMA)
        for request in self.judged("--next-of-kin", "900000008"):
            for kind, assertion in zip(request.kinds(), request.assertions):
                with self.subTest(action=request.action, kind=kind):
                    saml.assertValid(judged_request.etree.fromstring(judged_request.etree.tostring(assertion)))

    def test_assertions_verify_with_the_library_and_the_command_of_xmlsec(self):
        pki = self.world.pki
        for request in self.judged("--next-of-kin", "900000008"):
            for kind, assertion in zip(request.kinds(), request.assertions):
                with self.subTest(action=request.action, kind=kind):
                    request.verify_with_library(assertion, pki / "no" / "signature.pem")
                    code, said = request.verify_with_command(assertion, pki / "ca" / "signature.pem")
                    self.assertEqual(code, 0, said)

    def test_an_assertion_that_is_altered_on_the_way_does_not_verify(self):
        request = self.judged()[0]
        assertion = request.assertions[0]
        role = next(assertion.iter("{urn:hl7-org:v3}Role"))
        role.set("code", "2262")
        with self.assertRaises(judged_request.xmlsec.Error):
            request.verify_with_library(assertion, self.world.pki / "no" / "signature.pem")
        code, _ = request.verify_with_command(assertion, self.world.pki / "ca" / "signature.pem")
        self.assertNotEqual(code, 0)

    def test_a_document_within_the_message_is_read_as_well_as_an_attached_one(self):
        self.country.retrieve = inline_document(self.country)
        code, outcome = self.asked()
        self.assertEqual(code, 0, outcome)

    def test_prescriptions_are_asked_for_by_their_class(self):
        prescription = openncp.about((world.DEMO_DOCUMENTS / "child-prescription.xml").read_bytes(), "900000001")
        self.country.documents = [Document("2.25.7^EP1", prescription, openncp.PRESCRIPTION)]
        code, outcome = self.asked("--document", "ep")
        self.assertEqual(code, 0, outcome)
        self.assertIn(b"57833-6^^2.16.840.1.113883.6.1", self.peer.received[1].body)

    def test_a_document_of_another_patient_is_not_shown(self):
        for document in self.country.documents:
            document.content = openncp.about(document.content, "900000009")
        code, outcome = self.asked()
        self.assertEqual((code, outcome["rule"]), (69, "document-patient"))

    def test_an_answer_whose_wsa_blocks_stand_in_the_mistaken_namespace_is_read(self):
        self.country.list = lambda received, _: openncp.envelope(
            received, openncp.list_answer(self.country.documents, self.country.patient)
        ).replace(openncp.WSA.encode(), openncp.WSA.encode() + b"/anonymous")
        code, outcome = self.asked()
        self.assertEqual(code, 0, outcome)

    def test_documents_with_an_error_beside_them_are_shown_and_the_list_is_called_incomplete(self):
        self.country.list = lambda received, _: openncp.envelope(received, openncp.list_answer(
            self.country.documents, self.country.patient, errors=[("4103", "Warning")]))
        code, outcome = self.asked()
        self.assertEqual((code, outcome["incomplete"]), (0, True))

    def test_a_country_that_is_held_to_the_profile_is_refused_what_others_may(self):
        file = self.world.folder / "countries.yaml"
        usual = file.read_text(encoding="utf-8")
        self.addCleanup(file.write_text, usual, encoding="utf-8")
        listed = json.loads(usual)
        for country in listed["countries"]:
            if country["code"] == "PT":
                country["refuse_tolerances"] = ["documents.status-missing"]
        file.write_text(json.dumps(listed), encoding="utf-8")
        self.assertEqual(self.asked()[0], 0)
        self.country.list = lambda received, _: openncp.envelope(received, openncp.list_answer(
            self.country.documents, self.country.patient, status=None))
        code, outcome = self.asked()
        self.assertNotEqual(code, 0)
        row = self.no.audit("--correlation", outcome["correlation_id"])[1]
        self.assertEqual((row["rule"], row["errorId"]), ("documents.status-missing", "peer.answer_invalid"))

    def test_an_answer_without_status_that_holds_documents_is_used(self):
        self.country.list = lambda received, _: openncp.envelope(received, openncp.list_answer(
            self.country.documents, self.country.patient, status=None))
        code, outcome = self.asked()
        self.assertEqual(code, 0, outcome)
        row = self.no.audit("--correlation", outcome["correlation_id"])[1]
        self.assertTrue(row["tolerated"])


def etree_id(assertion):
    return assertion.get("ID")


def inline_document(country):
    """A retrieve that writes the document as base64 into the message."""
    def retrieve(received, _):
        repository, unique_id = openncp.asked_document(received)
        document = next(d for d in country.documents if (d.repository, d.unique_id) == (repository, unique_id))
        content = base64.encodebytes(document.content).decode()
        return openncp.envelope(received, openncp.retrieve_answer(document, content=content))
    return retrieve


if __name__ == "__main__":
    unittest.main()
