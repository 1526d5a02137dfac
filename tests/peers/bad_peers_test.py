"""NCP-B against countries that are down, slow, not who they say, or answer rubbish, no or nothing."""

import gzip
import json
import re
import threading
import unittest

import certificates
import openncp_answers as openncp
import world
from openncp_answers import CountryA, Document
from peer_server import Answer, PeerServer, SilentServer

PATIENT = "900000001"
SUMMARY = world.DEMO_DOCUMENTS / "known-absences-summary.xml"
OUTCOME_OF_EXIT = {1: ("negative", "refused", "failed"), 69: ("failed",)}


class BadPeerCase(unittest.TestCase):
    """A node of Norway, and for Portugal a server whose behaviour each test sets."""

    @classmethod
    def setUpClass(cls):
        if reason := world.why_not():
            raise unittest.SkipTest(reason)
        cls.world = world.World()
        cls.addClassCleanup(cls.world.close)
        cls.peer = cls.serve(None)
        cls.world.countries(cls.endpoints())
        cls.no = cls.world.node("NO")
        cls.hasty = cls.world.node("NO", name="hasty", limits={"transaction_seconds": 2})

    @classmethod
    def endpoints(cls):
        return {"NO": (world.HOME_NO, None), "PT": (world.HOME_PT, cls.peer.port)}

    @classmethod
    def serve(cls, behaviour, credential=None):
        pki = cls.world.pki
        credential = credential or (pki / "pt" / "tls-server.pem", pki / "pt" / "tls-server.key")
        server = PeerServer(behaviour, credential, pki / "ca" / "tls.pem")
        cls.addClassCleanup(server.close)
        return server

    def setUp(self):
        self.country = CountryA([Document("2.25.7^PS1", openncp.about(SUMMARY.read_bytes(), PATIENT))])
        self.peer.behaviour = self.country
        self.peer.received = []

    def ask(self, *options, node=None, country="PT"):
        """Exit code, outcome as JSON, and the audit rows of this one exchange."""
        node = node or self.no
        answered = node.query(PATIENT, "--json", *options, country=country)
        self.assertTrue(answered.stdout, answered.stderr)
        outcome = json.loads(answered.stdout)
        return answered.returncode, outcome, node.audit("--correlation", outcome["correlation_id"])

    def expect(self, code, error, *, step="ITI-55", options=(), node=None, country="PT", rule=None):
        """The exchange ends at `step` with this exit code and error, and that stands in one audit row."""
        got, outcome, rows = self.ask(*options, node=node, country=country)
        self.assertEqual((got, outcome["outcome"]), (code, error), outcome)
        steps = ["ITI-55", "ITI-38", "ITI-39"]
        self.assertEqual([row["transaction"] for row in rows], steps[:steps.index(step) + 1])
        self.assertEqual(rows[-1]["errorId"], error)
        self.assertIn(rows[-1]["outcome"], OUTCOME_OF_EXIT[code])
        if rule:
            self.assertEqual(rows[-1]["rule"], rule)
        return outcome

    @classmethod
    def tearDownClass(cls):
        """After all of that the node's next, healthy, exchange succeeds and its audit trail is whole."""
        cls.peer.behaviour = CountryA([Document("2.25.7^PS1", openncp.about(SUMMARY.read_bytes(), PATIENT))])
        healthy = cls.no.query(PATIENT, "--json")
        whole = cls.no.audit_is_whole()
        if healthy.returncode or whole.returncode:
            raise AssertionError(healthy.stdout + whole.stderr)


class Connection(BadPeerCase):
    @classmethod
    def endpoints(cls):
        folder, pki = cls.world.folder, cls.world.pki
        ours = (pki / "ca" / "tls.key", pki / "ca" / "tls.pem")
        stranger = certificates.stranger_authority(folder)
        made = {
            "SE": ("stranger", stranger, {}),
            "DK": ("other-host", ours, {"host": "ncp.example"}),
            "FI": ("expired", ours, {"end": "20250601000000Z"}),
            "EE": ("not-yet", ours, {"start": "20480101000000Z"}),
            "ES": ("for-clients", ours, {"usage": "clientAuth"}),
            "IS": ("good", ours, {}),
            "NL": ("other-country", ours, {"country": "BE"}),
            "MT": ("distrusting", ours, {}),
        }
        shown = {code: certificates.server_credential(folder, name, authority, **{"country": code} | terms)
                 for code, (name, authority, terms) in made.items()}
        distrusting = shown.pop("MT")
        ports = {code: cls.serve(CountryA([Document("2.25.7^PS1", openncp.about(SUMMARY.read_bytes(), PATIENT))]), credential).port
                 for code, credential in shown.items()}
        cls.plain = PeerServer(lambda *_: Answer(b"hello", "text/plain"))
        cls.addClassCleanup(cls.plain.close)
        cls.silent = SilentServer()
        cls.addClassCleanup(cls.silent.close)
        cls.refusing = PeerServer(lambda *_: Answer(b""), distrusting, stranger[1])
        cls.addClassCleanup(cls.refusing.close)
        ports |= {"CY": cls.plain.port, "LV": cls.silent.port, "LT": world.free_port(), "MT": cls.refusing.port}
        homes = {code: (f"2.999.{number}", port) for number, (code, port) in enumerate(ports.items())}
        return super().endpoints() | homes

    def distrusted(self, country):
        """Refused for what is wrong with the certificate, not for the country in it."""
        outcome = self.expect(69, "trust.peer_untrusted", country=country)
        self.assertNotEqual(outcome["rule"], "expected-country")

    def test_a_good_certificate_of_our_authority_is_accepted(self):
        code, outcome, _ = self.ask(country="IS")
        self.assertEqual(code, 0, outcome)

    def test_a_port_where_nobody_listens(self):
        self.expect(69, "peer.unreachable", country="LT")

    def test_a_country_that_takes_the_connection_and_says_nothing(self):
        self.expect(69, "peer.deadline", country="LV", node=self.hasty)

    def test_a_country_that_speaks_plain_http(self):
        self.expect(69, "peer.unreachable", country="CY")
        self.assertEqual(self.plain.received, [], "nothing was sent in clear")

    def test_a_certificate_of_an_unknown_authority(self):
        self.distrusted("SE")

    def test_a_certificate_for_another_host(self):
        self.distrusted("DK")

    def test_an_expired_certificate(self):
        self.distrusted("FI")

    def test_a_certificate_that_is_not_valid_yet(self):
        self.distrusted("EE")

    def test_a_certificate_that_is_for_clients(self):
        self.distrusted("ES")

    def test_a_certificate_of_another_country(self):
        self.expect(69, "trust.peer_untrusted", country="NL", rule="expected-country")

    def test_a_country_that_does_not_trust_us(self):
        self.expect(69, "peer.unreachable", country="MT")


def drip(received, handler):
    """An answer that comes byte by byte and would take minutes."""
    whole = openncp.envelope(received, openncp.discovery_answer(received))
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\n"
                        b"Content-Length: " + str(len(whole)).encode() + b"\r\n\r\n")
    pause = handler.server.until_closed
    for position in range(len(whole)):
        handler.wfile.write(whole[position:position + 1])
        if pause.wait(0.2):
            return


def drip_head(received, handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(10_000):
        handler.wfile.write(f"X-Field-{number}: x\r\n".encode())
        if handler.server.until_closed.wait(0.2):
            return


def hang(received, handler):
    handler.server.until_closed.wait(world.PATIENCE)


def raw(text):
    def write(_, handler):
        handler.wfile.write(text)
    return write


def huge(received, handler):
    """More than any answer may be, without saying so beforehand."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\n"
                        b"Transfer-Encoding: chunked\r\n\r\n")
    piece = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
    for _ in range(400):
        handler.wfile.write(piece)


def truncated(received, handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\nContent-Length: 5000\r\n\r\n<a>")


class Wire(BadPeerCase):
    """What goes wrong below the message: HTTP, MIME, XML, SOAP."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.peer.until_closed = threading.Event()
        cls.addClassCleanup(cls.peer.until_closed.set)

    def peer_does(self, behaviour):
        self.peer.behaviour = behaviour

    def refuses(self, answer, error="peer.answer_invalid"):
        self.peer_does(lambda *_: answer)
        self.expect(69, error)

    def test_an_answer_that_drips_past_the_deadline(self):
        self.peer_does(drip)
        self.expect(69, "peer.deadline", node=self.hasty)

    def test_a_head_that_drips_past_the_deadline(self):
        self.peer_does(drip_head)
        self.expect(69, "peer.deadline", node=self.hasty)

    def test_a_request_that_is_taken_and_never_answered(self):
        self.peer_does(hang)
        self.expect(69, "peer.deadline", node=self.hasty)

    def test_something_that_is_not_http(self):
        self.peer_does(raw(b"220 mail.example ESMTP\r\n"))
        self.expect(69, "peer.answer_invalid")

    def test_a_connection_that_is_closed_without_answer(self):
        self.peer_does(raw(b""))
        self.expect(69, "peer.unreachable")

    def test_an_answer_cut_short(self):
        self.peer_does(truncated)
        self.expect(69, "peer.answer_invalid")

    def test_an_answer_without_end(self):
        self.peer_does(huge)
        self.expect(69, "peer.answer_invalid")

    def test_an_answer_that_unpacks_without_end(self):
        self.refuses(Answer(gzip.compress(b" " * 400 * 2**20, 1), headers={"Content-Encoding": "gzip"}))

    def test_an_error_page(self):
        self.refuses(Answer(b"<html><body>Internal Server Error</body></html>", "text/html", 500))

    def test_a_redirection_is_not_followed(self):
        self.refuses(Answer(b"", "text/html", 302, {"Location": "https://localhost:1/"}))

    def test_an_empty_answer(self):
        self.refuses(Answer(b""))

    def test_random_bytes_called_soap(self):
        self.refuses(Answer(bytes(range(256)) * 20))

    def test_a_document_type_with_entities(self):
        self.refuses(Answer(b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'))

    def test_elements_nested_without_measure(self):
        self.refuses(Answer(b"<a>" * 100_000 + b"</a>" * 100_000))

    def test_a_soap_fault(self):
        self.refuses(Answer(openncp.fault(), status=500), "peer.fault")

    def test_a_soap_fault_with_http_status_200(self):
        self.refuses(Answer(openncp.fault()), "peer.fault")

    def test_an_envelope_of_soap_1_1(self):
        self.peer_does(lambda received, _: Answer(
            openncp.envelope(received, openncp.discovery_answer(received)).replace(
                openncp.ENV.encode(), b"http://schemas.xmlsoap.org/soap/envelope/"), "text/xml"))
        self.expect(69, "peer.answer_invalid")

    def test_the_answer_to_another_message(self):
        self.peer_does(lambda received, _: Answer(openncp.envelope(
            received, openncp.discovery_answer(received, subjects=openncp.patient_subject(PATIENT)),
            relates_to="urn:uuid:00000000-0000-4000-8000-000000000000")))
        self.expect(69, "peer.answer_invalid", rule="answer-relates-to")

    def test_the_answer_of_another_action(self):
        self.peer_does(lambda received, _: Answer(openncp.envelope(
            received, openncp.discovery_answer(received, subjects=openncp.patient_subject(PATIENT)),
            action="urn:ihe:iti:2007:CrossGatewayQueryResponse")))
        self.expect(69, "peer.answer_invalid", rule="answer-action")

    def test_a_header_block_that_must_be_understood_and_is_not(self):
        self.peer_does(lambda received, _: Answer(openncp.envelope(
            received, openncp.discovery_answer(received, subjects=openncp.patient_subject(PATIENT)),
            header='<x:Strange xmlns:x="urn:x" soapenv:mustUnderstand="1"/>')))
        self.expect(69, "peer.answer_invalid")

    def test_the_answer_of_another_transaction_in_the_right_envelope(self):
        self.peer_does(lambda received, _: Answer(openncp.envelope(received, openncp.list_answer([], PATIENT))))
        self.expect(69, "peer.answer_invalid")


class Discovery(BadPeerCase):
    def country_says(self, **answer):
        self.country.discover = lambda received, _: openncp.envelope(
            received, openncp.discovery_answer(received, **answer))

    def test_no_match(self):
        self.country_says(error="ERROR_PI_NO_MATCH", reason="AnswerNotAvailable")
        self.expect(1, "patient.no_match")

    def test_neither_a_patient_nor_a_reason(self):
        self.country_says()
        self.expect(1, "patient.no_match")

    def test_several_matches(self):
        self.country_says(subjects=openncp.patient_subject("1") + openncp.patient_subject("2"))
        code, outcome, rows = self.ask()
        self.assertEqual((code, outcome["outcome"], len(outcome["patients"])), (1, "patient.several", 2))
        self.assertEqual([row["outcome"] for row in rows], ["success"])

    def test_the_answer_to_another_query(self):
        self.country_says(subjects=openncp.patient_subject(PATIENT), target="00000000-0000-4000-8000-000000000000")
        self.expect(69, "peer.answer_invalid", rule="answer-target-message")

    def test_more_particulars_asked_for(self):
        for relation in ("mitigatedBy", "triggerFor"):
            with self.subTest(relation=relation):
                self.country_says(acknowledgement="AE", error="ERROR_PI_GENERIC",
                                  reason="AdditionalDemographicsRequested", relation=relation)
                self.expect(1, "patient.more_needed")

    def test_a_search_by_these_particulars_is_not_allowed(self):
        self.country_says(acknowledgement="AE", error="ERROR_PI_GENERIC", reason="DemographicsQueryNotAllowed",
                          relation="triggerFor")
        self.expect(1, "patient.query_not_allowed")

    def test_refusals_by_code(self):
        table = {"4703": (1, "trust.insufficient_rights"), "WARNING_PI_NO_CONSENT": (1, "consent.missing"),
                 "4701": (1, "consent.missing"), "1001": (1, "trust.assertion_not_valid"),
                 "ERROR_HPI_AUTHENTICATION_NOT_RECEIVED": (1, "trust.hcp_missing"),
                 "ERROR_HPI_GENERIC": (1, "trust.hcp_invalid"),
                 "ERROR_SEC_DATA_INTEGRITY_NOT_ENSURED": (1, "trust.integrity")}
        for code, (exit_code, error) in table.items():
            with self.subTest(code=code):
                self.country_says(acknowledgement="AE", error=code, reason="InsufficientRights")
                self.expect(exit_code, error)

    def test_a_failure_whose_reason_openncp_leaves_out(self):
        self.country_says(acknowledgement="AE", error="ERROR_PI_GENERIC", reason="InternalError", relation=None)
        self.expect(69, "patient.service_failed")

    def test_a_code_that_nobody_knows(self):
        self.country_says(acknowledgement="AE", error="ERROR_FROM_TOMORROW", reason="InternalError")
        self.expect(69, "patient.service_failed")

    def test_a_patient_without_identifier(self):
        self.country_says(subjects=re.sub(r'<id extension="1"\s+root="[^"]*"/>', "", openncp.patient_subject("1")))
        self.expect(69, "peer.answer_invalid")


class Listing(BadPeerCase):
    def country_says(self, documents=(), patient=PATIENT, **answer):
        self.country.list = lambda received, _: openncp.envelope(
            received, openncp.list_answer(list(documents), patient, **answer))

    def test_no_summary_in_each_vocabulary(self):
        for code in ("1102", "ERROR_PS_NOT_FOUND", "1100"):
            with self.subTest(code=code):
                self.country_says(errors=[(code, "Warning")])
                self.expect(1, "summary.not_found", step="ITI-38")

    def test_no_prescription_in_each_vocabulary(self):
        for code in ("1101", "ERROR_EP_NOT_FOUND"):
            with self.subTest(code=code):
                self.country_says(errors=[(code, "Warning")], status="Failure")
                self.expect(1, "prescription.not_found", step="ITI-38", options=["--document", "ep"])

    def test_no_document_and_no_word_about_it(self):
        self.country_says()
        self.expect(1, "summary.not_found", step="ITI-38")

    def test_refusals_by_code(self):
        table = {"4703": (1, "trust.insufficient_rights"), "ERROR_PS_NO_CONSENT": (1, "consent.missing"),
                 "4701": (1, "consent.missing"), "1001": (1, "trust.assertion_not_valid"),
                 "ERROR_SEC_GENERIC": (1, "trust.generic"), "ERROR_PS_GENERIC": (69, "summary.failed"),
                 "4206": (1, "patient.identifier_mismatch"), "ERROR_FROM_TOMORROW": (69, "peer.fault")}
        for code, (exit_code, error) in table.items():
            with self.subTest(code=code):
                self.country_says(status="Failure", errors=[(code, "Error")])
                self.expect(exit_code, error, step="ITI-38")

    def test_a_register_that_is_down_though_called_a_warning(self):
        for code in ("4103", "ERROR_EP_REGISTRY_NOT_AVAILABLE"):
            with self.subTest(code=code):
                self.country_says(status="Failure", errors=[(code, "Warning")])
                self.expect(69, "registry.not_available", step="ITI-38", options=["--document", "ep"])

    def test_a_failure_that_names_no_error_is_not_taken_for_an_empty_list(self):
        self.country_says(status="Failure")
        self.expect(69, "peer.fault", step="ITI-38")

    def test_an_empty_answer_without_status_is_a_refusal_for_lack_of_rights(self):
        self.country_says(status=None)
        self.expect(1, "trust.insufficient_rights", step="ITI-38")

    def test_documents_of_another_patient(self):
        self.country_says(documents=self.country.documents, patient="900000002")
        self.expect(69, "peer.answer_invalid", step="ITI-38", rule="document-patient")

    def test_a_status_that_is_none(self):
        self.country_says(status="Splendid")
        self.expect(69, "peer.answer_invalid", step="ITI-38")


class Retrieving(BadPeerCase):
    def country_says(self, document=None, **answer):
        self.country.retrieve = lambda received, _: openncp.envelope(
            received, openncp.retrieve_answer(document, **answer))

    def refuses(self, code, error, rule=None):
        self.expect(code, error, step="ITI-39", rule=rule)

    def listed_with(self, **fault):
        self.country.list = lambda received, _: openncp.envelope(
            received, openncp.list_answer(self.country.documents, PATIENT, **fault))

    def test_another_document_than_the_one_asked_for(self):
        self.country_says(self.country.documents[0], content="PGEvPg==", unique_id="2.25.7^OTHER")
        self.refuses(69, "peer.answer_invalid", "document-identity")

    def test_a_document_of_another_size_than_listed(self):
        self.listed_with(wrong_size=True)
        self.refuses(69, "document.integrity", "document-size")

    def test_a_document_of_another_hash_than_listed(self):
        self.listed_with(wrong_hash=True)
        self.refuses(69, "document.integrity", "document-hash")

    def test_a_document_that_is_gone(self):
        self.country_says(status="Failure", errors=[("XDSMissingDocument", "Error")])
        self.refuses(1, "document.missing")

    def test_an_answer_without_document(self):
        self.country_says()
        self.refuses(1, "document.missing")

    def test_a_failed_transcoding(self):
        for code in ("4203", "4512"):
            with self.subTest(code=code):
                self.country_says(status="Failure", errors=[(code, "Error")])
                self.refuses(69, "document.transcoding")

    def test_a_refusal(self):
        self.country_says(status="Failure", errors=[("4703", "Error")])
        self.refuses(1, "trust.insufficient_rights")

    def test_content_that_is_not_base64(self):
        self.country_says(self.country.documents[0], content="@@@")
        self.refuses(69, "peer.answer_invalid")

    def test_an_attachment_that_is_not_there(self):
        include = '<xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:nowhere"/>'
        self.country_says(self.country.documents[0], content=include)
        self.refuses(69, "peer.answer_invalid")

    def test_an_include_that_points_out_of_the_message(self):
        include = '<xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="file:///etc/passwd"/>'
        self.country_says(self.country.documents[0], content=include)
        self.refuses(69, "peer.answer_invalid")


class Sentences(BadPeerCase):
    """What the clinician reads is a sentence from the table, in the language asked for."""

    def reads(self, error):
        texts = {}
        for line in (world.CONFIG / "texts" / "errors.tsv").read_text(encoding="utf-8").splitlines():
            if line.startswith(f"error.{error}\t"):
                _, texts["nb"], texts["nn"], texts["en"] = line.split("\t")
        self.assertEqual(len(set(texts)), 3, f"error.{error} has no texts")
        for language, sentence in texts.items():
            with self.subTest(error=error, language=language):
                said = self.no.query(PATIENT, "--lang", language)
                self.assertEqual(said.stderr.splitlines()[0], sentence)
                self.assertIn(f"[{error}", said.stderr)
                self.assertNotIn(PATIENT, said.stderr)

    def test_of_a_soap_fault(self):
        self.peer.behaviour = lambda *_: Answer(openncp.fault("patient 900000001 not found in table X"), status=500)
        self.reads("peer.fault")

    def test_of_rubbish(self):
        self.peer.behaviour = lambda *_: Answer(b"<html/>", "text/html")
        self.reads("peer.answer_invalid")

    def test_of_a_refusal(self):
        self.country.list = lambda received, _: openncp.envelope(
            received, openncp.list_answer([], PATIENT, status="Failure", errors=[("4703", "Error")]))
        self.reads("trust.insufficient_rights")

    def test_of_no_match(self):
        self.country.discover = lambda received, _: openncp.envelope(received, openncp.discovery_answer(received))
        self.reads("patient.no_match")

    def test_of_no_summary(self):
        self.country.documents = []
        self.reads("summary.not_found")


if __name__ == "__main__":
    unittest.main()
