"""Dispensations as country B reports them: taken once, taken back, and refused without a trace in the book."""

import threading
import unittest

from ncp_peer import assertions, messages, soap, submissions
from ncp_peer.case import NodeCase
from ncp_peer.peer import Peer
from ncp_peer.submissions import DISCARD, PHARMACIST, PROVIDE_ACTION, XDR_PATH, of_prescription

PATIENT = messages.cx("900000004")
SOMEBODY_ELSE = messages.cx("900000005")
PRESCRIPTION = "anticoagulant-prescription.xml"


class ProvideCase(NodeCase):
    def setUp(self):
        super().setUp()
        self.dispensation = self.new_dispensation()
        self.book_before = self.book()

    def new_dispensation(self, **values):
        return of_prescription(self.node.documents / PRESCRIPTION, "900000004", messages.PORTUGAL, **values)

    def book(self):
        """What the book of dispensations holds: names of files and their bytes."""
        folder = self.node.directory / "dispensations"
        return {path.name: path.read_bytes() for path in folder.rglob("*")
                if path.suffix in (".dispensation", ".discard")}

    def added(self):
        return sorted(name.rsplit(".", 1)[-1] for name in set(self.book()) - set(self.book_before))

    def provide(self, document=None, unique_id=None, signed=None, message_id=None, body=None, peer=None, packed=False,
                patient=PATIENT, hcp_changes=None, **options):
        peer = peer or self.peer
        if body is None:
            body = submissions.submission(patient, document or self.dispensation.xml(),
                                          unique_id or self.dispensation.unique_id, **options)
        if signed is None:
            signed = peer.pair(PATIENT, {**PHARMACIST, **(hcp_changes or {})})
        message = soap.envelope(PROVIDE_ACTION, body, signed, message_id, "discovery")
        if packed:
            content_type, package = soap.mtom(message, PROVIDE_ACTION)
            return peer.wire.post(XDR_PATH, package, content_type)
        return peer.wire.post(XDR_PATH, message)

    def take_back(self, dispensation, **options):
        return self.provide(dispensation.discard(), dispensation.unique_id, kind=DISCARD, **options)

    def assert_taken(self, answer):
        self.assertEqual((answer.status, messages.status(answer.body), messages.errors(answer.body)),
                         (200, "Success", []))

    def assert_no_effect(self, answer, code, rule=None):
        self.assertEqual(answer.status, 200)
        self.assertEqual(messages.status(answer.body), "Failure")
        self.assertEqual(messages.errors(answer.body), [(code, "Error")])
        self.assertEqual(self.book(), self.book_before)
        row = self.node.audit_after(self.before)[-1]
        self.assertEqual((row["transaction"], row["outcome"]), ("ITI-41", "refused"))
        if rule:
            self.assertEqual(row["rule"], rule)


class Dispensing(ProvideCase):
    def tearDown(self):
        self.take_back(self.dispensation)  # where it still stands, so that there is something left for the next test

    def test_a_dispensation_is_taken_and_stands_in_the_audit_trail(self):
        message_id = soap.new_message_id()
        answer = self.provide(message_id=message_id)
        self.assert_taken(answer)
        self.assertEqual(answer.header("Action"), PROVIDE_ACTION + "Response")
        self.assertEqual(answer.header("RelatesTo"), message_id)
        self.assertEqual(self.added(), ["dispensation"])
        row = self.new_row()
        self.assertEqual((row["transaction"], row["outcome"], row["peerCountry"]), ("ITI-41", "success", "NO"))
        self.assertEqual((row["patientId"], row["documentClass"]), (PATIENT, "60593-1"))
        self.assertEqual(row["documents"], [self.dispensation.unique_id])
        self.assertEqual(row["tolerated"], [])

    def test_a_packaged_submission_is_taken(self):
        self.assert_taken(self.provide(packed=True))
        self.assertEqual(self.added(), ["dispensation"])

    def test_the_same_message_again_is_answered_as_the_first_time_and_has_one_effect(self):
        message_id = soap.new_message_id()
        for _ in range(3):
            self.assert_taken(self.provide(message_id=message_id))
        self.assertEqual(self.added(), ["dispensation"])
        rows = self.node.audit_after(self.before, 3)
        self.assertEqual([row["outcome"] for row in rows], ["success"] * 3)
        self.assertEqual(["message.repeated-dispensation" in row["tolerated"] for row in rows], [False, True, True])

    def test_the_same_document_in_a_new_message_has_one_effect(self):
        self.assert_taken(self.provide())
        self.assert_taken(self.provide())
        self.assertEqual(self.added(), ["dispensation"])
        self.assertIn("submission.delivered-before", self.node.audit()[-1]["tolerated"])

    def test_deliveries_at_the_same_time_have_one_effect(self):
        body = submissions.submission(PATIENT, self.dispensation.xml(), self.dispensation.unique_id)
        message_id, answers = soap.new_message_id(), []
        message = soap.envelope(PROVIDE_ACTION, body, self.peer.pair(PATIENT, PHARMACIST), message_id, "discovery")

        def deliver():
            answers.append(Peer(self.pki, self.node.ncp_port).wire.post(XDR_PATH, message))

        threads = [threading.Thread(target=deliver) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(answers), 6)
        for answer in answers:
            self.assert_taken(answer)
        self.assertEqual(self.added(), ["dispensation"])

    def test_other_documents_under_the_same_message_id_are_a_replay(self):
        message_id = soap.new_message_id()
        self.assert_taken(self.provide(message_id=message_id))
        other = self.new_dispensation()
        answer = self.provide(other.xml(), other.unique_id, message_id=message_id)
        self.assert_fault(answer, 400, "Sender")
        self.assertEqual(self.added(), ["dispensation"])
        self.assertEqual(self.node.audit()[-1]["rule"], "replay")

    def test_a_message_id_of_another_transaction_is_a_replay(self):
        message_id = soap.new_message_id()
        self.assert_taken(self.provide(message_id=message_id))
        self.assertTrue(self.peer.discover(messages.identifier("900000001"), message_id=message_id).is_fault)
        answered = soap.new_message_id()
        self.peer.discover(messages.identifier("900000001"), message_id=answered)
        other = self.new_dispensation()
        self.assertTrue(self.provide(other.xml(), other.unique_id, message_id=answered).is_fault)
        self.assertEqual(self.added(), ["dispensation"])

    def test_a_dispensation_is_taken_back_once(self):
        self.assert_taken(self.provide())
        self.assert_taken(self.take_back(self.dispensation))
        self.assertEqual(self.added(), ["discard", "dispensation"])
        row = self.node.audit()[-1]
        self.assertEqual((row["documentClass"], row["outcome"]), ("DISCARD-60593-1", "success"))
        self.assert_taken(self.take_back(self.dispensation))
        self.assertEqual(self.added(), ["discard", "dispensation"])

    def test_a_late_repetition_does_not_dispense_what_was_taken_back(self):
        message_id = soap.new_message_id()
        self.assert_taken(self.provide(message_id=message_id))
        self.assert_taken(self.take_back(self.dispensation))
        self.provide(message_id=message_id)
        self.assertEqual(self.added(), ["discard", "dispensation"])

    def two_in_one(self, second):
        return submissions.together(*(submissions.submission(PATIENT, one.xml(), one.unique_id)
                                      for one in (self.dispensation, second)))

    def test_several_dispensations_of_one_submission_are_taken(self):
        second = self.new_dispensation(time=submissions.now(-3600))
        self.assert_taken(self.provide(body=self.two_in_one(second)))
        self.assertEqual(self.added(), ["dispensation", "dispensation"])
        self.assertEqual(sorted(self.new_row()["documents"]), sorted([self.dispensation.unique_id, second.unique_id]))
        self.assert_taken(self.take_back(second))

    def test_a_submission_of_which_a_part_is_refused_is_no_failure_of_the_whole(self):
        too_many = self.new_dispensation(packages=99)
        body = submissions.together(submissions.submission(PATIENT, too_many.xml(), too_many.unique_id),
                                    submissions.submission(PATIENT, self.dispensation.xml(),
                                                           self.dispensation.unique_id))
        answer = self.provide(body=body)
        self.assertEqual(messages.status(answer.body), "PartialSuccess")
        self.assertEqual(len(messages.errors(answer.body)), 1)
        self.assertEqual(self.added(), ["dispensation"])

    def test_the_document_counts_where_the_metadata_name_it_otherwise(self):
        self.assert_taken(self.provide(unique_id="1.2.3.4"))
        row = self.new_row()
        self.assertEqual(row["documents"], [self.dispensation.unique_id])
        self.assertEqual(row["tolerated"], ["submission.unique-id-differs"])
        self.assert_taken(self.take_back(self.dispensation))

    def test_a_discard_whose_document_is_not_marked_is_taken(self):
        self.assert_taken(self.provide())
        self.assert_taken(self.provide(kind=DISCARD))
        self.assertEqual(self.added(), ["discard", "dispensation"])
        self.assertIn("submission.discard-unmarked", self.node.audit()[-1]["tolerated"])

    def test_a_discard_without_organisation_is_refused(self):
        self.assert_taken(self.provide())
        self.book_before = self.book()
        clinician = self.peer.hcp(**PHARMACIST)
        clinician.attributes = [one for one in clinician.attributes if "organization-id" not in one[1]]
        signed = self.peer.signed(clinician, assertions.trc(clinician, PATIENT))
        answer = self.take_back(self.dispensation, signed=signed)
        self.assert_no_effect(answer, "ERROR_HPI_GENERIC", "hcp-organisation-id")


class Restart(ProvideCase):
    def test_a_repetition_after_a_restart_has_no_second_effect(self):
        message_id = soap.new_message_id()
        self.assert_taken(self.provide(message_id=message_id))
        self.assertEqual(self.node.stop(), 0)
        self.node.start()
        self.assert_taken(self.provide(message_id=message_id))
        self.assertEqual(self.added(), ["dispensation"])
        self.assertIn("message.repeated-dispensation", self.node.audit()[-1]["tolerated"])
        other = self.new_dispensation()
        self.assertTrue(self.provide(other.xml(), other.unique_id, message_id=message_id).is_fault)
        self.assertEqual(self.added(), ["dispensation"])


class Refusals(ProvideCase):
    def test_metadata_of_another_patient(self):
        self.assert_no_effect(self.provide(patient=SOMEBODY_ELSE), "4206", "trc-patient-of-request")

    def test_metadata_of_two_patients(self):
        answer = self.provide(source_patient=SOMEBODY_ELSE)
        self.assert_no_effect(answer, "4206")

    def test_a_document_of_another_patient(self):
        other = self.dispensation.but(patient="900000005")
        self.assert_no_effect(self.provide(other.xml()), "4206", "document-patient")

    def test_a_treatment_relation_with_another_patient(self):
        answer = self.provide(signed=self.peer.pair(SOMEBODY_ELSE, PHARMACIST))
        self.assert_no_effect(answer, "4206", "trc-patient-of-request")

    def test_a_clinician_without_the_permission(self):
        answer = self.provide(hcp_changes={"permissions": ("PRD-004", "PRD-010", "PRD-046")})
        self.assert_no_effect(answer, "4703", "permissions")

    def test_a_discard_by_a_clinician_without_the_permission(self):
        answer = self.take_back(self.dispensation, hcp_changes={"permissions": ("PRD-004",)})
        self.assert_no_effect(answer, "4703", "permissions")

    def test_unsigned_assertions(self):
        clinician = self.peer.hcp(**PHARMACIST)
        answer = self.provide(signed=[clinician.element(), assertions.trc(clinician, PATIENT).element()])
        self.assert_no_effect(answer, "ERROR_SEC_GENERIC", "hcp-signature")

    def test_no_treatment_relation(self):
        answer = self.provide(signed=self.peer.signed(self.peer.hcp(**PHARMACIST)))
        self.assert_no_effect(answer, "1001", "trc-present")

    def test_a_document_of_another_kind(self):
        answer = self.provide(kind=("34133-9", "urn:epSOS:hcer:hcer:2013"))
        self.assert_no_effect(answer, "4202", "submission-kind")

    def test_class_and_format_that_contradict_each_other(self):
        answer = self.provide(kind=(submissions.DISPENSE[0], DISCARD[1]))
        self.assert_no_effect(answer, "ERROR_ED_INCORRECT_FORMATTING", "submission-class")

    def test_a_discard_that_says_it_is_a_dispensation(self):
        answer = self.provide(self.dispensation.discard())
        self.assert_no_effect(answer, "ERROR_ED_INCORRECT_FORMATTING", "document-kind")

    def test_metadata_without_patient(self):
        answer = self.provide(source_patient="")
        self.assert_no_effect(answer, "ERROR_ED_MISSING_REQUIRED_FIELDS", "submission-complete")

    def test_a_document_that_is_no_cda(self):
        for document in (b"not XML", b"<ClinicalDocument xmlns='urn:hl7-org:v3'/>",
                         b"<!DOCTYPE x><ClinicalDocument xmlns='urn:hl7-org:v3'/>"):
            with self.subTest(document):
                self.assert_no_effect(self.provide(document), "ERROR_ED_INCORRECT_FORMATTING")

    def test_what_is_no_submission_is_a_fault(self):
        answer = self.provide(body=messages.query(PATIENT))
        self.assert_fault(answer, 400, "Sender")
        self.assertEqual(self.book(), self.book_before)

    def test_a_country_that_may_not_ask(self):
        denmark = Peer(self.pki, self.node.ncp_port, "DK", self.pki.denmark, self.pki.denmark_signature)
        self.assert_no_effect(self.provide(peer=denmark), "ERROR_SEC_GENERIC", "peer-country-enabled")

    def test_a_dispensation_that_nobody_reported_is_not_taken_back(self):
        self.assert_no_effect(self.take_back(self.new_dispensation()), "ERROR_ED_DISCARD_FAILED")


def judged(node, reaction):
    """How many reports were judged with this outcome."""
    line = (f'ncp_judged_documents_total{{country="NO",direction="received_dispensations",reaction="{reaction}"}} ')
    return sum(float(one.split(" ")[-1]) for one in node.metrics().splitlines() if one.startswith(line))


class JudgedByTheUsualPolicy(ProvideCase):
    """The reports of these tests hold what a record needs, and break rules of the document type."""

    def test_a_report_that_breaks_rules_is_taken_and_told(self):
        self.assert_taken(self.provide())
        self.assertEqual(self.added(), ["dispensation"])
        self.assertEqual(judged(self.node, "warn"), 1)
        told = [line for line in self.node.log() if "validation.judged" in line and "received_dispensations" in line]
        self.assertEqual(len(told), 1)
        self.assertNotIn("900000004", told[0])

    def test_its_translation_for_the_country_stands_in_the_trail(self):
        known = len(self.node.transformations())
        message_id = soap.new_message_id()
        document = self.new_dispensation(packages=1, time=submissions.now(-60))
        self.assert_taken(self.provide(document.xml(), document.unique_id, message_id=message_id))
        row, = self.node.transformations()[known:]
        # The report lacks the dose form, which the document type requires.
        self.assertEqual((row["side"], row["outcome"], row["peerCountry"]), ("A", "failed", "NO"))
        self.assertEqual((row["sourceDocument"], row["targetDocument"]), (document.unique_id, document.unique_id))
        self.assertEqual((row["messageId"], row["documentClass"]), (message_id, "60593-1"))
        self.assertEqual((row["patientId"], row["clinicianId"]), ("", ""))


class JudgedByALogPolicy(ProvideCase):
    validation = {"received_dispensations": {"errors": "log"}}

    def test_a_report_that_breaks_rules_is_taken_and_counted(self):
        self.assert_taken(self.provide())
        self.assertEqual(self.added(), ["dispensation"])
        self.assertEqual((judged(self.node, "log"), judged(self.node, "warn")), (1, 0))


class JudgedByAStrictPolicy(ProvideCase):
    validation = {"received_dispensations": {"errors": "refuse"}}

    def test_a_report_that_breaks_rules_is_refused_with_the_code_of_the_network_and_no_effect(self):
        answer = self.provide()
        self.assert_no_effect(answer, "ERROR_ED_INCORRECT_FORMATTING", "document-validation")
        self.assertEqual(messages.error_contexts(answer.body),
                         ["The dispensation is not in the form that is required."])
        self.assertEqual(self.new_row()["errorId"], "dispensation.format")
        self.assertEqual(judged(self.node, "refuse"), 1)

    def test_a_discard_is_never_refused_because_of_rules(self):
        answer = self.take_back(self.dispensation)
        self.assert_no_effect(answer, "ERROR_ED_DISCARD_FAILED")
        self.assertEqual(judged(self.node, "refuse"), 0)


if __name__ == "__main__":
    unittest.main()
