"""The commands that need no peer: what their help says of exit codes, standard output and standard error holds."""

import json
import pathlib
import tempfile
import unittest

import certificates
import world
from lxml import etree

SUMMARY = world.DEMO_DOCUMENTS / "known-absences-summary.xml"
PRESCRIPTION = world.DEMO_DOCUMENTS / "child-prescription.xml"


@unittest.skipIf(world.why_not(), world.why_not())
class CommandCase(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="ncp-peers-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def done(self, code, *arguments):
        """What the program said when it ended with this exit code."""
        ended = world.run(*arguments)
        self.assertEqual(ended.returncode, code, ended.stdout + ended.stderr)
        return ended

    def file(self, name, content):
        path = self.folder / name
        path.write_text(content, encoding="utf-8")
        return path


class Help(CommandCase):
    def test_every_command_explains_itself_on_the_standard_output(self):
        for command in ([], ["serve"], ["demo"], ["query"], ["validate"], ["translate"], ["render"], ["certs"],
                        ["certs", "init-dev"], ["certs", "status"], ["audit"], ["audit", "list"],
                        ["audit", "verify"], ["config"], ["config", "check"], ["config", "show"]):
            with self.subTest(command=command):
                said = self.done(0, *command, "--help")
                self.assertIn("Usage", said.stdout)
                self.assertEqual(said.stderr, "")
                self.assertTrue(said.stdout.replace("\n", "").isprintable(), repr(said.stdout))

    def test_the_exit_codes_stand_in_the_help(self):
        said = self.done(0, "--help").stdout
        for code in ("0 ", "1 ", "2 ", "64 ", "69 ", "70 "):
            self.assertIn(code, said[said.index("Exit codes"):])

    def test_an_unknown_language_is_wrong_usage(self):
        said = self.done(64, "render", SUMMARY, "--lang", "tlh")
        self.assertIn("nb, nn, en", said.stderr)


class Validate(CommandCase):
    def test_a_sound_document_has_no_error(self):
        self.assertIn(SUMMARY.name, self.done(0, "validate", SUMMARY).stdout)

    def test_a_folder_is_all_its_documents(self):
        said = json.loads(self.done(0, "validate", world.DEMO_DOCUMENTS, "--json").stdout)
        self.assertEqual(len(said["documents"]), len(list(world.DEMO_DOCUMENTS.glob("*.xml"))))

    def broken(self):
        document = etree.parse(str(SUMMARY))
        [target] = document.findall("{urn:hl7-org:v3}recordTarget")
        target.getparent().remove(target)
        path = self.folder / "broken.xml"
        document.write(str(path))
        return path

    def test_errors_are_told_with_line_and_path_and_give_exit_code_1(self):
        [document] = json.loads(self.done(1, "validate", self.broken(), "--json").stdout)["documents"]
        errors = [finding for finding in document["findings"] if finding["severity"] == "error"]
        self.assertTrue(errors)
        for finding in errors:
            self.assertTrue(finding["rule"] and finding["path"] and finding["line"] > 0, finding)

    def test_findings_are_told_in_each_language(self):
        path = self.broken()
        said = {language: self.done(1, "validate", path, "--lang", language).stdout for language in ("nb", "nn", "en")}
        self.assertEqual(len(set(said.values())), 3)

    def test_what_is_no_document_is_refused(self):
        for name, content in (("text.xml", "hello"), ("cut.xml", "<ClinicalDocument>"),
                              ("entities.xml", '<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>')):
            with self.subTest(name=name):
                said = self.done(2, "validate", self.file(name, content))
                self.assertIn(name, said.stdout)
        self.done(2, "validate", self.folder / "nothing.xml")
        self.done(64, "validate")


class Translate(CommandCase):
    def test_the_document_goes_to_the_standard_output_and_findings_to_standard_error(self):
        said = self.done(0, "translate", world.DEMO_DOCUMENTS / "full-summary.xml")
        root = etree.fromstring(said.stdout.encode())
        self.assertTrue(root.tag.endswith("ClinicalDocument"))
        self.assertIn("translation.not_possible", said.stderr)

    def test_to_a_file_nothing_is_printed(self):
        out = self.folder / "translated.xml"
        self.assertEqual(self.done(0, "translate", SUMMARY, "--out", out).stdout, "")
        etree.parse(str(out))

    def test_the_report_counts_every_coded_element(self):
        report = json.loads(self.done(0, "translate", SUMMARY, "--json").stdout)
        self.assertEqual(report["coded_elements"], report["translated"] + report["fallback"] + report["missing"])
        self.assertGreater(report["translated"], 0)

    def test_the_languages_differ_and_the_original_stays(self):
        said = {language: self.done(0, "translate", SUMMARY, "--lang", language).stdout for language in ("nb", "en")}
        self.assertNotEqual(said["nb"], said["en"])
        self.assertIn("<translation", said["nb"])

    def test_translating_twice_gives_the_same_bytes(self):
        self.assertEqual(self.done(0, "translate", SUMMARY).stdout, self.done(0, "translate", SUMMARY).stdout)

    def test_refusals(self):
        self.done(2, "translate", self.file("text.xml", "hello"))
        self.done(64, "translate")


class Render(CommandCase):
    def test_text_and_page_of_both_kinds(self):
        for document in (SUMMARY, PRESCRIPTION):
            for form, start in (("text", "="), ("html", "<!DOCTYPE html>")):
                with self.subTest(document=document.name, form=form):
                    said = self.done(0, "render", document, "--format", form)
                    self.assertTrue(said.stdout.startswith(start), said.stdout[:60])
                    self.assertNotIn("<script", said.stdout)

    def test_a_page_holds_markup_of_ours_only(self):
        hostile = SUMMARY.read_text(encoding="utf-8").replace("Fictício", "&lt;script&gt;alert(1)&lt;/script&gt;")
        said = self.done(0, "render", self.file("hostile.xml", hostile), "--format", "html")
        self.assertIn("&lt;script", said.stdout)
        self.assertNotIn("<script", said.stdout)

    def test_to_a_file_that_cannot_be_written(self):
        said = world.run("render", SUMMARY, "--out", self.folder / "no" / "such" / "folder.txt")
        self.assertNotEqual(said.returncode, 0)
        self.assertIn("folder.txt", said.stderr)

    def test_refusals(self):
        self.done(2, "render", self.file("text.xml", "hello"))
        self.done(64, "render", SUMMARY, "--format", "docx")


class Configuration(CommandCase):
    """`config check` names file, line and field of every fault."""

    def setUp(self):
        super().setUp()
        self.world = world.World()
        self.addCleanup(self.world.close)
        self.world.countries({"NO": (world.HOME_NO, None), "PT": (world.HOME_PT, 9)})
        self.no = self.world.node("NO", portal=True)
        self.lines = yaml_lines(json.loads(self.no.configuration.read_text(encoding="utf-8")))

    def faults_of(self, lines, code=2):
        path = self.folder / "node.yaml"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        faults = json.loads(self.done(code, "config", "check", path, "--json").stdout)["faults"]
        for fault in faults:
            self.assertEqual(fault["file"], str(path))
            self.assertTrue(fault["message"])
        return [(fault["line"], fault["field"]) for fault in faults]

    def line_of(self, lines, text):
        return next(number for number, line in enumerate(lines, 1) if text in line)

    def test_a_sound_file_has_no_fault(self):
        self.assertEqual(self.faults_of(self.lines, code=0), [])
        said = self.done(0, "config", "check", self.no.configuration)
        self.assertEqual(said.stderr, "")

    def test_each_broken_value_is_named_with_line_and_field(self):
        table = [("country: ", "country: Norway", "node.country"),
                 ("home_community_id: ", "home_community_id: one.two", "node.home_community_id"),
                 ("server_key: ", "server_key: /nowhere.key", "tls.server_key"),
                 ("level: ", "level: loud", "log.level"), ("enabled: ", "enabled: perhaps", "portal.enabled")]
        for start, broken, field in table:
            with self.subTest(field=field):
                number = self.line_of(self.lines, start)
                indent = self.lines[number - 1][:len(self.lines[number - 1]) - len(self.lines[number - 1].lstrip())]
                lines = [*self.lines[:number - 1], indent + broken, *self.lines[number:]]
                self.assertIn((number, field), self.faults_of(lines))

    def test_an_unknown_field_is_a_fault(self):
        number = self.line_of(self.lines, "store:") + 1
        lines = [*self.lines[:number - 1], "  colour: blue", *self.lines[number - 1:]]
        self.assertIn((number, "store.colour"), self.faults_of(lines))

    def test_a_missing_section_and_a_repeated_field_are_faults(self):
        start = self.line_of(self.lines, "store:")
        without = self.lines[:start - 1] + self.lines[start + 1:]
        self.assertIn("store", [field for _, field in self.faults_of(without)])
        twice = [*self.lines, "log: {level: info}"]
        self.assertIn(len(twice), [line for line, _ in self.faults_of(twice)])

    def test_all_faults_are_told_at_once(self):
        lines = [line.replace("level: ", "level: loud # ").replace("country: ", "country: Norway # ")
                 for line in self.lines]
        fields = [field for _, field in self.faults_of(lines)]
        self.assertIn("log.level", fields)
        self.assertIn("node.country", fields)

    def test_faults_of_the_countries_file_carry_its_name(self):
        countries = self.world.folder / "countries.yaml"
        text = countries.read_text(encoding="utf-8")
        countries.write_text(text.replace("https://localhost", "http://localhost"), encoding="utf-8")
        said = self.done(2, "config", "check", self.no.configuration)
        self.assertIn(f"{countries}:", said.stdout)
        self.assertIn("patient_discovery", said.stdout)

    def test_text_that_is_no_yaml_names_the_line(self):
        [(line, _)] = self.faults_of(["node:", "  country: [NO"])[:1]
        self.assertGreater(line, 0)

    def test_a_node_does_not_start_with_a_faulty_file(self):
        broken = self.file("node.yaml", "\n".join(self.lines).replace("level: ", "level: loud # "))
        self.assertIn("log.level", self.done(2, "serve", "--config", broken).stderr)

    def test_show_tells_what_is_in_force_and_no_secret(self):
        said = self.done(0, "config", "show", self.no.configuration).stdout
        self.assertIn("transaction_seconds", said)
        self.assertNotIn("PRIVATE KEY", said)


class Certificates(CommandCase):
    def setUp(self):
        super().setUp()
        self.world = world.World()
        self.addCleanup(self.world.close)
        self.world.countries({"NO": (world.HOME_NO, None), "PT": (world.HOME_PT, 9)})
        self.no = self.world.node("NO")

    def test_status_tells_what_whose_and_until_when(self):
        said = json.loads(self.done(0, "certs", "status", "--config", self.no.configuration, "--json").stdout)
        roles = [one["role"] for one in said["certificates"]]
        self.assertEqual(roles[:3], ["tls-server", "tls-client", "signature"])
        for one in said["certificates"]:
            self.assertTrue(one["valid"] and one["subject"] and one["days_left"] > 0, one)
        self.assertIn("tls-server", self.done(0, "certs", "status", "--config", self.no.configuration).stdout)

    def test_an_expired_certificate_is_a_negative_result(self):
        pki = self.world.pki
        certificate, key = certificates.server_credential(
            self.folder, "expired", (pki / "ca" / "tls.key", pki / "ca" / "tls.pem"), end="20250601000000Z")
        document = json.loads(self.no.configuration.read_text(encoding="utf-8"))
        document["tls"] |= {"server_key": str(key), "server_chain": str(certificate)}
        self.no.configuration.write_text(json.dumps(document), encoding="utf-8")
        said = self.done(1, "certs", "status", "--config", self.no.configuration)
        self.assertIn("INVALID", said.stdout)

    def test_a_development_pki_is_not_made_over_other_peoples_files(self):
        self.file("thesis.txt", "mine")
        self.assertIn("thesis.txt", self.done(2, "certs", "init-dev", "--out", self.folder).stderr)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["thesis.txt"])

    def test_audit_of_a_node_that_never_ran_is_refused(self):
        self.assertIn("audit", self.done(2, "audit", "verify", "--config", self.no.configuration).stderr)


def yaml_lines(document, indent=""):
    """A document of mappings, lists and scalars as YAML, one field a line."""
    lines = []
    for key, value in document.items():
        if isinstance(value, dict):
            lines += [f"{indent}{key}:", *yaml_lines(value, indent + "  ")]
        else:
            lines.append(f"{indent}{key}: {json.dumps(value)}")
    return lines


if __name__ == "__main__":
    unittest.main()
