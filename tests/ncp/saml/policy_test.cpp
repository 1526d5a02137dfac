#include "ncp/saml/policy.hpp"

#include "tests/ncp/saml/workshop.hpp"

#include <catch2/catch.hpp>

using namespace ncp;
using saml::Transaction;
using test::Workshop;

namespace {

saml::Policy policy() {
    return saml::Policy::load(std::filesystem::path{NCP_SOURCE_DIR} / "config/policies/permissions.tsv")
        .value();
}

/// The verified assertions of a clinician with these permissions.
std::shared_ptr<const saml::VerifiedAssertions> verified(Workshop& workshop, Transaction transaction,
                                                         const std::vector<std::string>& permissions,
                                                         std::string_view display = "Medical Doctors") {
    auto scene = workshop.scene();
    scene.transaction = transaction;
    const std::string start =
        R"(<saml2:AttributeValue xsi:type="xs:string">urn:oasis:names:tc:xspa:1.0:subject:hl7:permission:)";
    for (const auto& held : Workshop::clinician().permissions) {
        scene.hcp.replace(start + held + "</saml2:AttributeValue>", "");
    }
    std::string values;
    for (const auto& permission : permissions) {
        values += start + permission + "</saml2:AttributeValue>";
    }
    scene.hcp.replace("</saml2:Attribute></saml2:AttributeStatement>",
                      values + "</saml2:Attribute></saml2:AttributeStatement>");
    scene.hcp.replace("Medical Doctors", display);
    return std::make_shared<const saml::VerifiedAssertions>(workshop.verify(scene).value());
}

struct Row {
    Transaction transaction;
    std::optional<std::string> classCode;
    std::vector<std::string> needed;
};

} // namespace

TEST_CASE("each transaction and class needs all of its permissions") {
    const std::vector<Row> rows{
        {Transaction::PatientDiscovery, std::nullopt, {"PRD-006"}},
        {Transaction::Query, "60591-5", {"PRD-003", "PRD-005", "PRD-010", "PRD-016"}},
        {Transaction::Retrieve, "60591-5", {"PRD-003", "PRD-005", "PRD-010", "PRD-016"}},
        {Transaction::Query, "57833-6", {"PRD-004", "PRD-010"}},
        {Transaction::Retrieve, "34105-7", {"PRD-003", "PRD-005", "PRD-010", "PRD-016"}},
        {Transaction::Retrieve, std::nullopt, {"PRD-004", "PRD-010"}},
        {Transaction::Provide, "60593-1", {"PPD-046"}},
        {Transaction::Provide, "57016-8", {"PPD-032"}},
    };
    Workshop workshop;
    const auto rules = policy();
    for (const auto& row : rows) {
        INFO(name(row.transaction) << " " << row.classCode.value_or("-"));
        const saml::Demand demand{row.classCode, Workshop::patient()};
        CHECK(rules.authorize(verified(workshop, row.transaction, row.needed), 1, demand));
        for (std::size_t absent = 0; absent < row.needed.size(); ++absent) {
            auto held = row.needed;
            held[absent] = "PRD-046";
            const auto refused = rules.authorize(verified(workshop, row.transaction, held), 1, demand);
            REQUIRE_FALSE(refused);
            CHECK(refused.error().code == ErrorCode::InsufficientRights);
            CHECK(refused.error().rule == "permissions");
        }
    }
}

TEST_CASE("an authorised query keeps its query and its proof") {
    Workshop workshop;
    const auto proof = verified(workshop, Transaction::Query, {"PRD-004", "PRD-010"});
    const auto authorized = policy().authorize(proof, std::string{"query"}, {"57833-6", Workshop::patient()});
    REQUIRE(authorized);
    CHECK(authorized->query() == "query");
    CHECK(&authorized->assertions() == proof.get());
}

TEST_CASE("the request's patient must be the TRC's, wherever there is a TRC") {
    Workshop workshop;
    const auto rules = policy();
    const std::vector<std::string> all{"PRD-004", "PRD-006", "PRD-010", "PPD-046"};
    const auto another = PatientId::make("2.16.620.1.101.10.3.29", "PAT-12").value();
    const auto elsewhere = PatientId::make("2.16.620.1.101.10.3.2", "PAT-1").value();
    for (const auto& [transaction, classCode] :
         {std::pair{Transaction::Query, "57833-6"}, std::pair{Transaction::Retrieve, "57833-6"},
          std::pair{Transaction::Provide, "60593-1"}}) {
        const auto proof = verified(workshop, transaction, all);
        for (const auto& patient :
             {std::optional{another}, std::optional{elsewhere}, std::optional<PatientId>{}}) {
            const auto refused = rules.authorize(proof, 1, {classCode, patient});
            REQUIRE_FALSE(refused);
            CHECK(refused.error().code == ErrorCode::UnknownPatientIdentifier);
        }
    }
    const auto discovery = verified(workshop, Transaction::PatientDiscovery, all);
    CHECK(rules.authorize(discovery, 1, {std::nullopt, std::nullopt}));
    CHECK_FALSE(rules.authorize(discovery, 1, {std::nullopt, another}));
}

TEST_CASE("a discard names the organisation that takes the dispensation back") {
    Workshop workshop;
    const auto rules = policy();
    const auto ask = [&](std::string_view organisationId, const std::string& classCode) {
        auto scene = workshop.scene();
        scene.transaction = Transaction::Provide;
        scene.hcp.replace("subject:hl7:permission:PRD-006", "subject:hl7:permission:PPD-046");
        scene.hcp.replace(Workshop::clinician().organisationId, organisationId);
        const auto proof = std::make_shared<const saml::VerifiedAssertions>(workshop.verify(scene).value());
        return rules.authorize(proof, 1, {classCode, Workshop::patient()});
    };
    CHECK(ask(Workshop::clinician().organisationId, "DISCARD-60593-1"));
    CHECK(ask(" ", "60593-1"));
    const auto refused = ask(" ", "DISCARD-60593-1");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::AssertionFieldsMissing);
    CHECK(refused.error().rule == "hcp-organisation-id");
}

TEST_CASE("ITI-55 wants role code and display name that belong together") {
    Workshop workshop;
    const auto rules = policy();
    const auto ask = [&](Transaction transaction, std::string_view display) {
        return rules.authorize(
            verified(workshop, transaction, {"PRD-004", "PRD-006", "PRD-010"}, display), 1,
            {transaction == Transaction::Query ? std::optional<std::string>{"57833-6"} : std::nullopt,
             Workshop::patient()});
    };
    CHECK(ask(Transaction::PatientDiscovery, "medical doctors"));
    CHECK_FALSE(ask(Transaction::PatientDiscovery, "Dentists"));
    CHECK_FALSE(ask(Transaction::PatientDiscovery, ""));
    CHECK(ask(Transaction::Query, "Dentists"));
}

TEST_CASE("a class that the transaction does not serve is unknown") {
    Workshop workshop;
    const auto rules = policy();
    const auto proof = verified(workshop, Transaction::Query, {"PPD-046", "PRD-006"});
    for (const auto* classCode : {"60593-1", "99999-9", "-", ""}) {
        const auto refused = rules.authorize(proof, 1, {std::string{classCode}, Workshop::patient()});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == ErrorCode::ClassCodeUnknown);
    }
    CHECK(rules.knowsClass("60591-5"));
    CHECK(rules.knowsClass("60593-1"));
    CHECK_FALSE(rules.knowsClass("99999-9"));
    CHECK_FALSE(rules.knowsClass("-"));
}

TEST_CASE("faults of the policy's files name file and line") {
    const test::TemporaryDirectory directory;
    const auto source = std::filesystem::path{NCP_SOURCE_DIR} / "config/policies";
    for (const auto* file : {"roles.tsv", "facility_types.tsv", "authentication_contexts.tsv"}) {
        std::filesystem::copy_file(source / file, directory.path() / file);
    }
    const std::string columns = "transaction\tclass_code\tpermissions\n";
    const auto loads = [&](const std::string& row) {
        return saml::Policy::load(directory.write("permissions.tsv", columns + row));
    };
    CHECK(loads("ITI-55\t-\tPRD-006\n"));
    for (const auto* row : {"ITI-99\t-\tPRD-006\n", "ITI-55\t\tPRD-006\n", "ITI-55\t-\t\n",
                            "ITI-55\t-\tPRD-006,\n", "ITI-55\t-\tPRD-006\nITI-55\t-\tPRD-003\n"}) {
        const auto refused = loads(row);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == ErrorCode::ConfigurationInvalid);
        CHECK(refused.error().detail.find("permissions.tsv:") != std::string::npos);
    }
}
