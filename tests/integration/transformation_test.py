"""What a node tells of its transformations: a row of the trail for each, numbers, and nothing of a patient."""

import unittest
from xml.etree import ElementTree

from ncp_peer import messages
from ncp_peer.case import NodeCase

HL7 = "{urn:hl7-org:v3}"
ORIGINALS = {"34105-7", "x-clinical-image"}


def head(path):
    """Id and code of a clinical document."""
    root = ElementTree.parse(path).getroot()
    identifier, code = root.find(HL7 + "id"), root.find(HL7 + "code")
    extension = identifier.get("extension")
    return identifier.get("root") + (f"^{extension}" if extension else ""), code.get("code")


class Transformations(NodeCase):
    def documents(self):
        return [head(path) for path in sorted(self.node.documents.glob("*.xml"))]

    def test_each_document_of_the_country_has_a_row_before_anybody_asks(self):
        expected = sorted(one for one in self.documents() if one[1] not in ORIGINALS)
        rows = self.node.transformations()
        self.assertEqual(sorted((row["sourceDocument"], row["documentClass"]) for row in rows), expected)
        for row in rows:
            self.assertEqual((row["side"], row["outcome"]), ("A", "success"))
            self.assertEqual(row["targetDocument"], row["sourceDocument"])
            self.assertGreater(row["requestBytes"], 0)
            self.assertGreater(row["answerBytes"], 0)
            for empty in ("patientId", "clinicianId", "clinicianName", "organisation"):
                self.assertEqual(row[empty], "")
        self.assertTrue(self.node.audit_holds())

    def test_an_original_document_passes_without_a_row(self):
        originals = {one[0] for one in self.documents() if one[1] in ORIGINALS}
        self.assertTrue(originals)
        self.assertFalse(originals & {row["sourceDocument"] for row in self.node.transformations()})

    def test_numbers_stand_beside_the_rows(self):
        rows = self.node.transformations()
        text = self.node.metrics()
        ended = sum(float(line.split(" ")[-1]) for line in text.splitlines()
                    if line.startswith('ncp_transformations_total{direction="to_pivot"'))
        self.assertEqual(ended, len(rows))
        self.assertIn(f'ncp_transformation_duration_seconds_count{{direction="to_pivot"}} {len(rows)}', text)
        self.assertIn('ncp_transformation_findings_total{direction="to_pivot",severity="error"} 0', text)

    def test_nothing_of_a_patient_or_a_document_id_is_in_log_or_metrics(self):
        identifiers = [one[0] for one in self.documents()]
        told = [line for line in self.node.log() if '"transformation"' in line]
        self.assertTrue(told)
        for text in (*told, self.node.metrics()):
            for number in range(900000001, 900000010):
                self.assertNotIn(str(number), text)
            for identifier in identifiers:
                self.assertNotIn(identifier, text)

    def test_asking_for_a_document_transforms_nothing_again(self):
        known = len(self.node.transformations())
        self.peer.discover(messages.identifier("900000001"))
        self.assertEqual(len(self.node.transformations()), known)


if __name__ == "__main__":
    unittest.main()
