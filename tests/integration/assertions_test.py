"""Assertions that must not be believed, and a few deviations that must be."""

import unittest

from lxml import etree

from ncp_peer import assertions, messages, soap
from ncp_peer.assertions import SAML, SUBJECT_ID
from ncp_peer.case import RICH, TWO_PRESCRIPTIONS, NodeCase
from ncp_peer.messages import PRESCRIPTION, identifier
from ncp_peer.peer import Peer

HOUR = 3600


class HcpRefused(NodeCase):
    """ITI-55 with an HCP assertion that fails one rule."""

    def refused(self, rule, signed, detail, reason="InsufficientRights"):
        answer = self.peer.discover(identifier("900000001"), signed=signed)
        self.assert_acknowledged(answer, detail, reason)
        return self.assert_refused(rule)

    def refused_hcp(self, rule, detail="ERROR_HPI_GENERIC", **changes):
        self.refused(rule, self.peer.signed(self.peer.hcp(**changes)), detail)

    def test_unsigned(self):
        self.refused("hcp-signature", [self.peer.hcp().element()], "ERROR_SEC_GENERIC")

    def test_altered_after_signing(self):
        (signed,) = self.peer.signed(self.peer.hcp(permissions=["PRD-004"]))
        value = signed.xpath("//*[text()[contains(., 'PRD-004')]]")[0]
        value.text = value.text.replace("PRD-004", "PRD-006")
        self.refused("hcp-signature", [signed], "ERROR_SEC_GENERIC")

    def test_signature_value_altered(self):
        (signed,) = self.peer.signed(self.peer.hcp())
        value = signed.find(f".//{{{assertions.DS}}}SignatureValue")
        text = value.text.strip()
        value.text = ("B" if text[0] != "B" else "C") + text[1:]
        self.refused("hcp-signature", [signed], "ERROR_SEC_GENERIC")

    def test_signed_by_a_stranger(self):
        signed = [assertions.sign(self.peer.hcp(), self.pki.stranger_signature)]
        self.refused("hcp-signer-trusted", signed, "ERROR_SEC_GENERIC")

    def test_signed_by_a_stranger_who_tells_his_bare_key(self):
        signed = [assertions.sign(self.peer.hcp(), self.pki.stranger_signature, key_value=True)]
        self.refused("hcp-signature", signed, "ERROR_SEC_GENERIC")

    def test_signed_by_a_strangers_bare_key_beside_a_trusted_certificate(self):
        forged = assertions.sign(self.peer.hcp(), self.pki.stranger_signature, key_value=True)
        honest = assertions.sign(self.peer.hcp(), self.pki.norway_signature)
        path = f".//{{{assertions.DS}}}X509Certificate"
        forged.find(path).text = honest.find(path).text
        self.refused("hcp-signature", [forged], "ERROR_SEC_GENERIC")

    def test_signed_by_a_strangers_bare_key_without_certificate(self):
        forged = assertions.sign(self.peer.hcp(), self.pki.stranger_signature, key_value=True)
        data = forged.find(f".//{{{assertions.DS}}}X509Data")
        data.getparent().remove(data)
        self.refused("hcp-signature", [forged], "ERROR_SEC_GENERIC")

    def test_two_certificates(self):
        signed = assertions.sign(self.peer.hcp(), self.pki.norway_signature)
        data = signed.find(f".//{{{assertions.DS}}}X509Data")
        etree.SubElement(data, f"{{{assertions.DS}}}X509Certificate").text = data[0].text
        self.refused("hcp-signature", [signed], "ERROR_SEC_GENERIC")

    def test_signed_by_a_trusted_key_of_another_country(self):
        signed = [assertions.sign(self.peer.hcp(), self.pki.sweden_signature)]
        self.refused("signer-country-tls", signed, "ERROR_SEC_GENERIC")

    def test_another_countrys_peer_presents_our_countrys_assertion(self):
        sweden = Peer(self.pki, self.node.ncp_port, "SE", self.pki.sweden, self.pki.norway_signature)
        answer = sweden.discover(identifier("900000001"), signed=sweden.signed(assertions.hcp("NO")))
        self.assert_acknowledged(answer, "ERROR_SEC_GENERIC", "InsufficientRights")
        self.assert_refused("signer-country-tls")

    def test_a_country_that_may_not_ask(self):
        for country, tls, signature in (("DK", self.pki.denmark, self.pki.denmark_signature),
                                        ("FI", self.pki.finland, self.pki.finland_signature)):
            with self.subTest(country):
                self.before = len(self.node.audit())
                peer = Peer(self.pki, self.node.ncp_port, country, tls, signature)
                self.assert_acknowledged(peer.discover(identifier("900000001")), "ERROR_SEC_GENERIC",
                                         "InsufficientRights")
                self.assert_refused("peer-country-enabled")

    def test_issuer_of_another_country(self):
        self.refused_hcp("hcp-issuer-country", "ERROR_SEC_GENERIC", issuer="urn:idp:SE:countryB")

    def test_signer_certificate_expired(self):
        signed = [assertions.sign(self.peer.hcp(), self.pki.expired_signature)]
        self.refused("hcp-signer-trusted", signed, "ERROR_SEC_GENERIC")

    def test_signer_certificate_revoked(self):
        signed = [assertions.sign(self.peer.hcp(), self.pki.revoked_signature)]
        self.refused("hcp-signer-trusted", signed, "ERROR_SEC_GENERIC")

    def test_signed_with_a_tls_key_of_the_country(self):
        signed = [assertions.sign(self.peer.hcp(), self.pki.norway)]
        self.refused("hcp-signer-trusted", signed, "ERROR_SEC_GENERIC")

    def test_expired(self):
        self.refused_hcp("hcp-expired", not_before=-2 * HOUR, not_on_or_after=-90)

    def test_not_yet_valid(self):
        self.refused_hcp("hcp-not-before", not_before=90, not_on_or_after=HOUR, authn_instant=0)

    def test_too_long_lived(self):
        self.refused_hcp("hcp-span", not_on_or_after=4 * HOUR + 1)

    def test_signed_in_tomorrow(self):
        self.refused_hcp("hcp-authn-in-future", authn_instant=24 * HOUR)

    def test_wrong_audience(self):
        self.refused_hcp("hcp-audience", audience="urn:somebody:else")

    def test_bearer_confirmation(self):
        self.refused_hcp("hcp-confirmation-method", method="urn:oasis:names:tc:SAML:2.0:cm:bearer")

    def test_signed_in_with_a_password(self):
        self.refused_hcp("hcp-authn-context", context="Password")

    def test_unknown_role(self):
        self.refused_hcp("hcp-role", role=("9999", "Astrologers"))

    def test_clerk_on_nobodys_behalf(self):
        self.refused_hcp("hcp-on-behalf-of", role=("44", "Other Clerical Support Workers"))

    def test_unknown_facility(self):
        self.refused_hcp("hcp-facility-type", facility="Spaceship")

    def test_no_locality(self):
        self.refused_hcp("hcp-locality", locality=" ")

    def test_purpose_that_is_not_care(self):
        self.refused_hcp("hcp-purpose", "4703", purpose="MARKETING")

    def test_missing_permission(self):
        answer = self.peer.discover(identifier("900000001"), signed=self.peer.signed(self.peer.hcp(permissions=["PRD-004"])))
        self.assert_acknowledged(answer, "4703", "InsufficientRights")
        self.assert_refused("permissions")

    def test_two_hcps(self):
        self.refused("hcp-single", self.peer.signed(self.peer.hcp(), self.peer.hcp()), "1001")

    def test_the_same_hcp_twice(self):
        (signed,) = self.peer.signed(self.peer.hcp())
        twin = etree.fromstring(etree.tostring(signed))
        answer = self.peer.discover(identifier("900000001"), signed=[signed, twin])
        self.assert_acknowledged(answer, "1001", "InsufficientRights")
        self.assert_refused("hcp-single")

    def test_no_hcp(self):
        clinician = self.peer.hcp()
        self.refused("hcp-present", self.peer.signed(assertions.trc(clinician, RICH)),
                     "ERROR_HPI_AUTHENTICATION_NOT_RECEIVED")

    def test_a_kind_that_is_not_known(self):
        strange = self.peer.hcp(qualifier="urn:ehdsi:assertions:prophet")
        self.refused("assertion-kind-known", self.peer.signed(self.peer.hcp(), strange), "1001")

    def test_a_next_of_kin_of_another_clinician(self):
        kin = assertions.next_of_kin(self.peer.hcp())
        self.refused("nok-refers-to-hcp", self.peer.signed(kin, self.peer.hcp()), "4703")

    def test_a_trc_that_comes_along_needlessly_must_hold_too(self):
        clinician = self.peer.hcp()
        signed = self.peer.signed(clinician, assertions.trc(self.peer.hcp(), RICH))
        self.refused("trc-refers-to-hcp", signed, "4703")

    def test_no_security_header(self):
        message = soap.envelope(messages.DISCOVERY_ACTION, messages.discovery(identifier("900000001")), security=False)
        answer = self.peer.wire.post(messages.XCPD_PATH, message)
        self.assert_acknowledged(answer, "1001", "InsufficientRights")
        self.assert_refused("security-header-present")

    def test_an_empty_security_header(self):
        self.refused("hcp-present", [], "ERROR_HPI_AUTHENTICATION_NOT_RECEIVED")

    def test_a_comment_inside_the_clinicians_identifier(self):
        """The signature leaves comments out: whoever adds one must not change what is read."""
        (signed,) = self.peer.signed(self.peer.hcp(name_id="oppdiktet-lege-1.angrep"))
        name_id = signed.find(f".//{{{SAML}}}NameID")
        name_id.text = "oppdiktet-lege-1"
        comment = etree.Comment("x")
        comment.tail = ".angrep"
        name_id.insert(0, comment)
        answer = self.peer.discover(identifier("900000001"), signed=[signed])
        row = self.new_row()
        self.assertNotEqual(row["clinicianId"], "oppdiktet-lege-1")
        if messages.matches(answer.body):
            self.assertEqual(row["clinicianId"], "oppdiktet-lege-1.angrep")
        else:
            self.assertEqual(row["outcome"], "refused")
        self.assert_alive()


class RelationRefused(NodeCase):
    """ITI-38 and ITI-39 with a treatment relation that fails one rule."""

    def refused(self, rule, signed, code, patient=RICH, class_code=messages.SUMMARY):
        self.assert_registry_error(self.peer.query(patient, class_code, signed=signed), code)
        self.assert_refused(rule)

    def refused_retrieval(self, rule, signed, code):
        row = self.peer.retrieve(RICH, self.location(), signed=signed)
        self.assert_registry_error(row, code)
        self.assert_refused(rule)

    def location(self):
        listed = self.peer.query(RICH)
        self.before = len(self.node.audit())
        return messages.entries(listed.body)[0].location

    def changed(self, **changes):
        return self.peer.pair(RICH, trc_changes=changes)

    def test_no_trc(self):
        self.refused("trc-present", self.peer.signed(self.peer.hcp()), "1001")
        self.before = len(self.node.audit())
        self.refused_retrieval("trc-present", self.peer.signed(self.peer.hcp()), "1001")

    def test_trc_of_another_patient(self):
        self.refused("trc-patient-of-request", self.peer.pair(TWO_PRESCRIPTIONS), "4206")

    def test_trc_of_a_patient_whose_identifier_begins_alike(self):
        self.refused("trc-patient-of-request", self.peer.pair(messages.cx("9000000010")), "4206")

    def test_trc_of_another_hcp(self):
        signed = self.peer.signed(self.peer.hcp(), assertions.trc(self.peer.hcp(), RICH))
        self.refused("trc-refers-to-hcp", signed, "4703")
        self.before = len(self.node.audit())
        self.refused_retrieval("trc-refers-to-hcp", signed, "4703")

    def test_trc_of_another_person(self):
        self.refused("trc-same-person", self.changed(name_id="oppdiktet-lege-2"), "4703")

    def test_two_trcs(self):
        clinician = self.peer.hcp()
        relations = [assertions.trc(clinician, patient) for patient in (RICH, TWO_PRESCRIPTIONS)]
        self.refused("trc-single", self.peer.signed(clinician, *relations), "1001")

    def test_trc_unsigned(self):
        clinician = self.peer.hcp()
        signed = [*self.peer.signed(clinician), assertions.trc(clinician, RICH).element()]
        self.refused("trc-signature", signed, "ERROR_SEC_GENERIC")

    def test_trc_signed_by_another_country(self):
        clinician = self.peer.hcp()
        relation = assertions.trc(clinician, RICH, country="SE")
        signed = [*self.peer.signed(clinician), assertions.sign(relation, self.pki.sweden_signature)]
        self.refused("trc-signer-country", signed, "4703")

    def test_trc_expired(self):
        self.refused("trc-expired", self.changed(not_before=-HOUR, not_on_or_after=-90), "1001")

    def test_trc_not_yet_valid(self):
        self.refused("trc-not-before", self.changed(not_before=90, authn_instant=0), "1001")

    def test_trc_too_long_lived(self):
        self.refused("trc-span", self.changed(not_on_or_after=2 * HOUR + 1), "1001")

    def test_trc_audience(self):
        self.refused("trc-audience", self.changed(audience="urn:somebody:else"), "1001")

    def test_trc_authentication_context(self):
        self.refused("trc-authn-context", self.changed(context="SmartcardPKI"), "1001")

    def test_trc_purpose(self):
        self.refused("trc-purpose", self.changed(purpose="MARKETING"), "4703")

    def test_trc_without_a_readable_patient(self):
        self.refused("trc-patient", self.peer.pair("900000001"), "1001")

    def test_permission_for_prescriptions_is_none_for_summaries(self):
        signed = self.peer.pair(RICH, {"permissions": ["PRD-004", "PRD-006", "PRD-010"]})
        self.refused("permissions", signed, "4703")
        self.before = len(self.node.audit())
        self.refused_retrieval("permissions", signed, "4703")

    def test_every_class_of_a_list_needs_its_permission(self):
        signed = self.peer.pair(TWO_PRESCRIPTIONS, {"permissions": ["PRD-004", "PRD-006", "PRD-010"]})
        body = messages.query(TWO_PRESCRIPTIONS, PRESCRIPTION,
                              "('{}^^2.16.840.1.113883.6.1','60591-5^^2.16.840.1.113883.6.1')")
        answer = self.peer.query(TWO_PRESCRIPTIONS, signed=signed, body=body)
        self.assert_registry_error(answer, "4703")
        self.assert_refused("permissions")

    def test_a_comment_inside_the_patients_identifier(self):
        """Signed for one patient; a comment tries to cut it down to another."""
        signed = self.peer.pair(messages.cx("9000000019"))
        value = next(one for one in signed[1].iter(f"{{{SAML}}}AttributeValue")
                     if one.getparent().get("Name") == SUBJECT_ID)
        value.text = "900000001"
        comment = etree.Comment("x")
        comment.tail = "9^^^&2.16.17.710.820.1000.990.1&ISO"
        value.insert(0, comment)
        answer = self.peer.query(RICH, signed=signed)
        self.assertEqual(messages.entries(answer.body), [])
        self.assertEqual(messages.status(answer.body), "Failure")
        row = self.new_row()
        self.assertEqual(row["outcome"], "refused")
        self.assert_alive()

    def test_a_comment_inside_the_patients_identifier_of_the_query(self):
        body = messages.query(RICH)
        value = body.find(f".//{{{messages.RIM}}}Value")
        value.text = "'900000001"
        comment = etree.Comment("x")
        comment.tail = "^^^&2.16.17.710.820.1000.990.1&ISO'"
        value.insert(0, comment)
        self.peer.query(RICH, body=body, signed=self.peer.pair(TWO_PRESCRIPTIONS))
        self.assertEqual(self.new_row()["outcome"], "refused")
        self.assert_alive()


class Accepted(NodeCase):
    """What peers do and what must work."""

    def test_one_assertion_serves_several_messages(self):
        signed = self.peer.pair(RICH)
        for _ in range(3):
            again = [etree.fromstring(etree.tostring(one)) for one in signed]
            self.assertEqual(messages.status(self.peer.query(RICH, signed=again).body), "Success")

    def test_clocks_may_differ_by_a_minute(self):
        for changes in ({"not_before": 50, "authn_instant": 50}, {"not_before": -HOUR, "not_on_or_after": -50}):
            answer = self.peer.discover(identifier("900000001"), signed=self.peer.signed(self.peer.hcp(**changes)))
            self.assertEqual(len(messages.matches(answer.body)), 1)

    def test_a_pharmacist_reads_prescriptions(self):
        changes = {"role": ("2262", "Pharmacists"), "facility": "Pharmacy",
                   "permissions": ["PRD-004", "PRD-006", "PRD-010", "PPD-046"]}
        answer = self.peer.query(TWO_PRESCRIPTIONS, PRESCRIPTION, signed=self.peer.pair(TWO_PRESCRIPTIONS, changes))
        self.assertEqual(len(messages.entries(answer.body)), 4)

    def test_a_clerk_may_look_for_a_patient_on_a_doctors_behalf(self):
        clerk = self.peer.hcp(role=("44", "Other Clerical Support Workers"), on_behalf_of="221",
                              permissions=["PRD-006"])
        answer = self.peer.discover(identifier("900000001"), signed=self.peer.signed(clerk))
        self.assertEqual(len(messages.matches(answer.body)), 1)

    def test_in_an_emergency_the_purpose_says_so(self):
        signed = self.peer.pair(RICH, {"purpose": "EMERGENCY"}, {"purpose": "EMERGENCY"})
        self.assertEqual(messages.status(self.peer.query(RICH, signed=signed).body), "Success")
        self.assertEqual(self.new_row()["purposeOfUse"], "EMERGENCY")


if __name__ == "__main__":
    unittest.main()
