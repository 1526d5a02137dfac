"""The portal and its API as programs see them over HTTP: the way to a document, every outcome, every refusal."""

import http.client
import json
import socket
import threading
import unittest

import openncp_answers as openncp
import world
from openncp_answers import CountryA, Document
from peer_server import Answer, PeerServer
from portal_client import Api, Browser

SUMMARY = world.DEMO_DOCUMENTS / "full-summary.xml"
SUMMARY_PDF = world.DEMO_DOCUMENTS / "full-summary.pdf"


class PortalCase(unittest.TestCase):
    """Nodes of Norway and Portugal, and as Sweden and Spain a country played here and one that is not there."""

    @classmethod
    def setUpClass(cls):
        if reason := world.why_not():
            raise unittest.SkipTest(reason)
        cls.world = world.World()
        cls.addClassCleanup(cls.world.close)
        pki = cls.world.pki
        cls.peer = PeerServer(None, (pki / "se" / "tls-server.pem", pki / "se" / "tls-server.key"),
                              pki / "ca" / "tls.pem")
        cls.addClassCleanup(cls.peer.close)
        cls.no = cls.world.node("NO", portal=True, limits={"transaction_seconds": 5})
        cls.pt = cls.world.node("PT")
        cls.world.countries({"NO": (world.HOME_NO, cls.no.port), "PT": (world.HOME_PT, cls.pt.port),
                             "SE": ("2.999.1", cls.peer.port), "ES": ("2.999.2", world.free_port()),
                             "DK": ("2.999.3", None)})
        cls.pt.start()
        cls.no.start()
        cls.port = cls.no.portal_port

    def raw(self, method, path, headers=None, body=None):
        """Status, headers and text; nothing is added to what the test says."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.addCleanup(connection.close)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()


class Pages(PortalCase):
    def signed_in(self, identity="9900001", pin="1001"):
        browser = Browser(self.port)
        page = browser.submit(browser.page("/"), "/sign-in", identity=identity, pin=pin)
        self.assertEqual((page.status, page.address), (200, "/countries"))
        return browser

    def search(self, browser, identifier, country="PT"):
        form = browser.page(f"/countries/{country}")
        field = self.identifier_field()
        self.assertIn(field, form.form(f"/countries/{country}/search")["names"])
        return browser.submit(form, f"/countries/{country}/search", **{field: identifier})

    def identifier_field(self):
        return Api(self.port).identifier_field()

    def patient_page(self, browser, identifier, country="PT"):
        page = self.search(browser, identifier, country)
        return page if page.address.startswith("/patients/") else browser.page(
            next(link for link in page.links if link.startswith("/patients/")))

    def opened(self, identifier, browser=None, country="PT"):
        """Browser and the page with the patient's documents."""
        browser = browser or self.signed_in()
        patient = self.patient_page(browser, identifier, country)
        return browser, browser.submit(patient, "/patients/", confirmed="yes")

    def test_from_the_sign_in_to_the_translated_document_the_original_and_the_pdf(self):
        browser, documents = self.opened("900000001")
        self.assertTrue(documents.address.startswith("/relations/"))
        self.assertIn("Maria Exemplo Inventada", documents.text)
        [coded] = [link for link in documents.links if link.startswith("/documents/") and not link.endswith("/file")]
        [pdf] = [link for link in documents.links if link.endswith("/file")]
        translated, original = browser.page(coded), browser.page(coded + "/original")
        self.assertIn("Allergier", translated.text)
        self.assertIn("Exemplo Inventada", original.text)
        self.assertNotEqual(translated.source, original.source)
        self.assertEqual(browser.open(coded + "/source.xml")[2], world.as_pivot(SUMMARY))
        status, headers, content, _ = browser.open(pdf)
        self.assertEqual((status, headers["Content-Type"]), (200, "application/pdf"))
        self.assertEqual(content, SUMMARY_PDF.read_bytes())

    def test_pages_forbid_scripts_framing_and_storing(self):
        _, headers, _, _ = self.signed_in().open("/countries")
        self.assertIn("default-src 'none'", headers["Content-Security-Policy"])
        self.assertIn("no-store", headers["Cache-Control"])
        self.assertEqual(headers["X-Frame-Options"], "DENY")
        self.assertNotIn("<script", self.signed_in().page("/countries").source)

    def test_the_session_cookie_is_kept_from_scripts_and_from_other_sites(self):
        _, headers, _ = self.raw("GET", "/")
        self.assertIn("HttpOnly", headers["Set-Cookie"])
        self.assertIn("SameSite=Strict", headers["Set-Cookie"])

    def test_a_wrong_pin_opens_nothing(self):
        browser = Browser(self.port)
        page = browser.submit(browser.page("/"), "/sign-in", identity="9900001", pin="0000")
        self.assertEqual(page.status, 403)
        self.assertEqual(browser.page("/countries").status, 401)

    def test_without_sign_in_there_is_only_the_sign_in(self):
        for path in ("/countries", "/countries/PT", "/patients/x", "/relations/x", "/documents/x/file"):
            with self.subTest(path=path):
                self.assertEqual(Browser(self.port).page(path).status, 401)

    def test_signing_out_ends_the_session(self):
        browser = self.signed_in()
        old = [(cookie.name, cookie.value) for cookie in browser.cookies]
        browser.submit(browser.page("/countries"), "/sign-out")
        cookie = "; ".join(f"{name}={value}" for name, value in old)
        self.assertEqual(self.raw("GET", "/countries", {"Host": "localhost", "Cookie": cookie})[0], 401)

    def test_a_form_without_or_with_another_sessions_token_does_nothing(self):
        mine, theirs = self.signed_in(), self.signed_in()
        stolen = theirs.page("/countries/PT").form("/countries/PT/search")["fields"]["csrf"]
        before = len(self.no.audit())
        for csrf in ({}, {"csrf": ""}, {"csrf": stolen}):
            with self.subTest(csrf=bool(csrf)):
                answer = mine.page("/countries/PT/search", {self.identifier_field(): "900000001"} | csrf)
                self.assertEqual(answer.status, 403)
        self.assertEqual(len(self.no.audit()), before, "nobody was asked")

    def test_another_sessions_handles_lead_nowhere(self):
        _, documents = self.opened("900000001")
        stranger = self.signed_in()
        for link in [documents.address, *[l for l in documents.links if l.startswith("/documents/")]]:
            with self.subTest(kind=link.split("/")[1]):
                self.assertEqual(stranger.page(link).status, 404)

    def test_treatment_must_be_confirmed_before_anything_is_listed(self):
        browser = self.signed_in()
        patient = self.patient_page(browser, "900000001")
        before = [row["transaction"] for row in self.no.audit()].count("ITI-38")
        self.assertEqual(browser.submit(patient, "/patients/").status, 422)
        self.assertEqual([row["transaction"] for row in self.no.audit()].count("ITI-38"), before)

    def test_two_people_of_one_name_are_both_shown_to_choose_from(self):
        browser = self.signed_in()
        form = browser.page("/countries/PT")
        mask = Api(self.port).call("GET", "/countries/PT/search-mask")[1]
        names = {field["label"].rsplit(".", 1)[-1]: field["name"] for field in mask["patient"]["traits"]}
        page = browser.submit(form, "/countries/PT/search", **{
            names["familyName"]: "Gémeo Protótipo", names["birthDate"]: "1990-01-01", names["gender"]: "M"})
        self.assertEqual(page.status, 200)
        self.assertEqual(len({link for link in page.links if link.startswith("/patients/")}), 2)

    def test_outcomes_are_told_in_the_clinicians_language(self):
        self.peer.behaviour = lambda *_: Answer(openncp.fault(), status=500)
        table = [("PT", "999999999", "patient.no_match"), ("ES", "900000001", "peer.unreachable"),
                 ("SE", "900000001", "peer.fault")]
        for identity, pin, column in (("9900001", "1001", 1), ("9900003", "1003", 2), ("9900002", "1002", 3)):
            browser = self.signed_in(identity, pin)
            for country, identifier, error in table:
                with self.subTest(identity=identity, error=error):
                    page = self.search(browser, identifier, country)
                    self.assertIn(sentence(error, column), page.text)

    def test_a_patient_without_summary_is_told_apart_from_a_failure(self):
        _, documents = self.opened("900000005")
        self.assertEqual(documents.status, 200)
        self.assertEqual(len([link for link in documents.links if link.endswith("/file")]), 2, "both prescriptions")

    def test_what_the_clerk_may_not_open_is_told(self):
        browser = self.signed_in("9900004", "1004")
        _, documents = self.opened("900000001", browser)
        self.assertIn(sentence("trust.insufficient_rights", 1), documents.text)
        self.assertFalse([link for link in documents.links if link.startswith("/documents/")])


class JsonApi(PortalCase):
    def setUp(self):
        self.api = Api(self.port, language="en")

    def fails(self, answer, status, error):
        self.assertEqual((answer[0], answer[1].get("error")), (status, error), answer)
        self.assertTrue(answer[1]["detail"])
        self.assertRegex(answer[1]["reference"], r"^[0-9a-f-]{36}$")

    def relation(self, identifier="900000001"):
        status, found = self.api.find(identifier)
        self.assertEqual(status, 200, found)
        status, relation = self.api.confirm(found["patients"][0]["id"])
        self.assertEqual(status, 201, relation)
        return found["reference"], relation["id"]

    def test_from_the_patient_to_the_documents_bytes_under_one_correlation_id(self):
        reference, relation = self.relation()
        status, listed = self.api.documents(relation)
        self.assertEqual(status, 200)
        [pair] = listed["documents"]
        coded, pdf = pair["coded"]["id"], pair["pdf"]["id"]
        self.assertEqual(self.api.send("GET", f"/documents/{coded}/original")[2], world.as_pivot(SUMMARY))
        self.assertEqual(self.api.send("GET", f"/documents/{pdf}/file")[2], SUMMARY_PDF.read_bytes())
        self.assertIn(b"<ClinicalDocument", self.api.send("GET", f"/documents/{coded}/translated")[2])
        status, about = self.api.call("GET", f"/documents/{coded}")
        self.assertTrue(about["hasTranslation"])
        self.assertGreater(about["translatedElements"], 0)
        self.assertEqual(about["reference"], reference)
        steps = ["ITI-55", "ITI-38"]
        for node in (self.no, self.pt):
            rows = [row["transaction"] for row in node.audit("--correlation", reference)]
            self.assertEqual(rows[:2], steps)
            self.assertEqual(set(rows[2:]), {"ITI-39"})
            logged = [line["transaction"] for line in node.log_lines()
                      if line.get("correlation_id") == reference and line["event"] == "transaction"]
            self.assertEqual([transaction for transaction in logged if transaction != "EHDSI-94"], rows)
            self.assertEqual("EHDSI-94" in logged, node is self.no)  # whoever reads translates

    def test_outcomes_by_the_same_names_as_everywhere(self):
        self.fails(self.api.find("999999999"), 404, "patient.no_match")
        self.fails(self.api.find("900000001", "ES"), 502, "peer.unreachable")
        self.fails(self.api.call("POST", "/patients", {"country": "DK", "values": {}}), 404, "country.not_connected")
        _, relation = self.relation("900000005")
        answer = self.api.documents(relation)
        self.assertEqual((answer[0], answer[1].get("documents")), (200, []))
        self.fails(self.api.documents(relation, "1-8"), 422, "document.class_unknown")

    def test_what_was_entered_wrongly_is_named_by_field(self):
        answer = self.api.find("not a number")
        self.fails(answer, 422, "input.invalid")
        self.assertEqual([fault["field"] for fault in answer[1]["faults"]], [self.api.identifier_field()])

    def test_a_relation_that_is_not_confirmed_is_none(self):
        _, found = self.api.find("900000001")
        for body in ({"confirmed": False}, {"confirmed": "true"}, {}, {"confirmed": True, "purpose": "curiosity"}):
            with self.subTest(body=body):
                asked = {"patient": found["patients"][0]["id"]} | body
                self.fails(self.api.call("POST", "/treatment-relations", asked), 400, "input.refused")

    def test_a_node_that_met_bad_peers_goes_on(self):
        def hang(_received, handler):
            handler.server.release.wait(60)

        self.peer.release = threading.Event()
        self.addCleanup(self.peer.release.set)
        table = [(hang, 504, "peer.deadline"),
                 (lambda *_: Answer(b"<html/>", "text/html", 500), 502, "peer.answer_invalid"),
                 (lambda *_: Answer(openncp.fault(), status=500), 502, "peer.fault")]
        for behaviour, status, error in table:
            with self.subTest(error=error):
                self.peer.behaviour = behaviour
                self.fails(self.api.find("900000001", "SE"), status, error)
        self.peer.behaviour = CountryA([Document("2.25.7^PS1", SUMMARY.read_bytes())])
        self.assertEqual(self.api.find("900000001", "SE")[0], 200)
        self.assertEqual(self.api.find("900000001")[0], 200)

    def test_while_one_country_hangs_others_are_answered(self):
        release, asked = threading.Event(), threading.Event()
        self.addCleanup(release.set)

        def hang(_received, _handler):
            asked.set()
            release.wait(60)

        self.peer.behaviour = hang
        slow = threading.Thread(target=lambda: self.api.find("900000001", "SE"))
        slow.start()
        self.addCleanup(slow.join)
        self.assertTrue(asked.wait(60))
        self.assertEqual(self.api.find("900000002")[0], 200)
        self.assertFalse(release.is_set())

    def test_without_token_with_a_stale_one_and_with_a_browsers_there_is_nothing(self):
        stale = Api(self.port)
        stale.call("POST", "/sessions/end", {})
        for token in ("", "Bearer", f"Bearer {stale.token}", "Basic eA==", "Bearer " + "0" * 64):
            with self.subTest(token=token[:8]):
                status, headers, text = self.raw("GET", "/api/v1/countries", {"Authorization": token})
                self.assertEqual((status, json.loads(text)["error"]), (401, "session.required"))
                self.assertEqual(headers["WWW-Authenticate"], "Bearer")

    def test_guessing_a_pin_is_stopped(self):
        statuses = [self.raw("POST", "/api/v1/sessions", {"Content-Type": "application/json"},
                             json.dumps({"identity": "9900003", "pin": f"{n:04}"}))[0] for n in range(8)]
        self.assertEqual(statuses[0], 403)
        self.assertEqual(statuses[-1], 429)

    def test_bodies_that_are_no_json_object_are_refused(self):
        headers = {"Authorization": f"Bearer {self.api.token}", "Content-Type": "application/json"}
        for body in ("", "[", "[]", '"x"', "{" * 5000, '{"country": 5, "values": 7}', '{"a":1,"a":2}'):
            with self.subTest(body=body[:10]):
                status, _, text = self.raw("POST", "/api/v1/patients", headers, body)
                self.assertIn(status, range(400, 500))
                self.assertIn("error", json.loads(text))
        status, _, _ = self.raw("POST", "/api/v1/patients", headers | {"Content-Type": "text/plain"}, "{}")
        self.assertEqual(status, 415)

    def test_the_description_names_every_path_that_was_used(self):
        status, _, text = self.raw("GET", "/api/v1/openapi.yaml")
        self.assertEqual(status, 200)
        for path in ("/patients:", "/treatment-relations:", "/documents/{id}/translated:"):
            self.assertIn(path, text)


class Listener(PortalCase):
    def test_a_foreign_host_field_is_refused(self):
        for host in ("ncp.example", "localhost.ncp.example", "127.0.0.1.ncp.example", "169.254.169.254", ""):
            for path in ("/", "/api/v1/countries", "/assets/style.css"):
                with self.subTest(host=host, path=path):
                    self.assertIn(self.raw("GET", path, {"Host": host})[0], (400, 421))

    def test_only_loopback_is_listened_on(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect(("192.0.2.1", 9))  # sends nothing; tells which address would be used
            except OSError:
                self.skipTest("skipped: this machine has only the loopback interface")
            others = [probe.getsockname()[0]]
        for address in others:
            for port in (self.port, self.no.admin_port):
                with self.subTest(port=port), self.assertRaises(OSError):
                    socket.create_connection((address, port), timeout=5).close()

    def test_the_configuration_admits_no_other_address(self):
        text = self.no.configuration.read_text(encoding="utf-8")
        broken = self.world.folder / "open.yaml"
        document = json.loads(text)
        document["listen"]["portal"]["address"] = "0.0.0.0"
        broken.write_text(json.dumps(document), encoding="utf-8")
        checked = world.run("config", "check", broken)
        self.assertEqual(checked.returncode, 2)
        self.assertIn("listen.portal.address", checked.stdout)

    def test_unknown_paths_and_methods(self):
        for method, path, status in (("GET", "/nowhere", 404), ("DELETE", "/countries", 405),
                                     ("GET", "/assets/../../etc/passwd", 404), ("GET", "/api/v1/nowhere", 404),
                                     ("PUT", "/api/v1/sessions", 405)):
            with self.subTest(method=method, path=path):
                self.assertEqual(self.raw(method, path)[0], status)


def sentence(error, column):
    for line in (world.CONFIG / "texts" / "errors.tsv").read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if fields[0] == f"error.{error}":
            return fields[column]
    raise AssertionError(f"no text for {error}")


if __name__ == "__main__":
    unittest.main()
