"""Signature wrapping: a forged assertion beside, around or below a genuine one that stays verifiable. Each shape
is tried with the forgery under an ID of its own and under the genuine one's."""

import unittest

from lxml import etree

from ncp_peer import assertions, messages, soap
from ncp_peer.assertions import DS, SAML
from ncp_peer.case import RICH, TWO_PRESCRIPTIONS, NodeCase
from ncp_peer.messages import identifier

EXTENSION = "urn:invented:extension"


def taken_signature(genuine):
    signature = genuine.find(f"{{{DS}}}Signature")
    genuine.remove(signature)
    return signature


def extension(*content):
    block = etree.Element(f"{{{EXTENSION}}}Extension", nsmap={"ext": EXTENSION})
    block.extend(content)
    return block


# Each shape gives what stands in the Security block, and what else stands in the header.

def forgery_before_the_genuine(forged, genuine):
    return [forged, genuine], []


def forgery_after_the_genuine(forged, genuine):
    return [genuine, forged], []


def genuine_inside_the_forgery(forged, genuine):
    forged.append(genuine)
    return [forged], []


def forgery_bears_the_signature_and_the_genuine_follows(forged, genuine):
    forged.insert(1, taken_signature(genuine))
    return [forged, genuine], []


def genuine_inside_the_signature_that_the_forgery_bears(forged, genuine):
    signature = taken_signature(genuine)
    signature.append(genuine)
    forged.insert(1, signature)
    return [forged], []


def genuine_in_an_object_of_the_signature(forged, genuine):
    signature = taken_signature(genuine)
    etree.SubElement(signature, f"{{{DS}}}Object").append(genuine)
    forged.insert(1, signature)
    return [forged], []


def genuine_in_another_header_block(forged, genuine):
    return [forged], [extension(genuine)]


def forgery_bears_the_signature_and_the_genuine_is_in_another_block(forged, genuine):
    forged.insert(1, taken_signature(genuine))
    return [forged], [extension(genuine)]


SHAPES = (forgery_before_the_genuine, forgery_after_the_genuine, genuine_inside_the_forgery,
          forgery_bears_the_signature_and_the_genuine_follows, genuine_inside_the_signature_that_the_forgery_bears,
          genuine_in_an_object_of_the_signature, genuine_in_another_header_block,
          forgery_bears_the_signature_and_the_genuine_is_in_another_block)


def message(action, body, security, blocks, before=()):
    tree = soap.envelope_tree(action, body, [*before, *security])
    tree.find(f"{{{soap.ENVELOPE}}}Header").extend(blocks)
    return soap.serialized(tree)


class Wrapping(NodeCase):
    def variants(self):
        for shape in SHAPES:
            for same_id in (False, True):
                with self.subTest(shape=shape.__name__, same_id=same_id):
                    self.before = len(self.node.audit())
                    yield shape, same_id

    def assert_forgery_refused(self):
        row = self.new_row()
        self.assertEqual(row["outcome"], "refused")
        self.assertTrue(row["rule"])
        self.assertNotEqual(row["clinicianId"], "angriper")
        self.assertEqual(self.node.folder_content(), self.folder)
        self.assert_alive()

    def test_a_wrapped_hcp_gains_no_permission(self):
        for shape, same_id in self.variants():
            honest = self.peer.hcp(permissions=["PRD-004"])
            (genuine,) = self.peer.signed(honest)
            forged = self.peer.hcp(name_id="angriper", **({"id": honest.id} if same_id else {})).element()
            security, blocks = shape(forged, genuine)
            body = messages.discovery(identifier("900000001"))
            answer = self.peer.wire.post(messages.XCPD_PATH,
                                         message(messages.DISCOVERY_ACTION, body, security, blocks))
            self.assertTrue(answer.is_fault or messages.matches(answer.body) == [])
            self.assert_forgery_refused()

    def test_a_wrapped_trc_opens_no_other_patient(self):
        for shape, same_id in self.variants():
            clinician = self.peer.hcp()
            honest = assertions.trc(clinician, TWO_PRESCRIPTIONS)
            hcp, genuine = self.peer.signed(clinician, honest)
            forged = assertions.trc(clinician, RICH, **({"id": honest.id} if same_id else {})).element()
            security, blocks = shape(forged, genuine)
            answer = self.peer.wire.post(messages.XCA_PATH,
                                         message(messages.QUERY_ACTION, messages.query(RICH), security, blocks, [hcp]))
            self.assertTrue(answer.is_fault or messages.entries(answer.body) == [])
            self.assert_forgery_refused()

    def test_a_forgery_in_a_second_security_block_is_refused(self):
        tree = soap.envelope_tree(messages.DISCOVERY_ACTION, messages.discovery(identifier("900000001")),
                                  self.peer.signed(self.peer.hcp(permissions=["PRD-004"])))
        second = etree.SubElement(tree.find(f"{{{soap.ENVELOPE}}}Header"), f"{{{soap.SECURITY}}}Security")
        second.append(self.peer.hcp(name_id="angriper").element())
        self.assert_fault(self.peer.wire.post(messages.XCPD_PATH, soap.serialized(tree)), 400, "Sender")
        self.assert_forgery_refused()

    def test_a_signed_advice_of_another_assertion_does_not_vouch_for_the_outer_one(self):
        clinician = self.peer.hcp()
        hcp, genuine = self.peer.signed(clinician, assertions.trc(clinician, TWO_PRESCRIPTIONS))
        forged = assertions.trc(clinician, RICH).element()
        forged.find(f"{{{SAML}}}Advice").append(genuine)
        answer = self.peer.query(RICH, signed=[hcp, forged])
        self.assertEqual(messages.entries(answer.body), [])
        self.assert_forgery_refused()


if __name__ == "__main__":
    unittest.main()
