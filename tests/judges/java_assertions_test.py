"""Java (the JDK's own implementation, and Apache Santuario) reads what our node signs, and our node what Java signs."""

import pathlib
import sys
import unittest

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "integration"), str(TESTS / "peers")]

import openncp_answers as openncp  # noqa: E402
import world  # noqa: E402
from java_judge import JudgeCase  # noqa: E402
from lxml import etree  # noqa: E402
from ncp_peer import assertions, messages  # noqa: E402
from ncp_peer.case import RICH, NodeCase  # noqa: E402
from ncp_peer.messages import identifier  # noqa: E402
from peer_server import PeerServer  # noqa: E402

SUMMARY = world.DEMO_DOCUMENTS / "full-summary.xml"


class JavaReads(JudgeCase):
    """What a clinician's question sends to another country, judged as it came over the wire."""

    @classmethod
    def setUpClass(cls):
        cls.make_judge()
        cls.world = world.World()
        cls.addClassCleanup(cls.world.close)
        pki = cls.world.pki
        document = openncp.Document("2.16.17.710.820.1000.990.1^1", SUMMARY.read_bytes())
        cls.server = PeerServer(openncp.CountryA([document]),
                                (str(pki / "pt/tls-server.pem"), str(pki / "pt/tls-server.key")),
                                str(pki / "ca/tls.pem"))
        cls.addClassCleanup(cls.server.close)
        cls.world.countries({"NO": (world.HOME_NO, 1), "PT": (world.HOME_PT, cls.server.port)})
        cls.node = cls.world.node("NO")
        asked = cls.node.query("900000001", "--next-of-kin", "900000008", "--json")
        if asked.returncode != 0:
            raise AssertionError(asked.stderr)
        cls.files = []
        for number, received in enumerate(cls.server.received):
            cls.files.append(cls.place / f"message-{number}.xml")
            cls.files[-1].write_bytes(received.envelope)
        cls.anchors = pki / "ca/signature.pem"

    def test_every_assertion_verifies_inside_its_message(self):
        for provider in self.providers():
            code, lines = self.java.run("verify", provider, self.anchors, *self.files)
            self.assertEqual(code, 0, lines)
            self.assertEqual(lines, ["ok nok", "ok hcp"] + ["ok nok", "ok hcp", "ok trc"] * (len(self.files) - 1))

    def test_an_assertion_that_was_altered_does_not(self):
        for provider in self.providers():
            altered = self.place / "altered.xml"
            altered.write_bytes(self.files[-1].read_bytes().replace(b"900000001^^^", b"900000002^^^"))
            code, lines = self.java.run("verify", provider, self.anchors, altered)
            self.assertEqual((code, lines), (1, ["ok nok", "ok hcp", "bad trc: the digest does not fit"]))

    def test_other_anchors_do_not_trust_the_signer(self):
        for provider in self.providers():
            code, lines = self.java.run("verify", provider, self.world.pki / "ca/tls.pem", self.files[0])
            self.assertEqual((code, lines), (1, ["bad nok: the signer is not trusted",
                                                 "bad hcp: the signer is not trusted"]))


class JavaSigns(JudgeCase, NodeCase):
    """Assertions that Java signed, in requests to our node."""

    @classmethod
    def setUpClass(cls):
        cls.make_judge()
        NodeCase.setUpClass.__func__(cls)

    def signed(self, provider, credential, *given):
        files = []
        for number, one in enumerate(given):
            files.append(self.place / f"assertion-{number}.xml")
            files[-1].write_bytes(etree.tostring(one.element()))
        code, lines = self.java.run("sign", provider, credential.key, credential.certificate, *files)
        self.assertEqual((code, len(lines)), (0, len(given)), lines)
        return [etree.parse(str(file)).getroot() for file in files]

    def whole(self, provider):
        clinician = self.peer.hcp()
        return self.signed(provider, self.pki.norway_signature, assertions.next_of_kin(clinician), clinician,
                           assertions.trc(clinician, RICH))

    def test_they_open_the_patients_documents(self):
        for provider in self.providers():
            kin, hcp, trc = self.whole(provider)
            found = self.peer.discover(identifier("900000001"), signed=[kin, hcp])
            self.assertEqual(messages.matches(found.body), [("900000001", messages.PORTUGAL)])
            kin, hcp, trc = self.whole(provider)
            listed = self.peer.query(RICH, signed=[kin, hcp, trc])
            self.assertEqual((messages.status(listed.body), len(messages.entries(listed.body))), ("Success", 2))
            kin, hcp, trc = self.whole(provider)
            sent = self.peer.retrieve(RICH, messages.entries(listed.body)[0].location, signed=[kin, hcp, trc])
            self.assertEqual((messages.status(sent.body), len(messages.documents(sent.body))), ("Success", 1))

    def test_one_that_was_altered_is_refused(self):
        for provider in self.providers():
            self.before = len(self.node.audit())
            _, hcp, trc = self.whole(provider)
            value = next(one for one in trc.iter(f"{{{assertions.SAML}}}AttributeValue") if one.text == RICH)
            value.text = messages.cx("900000002")
            answer = self.peer.query(messages.cx("900000002"), signed=[hcp, trc])
            self.assert_registry_error(answer, "ERROR_SEC_GENERIC")
            self.assert_refused("trc-signature")

    def test_one_of_a_stranger_is_refused(self):
        for provider in self.providers():
            self.before = len(self.node.audit())
            hcp, trc = self.signed(provider, self.pki.stranger_signature, clinician := self.peer.hcp(),
                                   assertions.trc(clinician, RICH))
            self.assert_registry_error(self.peer.query(RICH, signed=[hcp, trc]), "ERROR_SEC_GENERIC")
            self.assert_refused("hcp-signer-trusted")


if __name__ == "__main__":
    unittest.main()
