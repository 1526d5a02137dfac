"""Pages of `ncp render` in headless Chromium. Nothing here needs a network; Chromium and axe-core may be absent."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[4]
DOCUMENTS = ROOT / "tests" / "golden" / "render"
PAGES = {
    "patient summary": ("kinds.xml", "nb"),
    "translated summary": ("summary.xml", "nn"),
    "prescription": ("prescription.xml", "nb"),
    "medication overview": ("medication.xml", "nb"),
    "dispensation": ("dispensation.xml", "en"),
    "laboratory report": ("laboratory.xml", "nb"),
    "discharge letter": ("letter.xml", "nb"),
    "medical image": ("picture.xml", "en"),
}


def chromium():
    """The program, or None."""
    return next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
                None)


def axe_core():
    """axe.min.js: named by NCP_AXE_CORE, or where Debian or npm put it; None when it is nowhere."""
    named = os.environ.get("NCP_AXE_CORE")
    places = [pathlib.Path(named)] if named else [
        pathlib.Path("/usr/share/nodejs/axe-core/axe.min.js"),
        ROOT / "build" / "axe-core" / "axe.min.js"]
    return next((place for place in places if place.is_file()), None)


class BrowserCase(unittest.TestCase):
    """A test with the program, Chromium, and a folder of its own."""

    @classmethod
    def setUpClass(cls):
        cls.program = os.environ.get("NCP_BINARY")
        reason = "skipped: NCP_BINARY names no program" if not cls.program else (
            "skipped: no Chromium" if not chromium() else None)
        if reason:
            print(reason)
            raise unittest.SkipTest(reason)
        cls.place = pathlib.Path(tempfile.mkdtemp(prefix="ncp-browser-"))
        cls.addClassCleanup(shutil.rmtree, cls.place, ignore_errors=True)

    def page(self, name):
        """The page as HTML."""
        document, language = PAGES[name]
        return subprocess.run([self.program, "render", "--format", "html", "--lang", language, DOCUMENTS / document],
                              capture_output=True, text=True, check=True).stdout

    def browse(self, html, *options):
        """What Chromium writes about a page."""
        file = self.place / "page.html"
        file.write_text(html, encoding="utf-8")
        return subprocess.run(
            [chromium(), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--hide-scrollbars", "--force-device-scale-factor=1", "--font-render-hinting=none",
             f"--user-data-dir={self.place / 'profile'}", *options, file.as_uri()],
            capture_output=True, text=True, timeout=120, check=True).stdout


def as_medium(html, medium):
    """The page as it looks in light or dark colours or on paper, whatever the browser's own settings are."""
    dark = "all" if medium == "dark" else "not all"
    paper = "@media all" if medium == "print" else "@media not all"
    return html.replace("@media (prefers-color-scheme: dark)", f"@media {dark}").replace("@media print", paper)
