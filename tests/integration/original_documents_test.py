"""Original clinical documents, several documents at once, and every parameter of a search, against a real node."""

import unittest

from lxml import etree

from ncp_peer import messages
from ncp_peer.case import NO_SUMMARY, RICH, NodeCase
from ncp_peer.messages import PORTUGAL, birth_time, gender, identifier

PATIENT = messages.cx("900000004")
DISCHARGE = "34105-7"
IMAGES = "x-clinical-image"
LOINC = "2.16.840.1.113883.6.1"
FORMAT = "urn:uuid:a09d5840-386c-46f2-b5ad-9c3699a4309d"
EVENT = "urn:uuid:2c6b8cb7-8b2a-4051-b291-b1ae6a575ef4"
AUTHOR = "urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d"
CREATED = "2026-03-06T11:00:00Z"  # of the discharge letter


def quoted(*codes):
    """The list as the reference implementation writes it."""
    return "('{}^^%s%s')" % (LOINC, "".join(f",{code}^^{LOINC}" for code in codes))


class OriginalDocuments(NodeCase):
    def listed(self, first, *others, filters=(), patient=PATIENT):
        body = messages.query(patient, first, quoted(*others))
        adhoc = body.find(f"{{{messages.RIM}}}AdhocQuery")
        for name, value in filters:
            messages.slot(adhoc, f"$XDSDocumentEntryFilter{name}", value)
        return self.peer.query(patient, body=body).body

    def entry(self, class_code):
        (entry,) = messages.entries(self.listed(class_code))
        return entry

    def test_a_discharge_letter_is_listed_with_all_that_a_reader_chooses_by(self):
        body = self.listed(DISCHARGE)
        (entry,) = messages.entries(body)
        self.assertEqual(entry.node(FORMAT), ["urn:eHDSI:orcd:pdf:2021"])
        self.assertEqual(entry.node("urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a"), [DISCHARGE])
        self.assertIn((EVENT, "I50.0", "1.3.6.1.4.1.12559.11.10.1.3.1.44.2"), entry.classifications)
        self.assertIn((AUTHOR, "", "Artur Cardiologista Inventado"), entry.classifications)
        self.assertEqual(entry.slots["serviceStartTime"], "20260302000000")
        self.assertEqual(entry.element.get("mimeType"), "text/xml")
        pairs = [(source, target) for _, source, target in messages.associations(body)]
        self.assertEqual(pairs, [(entry.id, entry.id)])

    def test_an_image_has_the_format_of_an_image(self):
        self.assertEqual(self.entry(IMAGES).node(FORMAT), ["urn:eHDSI:orcd:png:2021"])

    def test_they_arrive_as_they_lie_in_the_folder(self):
        for class_code, name in ((DISCHARGE, "cardiac-discharge.xml"), (IMAGES, "chest-image.xml")):
            with self.subTest(class_code):
                answer = self.peer.retrieve(PATIENT, self.entry(class_code).location)
                (document,) = messages.documents(answer.body)
                self.assertEqual(answer.included(document.find(f"{{{messages.XDS}}}Document")), self.folder[name])

    def test_size_and_time_narrow_the_list(self):
        size = int(self.entry(DISCHARGE).slots["size"])
        for expected, *filters in ((1, ("MaximumSize", str(size))), (0, ("MaximumSize", str(size - 1))),
                                   (1, ("CreatedBefore", CREATED)), (0, ("CreatedBefore", "2026-03-06T10:59:59Z")),
                                   (1, ("CreatedAfter", CREATED)), (0, ("CreatedAfter", "2026-03-06T11:00:01Z")),
                                   (1, ("CreatedBefore", "2027-01-01T00:00:00Z"),
                                    ("CreatedAfter", "2026-01-01T00:00:00Z"))):
            with self.subTest(filters):
                self.assertEqual(len(messages.entries(self.listed(DISCHARGE, filters=filters))), expected)

    def test_filters_leave_a_summary_alone(self):
        body = self.listed(messages.SUMMARY, filters=[("MaximumSize", "1")], patient=RICH)
        self.assertEqual(len(messages.entries(body)), 2)

    def test_a_filter_that_is_none_is_a_registry_error(self):
        body = self.listed(DISCHARGE, filters=[("MaximumSize", "large")])
        self.assertEqual((messages.status(body), messages.errors(body)), ("Failure", [("4204", "Error")]))

    def test_several_classes_of_which_one_has_nothing(self):
        body = self.listed(DISCHARGE, "11502-2", IMAGES)
        self.assertEqual(len(messages.entries(body)), 2)
        self.assertEqual((messages.status(body), messages.errors(body)), ("Success", [("1104", "Warning")]))
        row = self.new_row()
        self.assertEqual((row["outcome"], len(row["documents"])), ("success", 2))
        self.assertIn("documents.quoted-list", row["tolerated"])

    def test_a_class_that_is_known_and_never_listed(self):
        for class_code in ("60593-1", "57016-8"):
            body = self.listed(class_code)
            self.assertEqual(messages.errors(body), [("ERROR_GENERIC_SERVICE_SIGNIFIER_UNKNOWN", "Error")])
            self.assertEqual(messages.status(body), "Success")

    def test_several_documents_come_as_parts_of_one_answer(self):
        wanted = {self.entry(DISCHARGE).location: "cardiac-discharge.xml",
                  self.entry(IMAGES).location: "chest-image.xml"}
        answer = self.peer.retrieve(PATIENT, *wanted, (PORTUGAL, "2.999.404"))
        self.assertEqual(messages.status(answer.body), "PartialSuccess")
        self.assertEqual(messages.errors(answer.body), [("XDSMissingDocument", "Error")])
        (error,) = answer.body.iter(f"{{{messages.RS}}}RegistryError")
        self.assertIn("2.999.404", error.get("codeContext"))
        documents = messages.documents(answer.body)
        self.assertEqual([answer.included(one.find(f"{{{messages.XDS}}}Document")) for one in documents],
                         [self.folder[name] for name in wanted.values()])

    def test_a_document_of_another_community_is_not_ours_to_give(self):
        location = self.entry(DISCHARGE).location
        self.before = len(self.node.audit())
        answer = self.peer.retrieve(PATIENT, body=messages.retrieve(location, community="urn:oid:1.2.208"))
        self.assertEqual((messages.status(answer.body), messages.documents(answer.body)), ("Failure", []))
        row = self.new_row()
        self.assertEqual((row["outcome"], row["rule"]), ("negative", "document-home-community"))

    def test_a_community_without_its_prefix_is_read(self):
        location = self.entry(DISCHARGE).location
        self.before = len(self.node.audit())
        answer = self.peer.retrieve(PATIENT, body=messages.retrieve(location, community=PORTUGAL))
        self.assertEqual(messages.status(answer.body), "Success")
        self.assertIn("documents.community-without-urn", self.new_row()["tolerated"])


class Searches(NodeCase):
    WHOLE = (gender("F"), birth_time("19880314"), identifier("900000001"),
             messages.name("Exemplo Inventada", "Maria"), messages.address(country="PT"))

    def test_every_parameter_that_fits(self):
        self.assertEqual(messages.matches(self.peer.discover(*self.WHOLE).body), [("900000001", PORTUGAL)])

    def test_one_parameter_that_does_not_fit_finds_nobody(self):
        for wrong in (gender("M"), birth_time("19880315"), identifier("900000002"), messages.name("Annen"),
                      messages.address(city="Bergen")):
            with self.subTest(wrong):
                changed = etree.fromstring(wrong).tag
                others = [one for one in self.WHOLE if etree.fromstring(one).tag != changed]
                parameters = sorted([*others, wrong], key=lambda one: [
                    "livingSubjectAdministrativeGender", "livingSubjectBirthTime", "livingSubjectId",
                    "livingSubjectName", "patientAddress"].index(etree.fromstring(one).tag))
                answer = self.peer.discover(*parameters)
                self.assertEqual(messages.acknowledgement(answer.body),
                                 ("AA", "ERROR_PI_NO_MATCH", "AnswerNotAvailable"))

    def test_several_identifiers_have_to_be_one_person_s(self):
        answer = self.peer.discover(identifier("900000001"), identifier("900000002"))
        self.assertEqual(messages.matches(answer.body), [])

    def test_an_answer_with_several_patients_names_them_all_in_the_audit_row(self):
        answer = self.peer.discover(gender("M"), birth_time("19900101"), messages.name("Gémeo Protótipo"))
        self.assertEqual(len(messages.matches(answer.body)), 2)
        row = self.new_row()
        self.assertEqual(sorted(row["patients"]), [messages.cx("900000006"), messages.cx("900000007")])
        people = messages.hl7(answer.body, "controlActProcess/subject/registrationEvent/subject1/patient/patientPerson")
        for person in people:
            self.assertTrue(messages.hl7(person, "name/given")[0].text)
            self.assertTrue(messages.hl7(person, "addr/city")[0].text)

    def test_a_sender_of_another_country_is_refused(self):
        answer = self.peer.discover(body=messages.discovery(identifier("900000001"), sender="1.2.208"))
        self.assert_acknowledged(answer, "4703", "InsufficientRights")
        self.assert_refused("sender-home-community", "trust.assertions_contradict")

    def test_a_patient_without_documents_is_somebody_all_the_same(self):
        self.assertEqual(messages.matches(self.peer.discover(identifier("900000005")).body), [("900000005", PORTUGAL)])
        self.assertEqual(messages.errors(self.peer.query(NO_SUMMARY).body), [("ERROR_PS_NOT_FOUND", "Warning")])


if __name__ == "__main__":
    unittest.main()
