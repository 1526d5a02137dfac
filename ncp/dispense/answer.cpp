#include "base/xml/writer.hpp"
#include "ncp/dispense/messages.hpp"
#include "ncp/ihe/ebxml.hpp"
#include "ncp/ihe/peer_answer.hpp"

#include <algorithm>
#include <utility>

namespace ncp::dispense {
namespace {

tl::unexpected<Error> invalid(std::string_view what) {
    return fail(ErrorCode::PeerAnswerInvalid, "RegistryResponse: " + std::string{what});
}

bool anyError(const std::vector<ihe::RegistryError>& errors) {
    return std::ranges::any_of(
        errors, [](const ihe::RegistryError& error) { return error.severity == Severity::Error; });
}

} // namespace

std::string writeAnswer(ihe::Status status, const std::vector<Error>& errors, CodeStyle style) {
    std::vector<ihe::RegistryError> rows;
    for (const auto& error : errors) {
        rows.push_back(ihe::registryError(error, {style, CodeFamily::Dispensation}));
        rows.back().severity = Severity::Error;
    }
    xml::Writer writer;
    writer.start("rs:RegistryResponse")
        .attribute("xmlns:rs", ihe::kRsNamespace)
        .attribute("status", ihe::wireStatus(status));
    ihe::writeErrorList(writer, rows);
    writer.end();
    return writer.take();
}

Result<ReceivedAnswer> parseAnswer(xml::Node body) {
    if (!body.is(ihe::kRsNamespace, "RegistryResponse")) {
        return invalid("another element");
    }
    auto errors = ihe::asPeerAnswer(ihe::readErrorList(body));
    if (!errors) {
        return passOn(errors);
    }
    const auto text = body.attributeIfPresent("status");
    if (!text) {
        if (!anyError(*errors)) {
            return invalid("neither status nor error");
        }
        return ReceivedAnswer{
            ihe::Status::Failure, std::move(*errors), {std::string{kAnswerStatusTolerance}}};
    }
    const auto status = ihe::statusFromWire(*text);
    return status ? Result<ReceivedAnswer>{ReceivedAnswer{*status, std::move(*errors), {}}}
                  : invalid("unknown status");
}

} // namespace ncp::dispense
