"""Every kind of answer against the schemas of HL7 and of ebXML; and that our own requests are valid too."""

import base64
import unittest

from lxml import etree

from ncp_peer import messages
from ncp_peer.case import NO_SUMMARY, RICH, TWO_PRESCRIPTIONS, NodeCase, reference
from ncp_peer.messages import PORTUGAL, PRESCRIPTION, birth_time, gender, identifier
from ncp_peer.soap import XOP

ORIGINALS = "('{}^^2.16.840.1.113883.6.1,x-clinical-image^^2.16.840.1.113883.6.1')"


def schema(*parts):
    return etree.XMLSchema(etree.parse(str(reference("schema", *parts))))


class Schemas(NodeCase):
    def assert_valid(self, against, element):
        alone = etree.fromstring(etree.tostring(element))
        if not against.validate(alone):
            self.fail("\n".join(f"{error.path}: {error.message}" for error in against.error_log))

    def test_iti_55_answers(self):
        against = schema("xcpd", "PRPA_IN201306UV02.xsd")
        nobody = [self.peer.hcp(permissions=["PRD-004"])]
        answers = {
            "match": self.peer.discover(identifier("900000001")),
            "match without address": self.peer.discover(identifier("900000003")),
            "with every trait": self.peer.discover(
                gender("F"), birth_time("19880314"), identifier("900000001"),
                messages.name("Exemplo Inventada", "Maria"), messages.address(country="PT")),
            "several": self.peer.discover(gender("M"), birth_time("19900101"), messages.name("Gémeo Protótipo")),
            "none": self.peer.discover(identifier("999999999")),
            "too little": self.peer.discover(gender("F")),
            "refused": self.peer.discover(identifier("900000001"), signed=self.peer.signed(*nobody)),
            "no assertion": self.peer.discover(identifier("900000001"), signed=[]),
            "another community": self.peer.discover(body=messages.discovery(identifier("900000001"), sender="2.999")),
            "wrong receiver": self.peer.discover(body=messages.discovery(identifier("900000001"), receiver="2.999")),
        }
        for name, answer in answers.items():
            with self.subTest(name):
                self.assertEqual(answer.body.tag, f"{{{messages.HL7}}}PRPA_IN201306UV02")
                self.assert_valid(against, answer.body)

    def originals(self, patient):
        return self.peer.query(patient, body=messages.query(patient, "34105-7", ORIGINALS))

    def test_iti_38_answers(self):
        against = schema("ebrim", "query.xsd")
        answers = {
            "summary": self.peer.query(RICH),
            "prescriptions": self.peer.query(TWO_PRESCRIPTIONS, PRESCRIPTION),
            "no summary": self.peer.query(NO_SUMMARY),
            "no prescription": self.peer.query(RICH, PRESCRIPTION),
            "originals": self.originals(TWO_PRESCRIPTIONS),
            "nothing of several": self.originals(NO_SUMMARY),
            "never listed": self.peer.query(RICH, "60593-1"),
            "refused": self.peer.query(RICH, signed=self.peer.pair(TWO_PRESCRIPTIONS)),
            "no assertion": self.peer.query(RICH, signed=[]),
            "unknown class": self.peer.query(RICH, "99999-9"),
        }
        for name, answer in answers.items():
            with self.subTest(name):
                self.assertEqual(answer.body.tag, f"{{{messages.QUERY}}}AdhocQueryResponse")
                self.assert_valid(against, answer.body)

    def test_iti_39_answers(self):
        against = schema("ebrim", "IHEXDS.xsd")
        locations = [entry.location for entry in messages.entries(self.peer.query(RICH).body)]
        answers = {
            "one": self.peer.retrieve(RICH, locations[0]),
            "several": self.peer.retrieve(RICH, *locations),
            "missing": self.peer.retrieve(RICH, (PORTUGAL, "2.999.404")),
            "one of two": self.peer.retrieve(RICH, locations[0], (PORTUGAL, "2.999.404")),
            "another community": self.peer.retrieve(
                RICH, body=messages.retrieve(locations[0], community="2.999")),
            "refused": self.peer.retrieve(RICH, locations[0], signed=self.peer.pair(TWO_PRESCRIPTIONS)),
            "no assertion": self.peer.retrieve(RICH, locations[0], signed=[]),
        }
        for name, answer in answers.items():
            with self.subTest(name):
                self.assertEqual(answer.body.tag, f"{{{messages.XDS}}}RetrieveDocumentSetResponse")
                for include in answer.body.findall(f".//{{{XOP}}}Include"):
                    document = include.getparent()
                    document.text = base64.b64encode(answer.included(document)).decode()
                    document.remove(include)
                self.assert_valid(against, answer.body)

    def test_the_requests_that_these_tests_make(self):
        self.assert_valid(schema("xcpd", "PRPA_IN201305UV02.xsd"),
                          messages.discovery(gender("F"), birth_time("19880314"), identifier("900000001")))
        self.assert_valid(schema("ebrim", "query.xsd"), messages.query(RICH))
        self.assert_valid(schema("ebrim", "IHEXDS.xsd"), messages.retrieve((PORTUGAL, "2.999.404")))


if __name__ == "__main__":
    unittest.main()
