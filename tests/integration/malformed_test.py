"""Messages that are no messages: refused with a fault, recorded once, and without effect."""

import time
import unittest
from concurrent.futures import ThreadPoolExecutor

from lxml import etree

from ncp_peer import messages, soap
from ncp_peer.case import RICH, NodeCase
from ncp_peer.messages import identifier
from ncp_peer.peer import Peer

XML = b"<?xml version='1.0' encoding='UTF-8'?>\n"


class Malformed(NodeCase):
    def good(self, message_id=None):
        return soap.envelope(messages.DISCOVERY_ACTION, messages.discovery(identifier("900000001")),
                             self.peer.signed(self.peer.hcp()), message_id, "discovery")

    def with_prolog(self, prolog):
        return self.good().replace(XML, XML + prolog, 1)

    def refused(self, message, error, status=400, code="Sender", **options):
        answer = self.peer.wire.post(messages.XCPD_PATH, message, **options)
        self.assert_fault(answer, status, code)
        row = self.new_row()
        self.assertEqual((row["outcome"], row["errorId"]), ("refused", error))
        self.assertIn(row["correlationId"], answer.fault_reason)
        self.assertEqual(self.node.folder_content(), self.folder)
        self.assert_alive()
        return row

    def test_a_doctype(self):
        self.refused(self.with_prolog(b"<!DOCTYPE x>"), "message.malformed_xml")

    def test_an_entity_bomb(self):
        bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
            b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9)) + b"]>"
        message = self.with_prolog(bomb).replace(b"900000001", b"&j;")
        self.refused(message, "message.malformed_xml")

    def test_an_external_entity(self):
        message = self.with_prolog(b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>')
        self.refused(message.replace(b"900000001", b"&e;"), "message.malformed_xml")

    def test_an_external_doctype(self):
        self.refused(self.with_prolog(b'<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">'), "message.malformed_xml")

    def test_ten_thousand_levels(self):
        body = b"<a>" * 10_000 + b"</a>" * 10_000
        message = self.good().replace(b"<matchCriterionList/>", body)
        self.refused(message, "message.xml_limit")

    def test_a_hundred_thousand_attributes_are_refused_at_once(self):
        attributes = b"".join(b' a%d="1"' % i for i in range(100_000))
        message = self.good().replace(b"<matchCriterionList/>", b"<matchCriterionList" + attributes + b"/>")
        started = time.monotonic()
        answer = self.peer.wire.post(messages.XCPD_PATH, message)
        print(f"100,000 attributes: refused after {time.monotonic() - started:.3f} s")
        self.assert_fault(answer, 400, "Sender")
        self.assert_refused("", "message.xml_limit")

    def test_not_utf8(self):
        self.refused(self.good().replace(b"900000001", b"90000000\xff"), "message.malformed_xml")

    def test_utf16(self):
        self.refused(self.good().decode().replace("UTF-8", "UTF-16").encode("utf-16"), "message.malformed_xml")

    def test_latin1_that_says_so(self):
        message = self.good().decode().replace("UTF-8", "ISO-8859-1").replace("900000001", "ø")
        self.refused(message.encode("latin-1"), "message.malformed_xml")

    def test_a_nul(self):
        self.refused(self.good().replace(b"900000001", b"9000\x0000001"), "message.malformed_xml")

    def test_xml_cut_short(self):
        self.refused(self.good()[:-200], "message.malformed_xml")

    def test_nothing_at_all(self):
        self.refused(b"", "message.malformed_xml")

    def test_not_xml(self):
        self.refused(b"{\"hello\": 1}", "message.malformed_xml")

    def test_xml_that_is_no_envelope(self):
        self.refused(XML + b"<hello/>", "message.malformed")

    def test_soap_1_1(self):
        message = self.good().replace(soap.ENVELOPE.encode(), b"http://schemas.xmlsoap.org/soap/envelope/")
        self.refused(message, "message.malformed", code="VersionMismatch")

    def test_a_wrong_content_type(self):
        for content_type in ("text/plain", "application/json", "text/xml; charset=UTF-8", "multipart/form-data"):
            with self.subTest(content_type):
                self.before = len(self.node.audit())
                self.refused(self.good(), "message.content_type", 415, content_type=content_type)

    def test_no_content_type(self):
        self.refused(self.good(), "message.content_type", 415, content_type="")

    def test_an_unknown_action(self):
        message = self.good().replace(messages.DISCOVERY_ACTION.encode(), b"urn:hl7-org:v3:PRPA_IN201301UV02")
        self.refused(message, "message.unknown_action")

    def test_an_action_of_another_service(self):
        self.refused(self.good().replace(messages.DISCOVERY_ACTION.encode(), messages.QUERY_ACTION.encode()),
                     "message.unknown_action")

    def test_two_actions_that_contradict_each_other(self):
        content_type = f'application/soap+xml; charset=UTF-8; action="{messages.QUERY_ACTION}"'
        self.refused(self.good(), "message.malformed", content_type=content_type)

    def test_the_body_of_another_action(self):
        message = soap.envelope(messages.DISCOVERY_ACTION, messages.query(RICH), self.peer.pair(RICH))
        self.refused(message, "message.malformed")

    def test_an_unknown_header_that_must_be_understood(self):
        block = (b'<x:Magic xmlns:x="urn:invented" xmlns:e="' + soap.ENVELOPE.encode() +
                 b'" e:mustUnderstand="true">1</x:Magic>')
        message = self.good().replace(b"</soapenv:Header>", block + b"</soapenv:Header>")
        self.refused(message, "message.not_understood", 500, "MustUnderstand")

    def test_an_unknown_header_that_need_not_be_understood_is_passed_over(self):
        block = b'<x:Magic xmlns:x="urn:invented">1</x:Magic>'
        message = self.good().replace(b"</soapenv:Header>", block + b"</soapenv:Header>")
        answer = self.peer.wire.post(messages.XCPD_PATH, message)
        self.assertEqual(len(messages.matches(answer.body)), 1)

    def test_no_message_id(self):
        tree = soap.envelope_tree(messages.DISCOVERY_ACTION, messages.discovery(identifier("900000001")),
                                  self.peer.signed(self.peer.hcp()))
        block = tree.find(f".//{{{soap.ADDRESSING}}}MessageID")
        block.getparent().remove(block)
        self.refused(soap.serialized(tree), "message.malformed")

    def test_two_bodies(self):
        tree = soap.envelope_tree(messages.DISCOVERY_ACTION, messages.discovery(identifier("900000001")),
                                  self.peer.signed(self.peer.hcp()))
        second = etree.SubElement(tree, f"{{{soap.ENVELOPE}}}Body")
        second.append(messages.discovery(identifier("900000002")))
        self.refused(soap.serialized(tree), "message.malformed")

    def test_a_multipart_package_without_its_root(self):
        content_type, package = soap.mtom(self.good(), messages.DISCOVERY_ACTION)
        content_type = content_type.replace("0.root@", "9.root@")
        answer = self.peer.wire.post(messages.XCPD_PATH, package, content_type)
        self.assertTrue(answer.is_fault)
        self.assertEqual(self.new_row()["outcome"], "refused")
        self.assert_alive()

    def test_a_multipart_package_cut_short(self):
        content_type, package = soap.mtom(self.good(), messages.DISCOVERY_ACTION)
        answer = self.peer.wire.post(messages.XCPD_PATH, package[:-400], content_type)
        self.assertTrue(answer.is_fault)
        self.assertEqual(self.new_row()["outcome"], "refused")
        self.assert_alive()

    def test_an_unknown_class_code(self):
        answer = self.peer.query(RICH, "99999-9")
        self.assertEqual(messages.entries(answer.body), [])
        self.assertIn(self.new_row()["outcome"], ("refused", "negative"))
        self.assert_alive()

    def test_a_query_without_patient(self):
        body = messages.query(RICH)
        adhoc = body.find(f"{{{messages.RIM}}}AdhocQuery")
        adhoc.remove(adhoc[0])
        answer = self.peer.query(RICH, body=body)
        self.assert_fault(answer, 400, "Sender")
        self.assertEqual(self.new_row()["outcome"], "refused")
        self.assert_alive()


class Replay(NodeCase):
    def test_a_message_that_was_answered_is_not_answered_again(self):
        message_id = soap.new_message_id()
        first = self.peer.discover(identifier("900000001"), message_id=message_id)
        self.assertEqual(len(messages.matches(first.body)), 1)
        self.before = len(self.node.audit())
        again = self.peer.discover(identifier("900000001"), message_id=message_id)
        self.assert_fault(again, 400, "Sender")
        self.assert_refused("replay", "message.replayed")

    def test_a_negative_answer_is_an_answer_too(self):
        message_id = soap.new_message_id()
        self.peer.discover(identifier("999999999"), message_id=message_id)
        self.before = len(self.node.audit())
        self.assertTrue(self.peer.discover(identifier("900000001"), message_id=message_id).is_fault)
        self.assert_refused("replay", "message.replayed")

    def test_a_message_that_ended_in_a_fault_may_be_repeated(self):
        message_id = soap.new_message_id()
        faulty = messages.discovery(identifier("900000001"))
        faulty.remove(faulty[0])
        self.assertTrue(self.peer.discover(body=faulty, message_id=message_id).is_fault)
        again = self.peer.discover(identifier("900000001"), message_id=message_id)
        self.assertEqual(len(messages.matches(again.body)), 1)

    def test_another_peers_message_may_bear_the_same_id(self):
        message_id = soap.new_message_id()
        sweden = Peer(self.pki, self.node.ncp_port, "SE", self.pki.sweden, self.pki.sweden_signature)
        for peer in (self.peer, sweden):
            answer = peer.discover(identifier("900000001"), message_id=message_id)
            self.assertFalse(answer.is_fault)

    def test_a_message_that_was_answered_before_a_restart_is_remembered(self):
        message_id = soap.new_message_id()
        self.peer.discover(identifier("900000001"), message_id=message_id)
        self.node.stop()
        self.node.start()
        self.before = len(self.node.audit())
        self.assertTrue(self.peer.discover(identifier("900000001"), message_id=message_id).is_fault)
        self.assert_refused("replay", "message.replayed")
        self.assertTrue(self.node.audit_holds())

    def test_of_many_copies_at_once_one_is_answered(self):
        message = soap.envelope(messages.DISCOVERY_ACTION, messages.discovery(identifier("900000001")),
                                self.peer.signed(self.peer.hcp()))
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: self.peer.wire.post(messages.XCPD_PATH, message), range(8)))
        self.assertEqual(len([answer for answer in answers if not answer.is_fault]), 1)
        rows = self.node.audit_after(self.before, 8)
        self.assertEqual(sorted(row["outcome"] for row in rows), ["refused"] * 7 + ["success"])


if __name__ == "__main__":
    unittest.main()
