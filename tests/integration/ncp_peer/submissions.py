"""Country B's side of ITI-41: eDispensations made from a prescription of the folder, and the submissions that carry
them, as the reference implementation's client writes them."""

import base64
import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone

from lxml import etree

from ncp_peer import soap
from ncp_peer.messages import RIM, XDS

PROVIDE_ACTION = "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b"
XDR_PATH = "/openncp-ws-server/services/XDR_Service"
LCM = "urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0"
CDA = {"h": "urn:hl7-org:v3"}
SET = "urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd"
MEMBER = "urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember"
DISPENSE = ("60593-1", "urn:epSOS:ep:dis:2010")
DISCARD = ("DISCARD-60593-1", "urn:eHDSI:ed:discard:2020")
PHARMACIST = {"role": ("2262", "Pharmacists"), "facility": "Pharmacy", "permissions": ("PRD-004", "PRD-010", "PPD-046")}

DOCUMENT = """\
<ClinicalDocument xmlns="urn:hl7-org:v3">
 <typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>
 <templateId root="1.3.6.1.4.1.12559.11.10.1.3.1.1.2"/>
 <id root="{root}" extension="{extension}"/>
 <code code="60593-1" codeSystem="2.16.840.1.113883.6.1"/>
 <title>Medication dispensed</title><effectiveTime value="{time}"/>
 <confidentialityCode code="N" codeSystem="2.16.840.1.113883.5.25"/><languageCode code="nb-NO"/>
 <recordTarget><patientRole><id root="{patient_root}" extension="{patient}"/></patientRole></recordTarget>
 <inFulfillmentOf><order>{prescription}</order></inFulfillmentOf>
 <component><structuredBody><component><section>
  <code code="60590-7" codeSystem="2.16.840.1.113883.6.1"/>
  <entry><supply classCode="SPLY" moodCode="EVN">
   <id root="{root}" extension="{extension}-1"/><quantity value="{packages}" unit="1"/>
   <performer>
    <time value="{time}"/><assignedEntity><id root="2.999.61" extension="FARM-1"/></assignedEntity>
   </performer>
   <entryRelationship typeCode="REFR">
    <substanceAdministration classCode="SBADM" moodCode="INT">{item}</substanceAdministration>
   </entryRelationship>
  </supply></entry>
 </section></component></structuredBody></component>
</ClinicalDocument>
"""


def now(seconds=0):
    return (datetime.now(timezone.utc) + timedelta(seconds=seconds)).strftime("%Y%m%d%H%M%S+0000")


def new_oid():
    return f"2.25.{uuid.uuid4().int}"


@dataclass
class Dispensation:
    """An eDispensation in the making: an XML template's values."""

    prescription: str
    item: str
    patient: str
    patient_root: str
    packages: int = 1
    root: str = "2.999.6"
    extension: str = field(default_factory=lambda: uuid.uuid4().hex)
    time: str = field(default_factory=now)

    @property
    def unique_id(self):
        return f"{self.root}^{self.extension}"

    def xml(self):
        return DOCUMENT.format(**self.__dict__).encode()

    def discard(self):
        return self.xml().replace(b'code="60593-1"', b'code="DISCARD-60593-1"', 1).replace(
            b'10.1.3.1.1.2"', b'10.1.3.1.1.2-DISCARD"', 1)

    def but(self, **changes):
        return replace(self, **changes)


def of_prescription(path, patient, patient_root, **values):
    """One package of the first item of the prescription in a file of the folder."""
    tree = etree.parse(str(path))

    def identifier(query):
        (found, *_) = tree.xpath(query, namespaces=CDA)
        extension = f' extension="{found.get("extension")}"' if found.get("extension") else ""
        return f'<id root="{found.get("root")}"{extension}/>'

    return Dispensation(identifier("//h:section[h:code/@code='57828-6']/h:id"),
                        identifier("//h:substanceAdministration/h:id"), patient, patient_root, **values)


def rim(parent, element, **attributes):
    return etree.SubElement(parent, f"{{{RIM}}}{element}", **attributes)


def slot(parent, name, *values):
    holder = rim(rim(parent, "Slot", name=name), "ValueList")
    for value in values:
        rim(holder, "Value").text = value


def classification(parent, scheme, node, system, name):
    one = rim(parent, "Classification", classificationScheme=f"urn:uuid:{scheme}", nodeRepresentation=node,
              classifiedObject=parent.get("id"), id=soap.new_message_id())
    slot(one, "codingScheme", system)
    rim(rim(one, "Name"), "LocalizedString", value=name)


def identifier(parent, scheme, value, name):
    one = rim(parent, "ExternalIdentifier", identificationScheme=f"urn:uuid:{scheme}", value=value,
              registryObject=parent.get("id"), id=soap.new_message_id())
    rim(rim(one, "Name"), "LocalizedString", value=name)


def submission(patient, document, unique_id, kind=DISPENSE, set_id=None, source_patient=None):
    """The body of ITI-41; `patient` in CX form. Without `source_patient` the slot holds the patient, with "" there
    is none."""
    class_code, format_code = kind
    root = etree.Element(f"{{{XDS}}}ProvideAndRegisterDocumentSetRequest", nsmap={"xdr": XDS})
    submit = etree.SubElement(root, f"{{{LCM}}}SubmitObjectsRequest", nsmap={None: RIM, "ns3": LCM})
    objects = rim(submit, "RegistryObjectList")
    entry = rim(objects, "ExtrinsicObject", id=soap.new_message_id(), mimeType="text/xml",
                objectType="urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1",
                status="urn:oasis:names:tc:ebxml-regrep:StatusType:Approved")
    slot(entry, "creationTime", now()[:14])
    slot(entry, "languageCode", "nb-NO")
    if source_patient != "":
        slot(entry, "sourcePatientId", source_patient or patient)
    classification(entry, "f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1", "NO", "1.0.3166.1", "Norway")
    classification(entry, "41a5887f-8865-4c09-adf7-e362475b143a", class_code, "2.16.840.1.113883.6.1", "Dispensation")
    classification(entry, "a09d5840-386c-46f2-b5ad-9c3699a4309d", format_code, "eHDSI formatCodes", "Dispensation")
    identifier(entry, "58a6f841-87b3-4a3e-92fd-a8ffeff98427", source_patient or patient, "XDSDocumentEntry.patientId")
    identifier(entry, "2e82c1f6-a085-4c72-9da3-8640a32e42ab", unique_id, "XDSDocumentEntry.uniqueId")
    package = rim(objects, "RegistryPackage", id="SubmissionSet", objectType=SET)
    slot(package, "submissionTime", now()[:14])
    identifier(package, "96fdda7c-d067-4183-912e-bf5ee74998a8", set_id or new_oid(), "XDSSubmissionSet.uniqueId")
    identifier(package, "6b5aea1a-874d-4603-a4bc-96a0a7b38446", source_patient or patient, "XDSSubmissionSet.patientId")
    rim(objects, "Classification", classificationNode=SET, classifiedObject="SubmissionSet", id=soap.new_message_id())
    member = rim(objects, "Association", id=soap.new_message_id(), associationType=MEMBER, sourceObject="SubmissionSet",
                 targetObject=entry.get("id"))
    slot(member, "SubmissionSetStatus", "Original")
    etree.SubElement(root, f"{{{XDS}}}Document", id=entry.get("id")).text = base64.b64encode(document).decode()
    return root


def together(first, *others):
    """One submission of the documents of several."""
    objects = first.find(f".//{{{RIM}}}RegistryObjectList")
    for other in others:
        objects.insert(0, other.find(f".//{{{RIM}}}ExtrinsicObject"))
        first.append(other.find(f"{{{XDS}}}Document"))
    return first
