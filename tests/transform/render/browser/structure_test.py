"""Pages can be walked by headings, tables and languages, and their colours can be told apart: without a browser."""

import html.parser
import os
import re
import subprocess
import unittest

import browser

STYLE = browser.ROOT / "transform" / "render" / "page.css"


class Outline(html.parser.HTMLParser):
    """What a screen reader walks by."""

    def __init__(self):
        super().__init__()
        self.headings, self.ids, self.faults, self.open = [], [], [], []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.ids += [given["id"]] if "id" in given else []
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "th" and given.get("scope") not in ("col", "row", "rowgroup", "colgroup"):
            self.faults.append("a table header that heads nothing")
        if tag == "img" and not given.get("alt"):
            self.faults.append("a picture without words")
        if "tabindex" in given and not (given.get("aria-label") or given.get("aria-labelledby")):
            self.faults.append("a place for the keyboard without a name")
        if "lang" in given and not re.fullmatch("[a-z]{2,3}(-[A-Za-z0-9]+)*", given["lang"]):
            self.faults.append("a language that is none")
        self.faults += [f"{name} acts" for name in given if name.startswith("on")]


class Structure(unittest.TestCase):
    def setUp(self):
        if not os.environ.get("NCP_BINARY"):
            self.skipTest("skipped: NCP_BINARY names no program")

    def test_every_page_has_an_outline_without_gaps(self):
        for name, (document, language) in browser.PAGES.items():
            with self.subTest(page=name):
                page = subprocess.run(
                    [os.environ["NCP_BINARY"], "render", "--format", "html", "--lang", language,
                     browser.DOCUMENTS / document], capture_output=True, text=True, check=True).stdout
                outline = Outline()
                outline.feed(page)
                self.assertEqual(outline.headings[0], 1)
                self.assertEqual(outline.headings.count(1), 1)
                steps = zip(outline.headings, outline.headings[1:])
                self.assertTrue(all(after - before <= 1 for before, after in steps))
                self.assertEqual(len(outline.ids), len(set(outline.ids)))
                self.assertEqual(outline.faults, [])
                self.assertEqual(len(re.findall("<main>", page)), 1)


def luminance(colour):
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first, second):
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


class Colours(unittest.TestCase):
    def test_words_stand_out_from_what_is_behind_them(self):
        blocks = re.findall(r"\.clinical \{(.*?)\}", STYLE.read_text(encoding="utf-8"), re.DOTALL)
        schemes = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block)) for block in blocks]
        schemes = [scheme for scheme in schemes if "danger-tint" in scheme and "ink" in scheme]
        self.assertEqual(len(schemes), 2)
        pairs = [("ink", "paper"), ("soft", "paper"), ("soft", "tint"), ("link", "paper"), ("ink", "tint"),
                 ("danger", "danger-tint"), ("danger", "paper"), ("warning", "warning-tint"), ("warning", "paper"),
                 ("warning", "danger-tint"), ("calm", "calm-tint"), ("soft", "danger-tint"), ("soft", "warning-tint"),
                 ("soft", "calm-tint")]
        for scheme in schemes:
            for words, behind in pairs:
                with self.subTest(words=words, behind=behind, paper=scheme["paper"]):
                    self.assertGreaterEqual(contrast(scheme[words], scheme[behind]), 4.5)


if __name__ == "__main__":
    unittest.main()
