"""The exchange as country B sees it: find, list, retrieve."""

import base64
import hashlib
import time
import unittest

from lxml import etree

from ncp_peer import assertions, messages, soap
from ncp_peer.case import NO_SUMMARY, RICH, TWO_PRESCRIPTIONS, NodeCase
from ncp_peer.messages import PORTUGAL, PRESCRIPTION, birth_time, gender, identifier

XFRM = "urn:ihe:iti:2007:AssociationType:XFRM"
CDA = "urn:hl7-org:v3"


class Discovery(NodeCase):
    def test_a_patient_is_found_by_identifier(self):
        message_id = soap.new_message_id()
        answer = self.peer.discover(identifier("900000001"), message_id=message_id)
        self.assertEqual(answer.status, 200)
        self.assertEqual(messages.acknowledgement(answer.body), ("AA", None, None))
        self.assertEqual(messages.matches(answer.body), [("900000001", PORTUGAL)])
        self.assertEqual(answer.header("RelatesTo"), message_id)
        self.assertEqual(answer.header("Action"), "urn:hl7-org:v3:PRPA_IN201306UV02:CrossGatewayPatientDiscovery")
        row = self.new_row()
        self.assertEqual((row["transaction"], row["outcome"], row["peerCountry"]), ("ITI-55", "success", "NO"))
        self.assertEqual(row["messageId"], message_id)
        self.assertTrue(row["correlationId"])

    def test_a_patient_is_found_by_name_birth_date_and_sex(self):
        answer = self.peer.discover(gender("F"), birth_time("19880314"), messages.name("Exemplo Inventada", "Maria"))
        self.assertEqual(messages.matches(answer.body), [("900000001", PORTUGAL)])

    def test_twins_of_name_and_birth_date_are_both_told_or_more_is_asked_for(self):
        answer = self.peer.discover(gender("M"), birth_time("19900101"), messages.name("Gémeo Protótipo"))
        found = messages.matches(answer.body)
        if found:
            self.assertEqual(sorted(extension for extension, _ in found), ["900000006", "900000007"])
        else:
            self.assertEqual(messages.acknowledgement(answer.body)[2], "AdditionalDemographicsRequested")

    def test_nobody_is_found_under_an_unknown_identifier(self):
        answer = self.peer.discover(identifier("999999999"))
        self.assertEqual(messages.acknowledgement(answer.body), ("AA", "ERROR_PI_NO_MATCH", "AnswerNotAvailable"))
        self.assertEqual(messages.matches(answer.body), [])
        self.assertEqual(self.new_row()["outcome"], "negative")

    def test_an_identifier_with_a_traditional_root_of_another_country_finds_nobody(self):
        answer = self.peer.discover(identifier("900000001", root="2.999.7"))
        self.assertEqual(messages.matches(answer.body), [])

    def test_a_request_for_another_community_is_not_answered(self):
        answer = self.peer.discover(body=messages.discovery(identifier("900000001"), receiver="1.2.752.221.3.1.1"))
        self.assert_acknowledged(answer, "ERROR_PI_GENERIC", "AnswerNotAvailable")
        self.assert_refused("receiver-home-community")

    def test_every_order_of_header_blocks_is_answered(self):
        for order in ("discovery", "query", "retrieve", "sparse"):
            with self.subTest(order):
                answer = self.peer.discover(identifier("900000001"), order=order)
                self.assertEqual(len(messages.matches(answer.body)), 1)

    def test_a_next_of_kin_may_stand_anywhere_among_the_assertions(self):
        clinician = self.peer.hcp()
        kin = assertions.next_of_kin(clinician)
        for given in ((kin, clinician), (clinician, kin)):
            answer = self.peer.discover(identifier("900000008"), signed=self.peer.signed(*given))
            self.assertEqual(len(messages.matches(answer.body)), 1)
        self.assertTrue(self.node.audit()[-1]["nextOfKinId"])


class Documents(NodeCase):
    def listed(self, patient, class_code=messages.SUMMARY):
        answer = self.peer.query(patient, class_code)
        self.assertEqual((answer.status, messages.status(answer.body)), (200, "Success"))
        return answer.body

    def retrieved(self, patient, entry, **options):
        answer = self.peer.retrieve(patient, entry.location, **options)
        self.assertEqual((answer.status, messages.status(answer.body)), (200, "Success"))
        (document,) = messages.documents(answer.body)
        self.assertEqual(document.findtext(f"{{{messages.XDS}}}DocumentUniqueId"), entry.location[1])
        self.assertEqual(document.findtext(f"{{{messages.XDS}}}mimeType"), "text/xml")
        return answer.included(document.find(f"{{{messages.XDS}}}Document"))

    def test_a_summary_is_listed_coded_and_as_pdf_with_their_association(self):
        body = self.listed(RICH)
        pdf, coded = sorted(messages.entries(body), key=lambda entry: not entry.is_pdf)
        self.assertTrue(pdf.is_pdf and not coded.is_pdf)
        self.assertEqual(messages.associations(body), [(XFRM, pdf.id, coded.id)])
        row = self.new_row()
        self.assertEqual((row["transaction"], row["outcome"], row["documentClass"]), ("ITI-38", "success", "60591-5"))
        self.assertEqual(row["patientId"], RICH)
        self.assertEqual(sorted(row["documents"]), sorted([pdf.location[1], coded.location[1]]))

    def test_the_metadata_are_complete(self):
        for entry in messages.entries(self.listed(RICH)):
            self.assertEqual(entry.element.get("home"), f"urn:oid:{PORTUGAL}")
            self.assertEqual(entry.element.get("mimeType"), "text/xml")
            self.assertLessEqual({"sourcePatientId", "creationTime", "repositoryUniqueId", "languageCode",
                                  "size", "hash"}, set(entry.slots))
            self.assertEqual(entry.slots["sourcePatientId"], RICH)
            self.assertEqual(entry.slots["languageCode"], "pt-PT")
            self.assertEqual(entry.node("urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f"), ["N"])
            self.assertEqual(entry.node("urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a"), ["60591-5"])
            self.assertEqual(entry.node("urn:uuid:f0306f51-975f-434e-a61c-c59651d33983"), ["60591-5"])
            self.assertEqual(entry.node("urn:uuid:f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1"), ["PT"])
            self.assertEqual(entry.node("urn:uuid:cccf5598-8b07-4b77-a05e-ae952c785ead"), ["Not Used"])
            self.assertEqual(entry.identifiers["urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427"], RICH)

    def test_prescriptions_are_listed_with_their_events(self):
        body = self.listed(TWO_PRESCRIPTIONS, PRESCRIPTION)
        entries = messages.entries(body)
        self.assertEqual(len([entry for entry in entries if not entry.is_pdf]), 2)
        self.assertEqual(len(messages.associations(body)), 2)
        for entry in entries:
            systems = {system for scheme, _, system in entry.classifications
                       if scheme == "urn:uuid:2c6b8cb7-8b2a-4051-b291-b1ae6a575ef4"}
            self.assertIn("1.3.6.1.4.1.19376.1.2.3", systems)
            self.assertIn("2.16.840.1.113883.6.73", systems)

    def test_the_list_form_of_class_codes_is_read_in_both_spellings(self):
        for form in ("('{}^^2.16.840.1.113883.6.1')", "('{}^^2.16.840.1.113883.6.1','57833-6^^2.16.840.1.113883.6.1')",
                     "('{}^^2.16.840.1.113883.6.1,57833-6^^2.16.840.1.113883.6.1')"):
            with self.subTest(form):
                body = messages.query(TWO_PRESCRIPTIONS, code_form=form)
                answer = self.peer.query(TWO_PRESCRIPTIONS, body=body)
                self.assertEqual(len(messages.entries(answer.body)), 2 if form.count("^^") == 1 else 6)

    def test_no_summary_is_a_success_with_a_warning(self):
        answer = self.peer.query(NO_SUMMARY)
        self.assertEqual(messages.status(answer.body), "Success")
        self.assertEqual(messages.errors(answer.body), [("ERROR_PS_NOT_FOUND", "Warning")])
        self.assertEqual(self.new_row()["outcome"], "negative")

    def test_no_prescription_is_a_failure_with_a_warning(self):
        answer = self.peer.query(RICH, PRESCRIPTION)
        self.assertEqual(messages.status(answer.body), "Failure")
        self.assertEqual(messages.errors(answer.body), [("ERROR_EP_NOT_FOUND", "Warning")])
        self.assertEqual(self.new_row()["outcome"], "negative")

    def test_the_coded_document_arrives_as_it_lies_in_the_folder(self):
        coded = next(entry for entry in messages.entries(self.listed(RICH)) if not entry.is_pdf)
        expected = self.folder["full-summary.xml"]
        for packed in (True, False):
            self.assertEqual(self.retrieved(RICH, coded, packed=packed), expected)
        self.assertEqual(int(coded.slots["size"]), len(expected))
        rows = self.node.audit_after(self.before, 3)[1:]
        self.assertEqual([row["documents"] for row in rows], [[coded.location[1]]] * 2)
        self.assertEqual({row["outcome"] for row in rows}, {"success"})

    def test_the_pdf_arrives_inside_a_document_of_its_own(self):
        pdf = next(entry for entry in messages.entries(self.listed(RICH)) if entry.is_pdf)
        document = etree.fromstring(self.retrieved(RICH, pdf))
        text = document.findtext(f"{{{CDA}}}component/{{{CDA}}}nonXMLBody/{{{CDA}}}text")
        self.assertEqual(base64.b64decode(text), self.folder["full-summary.pdf"])

    def test_the_size_and_hash_that_are_told_are_those_of_what_is_sent(self):
        for entry in messages.entries(self.listed(RICH)):
            sent = self.retrieved(RICH, entry)
            self.assertEqual(int(entry.slots["size"]), len(sent))
            self.assertEqual(entry.slots["hash"].lower(), hashlib.sha1(sent).hexdigest())

    def test_a_prescription_is_retrieved(self):
        coded = [entry for entry in messages.entries(self.listed(TWO_PRESCRIPTIONS, PRESCRIPTION)) if not entry.is_pdf]
        sent = {self.retrieved(TWO_PRESCRIPTIONS, entry) for entry in coded}
        self.assertEqual(sent, {self.folder["three-ingredients-prescription.xml"],
                                self.folder["anticoagulant-prescription.xml"]})

    def test_an_unknown_document_is_missing(self):
        answer = self.peer.retrieve(RICH, (PORTUGAL, "2.999.404^nothing"))
        self.assertEqual(messages.errors(answer.body), [("XDSMissingDocument", "Error")])
        self.assertEqual(messages.documents(answer.body), [])
        self.assertEqual(self.new_row()["outcome"], "negative")

    def test_another_patients_document_is_as_good_as_missing(self):
        coded = next(entry for entry in messages.entries(self.listed(RICH)) if not entry.is_pdf)
        answer = self.peer.retrieve(TWO_PRESCRIPTIONS, coded.location)
        self.assertEqual(messages.documents(answer.body), [])
        self.assertNotEqual(messages.status(answer.body), "Success")

    def test_several_documents_of_one_request_arrive_together(self):
        both = messages.entries(self.listed(RICH))
        answer = self.peer.retrieve(RICH, *[entry.location for entry in both])
        self.assertEqual(messages.status(answer.body), "Success")
        self.assertEqual(len(messages.documents(answer.body)), 2)

    def test_a_file_that_is_added_is_served_without_a_restart(self):
        source = self.folder["asthma-summary.xml"].decode()
        added = source.replace("900000006", "900000066").replace("PT-PS-0006.1", "PT-PS-0066.1")
        self.addCleanup((self.node.documents / "added-summary.xml").unlink)
        (self.node.documents / "added-summary.xml").write_text(added)
        until = time.monotonic() + 10
        found = []
        while not found and time.monotonic() < until:
            found = messages.matches(self.peer.discover(identifier("900000066")).body)
        self.assertEqual(found, [("900000066", PORTUGAL)])


if __name__ == "__main__":
    unittest.main()
