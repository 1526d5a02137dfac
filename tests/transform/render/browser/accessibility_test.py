"""axe-core finds nothing on any kind of page: light, dark, and as it is printed."""

import html
import json
import re
import unittest

import browser

RUN = """
axe.run(document, {resultTypes: ['violations']}).then(outcome => {
  const found = outcome.violations.map(v => ({rule: v.id, help: v.help, nodes: v.nodes.map(n => n.html).slice(0, 3)}));
  const report = document.createElement('pre');
  report.id = 'axe-outcome';
  report.textContent = JSON.stringify({passes: outcome.passes.length, violations: found});
  document.body.appendChild(report);
});
"""


class Accessibility(browser.BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.axe = browser.axe_core()
        if not cls.axe:
            print("skipped: no axe-core")
            raise unittest.SkipTest("skipped: no axe-core")

    def judge(self, page):
        """The page has a policy that forbids scripts: the judge's own script needs a copy without it."""
        copy = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page).replace("<details>", "<details open>")
        script = f"<script>{self.axe.read_text(encoding='utf-8')}</script><script>{RUN}</script></body>"
        tree = self.browse(copy.replace("</body>", script), "--dump-dom", "--virtual-time-budget=20000")
        outcome = re.search(r'<pre id="axe-outcome">(.*?)</pre>', tree, re.DOTALL)
        self.assertIsNotNone(outcome, "axe-core gave no answer")
        return json.loads(html.unescape(outcome.group(1)))

    def test_no_page_has_a_barrier_in_any_medium(self):
        for name in browser.PAGES:
            page = self.page(name)
            for medium in ("light", "dark", "print"):
                with self.subTest(page=name, medium=medium):
                    outcome = self.judge(browser.as_medium(page, medium))
                    self.assertGreater(outcome["passes"], 10)
                    self.assertEqual(outcome["violations"], [])

    def test_the_judge_notices_a_barrier(self):
        page = self.page("patient summary")
        for rule, barred in {
            "html-has-lang": re.sub(r'<html lang="[^"]*">', "<html>", page),
            "color-contrast": page.replace("--soft: #55606e", "--soft: #c5c6c8"),
            "heading-order": page.replace("<h2", "<h5", 1).replace("</h2>", "</h5>", 1),
        }.items():
            with self.subTest(rule=rule):
                self.assertNotEqual(barred, page)
                found = [each["rule"] for each in self.judge(browser.as_medium(barred, "light"))["violations"]]
                self.assertIn(rule, found)


if __name__ == "__main__":
    unittest.main()
