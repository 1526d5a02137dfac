"""HCP, TRC and next-of-kin assertions in the form in which the reference implementation writes them."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

import xmlsec
from lxml import etree

SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
DS = "http://www.w3.org/2000/09/xmldsig#"
XS = "http://www.w3.org/2001/XMLSchema"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
HL7 = "urn:hl7-org:v3"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"

AUDIENCE = "urn:ehdsi:assertions.audience:x-border"
CONTEXT = "urn:oasis:names:tc:SAML:2.0:ac:classes:"
XSPA = "urn:oasis:names:tc:xspa:1.0:"
SUBJECT_ID = XSPA + "subject:subject-id"
PERMISSION = XSPA + "subject:hl7:permission"
NEXT_OF_KIN = "urn:ehdsi:names:subject:nextofkin:"

DOCTOR = ("221", "Medical Doctors")
DOCTORS_PERMISSIONS = ("PRD-003", "PRD-004", "PRD-005", "PRD-006", "PRD-010", "PRD-016")
CLINICIAN = "Kari Oppdiktet"


def new_id():
    return f"_{uuid.uuid4()}"


def instant(seconds_from_now=0):
    time = datetime.now(timezone.utc) + timedelta(seconds=seconds_from_now)
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z")


@dataclass
class Assertion:
    """What all three kinds have. Times are seconds from now."""

    issuer: str
    qualifier: str
    context: str
    lifetime: int
    id: str = field(default_factory=new_id)
    name_id: str = "oppdiktet-lege-1"
    method: str = "urn:oasis:names:tc:SAML:2.0:cm:sender-vouches"
    not_before: int = -30
    not_on_or_after: int = 0
    authn_instant: int = -30
    audience: str = AUDIENCE
    refers_to: str = ""
    attributes: list = field(default_factory=list)

    def __post_init__(self):
        self.not_on_or_after = self.not_on_or_after or self.not_before + self.lifetime

    def element(self):
        root = etree.Element(f"{{{SAML}}}Assertion", nsmap={"saml2": SAML, "xs": XS, "xsi": XSI},
                             ID=self.id, IssueInstant=instant(self.not_before), Version="2.0")
        child(root, "Issuer", self.issuer, NameQualifier=self.qualifier)
        subject = child(root, "Subject")
        child(subject, "NameID", self.name_id, Format="urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified")
        child(subject, "SubjectConfirmation", Method=self.method)
        conditions = child(root, "Conditions", NotBefore=instant(self.not_before),
                           NotOnOrAfter=instant(self.not_on_or_after))
        if self.audience:
            child(child(conditions, "AudienceRestriction"), "Audience", self.audience)
        if self.refers_to:
            child(child(root, "Advice"), "AssertionIDRef", self.refers_to)
        statement = child(root, "AuthnStatement", AuthnInstant=instant(self.authn_instant))
        child(child(statement, "AuthnContext"), "AuthnContextClassRef", CONTEXT + self.context)
        attributes = child(root, "AttributeStatement")
        for friendly, name, values in self.attributes:
            add_attribute(attributes, friendly, name, values)
        return root


def child(parent, name, text=None, **attributes):
    element = etree.SubElement(parent, f"{{{SAML}}}{name}", attrib=attributes)
    element.text = text
    return element


def add_attribute(statement, friendly, name, values):
    attribute = child(statement, "Attribute", FriendlyName=friendly, Name=name,
                      NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri")
    for value in values:
        holder = child(attribute, "AttributeValue")
        if isinstance(value, str):
            holder.set(f"{{{XSI}}}type", "xs:string")
            holder.text = value
        else:
            holder.append(value)


def coded(name, code, system, system_name, display):
    """Role and PurposeOfUse: without a prefix, as the reference implementation looks for them."""
    return etree.Element(f"{{{HL7}}}{name}", nsmap={None: HL7}, code=code, codeSystem=system,
                         codeSystemName=system_name, displayName=display)


def purpose_of_use(code):
    return ("XSPA Purpose Of Use", XSPA + "subject:purposeofuse",
            [coded("PurposeOfUse", code, "3bc18518-d305-46c2-a8d6-94bd59856e9e", "eHDSI XSPA PurposeOfUse", code)])


def hcp(country="NO", role=DOCTOR, permissions=DOCTORS_PERMISSIONS, purpose="TREATMENT",
        facility="Hospital", locality="Oppdiktet sykehus", on_behalf_of="", context="SmartcardPKI", **changes):
    attributes = [
        ("XSPA Subject", SUBJECT_ID, [CLINICIAN]),
        ("XSPA Role", "urn:oasis:names:tc:xacml:2.0:subject:role",
         [coded("Role", role[0], "2.16.840.1.113883.2.9.6.2.7", "ISCO", role[1])]),
        ("HCI Identifier", "urn:ihe:iti:xca:2010:homeCommunityId", ["urn:oid:2.16.578.1.12.4.5.10.1"]),
        ("XSPA Organization", XSPA + "subject:organization", ["Oppdiktet helseforetak"]),
        ("XSPA Organization ID", XSPA + "subject:organization-id", ["urn:oid:2.999.1"]),
        ("eHealth DSI Healthcare Facility Type", "urn:ehdsi:names:subject:healthcare-facility-type", [facility]),
        purpose_of_use(purpose),
        ("XSPA Locality", XSPA + "environment:locality", [locality]),
        ("Hl7 Permissions", PERMISSION, [f"{PERMISSION}:{permission}" for permission in permissions]),
    ]
    if on_behalf_of:
        attributes.append(("OnBehalfOf", "urn:ehdsi:names:subject:on-behalf-of", [on_behalf_of]))
    return Assertion(**{"issuer": f"urn:idp:{country}:countryB", "qualifier": "urn:ehdsi:assertions:hcp",
                        "context": context, "lifetime": 4 * 3600, "attributes": attributes, **changes})


def trc(of, patient, country="NO", purpose="TREATMENT", **changes):
    attributes = [("XSPA Subject", SUBJECT_ID, [patient]), purpose_of_use(purpose)]
    return Assertion(**{"issuer": f"urn:initgw:{country}:countryB", "qualifier": "urn:ehdsi:assertions:trc",
                        "context": "PreviousSession", "lifetime": 2 * 3600, "attributes": attributes,
                        "refers_to": of.id, "name_id": of.name_id, **changes})


def next_of_kin(of, country="NO", **changes):
    attributes = [("NextOfKinId", NEXT_OF_KIN + "id", ["900000098^^^&2.16.17.710.820.1000.990.1&ISO"]),
                  ("NextOfKinFirstName", NEXT_OF_KIN + "firstname", ["Sofia"]),
                  ("NextOfKinFamilyName", NEXT_OF_KIN + "familyname", ["Mãe Imaginada"])]
    return Assertion(**{"issuer": f"urn:initgw:{country}:countryB", "qualifier": "urn:ehdsi:assertions:nok",
                        "context": "PreviousSession", "lifetime": 2 * 3600, "attributes": attributes,
                        "refers_to": of.id, **changes})


def sign(assertion, credential, key_value=False):
    """The signed element of an assertion, or of an element made by hand. With `key_value` the signature tells
    its bare key as well, before the certificate."""
    root = assertion.element() if isinstance(assertion, Assertion) else assertion
    signature = xmlsec.template.create(root, xmlsec.Transform.EXCL_C14N, xmlsec.Transform.RSA_SHA256, ns="ds")
    root.insert(1, signature)
    reference = xmlsec.template.add_reference(signature, xmlsec.Transform.SHA256, uri="#" + root.get("ID"))
    xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
    exclusive = xmlsec.template.add_transform(reference, xmlsec.Transform.EXCL_C14N)
    etree.SubElement(exclusive, f"{{{EXCLUSIVE}}}InclusiveNamespaces", nsmap={"ec": EXCLUSIVE}, PrefixList="xs")
    info = xmlsec.template.ensure_key_info(signature)
    if key_value:
        xmlsec.template.add_key_value(info)
    xmlsec.template.x509_data_add_certificate(xmlsec.template.add_x509_data(info))
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_file(str(credential.key), xmlsec.KeyFormat.PEM)
    context.key.load_cert_from_file(str(credential.certificate), xmlsec.KeyFormat.PEM)
    xmlsec.tree.add_ids(root, ["ID"])
    context.sign(signature)
    return root
