"""TLS as the openssl command sees it."""

import socket
import ssl
import subprocess
import unittest

from ncp_peer import messages, transport
from ncp_peer.case import NodeCase


class Tls(NodeCase):
    def s_client(self, *options, credential=None, speak=True):
        credential = credential or self.pki.norway
        request = f"GET {messages.XCPD_PATH} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" if speak else ""
        done = subprocess.run(
            ["openssl", "s_client", "-connect", f"localhost:{self.node.ncp_port}", "-servername", "localhost",
             "-CAfile", str(self.pki.tls.certificate), "-verify_return_error", "-verify_hostname", "localhost",
             "-cert", str(credential.certificate), "-key", str(credential.key), "-ign_eof", *options],
            input=request, capture_output=True, text=True, timeout=30)
        return done.returncode, done.stdout + done.stderr

    def test_versions_1_2_and_1_3_are_spoken(self):
        for option, name in (("-tls1_2", "TLSv1.2"), ("-tls1_3", "TLSv1.3")):
            with self.subTest(name):
                _, said = self.s_client(option)
                self.assertIn(f"New, {name}", said)
                self.assertIn("HTTP/1.1 405", said)
                self.assertIn("Verify return code: 0 (ok)", said)

    def test_older_versions_are_refused(self):
        for option in ("-tls1_1", "-tls1"):
            with self.subTest(option):
                code, said = self.s_client(option, "-cipher", "DEFAULT@SECLEVEL=0", speak=False)
                self.assertNotEqual(code, 0)
                self.assertIn("alert protocol version", said)
        self.assert_alive()

    def test_weak_ciphers_are_refused(self):
        for cipher in ("AES128-SHA", "ECDHE-RSA-AES128-SHA", "AES256-GCM-SHA384", "aNULL@SECLEVEL=0"):
            with self.subTest(cipher):
                code, said = self.s_client("-tls1_2", "-cipher", cipher, speak=False)
                self.assertNotEqual(code, 0, said)

    def speaks(self, cipher):
        """Whether the node agrees to this one cipher of TLS 1.2."""
        context = transport.client_context(self.pki, self.pki.norway)
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        try:
            context.set_ciphers(f"{cipher}:@SECLEVEL=0")
            with socket.create_connection(("localhost", self.node.ncp_port), 20) as plain:
                with context.wrap_socket(plain, server_hostname="localhost") as connection:
                    return connection.cipher()[0] == cipher
        except (ssl.SSLError, ConnectionError):
            return False

    def test_of_all_ciphers_of_tls_1_2_only_the_listed_ones_are_spoken(self):
        known = subprocess.run(["openssl", "ciphers", "-tls1_2", "-s", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"],
                               capture_output=True, text=True).stdout.strip().split(":")
        self.assertGreater(len(known), 50)
        self.assertEqual({cipher for cipher in known if self.speaks(cipher)},
                         {"ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-RSA-CHACHA20-POLY1305"})
        self.assert_alive()

    def test_of_all_ciphers_of_tls_1_3_only_the_listed_ones_are_spoken(self):
        for cipher, spoken in (("TLS_AES_128_GCM_SHA256", True), ("TLS_AES_256_GCM_SHA384", True),
                               ("TLS_CHACHA20_POLY1305_SHA256", True), ("TLS_AES_128_CCM_SHA256", False),
                               ("TLS_AES_128_CCM_8_SHA256", False)):
            with self.subTest(cipher):
                _, said = self.s_client("-tls1_3", "-ciphersuites", cipher, speak=False)
                self.assertEqual(f"Cipher is {cipher}" in said, spoken)

    def test_nothing_is_compressed_and_every_key_exchange_is_ephemeral(self):
        for option in ("-tls1_2", "-tls1_3"):
            with self.subTest(option):
                _, said = self.s_client(option)
                self.assertIn("Compression: NONE", said)
                self.assertRegex(said, "Server Temp Key: (X25519|ECDH)")

    def test_weak_groups_and_signatures_of_the_past_are_refused(self):
        for options in (("-groups", "secp224r1"), ("-groups", "P-521"), ("-groups", "ffdhe2048"),
                        ("-tls1_2", "-sigalgs", "RSA+SHA1", "-cipher", "DEFAULT@SECLEVEL=0")):
            with self.subTest(options):
                code, said = self.s_client(*options, speak=False)
                self.assertNotEqual(code, 0, said)
        for group in ("X25519", "P-256", "P-384"):
            with self.subTest(group):
                self.assertIn("HTTP/1.1 405", self.s_client("-groups", group)[1])
        self.assert_alive()

    def test_sessions_are_resumed_with_a_client_certificate(self):
        for option in ("-tls1_2", "-tls1_3"):
            with self.subTest(option):
                session = str(self.directory / f"session{option}")
                _, first = self.s_client(option, "-sess_out", session)
                self.assertIn("New, TLS", first)
                _, again = self.s_client(option, "-sess_in", session)
                self.assertIn("Reused, TLS", again)
                self.assertIn("HTTP/1.1 405", again)

    def test_a_renegotiation_asked_for_by_the_client_is_refused(self):
        done = subprocess.run(
            ["openssl", "s_client", "-connect", f"localhost:{self.node.ncp_port}", "-tls1_2", "-legacy_renegotiation",
             "-cert", str(self.pki.norway.certificate), "-key", str(self.pki.norway.key)],
            input="R\n", capture_output=True, text=True, timeout=30)
        self.assertIn("RENEGOTIATING", done.stdout + done.stderr)
        self.assertRegex(done.stdout + done.stderr, "no renegotiation|unexpected eof|write:errno|alert")
        self.assert_alive()


if __name__ == "__main__":
    unittest.main()
