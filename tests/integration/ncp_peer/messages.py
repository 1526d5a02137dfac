"""Bodies of ITI-55, ITI-38 and ITI-39 requests, and what their answers say."""

import uuid

from lxml import etree

HL7 = "urn:hl7-org:v3"
QUERY = "urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0"
RIM = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"
RS = "urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0"
XDS = "urn:ihe:iti:xds-b:2007"

DISCOVERY_ACTION = "urn:hl7-org:v3:PRPA_IN201305UV02:CrossGatewayPatientDiscovery"
QUERY_ACTION = "urn:ihe:iti:2007:CrossGatewayQuery"
RETRIEVE_ACTION = "urn:ihe:iti:2007:CrossGatewayRetrieve"
XCPD_PATH = "/openncp-ws-server/services/XCPD_Service"
XCA_PATH = "/openncp-ws-server/services/XCA_Service"

NORWAY = "2.16.578.1.12.4.5.10.1"
PORTUGAL = "2.16.17.710.820.1000.990.1"
SUMMARY = "60591-5"
PRESCRIPTION = "57833-6"
UNIQUE_ID_SCHEME = "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab"
STATUS = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:"


def cx(extension, root=PORTUGAL):
    return f"{extension}^^^&{root}&ISO"


def device(role, type_code, community):
    return (f'<{role} typeCode="{type_code}"><device classCode="DEV" determinerCode="INSTANCE">'
            f'<id root="{community}"/><asAgent classCode="AGNT"><representedOrganization classCode="ORG" '
            f'determinerCode="INSTANCE"><id root="{community}"/></representedOrganization></asAgent>'
            f"</device></{role}>")


def discovery(*parameters, receiver=PORTUGAL, sender=NORWAY):
    """ITI-55 with parameters of the functions below."""
    return etree.fromstring(
        f'<PRPA_IN201305UV02 xmlns="{HL7}" ITSVersion="XML_1.0"><id root="{uuid.uuid4()}" extension="4711"/>'
        '<creationTime value="20260131101500.000+0000"/><versionCode code="V3PR1"/>'
        '<interactionId root="2.16.840.1.113883.1.6" extension="PRPA_IN201305UV02"/><processingCode code="P"/>'
        '<processingModeCode code="T"/><acceptAckCode code="AL"/>'
        + device("receiver", "RCV", receiver) + device("sender", "SND", sender) +
        '<controlActProcess classCode="CACT" moodCode="EVN"><code code="PRPA_TE201305UV02" '
        'codeSystemName="2.16.840.1.113883.1.6"/><authorOrPerformer typeCode="AUT"><assignedPerson '
        'classCode="ASSIGNED"/></authorOrPerformer><queryByParameter><queryId root="1.263507841149"/>'
        '<statusCode code="new"/><responseModalityCode code="R"/><responsePriorityCode code="I"/>'
        "<matchCriterionList/><parameterList>" + "".join(parameters) +
        "</parameterList></queryByParameter></controlActProcess></PRPA_IN201305UV02>")


def parameter(name, value, semantics):
    return f"<{name}>{value}<semanticsText>{semantics}</semanticsText></{name}>"


def identifier(extension, root=PORTUGAL):
    return parameter("livingSubjectId", f'<value root="{root}" extension="{extension}"/>', "LivingSubject.id")


def gender(code):
    return parameter("livingSubjectAdministrativeGender", f'<value code="{code}"/>', "LivingSubject.administrativeGender")


def birth_time(date):
    return parameter("livingSubjectBirthTime", f'<value value="{date}"/>', "LivingSubject.birthTime")


def name(family, given=None):
    parts = f"<family>{family}</family>" + (f"<given>{given}</given>" if given else "")
    return parameter("livingSubjectName", f"<value>{parts}</value>", "LivingSubject.name")


def address(**parts):
    value = "".join(f"<{part}>{text}</{part}>" for part, text in parts.items())
    return parameter("patientAddress", f"<value>{value}</value>", "Patient.addr")


def query(patient, class_code=SUMMARY, code_form="('{}^^2.16.840.1.113883.6.1')"):
    """ITI-38: documents of a class for a patient (CX form)."""
    root = etree.Element(f"{{{QUERY}}}AdhocQueryRequest", nsmap={"ns3": QUERY, None: RIM})
    etree.SubElement(root, f"{{{QUERY}}}ResponseOption", returnComposedObjects="true", returnType="LeafClass")
    adhoc = etree.SubElement(root, f"{{{RIM}}}AdhocQuery", id="urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d")
    slot(adhoc, "$XDSDocumentEntryPatientId", f"'{patient}'")
    slot(adhoc, "$XDSDocumentEntryStatus", "('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')")
    slot(adhoc, "$XDSDocumentEntryClassCode", code_form.format(class_code))
    return root


def slot(parent, slot_name, value):
    element = etree.SubElement(parent, f"{{{RIM}}}Slot", name=slot_name)
    etree.SubElement(etree.SubElement(element, f"{{{RIM}}}ValueList"), f"{{{RIM}}}Value").text = value


def retrieve(*documents, community=f"urn:oid:{PORTUGAL}"):
    """ITI-39: documents, each a pair of repository and unique id."""
    root = etree.Element(f"{{{XDS}}}RetrieveDocumentSetRequest", nsmap={None: XDS})
    for repository, unique_id in documents:
        request = etree.SubElement(root, f"{{{XDS}}}DocumentRequest")
        etree.SubElement(request, f"{{{XDS}}}HomeCommunityId").text = community
        etree.SubElement(request, f"{{{XDS}}}RepositoryUniqueId").text = repository
        etree.SubElement(request, f"{{{XDS}}}DocumentUniqueId").text = unique_id
    return root


def hl7(element, path):
    return element.findall("/".join(f"{{{HL7}}}{step}" for step in path.split("/")))


def matches(body):
    """Identifiers (extension, root) of the patients that an ITI-55 answer holds."""
    found = hl7(body, "controlActProcess/subject/registrationEvent/subject1/patient/id")
    return [(one.get("extension"), one.get("root")) for one in found]


def acknowledgement(body):
    """Type code, detail code and reason code of an ITI-55 answer; None where it has none."""
    act = hl7(body, "controlActProcess/reasonOf/detectedIssueEvent")
    reasons = [code.get("code") for event in act
               for code in hl7(event, "mitigatedBy/detectedIssueManagement/code")
               + hl7(event, "triggerFor/actOrderRequired/code")]
    details = [code.get("code") for code in hl7(body, "acknowledgement/acknowledgementDetail/code")]
    return (hl7(body, "acknowledgement/typeCode")[0].get("code"), (details or [None])[0], (reasons or [None])[0])


def status(body):
    """The last word of the status of an ebXML answer."""
    holder = body if body.get("status") else body.find(f"{{{RS}}}RegistryResponse")
    return holder.get("status").rsplit(":", 1)[-1]


def errors(body):
    """Code and severity of every registry error."""
    return [(error.get("errorCode"), error.get("severity").rsplit(":", 1)[-1])
            for error in body.iter(f"{{{RS}}}RegistryError")]


def error_contexts(body):
    """What every registry error says in words."""
    return [error.get("codeContext") for error in body.iter(f"{{{RS}}}RegistryError")]


class Entry:
    """An ExtrinsicObject read."""

    def __init__(self, element):
        self.element = element
        self.id = element.get("id")
        self.slots = {one.get("name"): one.findtext(f"{{{RIM}}}ValueList/{{{RIM}}}Value")
                      for one in element.findall(f"{{{RIM}}}Slot")}
        self.classifications = [
            (one.get("classificationScheme"), one.get("nodeRepresentation"),
             one.findtext(f"{{{RIM}}}Slot/{{{RIM}}}ValueList/{{{RIM}}}Value"))
            for one in element.findall(f"{{{RIM}}}Classification")]
        self.identifiers = {one.get("identificationScheme"): one.get("value")
                            for one in element.findall(f"{{{RIM}}}ExternalIdentifier")}

    @property
    def location(self):
        return self.slots["repositoryUniqueId"], self.identifiers[UNIQUE_ID_SCHEME]

    def node(self, scheme):
        return [value for key, value, _ in self.classifications if key == scheme]

    @property
    def is_pdf(self):
        return "urn:ihe:iti:xds-sd:pdf:2008" in self.node("urn:uuid:a09d5840-386c-46f2-b5ad-9c3699a4309d")


def entries(body):
    return [Entry(element) for element in body.iter(f"{{{RIM}}}ExtrinsicObject")]


def associations(body):
    return [(one.get("associationType"), one.get("sourceObject"), one.get("targetObject"))
            for one in body.iter(f"{{{RIM}}}Association")]


def documents(body):
    """The DocumentResponse elements of an ITI-39 answer."""
    return body.findall(f"{{{XDS}}}DocumentResponse")
