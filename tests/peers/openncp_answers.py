"""Answers of an NCP-A, written here on their own in the forms that OpenNCP's server gives them."""

import base64
import hashlib
import re
import uuid
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

import peer_server
from world import HOME_NO, HOME_PT, PATIENT_ROOT

ENV = "http://www.w3.org/2003/05/soap-envelope"
WSA = "http://www.w3.org/2005/08/addressing"
HL7 = "urn:hl7-org:v3"
QUERY = "urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0"
RIM = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"
RS = "urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0"
XDS = "urn:ihe:iti:xds-b:2007"
STATUS = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:"
SEVERITY = "urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:"
SUMMARY, PRESCRIPTION = "60591-5", "57833-6"
DISCOVERY = "urn:hl7-org:v3:PRPA_IN201305UV02:CrossGatewayPatientDiscovery"
LIST = "urn:ihe:iti:2007:CrossGatewayQuery"
RETRIEVE = "urn:ihe:iti:2007:CrossGatewayRetrieve"
PROVIDE = "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b"
RESPONSE_OF = {DISCOVERY: "urn:hl7-org:v3:PRPA_IN201306UV02:CrossGatewayPatientDiscovery",
               LIST: LIST + "Response", RETRIEVE: RETRIEVE + "Response", PROVIDE: PROVIDE + "Response"}


@dataclass
class Document:
    """What a country holds: the CDA's bytes, and how the list describes them."""
    unique_id: str
    content: bytes
    class_code: str = SUMMARY
    pdf: bool = False
    repository: str = "2.16.17.710.820.1000.990.1"

    @property
    def format_code(self):
        coded = {SUMMARY: "urn:epSOS:ps:ps:2010", PRESCRIPTION: "urn:epsos:ep:pre:2010"}[self.class_code]
        return "urn:ihe:iti:xds-sd:pdf:2008" if self.pdf else coded


def about(content, patient):
    """The document, said to be about this patient: the first identifier of the country's domain is replaced."""
    pattern = rb'(<id\b[^>]*root="' + PATIENT_ROOT.encode() + rb'"[^>]*extension=")[^"]*'
    return re.sub(pattern, rb"\g<1>" + patient.encode(), content, count=1)


def cda_around_pdf(pdf, patient="900000001"):
    """A CDA of level 1 that holds a PDF."""
    return (f'<?xml version="1.0" encoding="UTF-8"?><ClinicalDocument xmlns="{HL7}">'
            f'<typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/><id root="2.25.7" extension="L1"/>'
            f'<recordTarget><patientRole><id root="{PATIENT_ROOT}" extension="{patient}"/></patientRole></recordTarget>'
            f'<component><nonXMLBody><text mediaType="application/pdf" representation="B64">'
            f'{base64.b64encode(pdf).decode()}</text></nonXMLBody></component></ClinicalDocument>').encode()


def action_of(received):
    return etree.fromstring(received.envelope).findtext(f"{{{ENV}}}Header/{{{WSA}}}Action")


def message_id_of(received):
    return etree.fromstring(received.envelope).findtext(f"{{{ENV}}}Header/{{{WSA}}}MessageID")


def envelope(received, body, *, relates_to=None, action=None, header=""):
    """As Axis2 writes it: its own prefix, the addressing module's blocks, no correlation."""
    return (f"<?xml version='1.0' encoding='UTF-8'?>"
            f'<soapenv:Envelope xmlns:soapenv="{ENV}"><soapenv:Header xmlns:wsa="{WSA}">'
            f"<wsa:Action>{action or RESPONSE_OF[action_of(received)]}</wsa:Action>"
            f"<wsa:MessageID>urn:uuid:{uuid.uuid4()}</wsa:MessageID>"
            f"<wsa:RelatesTo>{relates_to or message_id_of(received)}</wsa:RelatesTo>{header}"
            f"</soapenv:Header><soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>").encode()


def fault(reason="java.lang.NullPointerException"):
    return (f"<?xml version='1.0' encoding='UTF-8'?><soapenv:Envelope xmlns:soapenv=\"{ENV}\"><soapenv:Body>"
            f"<soapenv:Fault><soapenv:Code><soapenv:Value>soapenv:Receiver</soapenv:Value></soapenv:Code>"
            f'<soapenv:Reason><soapenv:Text xml:lang="en-US">{escape(reason)}</soapenv:Text></soapenv:Reason>'
            f"<soapenv:Detail/></soapenv:Fault></soapenv:Body></soapenv:Envelope>").encode()


def patient_subject(patient, root=PATIENT_ROOT, documents=()):
    """A patient of the birth date and sex that the documents state, where there are any."""
    stated = [re.search(rb'<administrativeGenderCode\b[^>]*code="(\w+)".*?<birthTime value="(\d+)"', one.content, re.S)
              for one in documents]
    gender, born = next(([part.decode() for part in one.groups()] for one in stated if one), ["F", "19800229"])
    return f"""<subject typeCode="SUBJ"><registrationEvent classCode="REG" moodCode="EVN"><id nullFlavor="NA"/>
<statusCode code="active"/><subject1 typeCode="SBJ"><patient classCode="PAT"><id extension="{patient}"
 root="{root}"/><statusCode code="active"/><patientPerson classCode="PSN" determinerCode="INSTANCE"><name>
<family>Fictícia</family><given>Carlota</given></name><administrativeGenderCode code="{gender}"/>
<birthTime value="{born}"/><addr><city>Coimbra</city><postalCode>3000-001</postalCode><country>PT</country></addr>
</patientPerson><subjectOf1><queryMatchObservation classCode="OBS" moodCode="EVN"><code code="IHE_PDQ"
 codeSystem="2.16.840.1.113883.1.11.19914"/><value xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:type="INT" value="100"/></queryMatchObservation></subjectOf1></patient></subject1><custodian typeCode="CST">
<assignedEntity classCode="ASSIGNED"><id root="{HOME_PT}"/><code code="NotHealthDataLocator"
 codeSystem="1.3.6.1.4.1.19376.1.2.27.2"/></assignedEntity></custodian></registrationEvent></subject>"""


REASON_OF = {"mitigatedBy": "detectedIssueManagement", "triggerFor": "actOrderRequired"}


def reason_of(reason, relation):
    """The reason for an answer without patient; without `relation` as OpenNCP leaves most of them out."""
    inner = (f'<{relation}><{REASON_OF[relation]} classCode="ACT" moodCode="EVN"><code code="{reason}"'
             f' codeSystem="1.3.6.1.4.1.12559.11.10.1.3.2.2.1"/></{REASON_OF[relation]}></{relation}>'
             if relation else "")
    return (f'<reasonOf typeCode="RSON"><detectedIssueEvent classCode="ALRT" moodCode="EVN"><code'
            f' code="ActAdministrativeDetectedIssueCode" codeSystem="2.16.840.1.113883.5.4"/>{inner}'
            f"</detectedIssueEvent></reasonOf>")


def discovery_answer(received, *, subjects="", acknowledgement="AA", error=None, reason=None,
                     relation="mitigatedBy", target=None):
    """ITI-55; queryAck says AE whatever happened, as OpenNCP does."""
    request = etree.fromstring(received.envelope).find(f"{{{ENV}}}Body/{{{HL7}}}PRPA_IN201305UV02")
    identity = request.find(f"{{{HL7}}}id")
    detail = (f'<acknowledgementDetail><code code="{error}"/><text>refused</text><location/></acknowledgementDetail>'
              if error else "")
    parameters = etree.tostring(request.find(f".//{{{HL7}}}parameterList")).decode()
    return f"""<PRPA_IN201306UV02 xmlns="{HL7}" xmlns:ns2="urn:unused" ITSVersion="XML_1.0">
<id root="{uuid.uuid4()}" extension="77"/><creationTime value="20260131101501.000+0000"/><versionCode code="V3PR1"/>
<interactionId root="2.16.840.1.113883.1.6" extension="PRPA_IN201306UV02"/><processingCode code="P"/>
<processingModeCode code="T"/><acceptAckCode code="NE"/><receiver typeCode="RCV"><device classCode="DEV"
 determinerCode="INSTANCE"><id root="{HOME_NO}"/></device></receiver><sender typeCode="SND"><device classCode="DEV"
 determinerCode="INSTANCE"><id root="{HOME_PT}"/></device></sender><acknowledgement><typeCode
 code="{acknowledgement}"/><targetMessage><id root="{target or identity.get('root')}"
 extension={quoteattr(identity.get('extension', ''))}/></targetMessage>{detail}</acknowledgement>
<controlActProcess classCode="CACT" moodCode="EVN"><code code="PRPA_TE201306UV02"/>{subjects}
{reason_of(reason, relation) if reason else ""}<queryAck><queryId root="1.263507841149"/><statusCode code="AE"/>
<queryResponseCode code="AE"/></queryAck><queryByParameter><queryId root="1.263507841149"/><statusCode code="new"/>
{parameters}</queryByParameter></controlActProcess></PRPA_IN201306UV02>"""


def slot(name, value):
    return (f'<ns3:Slot name="{name}"><ns3:ValueList><ns3:Value>{escape(value)}</ns3:Value></ns3:ValueList>'
            f"</ns3:Slot>")


def classification(entry, scheme, code, coding_scheme, name):
    return (f'<ns3:Classification id="urn:uuid:{uuid.uuid4()}" classificationScheme="urn:uuid:{scheme}"'
            f' classifiedObject="{entry}" nodeRepresentation="{code}">{slot("codingScheme", coding_scheme)}'
            f'<ns3:Name><ns3:LocalizedString value="{name}"/></ns3:Name></ns3:Classification>')


def identifier(entry, scheme, value, name):
    return (f'<ns3:ExternalIdentifier id="urn:uuid:{uuid.uuid4()}" registryObject="{entry}"'
            f' identificationScheme="urn:uuid:{scheme}" value={quoteattr(value)}'
            f' objectType="urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:ExternalIdentifier">'
            f'<ns3:Name><ns3:LocalizedString value="{name}"/></ns3:Name></ns3:ExternalIdentifier>')


def entry_of(document, entry, patient, *, size=None, digest=None):
    cx = f"{patient}^^^&{PATIENT_ROOT}&ISO"
    slots = [slot("sourcePatientId", cx), slot("creationTime", "20260131090000"),
             slot("repositoryUniqueId", document.repository), slot("languageCode", "pt-PT")]
    slots += [slot("size", str(size))] if size is not None else []
    slots += [slot("hash", digest)] if digest else []
    class_code = document.class_code
    classes = [
        classification(entry, "f4f85eac-e6cb-4883-b524-f2705394840f", "N", "2.16.840.1.113883.5.25", "Normal"),
        classification(entry, "41a5887f-8865-4c09-adf7-e362475b143a", class_code, "2.16.840.1.113883.6.1", "x"),
        classification(entry, "f0306f51-975f-434e-a61c-c59651d33983", class_code, "2.16.840.1.113883.6.1", "x"),
        classification(entry, "f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1", "PT", "1.0.3166.1", "Portugal"),
        classification(entry, "cccf5598-8b07-4b77-a05e-ae952c785ead", "Not Used",
                       "eHDSI Practice Setting Codes-Not Used", "Not Used"),
        classification(entry, "a09d5840-386c-46f2-b5ad-9c3699a4309d", document.format_code,
                       "IHE PCC" if document.pdf else "eHDSI formatCodes", "format"),
    ]
    identifiers = [identifier(entry, "58a6f841-87b3-4a3e-92fd-a8ffeff98427", cx, "XDSDocumentEntry.patientId"),
                   identifier(entry, "2e82c1f6-a085-4c72-9da3-8640a32e42ab", document.unique_id,
                              "XDSDocumentEntry.uniqueId")]
    return (f'<ns3:ExtrinsicObject id="{entry}" lid="{entry}" home="urn:oid:{HOME_PT}" mimeType="text/xml"'
            f' objectType="urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1"'
            f' status="urn:oasis:names:tc:ebxml-regrep:StatusType:Approved">{"".join(slots)}<ns3:Name>'
            f'<ns3:LocalizedString value="Patient Summary"/></ns3:Name><ns3:Description><ns3:LocalizedString'
            f' value="as told by the country"/></ns3:Description><ns3:VersionInfo versionName="1.1"/>'
            f'{"".join(classes)}{"".join(identifiers)}</ns3:ExtrinsicObject>')


def errors_of(errors):
    """RegistryErrorList of (code, severity) pairs."""
    listed = "".join(f'<ns2:RegistryError errorCode="{code}" codeContext="context" severity="{SEVERITY}{severity}"'
                     f' location="eu.europa.ec.Service.method(Service.java:42)"/>' for code, severity in errors)
    return f"<ns2:RegistryErrorList>{listed}</ns2:RegistryErrorList>" if errors else ""


def list_answer(documents, patient, *, status="Success", errors=(), wrong_size=False, wrong_hash=False):
    """ITI-38; the PDF stands before the coded document and points to it. `status` None: left out, as O9 does."""
    ids = [f"urn:uuid:{uuid.uuid4()}" for _ in documents]
    entries = []
    for document, entry in zip(documents, ids):
        digest = hashlib.sha1(document.content).hexdigest()
        entries.append(entry_of(document, entry, patient, size=len(document.content) + (1 if wrong_size else 0),
                                digest=digest[::-1] if wrong_hash else digest))
    if len(documents) == 2:
        pdf = 0 if documents[0].pdf else 1
        entries.append(f'<ns3:Association id="urn:uuid:{uuid.uuid4()}" sourceObject="{ids[pdf]}"'
                       f' targetObject="{ids[1 - pdf]}"'
                       f' associationType="urn:ihe:iti:2007:AssociationType:XFRM"/>')
    stated = f' status="{STATUS}{status}"' if status else ""
    return (f'<ns4:AdhocQueryResponse xmlns:ns4="{QUERY}" xmlns:ns2="{RS}" xmlns:ns3="{RIM}" xmlns:ns5="{XDS}"'
            f'{stated}>{errors_of(errors)}<ns3:RegistryObjectList>{"".join(entries)}</ns3:RegistryObjectList>'
            f"</ns4:AdhocQueryResponse>")


def asked_document(received):
    request = etree.fromstring(received.envelope).find(f".//{{{XDS}}}DocumentRequest")
    return request.findtext(f"{{{XDS}}}RepositoryUniqueId"), request.findtext(f"{{{XDS}}}DocumentUniqueId")


def retrieve_answer(document, *, status="Success", errors=(), content="", unique_id=None):
    """ITI-39; `content` is what stands in Document. Without document: only the registry's response."""
    response = "" if document is None else (
        f"<ns5:DocumentResponse><ns5:HomeCommunityId>urn:oid:{HOME_PT}</ns5:HomeCommunityId>"
        f"<ns5:RepositoryUniqueId>{document.repository}</ns5:RepositoryUniqueId>"
        f"<ns5:DocumentUniqueId>{unique_id or document.unique_id}</ns5:DocumentUniqueId>"
        f"<ns5:mimeType>text/xml</ns5:mimeType><ns5:Document>{content}</ns5:Document></ns5:DocumentResponse>")
    return (f'<ns5:RetrieveDocumentSetResponse xmlns:ns5="{XDS}" xmlns:ns2="{RS}"><ns2:RegistryResponse'
            f' status="{STATUS}{status}">{errors_of(errors)}</ns2:RegistryResponse>{response}'
            f"</ns5:RetrieveDocumentSetResponse>")


def mtom(soap, content, content_id):
    """A package as Axis2 writes it: parameters in its order, the document's part as text/xml."""
    boundary = f"MIMEBoundary_{uuid.uuid4().hex}"
    root = f"0.{uuid.uuid4().hex}@apache.org"
    body = (f"--{boundary}\r\nContent-Type: application/xop+xml; charset=UTF-8; type=\"application/soap+xml\"\r\n"
            f"Content-Transfer-Encoding: binary\r\nContent-ID: <{root}>\r\n\r\n").encode() + soap
    body += (f"\r\n--{boundary}\r\nContent-Type: text/xml;charset=UTF-8\r\nContent-Transfer-Encoding: binary\r\n"
             f"Content-ID: <{content_id}>\r\n\r\n").encode() + content
    body += f"\r\n--{boundary}--\r\n".encode()
    content_type = (f'multipart/related; boundary="{boundary}"; type="application/xop+xml"; start="<{root}>";'
                    f' start-info="application/soap+xml"; action="{RESPONSE_OF[RETRIEVE]}"')
    return peer_server.Answer(body, content_type)


def provide_answer(status="Success", errors=()):
    """ITI-41; errors as pairs of code and severity."""
    return f'<ns2:RegistryResponse xmlns:ns2="{RS}" status="{STATUS}{status}">{errors_of(errors)}</ns2:RegistryResponse>'


@dataclass
class Submitted:
    """What an ITI-41 request submits: format code, unique id and the document's bytes."""
    format_code: str
    unique_id: str
    content: bytes
    message_id: str


def submitted(received):
    """The first document of a submission, inline as base64 or attached."""
    root = etree.fromstring(received.envelope)
    entry = root.find(f".//{{{RIM}}}ExtrinsicObject")
    form = entry.find(f"{{{RIM}}}Classification[@classificationScheme='urn:uuid:a09d5840-386c-46f2-b5ad-9c3699a4309d']")
    unique = entry.find(f"{{{RIM}}}ExternalIdentifier"
                        "[@identificationScheme='urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab']")
    document = next(one for one in root.iter(f"{{{XDS}}}Document") if one.get("id") == entry.get("id"))
    include = document.find("{http://www.w3.org/2004/08/xop/include}Include")
    content = (base64.b64decode(document.text) if include is None
               else received.attachment(include.get("href").removeprefix("cid:")))
    return Submitted(form.get("nodeRepresentation"), unique.get("value"), content, message_id_of(received))


class CountryA:
    """An NCP-A with one patient and that patient's documents. Each of the four answers can be replaced. `taken`:
    the submissions that arrived, in their order, also the repeated ones."""

    def __init__(self, documents, patient="900000001"):
        self.documents, self.patient = documents, patient
        self.taken = []
        self.discover, self.list, self.retrieve = self.find_patient, self.list_documents, self.give_document
        self.provide = self.take_submission

    def __call__(self, received, handler):
        answer = {DISCOVERY: self.discover, LIST: self.list, RETRIEVE: self.retrieve,
                  PROVIDE: self.provide}[action_of(received)]
        given = answer(received, handler)
        return peer_server.Answer(given) if isinstance(given, bytes) else given

    def find_patient(self, received, _):
        return envelope(received, discovery_answer(received, subjects=patient_subject(self.patient, documents=self.documents)))

    def list_documents(self, received, _):
        return envelope(received, list_answer(self.documents, self.patient))

    def give_document(self, received, _):
        repository, unique_id = asked_document(received)
        document = next(d for d in self.documents if (d.repository, d.unique_id) == (repository, unique_id))
        content_id = f"1.{uuid.uuid4().hex}@apache.org"
        include = f'<xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:{content_id}"/>'
        return mtom(envelope(received, retrieve_answer(document, content=include)), document.content, content_id)

    def take_submission(self, received, _):
        """Takes whatever comes and says Success, as OpenNCP does where the national side is content."""
        self.taken.append(submitted(received))
        return envelope(received, provide_answer())
