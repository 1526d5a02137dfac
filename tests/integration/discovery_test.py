"""Discovery over a real name server, judged by xmllint, xmlsec1 and Python's XML signatures."""

import json
import re
import shutil
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import xmlsec
from lxml import etree

from ncp_peer import name_server
from ncp_peer.case import PKI_DIRECTORY
from ncp_peer.certificates import Authority, make_key, pki_at
from ncp_peer.node import BINARY, CONFIGURATION, ROOT, free_ports

SMP = "http://docs.oasis-open.org/bdxr/ns/SMP/2016/05"
DS = "http://www.w3.org/2000/09/xmldsig#"
QUERY = "urn:ehealth:RequestOfData::XCA::CrossGatewayQuery##ITI-38"
SERVICES = ["iti-38", "iti-39", "iti-41", "iti-55", "search-mask"]

COUNTRY = """\
  - code: "{code}"
    name: {{nb: {code}, nn: {code}, en: {code}}}
    home_community_id: {community}
    enabled: true
"""
ENDPOINTS = """\
    endpoints:
      patient_discovery: https://localhost:1/XCPD_Service
      query_retrieve: https://localhost:1/XCA_Service
      provide: https://localhost:1/XDR_Service
"""
COMMUNITIES = {"PT": "2.16.17.710.820.1000.990.1", "NO": "2.16.578.1.12.4.5.10.1", "SE": "1.2.752.221.3.1.1"}

DISCOVERY = """\
discovery:
  {network}
  smp_anchors: [{smps}]
  smp_tls_anchors: [{tls}]
  cache: {directory}/discovered
  admin_url: https://localhost:{secured}
  technical_contact: https://localhost/contact
  timeout_seconds: 5
"""
SMP_SECTION = """\
smp:
  listen: {{address: 127.0.0.1, port: {secured}}}
  plain: {{address: 127.0.0.1, port: {plain}}}
  folder: {directory}/smp
  key: {signer.key}
  chain: {signer.certificate}
"""

NATIONAL = """\
<ServiceMetadata xmlns="{smp}"><ServiceInformation>
  <ParticipantIdentifier scheme="ehealth-participantid-qns">urn:ehealth:no:ncp-idp</ParticipantIdentifier>
  <DocumentIdentifier scheme="ehealth-resid-qns">{query}</DocumentIdentifier>
  <ProcessList><Process>
    <ProcessIdentifier scheme="ehealth-procid-qns">urn:XCA::CrossGatewayQuery</ProcessIdentifier>
    <ServiceEndpointList><Endpoint transportProfile="urn:ihe:iti:2013:xca">
      <EndpointURI>https://localhost:2/XCA_Service</EndpointURI>
      <Certificate/>
      <ServiceDescription>Query</ServiceDescription><TechnicalContactUrl>https://localhost</TechnicalContactUrl>
    </Endpoint></ServiceEndpointList></Process></ProcessList>
  <Extension/>
</ServiceInformation></ServiceMetadata>"""


def configuration(directory, pki, country, own, discovery):
    """A node's files; `own`: its TLS server, TLS client and signature credential."""
    directory.mkdir(parents=True)
    (directory / "documents").mkdir()
    ncp_port, admin_port = free_ports(2)
    text = CONFIGURATION.format(pki=pki, root=ROOT, directory=directory, documents=directory / "documents",
                                ncp_port=ncp_port, admin_port=admin_port, limits="{}", validation="")
    text = text.replace("country: PT", f'country: "{country}"').replace("language: pt-PT", "language: en")
    text = text.replace(COMMUNITIES["PT"], COMMUNITIES[country])
    for prefix, role in zip(("server_", "client_", ""), own):
        text = re.sub(f"^  {prefix}key: .*$", f"  {prefix}key: {role.key}", text, flags=re.MULTILINE)
        text = re.sub(f"^  {prefix}chain: .*$", f"  {prefix}chain: {role.certificate}", text, flags=re.MULTILINE)
    file = directory / "node.yaml"
    file.write_text(text + discovery)
    countries = "countries:\n"
    for code, community in COMMUNITIES.items():
        countries += COUNTRY.format(code=code, community=community)
        if code == country:
            countries += ENDPOINTS + f"    search_mask: {ROOT}/config/searchmasks/InternationalSearch_{code}.xml\n"
    (directory / "countries.yaml").write_text(countries)
    return file


def ncp(*arguments):
    return subprocess.run([BINARY, *map(str, arguments)], capture_output=True, text=True, timeout=60)


def sign(place, credential):
    """An enveloped signature over the whole document, as last child of `place`, made by Python."""
    signature = xmlsec.template.create(place.getroottree().getroot(), xmlsec.Transform.C14N, xmlsec.Transform.RSA_SHA256)
    place.append(signature)
    reference = xmlsec.template.add_reference(signature, xmlsec.Transform.SHA256, uri="")
    xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
    xmlsec.template.x509_data_add_certificate(
        xmlsec.template.add_x509_data(xmlsec.template.ensure_key_info(signature)))
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_file(str(credential.key), xmlsec.KeyFormat.PEM)
    context.key.load_cert_from_file(str(credential.certificate), xmlsec.KeyFormat.PEM)
    context.sign(signature)


@unittest.skipUnless(name_server.program(), "no name server (package nsd)")
class Discovery(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = Path(tempfile.mkdtemp(prefix="ncp-discovery-"))
        cls.addClassCleanup(shutil.rmtree, cls.directory)
        cls.pki = pki_at(Path(PKI_DIRECTORY) if PKI_DIRECTORY else cls.directory / "pki")
        cls.smps = Authority(cls.directory / "smps", "SMP authority of the tests")
        cls.signer = cls.smps.issue("smp", "EU", "signature", make_key(cls.directory / "smp.key"))
        cls.secured, cls.plain, cls.dns_port = free_ports(3)
        cls.start_smp()
        published = [name_server.naptr("PT", f"http://127.0.0.1:{cls.plain}")]
        # Records of other services make the answer too long for UDP.
        published += [name_server.naptr("PT", f"https://other-{i}.example/{'x' * 40}", service=f"Other:{i}")
                      for i in range(20)]
        cls.dns = name_server.NameServer(cls.directory / "dns", cls.dns_port, published).start()
        cls.addClassCleanup(cls.dns.stop)

    @classmethod
    def sections(cls, directory, network):
        return DISCOVERY.format(network=network, smps=cls.smps.certificate, tls=cls.pki.tls.certificate,
                                directory=directory, secured=cls.secured)

    @classmethod
    def start_smp(cls):
        """Portugal's node is the SMP."""
        directory = cls.directory / "pt"
        own = (cls.pki.node_server, cls.pki.node_client, cls.pki.node_signature)
        cls.portugal = configuration(
            directory, cls.pki, "PT", own,
            cls.sections(directory, f"smp_url: http://127.0.0.1:{cls.plain}")
            + SMP_SECTION.format(secured=cls.secured, plain=cls.plain, directory=directory, signer=cls.signer))
        cls.smp = subprocess.Popen([BINARY, "smp", "serve", "--config", str(cls.portugal)],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        cls.addClassCleanup(cls.stop_smp)
        until = time.monotonic() + 20
        while True:
            try:
                cls.get("/")
                return
            except OSError as error:
                if isinstance(error, urllib.error.HTTPError):
                    return
                if cls.smp.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.02)

    @classmethod
    def stop_smp(cls):
        if cls.smp.poll() is None:
            cls.smp.terminate()
        cls.smp.wait(20)

    @classmethod
    def get(cls, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{cls.plain}{path}", timeout=10) as answer:
            return answer.read()

    def setUp(self):
        self.own = self.directory / self._testMethodName
        credentials = (self.pki.node_server, self.pki.norway, self.pki.norway_signature)
        self.norway = configuration(
            self.own, self.pki, "NO", credentials,
            self.sections(self.own, f"sml_domain: {name_server.ZONE}\n"
                                    f"  name_servers: ['127.0.0.1:{self.dns_port}']"))
        done = ncp("smp", "publish", "--config", self.portugal, "--json")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.published = json.loads(done.stdout)["published"]

    def show(self, country, *options, config=None):
        done = ncp("smp", "show", "--config", config or self.norway, "--country", country, "--json", *options)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        return json.loads(done.stdout)["countries"][0]

    def signed(self, document=QUERY):
        """What the SMP answers for Portugal."""
        participant = urllib.parse.quote(f"ehealth-participantid-qns::{name_server.participant('PT')}", safe="")
        return self.get(f"/{participant}/services/" + urllib.parse.quote(f"ehealth-resid-qns::{document}", safe=""))

    def xmlsec1(self, file, anchor, signature="//*[local-name()='Signature']"):
        return subprocess.run(["xmlsec1", "--verify", "--node-xpath", signature, "--trusted-pem", str(anchor), str(file)],
                              capture_output=True, text=True)

    def test_a_country_is_found_by_the_name_server_over_tcp_when_the_answer_is_long(self):
        found = self.show("PT", "--refresh")
        self.assertEqual(found["state"], "fresh", found)
        self.assertEqual(found["smp"], f"http://127.0.0.1:{self.plain}")
        self.assertEqual(found["services"]["iti-38"]["uri"], "https://localhost:1/XCA_Service")
        self.assertIn("C=PT", found["services"]["iti-38"]["national_signer"])
        self.assertIn("C=EU", found["services"]["iti-38"]["smp_signer"])
        self.assertTrue(found["search_mask"])
        listed = ncp("audit", "list", "--config", self.norway, "--json")
        rows = [json.loads(line) for line in listed.stdout.splitlines()]
        self.assertEqual([(row["transaction"], row["outcome"]) for row in rows], [("EHDSI-193", "success")])

    def test_a_country_that_the_sml_does_not_know_is_told_so(self):
        unknown = self.show("SE", "--refresh")
        self.assertEqual((unknown["state"], unknown["last_failure"]["error"]), ("unknown", "discovery.not_found"))

    def test_without_name_server_what_was_found_stays_in_use(self):
        self.show("PT", "--refresh")
        self.dns.stop()
        try:
            kept = self.show("PT", "--refresh")
            self.assertEqual(kept["state"], "fresh")
            self.assertEqual(kept["last_failure"]["error"], "discovery.not_possible")
            shutil.rmtree(self.own / "discovered")
            self.assertEqual(self.show("PT", "--refresh")["state"], "unknown")
        finally:
            self.dns.start()

    def test_without_smp_what_was_found_is_verified_again_and_used(self):
        self.show("PT", "--refresh")
        self.stop_smp()
        try:
            self.assertEqual(self.show("PT", "--refresh")["state"], "fresh")
            file = self.own / "discovered" / "PT" / "iti-38.xml"
            file.write_text(file.read_text().replace("localhost:1/XCA", "evil.test/XCA"))
            self.assertEqual(self.show("PT")["state"], "unknown")
        finally:
            self.start_smp_again()

    def start_smp_again(self):
        type(self).smp = subprocess.Popen([BINARY, "smp", "serve", "--config", str(self.portugal)],
                                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            try:
                self.signed()
                return
            except OSError:
                time.sleep(0.02)
        self.fail("the SMP did not start again")

    def test_what_we_publish_is_believed_by_xmlsec1_and_python(self):
        self.assertEqual(len(self.published), 5)
        self.assertLessEqual({one["meaning"] for one in self.published}, {"created", "updated"})
        file = self.own / "signed.xml"
        file.write_bytes(self.signed())
        own = "/*/*[local-name()='Signature']"
        judged = self.xmlsec1(file, self.smps.certificate, own)
        self.assertEqual(judged.returncode, 0, judged.stderr)
        refused = self.xmlsec1(file, self.pki.signatures.certificate, own)
        self.assertNotEqual(refused.returncode, 0)

        inner = etree.fromstring(etree.tostring(etree.fromstring(file.read_bytes())[0], with_tail=False))
        national = self.own / "national.xml"
        national.write_bytes(etree.tostring(inner))
        judged = self.xmlsec1(national, self.pki.signatures.certificate)
        self.assertEqual(judged.returncode, 0, judged.stderr)
        context = xmlsec.SignatureContext()
        context.key = xmlsec.Key.from_file(str(self.pki.node_signature.certificate), xmlsec.KeyFormat.CERT_PEM)
        context.verify(inner.find(f".//{{{DS}}}Signature"))

    def test_each_step_of_publishing_by_hand(self):
        built = ncp("smp", "build", "--config", self.portugal, "--out", self.own / "built", "--json")
        self.assertEqual(sorted(one["service"] for one in json.loads(built.stdout)["built"]), SERVICES)
        files = sorted((self.own / "built").iterdir())
        self.assertEqual(subprocess.run(["xmllint", "--noout", *map(str, files)]).returncode, 0)
        unsigned = ncp("smp", "verify", "--config", self.portugal, *files)
        self.assertEqual(unsigned.returncode, 1)
        self.assertIn("national-signature-missing", unsigned.stdout)
        self.assertEqual(ncp("smp", "sign", "--config", self.portugal, *files).returncode, 0)
        self.assertEqual(ncp("smp", "verify", "--config", self.portugal, *files).returncode, 0)
        self.assertEqual(ncp("smp", "publish", "--config", self.portugal, *files).returncode, 0)

    def test_metadata_that_python_signed_are_believed_and_changed_ones_are_not(self):
        national = etree.fromstring(NATIONAL.format(smp=SMP, query=QUERY))
        sign(national[0][-1], self.pki.norway_signature)
        (self.own / "national.xml").write_bytes(etree.tostring(national))
        root = etree.fromstring(f'<SignedServiceMetadata xmlns="{SMP}">'.encode() + etree.tostring(national)
                                + b"</SignedServiceMetadata>")
        sign(root, self.signer)
        (self.own / "signed.xml").write_bytes(etree.tostring(root))
        for name in ("national.xml", "signed.xml"):
            with self.subTest(name):
                done = ncp("smp", "verify", "--config", self.norway, self.own / name)
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                text = (self.own / name).read_text().replace("localhost:2", "localhost:3")
                (self.own / name).write_text(text)
                self.assertEqual(ncp("smp", "verify", "--config", self.norway, self.own / name).returncode, 1)

    def test_the_smp_refuses_what_another_country_publishes(self):
        ncp("smp", "build", "--config", self.portugal, "--out", self.own / "built", "--service", "iti-38")
        file = self.own / "built" / "iti-38.xml"
        # Norway can't sign for Portugal: the command says so before anything is sent.
        ncp("smp", "sign", "--config", self.norway, file)
        refused = ncp("smp", "publish", "--config", self.portugal, file)
        self.assertNotEqual(refused.returncode, 0)
        verified = ncp("smp", "verify", "--config", self.portugal, file)
        self.assertEqual(verified.returncode, 1)
        self.assertIn("national-country", verified.stdout)
        answer = subprocess.run(
            ["curl", "-sS", "-o", str(self.own / "answer.xml"), "-w", "%{http_code}", "-X", "PUT", "--data-binary",
             f"@{file}", "--cacert", str(self.pki.tls.certificate), "--cert", str(self.pki.norway.certificate),
             "--key", str(self.pki.norway.key),
             f"https://localhost:{self.secured}/ehealth-participantid-qns::urn:ehealth:pt:ncp-idp/services/"
             "ehealth-resid-qns::" + QUERY.replace("#", "%23")], capture_output=True, text=True)
        self.assertEqual(answer.stdout, "401", answer.stderr)
        self.assertIn("UNAUTHORIZED", (self.own / "answer.xml").read_text())

    def test_what_is_removed_is_no_longer_found(self):
        self.assertEqual(self.show("PT", "--refresh")["state"], "fresh")
        removed = ncp("smp", "publish", "--config", self.portugal, "--delete", "--service", "iti-55")
        self.assertEqual(removed.returncode, 0, removed.stdout + removed.stderr)
        gone = self.show("PT", "--refresh")
        self.assertEqual((gone["state"], gone["last_failure"]["error"]), ("unknown", "discovery.not_found"))

    def test_an_untrusted_smp_is_refused(self):
        others = Authority(self.own / "others", "Authority that nobody trusts")
        text = self.norway.read_text().replace(f"smp_anchors: [{self.smps.certificate}]",
                                               f"smp_anchors: [{others.certificate}]")
        self.norway.write_text(text)
        refused = self.show("PT", "--refresh")
        self.assertEqual((refused["state"], refused["last_failure"]["rule"]), ("unknown", "smp-chain"))


if __name__ == "__main__":
    unittest.main()
