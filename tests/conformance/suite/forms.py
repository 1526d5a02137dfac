"""What every answer has to be, whatever the case: addressing, schema, and the reference's order of its parts."""

import os
from pathlib import Path

import yaml
from lxml import etree

from suite import ROOT, SUITE, namespaces
from suite.expectations import BODIES, expanded

REFERENCE = Path(os.environ.get("NCP_REFERENCE_DIR") or ROOT.parent / "shared" / "reference")
SCHEMAS = {"ITI-55": ("xcpd", "PRPA_IN201306UV02.xsd"), "ITI-38": ("ebrim", "query.xsd"),
           "ITI-39": ("ebrim", "IHEXDS.xsd"), "ITI-41": ("ebrim", "rs.xsd")}
RESPONSES = {"ITI-55": "urn:hl7-org:v3:PRPA_IN201306UV02:CrossGatewayPatientDiscovery",
             "ITI-38": "urn:ihe:iti:2007:CrossGatewayQueryResponse",
             "ITI-39": "urn:ihe:iti:2007:CrossGatewayRetrieveResponse",
             "ITI-41": "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-bResponse"}


class Forms:
    """Checks of every answer; the schemas are read once."""

    def __init__(self, reference=REFERENCE):
        self.reference = Path(reference)
        self.rules = yaml.safe_load((SUITE / "forms.yaml").read_text(encoding="utf-8"))
        self.schemas = {}

    def has_schemas(self):
        return (self.reference / "schema").is_dir()

    def findings(self, transaction, request, answer):
        if answer.envelope is None or answer.is_fault:
            return []
        found = self._addressing(transaction, request, answer)
        if answer.body.tag.rsplit("}")[-1] != BODIES[transaction].split(":")[1]:
            return found
        return found + self._schema(transaction, answer) + self._order(answer.body) + self._always(answer.body)

    def _addressing(self, transaction, request, answer):
        """WS-Addressing 1.0 SOAP Binding, 6: what an answer's header says."""
        found = []
        if answer.header("Action") != RESPONSES[transaction]:
            found.append(f"wsa:Action is {answer.header('Action')}")
        if answer.header("RelatesTo") != request.message_id:
            found.append("wsa:RelatesTo is not the request's MessageID")
        if not (answer.header("MessageID") or "").startswith("urn:uuid:"):
            found.append("wsa:MessageID is no urn:uuid")
        return found

    def _schema(self, transaction, answer):
        if not self.has_schemas():
            return []
        if transaction not in self.schemas:
            path = self.reference.joinpath("schema", *SCHEMAS[transaction])
            self.schemas[transaction] = etree.XMLSchema(etree.parse(str(path)))
        schema = self.schemas[transaction]
        if schema.validate(expanded(answer)):
            return []
        return [f"schema: line {error.line}: {error.message}" for error in list(schema.error_log)[:3]]

    def _order(self, body):
        found = []
        for rule in self.rules["order"]:
            for element in body.xpath(rule["each"], namespaces=namespaces.PREFIXES):
                ranks = [rule["order"].index(item) for item in namespaces.values(element, rule["items"])
                         if item in rule["order"]]
                if ranks != sorted(ranks):
                    found.append(f"order: {rule['what']} are not as the reference has them")
                    break
        return found

    def _always(self, body):
        found = []
        for rule in self.rules["always"]:
            if count := len(body.xpath(rule["never"], namespaces=namespaces.PREFIXES)):
                found.append(f"{rule['what']} ({count} times; {rule['clause']})")
        return found
