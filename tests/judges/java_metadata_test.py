"""Java (the JDK's own implementation, and Apache Santuario) verifies the service metadata that we sign, and we verify
what Java signs."""

import json
import pathlib
import shutil
import sys
import unittest

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "peers")]

import world  # noqa: E402
from java_judge import JudgeCase  # noqa: E402


class ServiceMetadata(JudgeCase):
    @classmethod
    def setUpClass(cls):
        cls.make_judge()
        cls.world = world.World()
        cls.addClassCleanup(cls.world.close)
        cls.world.countries({"NO": (world.HOME_NO, 1), "PT": (world.HOME_PT, 2)})
        cls.node = cls.world.node("NO")
        cls.pki = cls.world.pki
        cls.publish_nowhere()
        cls.unsigned = cls.place / "unsigned"
        cls.call("build", "--out", cls.unsigned)
        cls.files = sorted(cls.unsigned.glob("*.xml"))
        if not cls.files:
            raise AssertionError("no metadata were written")

    @classmethod
    def publish_nowhere(cls):
        """Gives the node's configuration the section that metadata need; no SMP is asked here."""
        document = json.loads(cls.node.configuration.read_text())
        document["discovery"] = {"smp_url": "http://127.0.0.1:9", "admin_url": "https://localhost:9",
                                 "smp_anchors": [str(cls.pki / "ca/signature.pem")],
                                 "cache": str(cls.node.folder / "discovered")}
        cls.node.configuration.write_text(json.dumps(document))

    @classmethod
    def call(cls, command, *arguments, code=0):
        done = world.run("smp", command, "--config", cls.node.configuration, *arguments)
        if done.returncode != code:
            raise AssertionError(f"smp {command}: {done.returncode} {done.stdout}{done.stderr}")
        return done

    def copies(self, name):
        """The unsigned files in a folder of the test's own."""
        folder = self.place / name
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.unsigned, folder)
        return sorted(folder.glob("*.xml"))

    def test_java_verifies_what_we_sign(self):
        signed = self.copies("ours")
        self.call("sign", *signed)
        for provider in self.providers():
            code, lines = self.java.run("document", provider, self.pki / "ca/signature.pem", *signed)
            self.assertEqual((code, lines), (0, ["ok Extension"] * len(signed)))

    def test_java_refuses_what_was_altered(self):
        altered, *_ = self.copies("altered")
        self.call("sign", altered)
        altered.write_bytes(altered.read_bytes().replace(b"urn:ehealth:no:ncp-idp", b"urn:ehealth:se:ncp-idp"))
        for provider in self.providers():
            code, lines = self.java.run("document", provider, self.pki / "ca/signature.pem", altered)
            self.assertEqual((code, lines), (1, ["bad Extension: the digest does not fit"]))

    def test_we_verify_what_java_signs_and_refuse_what_was_altered(self):
        for provider in self.providers():
            sealed = self.copies(f"java-{provider}")
            self.java.run("seal", provider, self.pki / "no/signature.key", self.pki / "no/signature.pem", *sealed)
            self.call("verify", *sealed)
            content = sealed[0].read_bytes()
            sealed[0].write_bytes(content.replace(b"urn:ehealth:no:ncp-idp", b"urn:ehealth:se:ncp-idp"))
            self.call("verify", sealed[0], code=1)

    def test_we_refuse_what_another_country_signed(self):
        for provider in self.providers():
            sealed = self.copies(f"other-{provider}")[0]
            self.java.run("seal", provider, self.pki / "pt/signature.key", self.pki / "pt/signature.pem", sealed)
            self.call("verify", sealed, code=1)


if __name__ == "__main__":
    unittest.main()
