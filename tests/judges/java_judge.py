"""Runs SignatureJudge.java with the JDK's implementation or with Apache Santuario's."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).with_name("SignatureJudge.java")
ARCHIVES = [pathlib.Path("/usr/share/java") / name
            for name in ("xmlsec.jar", "commons-codec.jar", "slf4j-api.jar", "slf4j-nop.jar", "woodstox-core.jar",
                         "stax2-api.jar")]
PROVIDERS = ("jdk", "santuario")


def why_not(provider):
    """The reason why this judge can't sit here, or nothing."""
    if not shutil.which("javac"):
        return "skipped: no Java (Debian: default-jdk-headless)"
    if provider == "santuario" and not ARCHIVES[0].exists():
        return "skipped: no Apache Santuario (Debian: libxml-security-java)"
    return None


class Java:
    """The judge, compiled once into a folder."""

    def __init__(self, folder):
        self.folder = folder
        compiled = subprocess.run(["javac", "-nowarn", "-d", str(folder), str(SOURCE)], capture_output=True, text=True,
                                  check=False)
        if compiled.returncode != 0:
            raise AssertionError(compiled.stderr)

    def run(self, command, provider, *arguments):
        """Exit code and lines of a command."""
        path = os.pathsep.join([str(self.folder), *(map(str, ARCHIVES) if provider == "santuario" else ())])
        done = subprocess.run(["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", path, "SignatureJudge",
                               command, provider, *map(str, arguments)], capture_output=True, text=True, timeout=90,
                              check=False)
        if done.stderr:
            raise AssertionError(done.stderr)
        return done.returncode, done.stdout.splitlines()


class JudgeCase(unittest.TestCase):
    """A test with a judge, and a folder for what it reads."""

    @classmethod
    def make_judge(cls):
        if not os.environ.get("NCP_BINARY"):
            raise unittest.SkipTest("skipped: NCP_BINARY names no program")
        if reason := why_not("jdk"):
            print(reason)
            raise unittest.SkipTest(reason)
        cls.place = pathlib.Path(tempfile.mkdtemp(prefix="ncp-judges-"))
        cls.addClassCleanup(shutil.rmtree, cls.place)
        cls.java = Java(cls.place)

    def providers(self):
        """Each implementation that is there, as a subtest."""
        for provider in PROVIDERS:
            if reason := why_not(provider):
                print(reason)
                continue
            with self.subTest(provider):
                yield provider
