"""Judges a request that our node sent: headers, schemas, assertions and their signatures, with tools of others."""

import os
import pathlib
import subprocess
import tempfile

import xmlsec
from lxml import etree

from openncp_answers import DISCOVERY, ENV, LIST, WSA

SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
DSIG = "http://www.w3.org/2000/09/xmldsig#"
WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
REFERENCE = pathlib.Path(os.environ.get("NCP_REFERENCE_DIR") or pathlib.Path(__file__).resolve().parents[3] /
                         "shared" / "reference")
SAML_SCHEMA = pathlib.Path("/usr/share/xml/opensaml/saml-schema-assertion-2.0.xsd")
XML_SCHEMAS = pathlib.Path("/usr/share/xml/xmltooling")


class LocalSchemas(etree.Resolver):
    """Finds the W3C schemas that SAML's schema imports among Debian's xmltooling-schemas."""

    def resolve(self, url, _id, context):
        local = XML_SCHEMAS / url.rsplit("/", 1)[-1]
        return self.resolve_filename(str(local), context) if local.exists() else None


def schema(file):
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(LocalSchemas())
    return etree.XMLSchema(etree.parse(str(file), parser))


def schema_of(action):
    """The schema of a transaction's request."""
    if action == DISCOVERY:
        return schema(REFERENCE / "schema" / "xcpd" / "PRPA_IN201305UV02.xsd")
    return schema(REFERENCE / "schema" / "ebrim" / ("query.xsd" if action == LIST else "IHEXDS.xsd"))


class JudgedRequest:
    def __init__(self, received):
        self.received = received
        self.root = etree.fromstring(received.envelope)
        self.header = self.root.find(f"{{{ENV}}}Header")
        self.security = self.header.find(f"{{{WSSE}}}Security")
        self.assertions = self.security.findall(f"{{{SAML}}}Assertion")
        self.content = self.root.find(f"{{{ENV}}}Body")[0]
        self.action = self.header.findtext(f"{{{WSA}}}Action")

    def header_names(self):
        return [etree.QName(block).localname for block in self.header]

    def must_understand(self):
        return [etree.QName(block).localname for block in self.header if block.get(f"{{{ENV}}}mustUnderstand") == "1"]

    def kinds(self):
        """hcp, trc, nok: what the assertions are, in their order."""
        return [assertion.find(f"{{{SAML}}}Issuer").get("NameQualifier").rsplit(":", 1)[-1]
                for assertion in self.assertions]

    def attribute(self, kind, name):
        assertion = self.assertions[self.kinds().index(kind)]
        return assertion.findtext(f".//{{{SAML}}}Attribute[@Name='{name}']/{{{SAML}}}AttributeValue")

    def certificate_of(self, assertion):
        [certificate] = assertion.findall(f".//{{{DSIG}}}X509Certificate")
        return "".join(certificate.text.split())

    def verify_with_library(self, assertion, certificate_file):
        """Raises xmlsec.Error when the signature does not fit the certificate."""
        apart = etree.fromstring(etree.tostring(assertion))
        xmlsec.tree.add_ids(apart, ["ID"])
        context = xmlsec.SignatureContext()
        context.key = xmlsec.Key.from_file(str(certificate_file), xmlsec.KeyFormat.CERT_PEM)
        context.verify(apart.find(f"{{{DSIG}}}Signature"))

    def verify_with_command(self, assertion, authority_file):
        """Exit code and what the xmlsec1 command says."""
        with tempfile.NamedTemporaryFile(suffix=".xml") as file:
            file.write(etree.tostring(assertion))
            file.flush()
            done = subprocess.run(["xmlsec1", "--verify", "--enabled-key-data", "x509", "--trusted-pem",
                                   str(authority_file), "--id-attr:ID", f"{SAML}:Assertion", file.name],
                                  capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr
