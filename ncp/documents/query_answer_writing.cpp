#include "base/wire_code.hpp"
#include "base/xml/writer.hpp"
#include "ncp/documents/messages.hpp"
#include "ncp/ihe/document_kind.hpp"
#include "ncp/ihe/ebxml.hpp"
#include "ncp/ihe/extrinsic_object.hpp"

#include <algorithm>

namespace ncp::documents {
namespace {

/// A code that makes an empty list a failure, as the reference implementation has it.
bool makesEmptyListFail(const ihe::RegistryError& error) {
    const auto code = errorFromWire(error.code, CodeUse::Query);
    return error.severity == Severity::Error || code == ErrorCode::PrescriptionNotFound ||
           code == ErrorCode::RegistryNotAvailable;
}

std::string newUrn(Random& random) {
    return "urn:uuid:" + makeUuid(random);
}

/// Writes a form of a document and gives the id under which it stands in the message; empty where the
/// document has no such form.
std::string writeForm(xml::Writer& writer, const std::optional<ihe::DocumentEntry>& form,
                      const PatientId& patient, const CountryCode& country, Random& random) {
    if (!form) {
        return {};
    }
    if (!form->entryUuid.empty()) {
        ihe::writeExtrinsicObject(writer, *form, patient, country, random);
        return form->entryUuid;
    }
    auto named = *form;
    named.entryUuid = newUrn(random);
    ihe::writeExtrinsicObject(writer, named, patient, country, random);
    return named.entryUuid;
}

void writeAssociation(xml::Writer& writer, std::string_view source, std::string_view target, Random& random) {
    writer.start("Association")
        .attribute("id", newUrn(random))
        .attribute("associationType", ihe::kTransformation)
        .attribute("sourceObject", source)
        .attribute("targetObject", target)
        .end();
}

void startAnswer(xml::Writer& writer, ihe::Status status, const std::vector<ihe::RegistryError>& errors) {
    writer.start("query:AdhocQueryResponse")
        .attribute("xmlns:query", ihe::kQueryNamespace)
        .attribute("xmlns", ihe::kRimNamespace)
        .attribute("status", ihe::wireStatus(status));
    ihe::writeErrorList(writer, errors);
    writer.start("RegistryObjectList");
}

} // namespace

ihe::Status queryStatus(bool anyDocument, const std::vector<ihe::RegistryError>& errors) {
    if (anyDocument) {
        const bool failed = std::ranges::any_of(
            errors, [](const ihe::RegistryError& error) { return error.severity == Severity::Error; });
        return failed ? ihe::Status::PartialSuccess : ihe::Status::Success;
    }
    return std::ranges::any_of(errors, makesEmptyListFail) ? ihe::Status::Failure : ihe::Status::Success;
}

std::string writeQueryAnswer(const QueryAnswer& answer, const PatientId& patient, const CountryCode& country,
                             Random& random) {
    xml::Writer writer;
    startAnswer(writer, answer.status, answer.errors);
    for (const auto& document : answer.documents) {
        const auto coded = writeForm(writer, document.coded, patient, country, random);
        const auto pdf = writeForm(writer, document.pdf, patient, country, random);
        if (!coded.empty() && !pdf.empty()) {
            writeAssociation(writer, pdf, coded, random);
        } else if (coded.empty() && !pdf.empty() && ihe::isOriginalDocument(document.pdf->classCode)) {
            writeAssociation(writer, pdf, pdf, random);
        }
    }
    writer.end().end();
    return writer.take();
}

std::string writeQueryRefusal(const std::vector<ihe::RegistryError>& errors) {
    xml::Writer writer;
    startAnswer(writer, ihe::Status::Failure, errors);
    writer.end().end();
    return writer.take();
}

} // namespace ncp::documents
