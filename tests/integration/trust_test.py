"""Keys, certificates and revocation of a node that runs, against the openssl command as authority and responder."""

import http.client
import http.server
import json
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import time
import unittest
from datetime import datetime, timedelta, timezone
from pathlib import Path

from ncp_peer import messages, transport
from ncp_peer.case import NodeCase
from ncp_peer.certificates import Credential, Pki, make_key, openssl
from ncp_peer.node import BINARY, Node, free_ports
from ncp_peer.peer import Peer

PATIENCE = 60  # seconds for what a node does by itself


def wait_for(condition, what):
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            raise AssertionError(f"not within {PATIENCE} s: {what}")
        time.sleep(0.05)


def place(source, target):
    """As an administrator does it: the whole file beside, then renamed."""
    beside = target.with_suffix(target.suffix + ".part")
    beside.write_bytes(source if isinstance(source, bytes) else Path(source).read_bytes())
    beside.replace(target)


def is_open(port):
    try:
        socket.create_connection(("127.0.0.1", port), 5).close()
        return True
    except OSError:
        return False


def fingerprint(pem):
    return ssl.PEM_cert_to_DER_cert(Path(pem).read_text())


class TrustCase(NodeCase):
    """A node with an infrastructure of its own, whose files may change."""

    limits = {"rows_per_address": 1000, "requests_per_minute": 60000, "clinician_requests_per_minute": 60000}

    @classmethod
    def setUpClass(cls):
        cls.directory = Path(tempfile.mkdtemp(prefix="ncp-trust-"))
        cls.addClassCleanup(shutil.rmtree, cls.directory)
        cls.pki = Pki(cls.directory / "pki")
        cls.keys = cls.directory / "keys"
        cls.keys.mkdir()
        for name in ("server", "client", "signature"):
            credential = getattr(cls.pki, f"node_{name}")
            place(credential.key, cls.keys / f"{name}.key")
            place(credential.certificate, cls.keys / f"{name}.pem")
        cls.node = Node(cls.directory / "node", cls.pki, cls.limits)
        text = cls.node.configuration.read_text()
        for name in ("server", "client", "signature"):
            credential = getattr(cls.pki, f"node_{name}")
            prefix = "" if name == "signature" else f"{name}_"
            text = text.replace(f"  {prefix}key: {credential.key}", f"  {prefix}key: {cls.keys}/{name}.key")
            text = text.replace(f"{prefix}chain: {credential.certificate}", f"{prefix}chain: {cls.keys}/{name}.pem")
        text += "reload: {watch_seconds: 1}\n"
        cls.node.configuration.write_text(cls.configured(text))
        cls.node.start()
        cls.addClassCleanup(cls.node.stop)
        cls.peer = Peer(cls.pki, cls.node.ncp_port)
        cls.folder = cls.node.folder_content()

    @classmethod
    def configured(cls, text):
        return text

    @classmethod
    def shown(cls):
        """The server certificate that a new connection sees, DER."""
        with cls.peer.wire.connect() as connection:
            return connection.getpeercert(binary_form=True)

    @classmethod
    def hang_up(cls):
        cls.node.process.send_signal(signal.SIGHUP)

    def reloads(self, outcome):
        for line in self.node.metrics().splitlines():
            if line.startswith("ncp_reloads_total") and f'outcome="{outcome}"' in line:
                return float(line.split()[-1])
        return 0.0

    def health(self):
        return transport.get(self.node.admin_port, "/health/ready")


class Reload(TrustCase):
    def test_no_request_is_lost_while_certificates_are_rolled(self):
        stop, lost, answered = threading.Event(), [], []

        def ask(number):
            while not stop.is_set():
                try:
                    peer = Peer(self.pki, self.node.ncp_port)
                    answer = peer.discover(messages.identifier("900000001"))
                    if messages.matches(answer.body) != [("900000001", messages.PORTUGAL)]:
                        lost.append("another answer")
                    answered.append(number)
                except (OSError, ssl.SSLError, http.client.HTTPException) as error:
                    lost.append(repr(error))

        askers = [threading.Thread(target=ask, args=(number,)) for number in range(3)]
        for asker in askers:
            asker.start()
        try:
            for roll in range(4):
                key = make_key(self.keys / f"rolled-{roll}.key") if roll % 2 else self.pki.node_server.key
                rolled = self.pki.tls.issue(f"rolled-{roll}", "PT", "server", key)
                place(rolled.key, self.keys / "server.key")
                place(rolled.certificate, self.keys / "server.pem")
                if roll % 2:
                    self.hang_up()
                before = len(answered)
                wait_for(lambda: self.shown() == fingerprint(rolled.certificate), f"certificate {roll}")
                wait_for(lambda: len(answered) > before + 3, "requests under the new certificate")
        finally:
            stop.set()
            for asker in askers:
                asker.join()
        self.assertEqual(lost, [])
        self.assertGreater(len(answered), 12)
        self.assertTrue(self.node.audit_holds())

    def test_what_can_not_be_taken_leaves_the_old_in_force_and_is_told(self):
        good = (self.keys / "server.pem").read_bytes()
        before, refused = self.shown(), self.reloads("refused")
        for bad in (b"rubbish", self.pki.norway_signature.certificate.read_bytes()):
            with self.subTest(bad[:20]):
                place(bad, self.keys / "server.pem")
                self.hang_up()
                wait_for(lambda: self.reloads("refused") > refused, "the refusal in the metrics")
                refused = self.reloads("refused")
                self.assertEqual(self.shown(), before)
                status, text = self.health()
                self.assertEqual(status, 503)
                self.assertIn("not in force", text)
                self.assertIn("server.pem", text)
                self.assertTrue(any("reload.refused" in line for line in self.node.log()))
        place(good, self.keys / "server.pem")
        wait_for(lambda: self.health()[0] == 200, "good health after the repair")
        self.assertEqual(self.shown(), before)

    def test_a_new_revocation_list_is_taken(self):
        peer = Peer(self.pki, self.node.ncp_port, tls=self.pki.tls.issue("leaving", "NO", "client",
                                                                          self.pki.norway.key))
        self.assertEqual(len(messages.matches(peer.discover(messages.identifier("900000001")).body)), 1)
        openssl("ca", "-config", self.pki.tls.configuration, "-revoke", peer.tls.certificate)
        fresh = self.directory / "fresh.crl"
        openssl("ca", "-config", self.pki.tls.configuration, "-gencrl", "-out", fresh)
        place(fresh, self.pki.revocation_lists[0])
        taken = self.reloads("taken")
        self.hang_up()
        wait_for(lambda: self.reloads("taken") > taken, "the new list")
        before = len(self.node.audit())
        with self.assertRaises((OSError, ssl.SSLError, http.client.HTTPException)):
            peer.discover(messages.identifier("900000001"))
        self.assertEqual([row["rule"] for row in self.node.audit_after(before)], ["revoked"])

    def test_a_new_signature_certificate_of_a_peer_is_accepted_beside_its_old_one(self):
        key = make_key(self.keys / "norway-new.key")
        renewed = self.pki.signatures.issue("norway-renewed", "NO", "signature", key)
        for signature in (self.pki.norway_signature, renewed, self.pki.norway_signature):
            peer = Peer(self.pki, self.node.ncp_port, signature=signature)
            answer = peer.discover(messages.identifier("900000001"))
            self.assertEqual(messages.matches(answer.body), [("900000001", messages.PORTUGAL)])


class Rollover(TrustCase):
    """Two server credentials are configured, and a third that waits for its time."""

    @classmethod
    def configured(cls, text):
        moment = datetime.now(timezone.utc) + timedelta(seconds=20)
        cls.later = cls.issue("later", moment)
        cls.newer = cls.issue("newer", datetime.now(timezone.utc) - timedelta(minutes=5))
        lines = "".join(f"    - {{key: {one.key}, chain: {one.certificate}}}\n"
                        for one in (cls.pki.node_server, cls.later, cls.newer))
        text = text.replace(f"  server_key: {cls.keys}/server.key\n", f"  server:\n{lines}")
        return text.replace(f"  server_chain: {cls.keys}/server.pem\n", "")

    @classmethod
    def issue(cls, name, start):
        key = make_key(cls.keys / f"{name}.key")
        request, certificate = cls.keys / f"{name}.csr", cls.keys / f"{name}.pem"
        openssl("req", "-new", "-key", key, "-config", cls.pki.tls.configuration,
                "-subj", f"/C=PT/O=Invented contact point/CN={name}", "-out", request)
        openssl("ca", "-batch", "-config", cls.pki.tls.configuration, "-notext", "-in", request, "-out", certificate,
                "-extensions", "server", "-startdate", start.strftime("%Y%m%d%H%M%SZ"), "-days", "20")
        return Credential(key, certificate)

    def test_the_newest_valid_one_is_shown_and_the_next_when_its_time_comes(self):
        first = self.shown()
        if first != fingerprint(self.later.certificate):
            self.assertEqual(first, fingerprint(self.newer.certificate))
        wait_for(lambda: self.shown() == fingerprint(self.later.certificate), "the next certificate")
        metrics = self.node.metrics()
        for role in ("tls-server", "tls-server 2", "tls-server 3", "tls-client", "signature", "trust signature"):
            self.assertIn(f'role="{role}"', metrics)


class Responder:
    """`openssl ocsp` for an authority, on a port of its own."""

    def __init__(self, authority, port, signer=None, minutes=60):
        said = authority.directory / f"responder-{port}.log"
        signer = signer or Credential(authority.directory / "authority.key", authority.certificate)
        with said.open("w") as log:
            self.process = subprocess.Popen(
                ["openssl", "ocsp", "-port", str(port), "-index", str(authority.directory / "index.txt"), "-CA",
                 str(authority.certificate), "-rsigner", str(signer.certificate), "-rkey", str(signer.key), "-nmin",
                 str(minutes), "-ignore_err"], stdout=log, stderr=log)
        # Not by a connection: one on which nothing is asked would hold it up.
        wait_for(lambda: "waiting for" in said.read_text(), "the responder")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


class Replaying:
    """Answers every question with the same response."""

    def __init__(self, port, response):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(200)
                self.send_header("Content-Type", "application/ocsp-response")
                self.send_header("Content-Length", str(len(response)))
                self.end_headers()
                self.wfile.write(response)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class Revocation(TrustCase):
    """Clients whose certificates state a responder; no revocation list of their authority is configured."""

    @classmethod
    def configured(cls, text):
        cls.port, cls.dead, cls.lists = free_ports(3)
        cls.number = 0
        with cls.pki.tls.configuration.open("a") as sections:
            for name, stated in (
                    ("asked", f"authorityInfoAccess = OCSP;URI:http://127.0.0.1:{cls.port}/"),
                    ("unheard", f"authorityInfoAccess = OCSP;URI:http://127.0.0.1:{cls.dead}/"),
                    ("listed", f"crlDistributionPoints = URI:http://127.0.0.1:{cls.lists}/authority.crl")):
                sections.write(f"[{name}]\nbasicConstraints = CA:FALSE\nkeyUsage = critical,digitalSignature\n"
                               f"extendedKeyUsage = clientAuth\n{stated}\n")
            sections.write("[responder]\nbasicConstraints = CA:FALSE\nkeyUsage = critical,digitalSignature\n"
                           "extendedKeyUsage = OCSPSigning\nnoCheck = ignored\n")
        return text.replace(f"revocation_lists: [{cls.pki.revocation_lists[0]}, {cls.pki.revocation_lists[1]}]",
                            f"revocation_lists: [{cls.pki.revocation_lists[1]}]")

    def client(self, usage):
        """A client of Norway with a certificate of its own."""
        type(self).number += 1
        return self.pki.tls.issue(f"client-{self.number}", "NO", usage, self.pki.norway.key)

    def revoke(self, credential):
        openssl("ca", "-config", self.pki.tls.configuration, "-revoke", credential.certificate)

    def assert_trusted(self, credential):
        answer = Peer(self.pki, self.node.ncp_port, tls=credential).discover(messages.identifier("900000001"))
        self.assertEqual(messages.matches(answer.body), [("900000001", messages.PORTUGAL)])

    def assert_untrusted(self, credential, rule):
        before = len(self.node.audit())
        with self.assertRaises((OSError, ssl.SSLError, http.client.HTTPException)):
            Peer(self.pki, self.node.ncp_port, tls=credential).discover(messages.identifier("900000001"))
        rows = self.node.audit_after(before)
        self.assertEqual([row["rule"] for row in rows], [rule])
        self.assertEqual([row["errorId"] for row in rows], ["trust.peer_untrusted"])

    def test_the_responder_decides(self):
        good, revoked = self.client("asked"), self.client("asked")
        self.revoke(revoked)
        with Responder(self.pki.tls, self.port):
            self.assert_trusted(good)
            self.assert_untrusted(revoked, "revoked")
        # What was said is good until it ends: the responder is not needed any more.
        self.assert_trusted(good)
        self.assert_untrusted(revoked, "revoked")

    def test_a_responder_that_the_authority_appointed_is_believed(self):
        appointed = self.pki.tls.issue("responder", "PT", "responder", make_key(self.keys / "responder.key"))
        good = self.client("asked")
        with Responder(self.pki.tls, self.port, appointed):
            self.assert_trusted(good)

    def test_a_responder_that_nobody_appointed_is_not(self):
        other = self.pki.tls.issue("no-responder", "PT", "client", make_key(self.keys / "no-responder.key"))
        good = self.client("asked")
        with Responder(self.pki.tls, self.port, other):
            self.assert_untrusted(good, "revocation-unknown")

    def test_a_responder_that_does_not_know_the_certificate_is_no_answer(self):
        unknown = self.client("asked")
        index = self.pki.tls.directory / "index.txt"
        whole = index.read_text()
        serial = openssl("x509", "-in", unknown.certificate, "-noout", "-serial").strip().split("=")[1]
        index.write_text("".join(line + "\n" for line in whole.splitlines() if serial not in line))
        try:
            with Responder(self.pki.tls, self.port):
                self.assert_untrusted(unknown, "revocation-unknown")
        finally:
            index.write_text(whole)

    def test_a_dead_responder_is_no_answer_and_holds_nobody_up(self):
        began = time.monotonic()
        self.assert_untrusted(self.client("unheard"), "revocation-unknown")
        self.assertLess(time.monotonic() - began, PATIENCE)
        self.assert_alive()

    def test_a_response_about_another_certificate_is_no_answer(self):
        good, other = self.client("asked"), self.client("asked")
        response = self.directory / "response.der"
        openssl("ocsp", "-index", self.pki.tls.directory / "index.txt", "-CA", self.pki.tls.certificate, "-issuer",
                self.pki.tls.certificate, "-cert", good.certificate, "-rsigner", self.pki.tls.certificate, "-rkey",
                self.pki.tls.directory / "authority.key", "-nmin", "60", "-respout", response, "-no_nonce")
        with Replaying(self.port, response.read_bytes()):
            self.assert_untrusted(other, "revocation-unknown")
            self.assert_trusted(good)
        with Replaying(self.port, b"rubbish"):
            self.assert_untrusted(self.client("asked"), "revocation-unknown")

    def test_a_distribution_point_is_asked(self):
        good, revoked = self.client("listed"), self.client("listed")
        self.revoke(revoked)
        web = self.directory / "lists"
        web.mkdir(exist_ok=True)
        openssl("ca", "-config", self.pki.tls.configuration, "-gencrl", "-out", web / "authority.crl")
        self.assert_untrusted(self.client("listed"), "revocation-unknown")
        server = subprocess.Popen(["/usr/bin/python3", "-m", "http.server", str(self.lists), "--bind", "127.0.0.1",
                                   "--directory", str(web)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_for(lambda: is_open(self.lists), "the server of lists")
            self.assert_trusted(good)
            self.assert_untrusted(revoked, "revoked")
        finally:
            server.terminate()
            server.wait()


class Staple(TrustCase):
    """The node's own certificate states a responder, and it shows what that one says."""

    @classmethod
    def configured(cls, text):
        cls.port = free_ports(1)[0]
        with cls.pki.tls.configuration.open("a") as sections:
            sections.write("[stating]\nbasicConstraints = CA:FALSE\nkeyUsage = critical,digitalSignature\n"
                           "extendedKeyUsage = serverAuth\nsubjectAltName = DNS:localhost,IP:127.0.0.1\n"
                           f"authorityInfoAccess = OCSP;URI:http://127.0.0.1:{cls.port}/\n")
        stating = cls.pki.tls.issue("stating", "PT", "stating", cls.pki.node_server.key)
        place(stating.certificate, cls.keys / "server.pem")
        cls.responder = Responder(cls.pki.tls, cls.port)
        cls.addClassCleanup(cls.responder.__exit__)
        return text.replace("tls:\n", "tls:\n  staple: true\n", 1)

    def test_the_response_is_shown_in_handshakes(self):
        def stapled():
            said = subprocess.run(
                ["openssl", "s_client", "-connect", f"localhost:{self.node.ncp_port}", "-status", "-CAfile",
                 str(self.pki.tls.certificate), "-cert", str(self.pki.norway.certificate), "-key",
                 str(self.pki.norway.key)], input="", capture_output=True, text=True, timeout=30).stdout
            return "OCSP Response Status: successful" in said and "Cert Status: good" in said
        wait_for(stapled, "a stapled response")


class Commands(TrustCase):
    """From a request to a certificate in use."""

    def ncp(self, *arguments):
        return subprocess.run([BINARY, "certs", *map(str, arguments)], capture_output=True, text=True, timeout=60)

    def request(self, folder, role="tls-server", *more):
        return self.ncp("request", "--role", role, "--out", folder, "--country", "PT", "--organisation",
                        "Invented contact point", "--common-name", "localhost", "--host", "localhost", "--json", *more)

    def answer(self, folder, role="tls-server", usage="server"):
        """What an authority makes of the request."""
        answer = folder / f"{role}.answer"
        openssl("ca", "-batch", "-config", self.pki.tls.configuration, "-notext", "-in", folder / f"{role}.csr", "-out",
                answer, "-extensions", usage, "-days", "20")
        return answer

    def take(self, folder, answer, *more, role="tls-server", key=None):
        return self.ncp("import", "--role", role, "--key", key or folder / f"{role}.key", "--out", folder, "--json",
                        *more, answer)

    def test_request_import_and_export(self):
        folder = self.directory / "whole-way"
        made = json.loads(self.request(folder).stdout)
        self.assertEqual((folder / "tls-server.key").stat().st_mode & 0o777, 0o600)
        said = openssl("req", "-in", made["request"], "-noout", "-text", "-verify")
        for text in ("C = PT", "CN = localhost", "Digital Signature, Key Encipherment", "TLS Web Server Authentication",
                     "DNS:localhost", "Public-Key: (3072 bit)", "sha256WithRSAEncryption"):
            self.assertIn(text, said)
        answer = self.answer(folder)
        for form in (answer, self.converted(folder, answer, "pkcs7"), self.converted(folder, answer, "der")):
            with self.subTest(form.name):
                taken = self.take(folder, form, "--replace")
                self.assertEqual(taken.returncode, 0, taken.stderr)
                self.assertEqual((folder / "tls-server.pem").stat().st_mode & 0o777, 0o600)
                self.assertEqual(fingerprint(folder / "tls-server.pem"), fingerprint(answer))
        place(folder / "tls-server.key", self.keys / "server.key")
        place(folder / "tls-server.pem", self.keys / "server.pem")
        wait_for(lambda: self.shown() == fingerprint(answer), "the certificate in use")
        exported = self.ncp("export", "--config", self.node.configuration, "--role", "tls-server")
        self.assertEqual(ssl.PEM_cert_to_DER_cert(exported.stdout.strip()), fingerprint(answer))
        self.assertNotIn("PRIVATE", exported.stdout)

    def converted(self, folder, answer, form):
        other = folder / f"answer.{form}"
        if form == "der":
            openssl("x509", "-in", answer, "-outform", "DER", "-out", other)
        else:
            openssl("crl2pkcs7", "-nocrl", "-certfile", self.pki.tls.certificate, "-certfile", answer, "-out", other)
        return other

    def test_a_pkcs12_answer_brings_its_key(self):
        folder = self.directory / "pkcs12"
        folder.mkdir()
        secret = folder / "pass"
        secret.write_text("correct horse\n")
        file = folder / "answer.p12"
        openssl("pkcs12", "-export", "-inkey", self.pki.node_client.key, "-in", self.pki.node_client.certificate,
                "-out", file, "-passout", f"file:{secret}")
        taken = self.ncp("import", "--role", "tls-client", "--pass-phrase-file", secret, "--out", folder, file)
        self.assertEqual(taken.returncode, 0, taken.stderr)
        self.assertEqual(fingerprint(folder / "tls-client.pem"), fingerprint(self.pki.node_client.certificate))
        wrong = self.ncp("import", "--role", "signature", "--out", folder, file)
        self.assertEqual(wrong.returncode, 2)
        self.assertFalse((folder / "signature.key").exists())

    def test_what_does_not_fit_is_not_taken(self):
        folder = self.directory / "unfit"
        self.assertEqual(self.request(folder).returncode, 0)
        answer = self.answer(folder)
        self.assertEqual(self.request(folder).returncode, 2, "a key was written over")
        for wrong, key in ((self.pki.norway.certificate, None), (answer, self.pki.norway.key),
                           (self.pki.tls.certificate, None), (self.pki.tls.configuration, None)):
            refused = self.take(folder, wrong, key=key)
            self.assertEqual(refused.returncode, 2, wrong)
            self.assertFalse((folder / "tls-server.pem").exists())
        expired = self.take(folder / "expired", self.pki.expired.certificate, key=self.pki.norway.key,
                            role="tls-client")
        self.assertEqual(expired.returncode, 2)
        self.assertIn("expired", expired.stderr)
        self.assertEqual(self.take(folder, answer).returncode, 0)
        self.assertEqual(self.take(folder, answer).returncode, 2, "files were replaced without being asked")
        nameless = self.ncp("request", "--role", "signature", "--out", folder, "--country", "Portugal", "--organisation",
                            "Invented contact point", "--common-name", "seal")
        self.assertEqual(nameless.returncode, 2)
        self.assertFalse((folder / "signature.key").exists())

    def test_check_tells_what_ends_soon_and_what_is_revoked(self):
        well = self.ncp("check", "--config", self.node.configuration, "--days", "5", "--json")
        self.assertEqual(well.returncode, 0, well.stdout + well.stderr)
        self.assertTrue(json.loads(well.stdout)["ok"])
        soon = self.ncp("check", "--config", self.node.configuration, "--json")
        self.assertEqual(soon.returncode, 1)
        problems = {one["role"]: one["problems"] for one in json.loads(soon.stdout)["checked"]}
        self.assertRegex(problems["signature"][0], "ends in 1[0-9] days")
        lists = self.pki.revocation_lists[1]
        before = lists.read_bytes()
        openssl("ca", "-config", self.pki.signatures.configuration, "-revoke", self.pki.node_signature.certificate)
        openssl("ca", "-config", self.pki.signatures.configuration, "-gencrl", "-out", lists)
        try:
            revoked = self.ncp("check", "--config", self.node.configuration, "--days", "5")
            self.assertEqual(revoked.returncode, 1)
            self.assertIn("revoked", revoked.stdout)
        finally:
            place(before, lists)


if __name__ == "__main__":
    unittest.main()
