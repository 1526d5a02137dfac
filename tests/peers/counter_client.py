"""A program that uses the counter of the portal's JSON API: what a pharmacist reports, takes back and sends again."""

from portal_client import Api

PRESCRIPTION = "57833-6"


class Visit:
    """A pharmacist's session with one patient's prescription open; made anew when the node was killed."""

    def __init__(self, node, patient):
        self.api = Api(node.portal_port, identity="9900002", pin="1002")
        field = self.api.identifier_field()
        found = self.expect(200, "POST", "/patients", {"country": "PT", "values": {field: patient}})
        self.relation = self.expect(201, "POST", "/treatment-relations", {
            "patient": found["patients"][0]["id"], "purpose": "treatment", "confirmed": True})["id"]
        listed = self.expect(200, "GET", f"/treatment-relations/{self.relation}/documents?class={PRESCRIPTION}")
        self.document = listed["documents"][0]["coded"]["id"]

    def expect(self, wanted, *call, **options):
        status, answer = self.api.call(*call, **options)
        if status != wanted:
            raise OSError(f"{call[1]}: {status} {answer.get('error')}")
        return answer

    def report(self, path, key, body):
        """What became of a report; nothing when the node did not make one."""
        status, answer = self.api.call("POST", path, body, {"Idempotency-Key": key})
        if status not in (200, 201):
            raise OSError(f"{path}: {status} {answer.get('error')}")
        return answer

    def dispense(self, key, packages):
        return self.report(f"/documents/{self.document}/dispensations", key, {"item": 0, "packages": packages})

    def discard(self, key, report):
        return self.report(f"/treatment-relations/{self.relation}/reports/{report}/discard", key, {})

    def reports(self):
        return self.expect(200, "GET", f"/treatment-relations/{self.relation}/reports")["reports"]

    def resend(self, report):
        path = f"/treatment-relations/{self.relation}/reports/{report['id']}/resend"
        return self.report(path, "", {"attempt": report["attempt"] + 1, "confirmed": True})

    def end(self):
        """Signs out: a node holds so many sessions and no more."""
        self.expect(200, "POST", "/sessions/end", {})
