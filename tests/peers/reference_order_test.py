"""Our requests carry each element that the reference's own requests carry, and in its order."""

import unittest

import openncp_answers as openncp
import world
from judged_request import REFERENCE, JudgedRequest
from lxml import etree
from peer_server import PeerServer

RIM = "{urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0}"
TELLING = ("name", "classificationScheme", "identificationScheme", "classificationNode")
# What the reference's message says beside what every request says: the traits that its patient was looked for by.
PARAMETERS = "{urn:hl7-org:v3}parameterList"
# What it says where it was told, and we do not tell: the traits of the person in a submission.
OPTIONAL = {"sourcePatientInfo"}


def kind(element):
    """What an element is: its name, and for the general elements of ebXML what makes it one of its kind."""
    telling = next((element.get(name) for name in TELLING if element.get(name)), "")
    return etree.QName(element).localname, telling


def kinds(element):
    """Kinds of the children, each once, in their order."""
    return list(dict.fromkeys(kind(child) for child in element if isinstance(child.tag, str)))


def compare(ours, theirs, path=""):
    """Differences in presence and order, as sentences."""
    path = f"{path}/{kind(ours)[0]}{'[' + kind(ours)[1] + ']' if kind(ours)[1] else ''}"
    if theirs.tag == PARAMETERS:
        return []
    mine, reference = kinds(ours), kinds(theirs)
    found = [f"{path}: {' '.join(one)} is missing" for one in reference if one not in mine and one[1] not in OPTIONAL]
    shared = [one for one in mine if one in reference]
    if shared != [one for one in reference if one in mine]:
        found.append(f"{path}: order {shared}")
    for one in shared:
        found += compare(first(ours, one), first(theirs, one), path)
    return found


def first(parent, wanted):
    return next(child for child in parent if isinstance(child.tag, str) and kind(child) == wanted)


class ReferenceOrder(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if reason := world.why_not():
            raise unittest.SkipTest(reason)
        if not (REFERENCE / "messages").is_dir():
            print("skipped: no reference messages (NCP_REFERENCE_DIR)")
            raise unittest.SkipTest("reference data absent")
        cls.world = world.World()
        cls.addClassCleanup(cls.world.close)
        pki = cls.world.pki
        summary = (world.DEMO_DOCUMENTS / "full-summary.xml").read_bytes()
        country = openncp.CountryA([openncp.Document("2.16.17.710.820.1000.990.1^1", summary)])
        cls.server = PeerServer(country, (str(pki / "pt/tls-server.pem"), str(pki / "pt/tls-server.key")),
                                str(pki / "ca/tls.pem"))
        cls.addClassCleanup(cls.server.close)
        cls.world.countries({"NO": (world.HOME_NO, 1), "PT": (world.HOME_PT, cls.server.port)})
        asked = cls.world.node("NO").query("900000001", "--json")
        if asked.returncode != 0:
            raise AssertionError(asked.stderr)
        cls.sent = {request.action: request.content for request in map(JudgedRequest, cls.server.received)}

    def assert_as(self, action, *parts):
        theirs = etree.parse(str(REFERENCE.joinpath("messages", *parts))).getroot()
        self.assertEqual(self.sent[action].tag, theirs.tag)
        self.assertEqual(compare(self.sent[action], theirs), [])

    def test_patient_discovery(self):
        self.assert_as(openncp.DISCOVERY, "xcpd", "request-1.xml")

    def test_document_query(self):
        self.assert_as(openncp.LIST, "xca", "query-ep.xml")

    def test_document_retrieval(self):
        self.assert_as(openncp.RETRIEVE, "xca", "retrieve-ep.xml")

    def test_what_is_compared_tells_another_order_and_what_is_missing(self):
        theirs = etree.fromstring("<a><b/><c/><d/></a>")
        self.assertEqual(compare(etree.fromstring("<a><b/><c/><d/><e/></a>"), theirs), [])
        self.assertEqual(compare(etree.fromstring("<a><c/><b/><d/></a>"), theirs),
                         ["/a: order [('c', ''), ('b', ''), ('d', '')]"])
        self.assertEqual(compare(etree.fromstring("<a><b/><d/></a>"), theirs), ["/a: c  is missing"])


if __name__ == "__main__":
    unittest.main()
