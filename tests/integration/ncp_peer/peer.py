"""Country B: its credentials, and the three requests that it makes of country A."""

from dataclasses import dataclass, field

from ncp_peer import assertions, messages, soap
from ncp_peer.transport import Wire


@dataclass
class Peer:
    """Norway unless told otherwise."""

    pki: object
    port: int
    country: str = "NO"
    tls: object = None
    signature: object = None
    wire: Wire = field(init=False)

    def __post_init__(self):
        self.tls = self.tls or self.pki.norway
        self.signature = self.signature or self.pki.norway_signature
        self.wire = Wire(self.pki, self.tls, self.port)

    def signed(self, *given):
        return [assertions.sign(one, self.signature) for one in given]

    def hcp(self, **changes):
        return assertions.hcp(**{"country": self.country, **changes})

    def pair(self, patient, hcp_changes=None, trc_changes=None):
        """Signed HCP and TRC assertions for a patient (CX form)."""
        clinician = self.hcp(**(hcp_changes or {}))
        relation = assertions.trc(clinician, patient, **{"country": self.country, **(trc_changes or {})})
        return self.signed(clinician, relation)

    def discover(self, *parameters, signed=None, order="discovery", message_id=None, body=None):
        body = messages.discovery(*parameters) if body is None else body
        signed = self.signed(self.hcp()) if signed is None else signed
        message = soap.envelope(messages.DISCOVERY_ACTION, body, signed, message_id, order)
        return self.wire.post(messages.XCPD_PATH, message)

    def query(self, patient, class_code=messages.SUMMARY, signed=None, order="query", body=None):
        body = messages.query(patient, class_code) if body is None else body
        signed = self.pair(patient) if signed is None else signed
        return self.wire.post(messages.XCA_PATH, soap.envelope(messages.QUERY_ACTION, body, signed, order=order))

    def retrieve(self, patient, *documents, signed=None, packed=True, order="retrieve", body=None):
        body = messages.retrieve(*documents) if body is None else body
        signed = self.pair(patient) if signed is None else signed
        message = soap.envelope(messages.RETRIEVE_ACTION, body, signed, order=order)
        if not packed:
            return self.wire.post(messages.XCA_PATH, message)
        content_type, package = soap.mtom(message, messages.RETRIEVE_ACTION)
        return self.wire.post(messages.XCA_PATH, package, content_type)
