#include "ncp/ihe/registry_error.hpp"

#include "ncp/ihe/ebxml.hpp"

#include <catch2/catch.hpp>

using namespace ncp;

namespace {

constexpr std::string_view kSuccess = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success";

Result<std::vector<ihe::RegistryError>> read(const std::string& list) {
    const auto document =
        xml::Document::parse("<a xmlns:rs=\"urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0\">" + list + "</a>");
    REQUIRE(document);
    return ihe::readErrorList(document->root());
}

} // namespace

TEST_CASE("an error of ours has its name on the wire and a fixed sentence, never its detail", "[ihe]") {
    const auto error = ihe::registryError(Error{ErrorCode::SummaryNotFound, "detail that stays here", {}});
    CHECK(error.code == "ERROR_PS_NOT_FOUND");
    CHECK(error.severity == Severity::Warning);
    CHECK(error.context == "No Patient Summary found.");
    CHECK(error.location == "summary.not_found");
}

TEST_CASE("every error of ours has an errorCode and a codeContext", "[ihe]") {
    for (const auto& row : errorTable()) {
        const auto error = ihe::registryError(Error{row.code, {}, {}});
        INFO(row.id);
        CHECK_FALSE(error.code.empty());
        CHECK_FALSE(error.context.empty());
    }
}

TEST_CASE("a missing document carries the reference implementation's code in its context", "[ihe]") {
    const auto error = ihe::registryError(Error{ErrorCode::DocumentMissing, {}, {}});
    CHECK(error.code == "XDSMissingDocument");
    CHECK(error.context.starts_with("ERROR_GENERIC_DOCUMENT_MISSING : "));
}

TEST_CASE("error lists read back as they were written", "[ihe]") {
    const std::vector<ihe::RegistryError> errors{{"4703", "a < b & \"c\"", Severity::Error, "x"},
                                                 {"1102", "none", Severity::Warning, ""}};
    xml::Writer writer;
    writer.start("a");
    ihe::writeErrorList(writer, errors);
    writer.end();
    const auto document = xml::Document::parse(writer.take());
    REQUIRE(document);
    CHECK(ihe::readErrorList(document->root()).value() == errors);
}

TEST_CASE("an error without code is not emitted: the reference implementation's client would break",
          "[ihe]") {
    xml::Writer writer;
    writer.start("a");
    ihe::writeErrorList(writer, {{"", "context", Severity::Error, ""}});
    writer.end();
    CHECK(writer.take().find("errorCode=\"ERROR_GENERIC\"") != std::string::npos);
}

TEST_CASE("severity is Error where the peer leaves it out or names an unknown one", "[ihe]") {
    CHECK(read("<rs:RegistryErrorList><rs:RegistryError errorCode=\"1\"/></rs:RegistryErrorList>")
              ->at(0)
              .severity == Severity::Error);
    CHECK(read("<rs:RegistryErrorList><rs:RegistryError severity=\"Warning\"/></rs:RegistryErrorList>")
              ->at(0)
              .severity == Severity::Error);
}

TEST_CASE("error lists of other namespaces and no list at all hold no error", "[ihe]") {
    CHECK(read("<RegistryErrorList/>")->empty());
    CHECK(read("")->empty());
}

TEST_CASE("a huge error list is refused", "[ihe]") {
    std::string list;
    for (int i = 0; i < 1001; ++i) {
        list += "<rs:RegistryError errorCode=\"1\"/>";
    }
    CHECK_FALSE(read("<rs:RegistryErrorList>" + list + "</rs:RegistryErrorList>"));
}

TEST_CASE("status URIs read back, unknown ones do not", "[ihe]") {
    for (const auto status : {ihe::Status::Success, ihe::Status::PartialSuccess, ihe::Status::Failure}) {
        CHECK(ihe::statusFromWire(ihe::wireStatus(status)) == status);
    }
    CHECK(ihe::wireStatus(ihe::Status::Success) == kSuccess);
    CHECK(ihe::wireStatus(ihe::Status::PartialSuccess) ==
          "urn:ihe:iti:2007:ResponseStatusType:PartialSuccess");
    CHECK_FALSE(ihe::statusFromWire("Success"));
}

TEST_CASE("every code that can be sent is written and understood again, in both spellings and for each class",
          "[ihe]") {
    for (const auto& error : errorTable()) {
        for (const auto style : {CodeStyle::Names, CodeStyle::Numbers}) {
            for (const auto* classCode : {"60591-5", "57833-6", "60593-1", "34105-7", "56445-0"}) {
                const WireForm form{style, ihe::codeFamily(classCode)};
                xml::Writer writer;
                writer.start("a");
                ihe::writeErrorList(writer, {ihe::registryError(Error{error.code, "detail", {}}, form)});
                writer.end();
                const auto document = xml::Document::parse(writer.take());
                REQUIRE(document);
                const auto read = ihe::readErrorList(document->root()).value();
                INFO(error.id << " as " << read.front().code);
                CHECK(read.front().code == wireCode(error.code, form));
                CHECK(read.front().severity == error.severity);
                CHECK(read.front().context.find("detail") == std::string::npos);
                CHECK(errorFromWire(read.front().code, CodeUse::Query).has_value());
            }
        }
    }
}

TEST_CASE("what a class has codes of its own for", "[ihe]") {
    CHECK(ihe::codeFamily("60591-5") == CodeFamily::Summary);
    CHECK(ihe::codeFamily("57833-6") == CodeFamily::Prescription);
    CHECK(ihe::codeFamily("DISCARD-60593-1") == CodeFamily::Dispensation);
    CHECK(ihe::codeFamily("x-clinical-image") == CodeFamily::OriginalDocument);
    CHECK(ihe::codeFamily("56445-0") == CodeFamily::General);
    CHECK(ihe::codeFamily("") == CodeFamily::General);
}
