"""The reference's own requests, sent with assertions of today and of yesterday."""

import unittest

from lxml import etree

from ncp_peer import messages
from ncp_peer.case import NodeCase, reference

LONG_AGO = {"not_before": -100 * 24 * 3600, "authn_instant": -100 * 24 * 3600}


def body(*parts):
    return etree.fromstring(reference("messages", *parts).read_bytes())


def from_norway(request):
    """The request with the community of those who sign here as its sender."""
    for one in request.find(f"{{{messages.HL7}}}sender").iter(f"{{{messages.HL7}}}id"):
        one.set("root", messages.NORWAY)
    return request


def patient_of(query):
    """The patient that an ITI-38 body asks for, in CX form."""
    for slot in query.iter(f"{{{messages.RIM}}}Slot"):
        if slot.get("name") == "$XDSDocumentEntryPatientId":
            return slot.findtext(f".//{{{messages.RIM}}}Value").strip("'")
    raise AssertionError("no patient in the query")


class ReferenceMessages(NodeCase):
    def test_iti_55_requests_are_answered(self):
        for name, outcomes in (("request-1.xml", ("ERROR_PI_NO_MATCH",)),
                               ("request-2.xml", ("ERROR_PI_NO_MATCH", "ERROR_PI_GENERIC",
                                                  "ERROR_PI_MISSING_REQUIRED_FIELDS"))):
            with self.subTest(name):
                answer = self.peer.discover(body=from_norway(body("xcpd", name)))
                self.assertEqual(answer.status, 200)
                self.assertIn(messages.acknowledgement(answer.body)[1], outcomes)

    def test_an_iti_55_request_of_another_sender_is_refused(self):
        self.assert_acknowledged(self.peer.discover(body=body("xcpd", "request-1.xml")), "4703", "InsufficientRights")
        self.assert_refused("sender-home-community", "trust.assertions_contradict")

    def test_iti_38_requests_are_answered(self):
        for name, code in (("query-ep.xml", "ERROR_EP_NOT_FOUND"), ("query-mro.xml", "1103")):
            with self.subTest(name):
                query = body("xca", name)
                answer = self.peer.query(patient_of(query), body=query)
                self.assertEqual(answer.status, 200)
                self.assertEqual(messages.errors(answer.body), [(code, "Warning")])

    def test_an_iti_39_request_is_answered(self):
        answer = self.peer.retrieve(messages.cx("900000001"), body=body("xca", "retrieve-ep.xml"))
        self.assertEqual(answer.status, 200)
        self.assertEqual(messages.errors(answer.body), [("XDSMissingDocument", "Error")])

    def test_expired_assertions_are_what_the_refusal_names(self):
        signed = self.peer.signed(self.peer.hcp(**LONG_AGO))
        answer = self.peer.discover(body=body("xcpd", "request-1.xml"), signed=signed)
        self.assert_acknowledged(answer, "ERROR_HPI_GENERIC", "InsufficientRights")
        self.assert_refused("hcp-expired", "trust.hcp_invalid")
        self.before = len(self.node.audit())
        query = body("xca", "query-ep.xml")
        signed = self.peer.pair(patient_of(query), trc_changes=LONG_AGO)
        self.assert_registry_error(self.peer.query(patient_of(query), body=query, signed=signed), "1001")
        self.assert_refused("trc-expired", "trust.assertion_not_valid")


if __name__ == "__main__":
    unittest.main()
