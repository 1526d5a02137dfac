"""A step of a case as the bytes that go over the wire."""

import base64
import copy
import gzip
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from ncp_peer import assertions, soap
from suite import SUITE, edits
from suite.placeholders import MissingParameter

SERVICES = {"ITI-55": "XCPD_Service", "ITI-38": "XCA_Service", "ITI-39": "XCA_Service", "ITI-41": "XDR_Service"}
ACTIONS = {"ITI-55": "urn:hl7-org:v3:PRPA_IN201305UV02:CrossGatewayPatientDiscovery",
           "ITI-38": "urn:ihe:iti:2007:CrossGatewayQuery",
           "ITI-39": "urn:ihe:iti:2007:CrossGatewayRetrieve",
           "ITI-41": "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b"}
PACKAGED = ("ITI-39", "ITI-41")  # what OpenNCP's client sends as a package, although nothing is packed
ORDERS = {"ITI-55": "discovery", "ITI-38": "query", "ITI-39": "retrieve", "ITI-41": "discovery"}
PHARMACIST = {"role": ["2262", "Pharmacists"], "facility": "Pharmacy",
              "permissions": ["PRD-004", "PRD-006", "PRD-010", "PPD-046"]}
NOT_OF_THE_ASSERTION = ("signer", "edit", "forge", "twice", "of_another_hcp", "as", "patient")


@dataclass
class Request:
    path: str
    body: bytes
    content_type: str
    message_id: str
    headers: dict = field(default_factory=dict)
    chunked: bool = False
    credential: object = None

    def pieces(self):
        """The body, cut up where it shall go chunked."""
        if not self.chunked:
            return self.body
        return (self.body[at:at + 1000] for at in range(0, len(self.body), 1000))


class Builder:
    """Makes requests for one target: its parameters, and whose keys sign."""

    def __init__(self, target, reference):
        self.target = target
        self.reference = reference

    def request(self, step, values):
        body = self._body(step, values)
        signed = self._assertions(step, values)
        message_id = values.text(step.header.get("message_id", "urn:uuid:${new.uuid}"))
        action = values.text(step.header.get("action", ACTIONS[step.transaction]))
        tree = soap.envelope_tree(action, body, signed, message_id,
                                  step.header.get("order", ORDERS[step.transaction]),
                                  not step.header.get("without_security", False))
        edits.apply(tree, step.header.get("edit", []), values)
        return self._packed(step, soap.serialized(tree), action, message_id, values)

    def _body(self, step, values):
        """The template of the transaction, or a message of the reference collection, with the case's edits."""
        source = step.body or {"ITI-55": "iti-55.xml", "ITI-38": "iti-38.xml", "ITI-39": "iti-39.xml",
                               "ITI-41": "iti-41.xml"}[step.transaction]
        if source.startswith("reference:"):
            root = self.reference_message(source.removeprefix("reference:"))
        else:
            if step.transaction == "ITI-41":
                values.set("cda", self._submitted(step.document, values))
            root = self._template(source, values)
        edits.apply(root, step.edit, values)
        return root

    @staticmethod
    def _template(name, values):
        text = (SUITE / "templates" / name).read_text(encoding="utf-8")
        return etree.fromstring(values.xml(text).encode())

    def _submitted(self, document, values):
        """The bytes of the document that a submission holds: made here, or said by the case."""
        if "text" in document:
            return values.text(document["text"]).encode()
        if "base64" in document:
            return base64.b64decode(values.text(document["base64"]))
        root = self._template("edispensation.xml", values)
        edits.apply(root, document.get("edit", []), values)
        if "prefix" in document:
            root = prefixed(root, document["prefix"])
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8")

    def reference_message(self, name):
        path = Path(self.reference) / "messages" / name
        if not path.exists():
            raise MissingParameter(f"reference message {name} (NCP_REFERENCE_DIR)")
        return etree.parse(str(path)).getroot()

    def _assertions(self, step, values):
        wanted = step.assertions
        if wanted is None:
            wanted = {"ITI-55": ["hcp"], "ITI-41": [{"hcp": PHARMACIST}, "trc"]}.get(step.transaction, ["hcp", "trc"])
        made, clinician = [], None
        for one in wanted:
            kind, changes = (one, {}) if isinstance(one, str) else next(iter(one.items()))
            changes = values.deep(dict(changes or {}))
            content = self._content(kind, changes, clinician, values)
            clinician = content if kind == "hcp" and not changes.get("as") else clinician
            signed = self._signed(content, changes, values)
            made.append((signed, changes.get("twice", False)))
        ordered = [assertion for assertion, _ in made]
        return ordered + [copy.deepcopy(assertion) for assertion, twice in made if twice]

    def _content(self, kind, changes, clinician, values):
        given = {key: value for key, value in changes.items() if key not in NOT_OF_THE_ASSERTION}
        if isinstance(given.get("role"), list):
            given["role"] = tuple(given["role"])
        country = values.look_up("own.country")
        if kind == "hcp":
            return assertions.hcp(**{"country": country, **given})
        of = clinician or assertions.hcp(country)
        if changes.get("of_another_hcp"):
            of = assertions.hcp(country, name_id=of.name_id)
        if kind == "nok":
            return assertions.next_of_kin(of, **{"country": country, **given})
        patient = changes["patient"] if "patient" in changes else values.text("${patient.cx}")
        return assertions.trc(of, patient, **{"country": country, **given})

    def _signed(self, content, changes, values):
        root = content.element()
        own_community = f"urn:oid:{values.look_up('own.home_community_id')}"
        for one in root.iter(f"{{{assertions.SAML}}}Attribute"):
            if one.get("Name") == "urn:ihe:iti:xca:2010:homeCommunityId":
                one[0].text = own_community
        edits.apply(root, changes.get("edit", []), values)
        signer = changes.get("signer", "signature")
        if signer != "none":
            root = assertions.sign(root, self.target.credential(signer.removesuffix(" with bare key")),
                                   key_value=signer.endswith(" with bare key"))
        edits.apply(root, changes.get("forge", []), values)
        return root

    def _packed(self, step, message, action, message_id, values):
        transport = step.transport
        packaging = transport.get("packaging", "mtom" if step.transaction in PACKAGED else "plain")
        if packaging == "xop":
            content_type, message = with_attachment(message, action)
        elif packaging == "mtom":
            content_type, message = soap.mtom(message, action)
        else:
            content_type = f'application/soap+xml; charset=UTF-8; action="{action}"'
        headers = dict(values.deep(transport.get("headers", {})))
        if transport.get("gzip"):
            message = gzip.compress(message)
            headers["Content-Encoding"] = "gzip"
        path = transport.get("path", SERVICES[step.transaction])
        return Request(path, message, transport.get("content_type", content_type), message_id, headers,
                       bool(transport.get("chunked")), transport.get("client_certificate", "client"))


def prefixed(root, prefix):
    """The same document with a prefix for HL7's namespace."""
    names = {key or prefix: value for key, value in root.nsmap.items()}
    again = etree.Element(root.tag, root.attrib, nsmap=names)
    again[:] = root[:]
    etree.cleanup_namespaces(again, keep_ns_prefixes=["xsi", "pharm"])
    return again


def with_attachment(message, action):
    """A package in which the document of a submission is a part of its own (XOP)."""
    root = etree.fromstring(message)
    document = root.find(".//{urn:ihe:iti:xds-b:2007}Document")
    content = base64.b64decode(document.text)
    document.text = None
    etree.SubElement(document, f"{{{soap.XOP}}}Include", nsmap={"xop": soap.XOP}, href="cid:document@invented.example")
    content_type, package = soap.mtom(soap.serialized(root), action)
    end = f"\r\n--{soap.BOUNDARY}--\r\n".encode()
    part = (f"\r\n--{soap.BOUNDARY}\r\nContent-Type: text/xml; charset=UTF-8\r\nContent-Transfer-Encoding: binary\r\n"
            "Content-ID: <document@invented.example>\r\n\r\n").encode()
    return content_type, package.removesuffix(end) + part + content + end
