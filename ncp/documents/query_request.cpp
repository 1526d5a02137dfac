#include "base/xml/writer.hpp"
#include "ncp/documents/messages.hpp"
#include "ncp/ihe/ebxml.hpp"

#include <algorithm>
#include <charconv>

namespace ncp::documents {
namespace {

using ihe::kQueryNamespace;
using ihe::kRimNamespace;

constexpr std::string_view kFindDocuments = "urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d";
constexpr std::string_view kLoinc = "2.16.840.1.113883.6.1";
constexpr std::string_view kPatientIdSlot = "$XDSDocumentEntryPatientId";
constexpr std::string_view kStatusSlot = "$XDSDocumentEntryStatus";
constexpr std::string_view kClassCodeSlot = "$XDSDocumentEntryClassCode";
constexpr std::string_view kMaximumSizeSlot = "$XDSDocumentEntryFilterMaximumSize";
constexpr std::string_view kCreatedBeforeSlot = "$XDSDocumentEntryFilterCreatedBefore";
constexpr std::string_view kCreatedAfterSlot = "$XDSDocumentEntryFilterCreatedAfter";
constexpr std::size_t kMostClassCodes = 64;
constexpr std::size_t kLongestClassCode = 64;

tl::unexpected<Error> malformed(std::string_view what) {
    return fail(ErrorCode::MalformedMessage, "AdhocQueryRequest: " + std::string{what});
}

/// The one list that the reference implementation reads: all codes inside one pair of quotes.
std::string classCodeList(const std::vector<std::string>& codes) {
    std::string list{"('"};
    for (const auto& code : codes) {
        list.append(list.size() > 2 ? "," : "").append(code).append("^^").append(kLoinc);
    }
    return list.append("')");
}

bool isCodeCharacter(char c) noexcept {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

Result<std::string> readClassCode(std::string_view token) {
    const auto separator = token.find("^^");
    const auto code = token.substr(0, separator);
    if (separator == std::string_view::npos || code.empty() || code.size() > kLongestClassCode ||
        !std::ranges::all_of(code, isCodeCharacter)) {
        return malformed("a class code is not of the form code^^scheme");
    }
    if (token.substr(separator + 2) != kLoinc) {
        return fail(ErrorCode::ClassCodeUnknown, "a class code is not of LOINC");
    }
    return std::string{code};
}

/// The codes of one Value: `('a^^s','b^^s')`, `('a^^s,b^^s')`, or without parentheses.
Result<std::vector<std::string>> readClassCodeList(std::string_view value) {
    constexpr std::string_view punctuation = "'(), ";
    std::vector<std::string> codes;
    while (!value.empty()) {
        const auto start = std::min(value.find_first_not_of(punctuation), value.size());
        value.remove_prefix(start);
        const auto end = std::min(value.find_first_of(punctuation), value.size());
        if (end == 0) {
            break;
        }
        auto code = readClassCode(value.substr(0, end));
        if (!code) {
            return passOn(code);
        }
        if (codes.size() == kMostClassCodes) {
            return malformed("more than 64 class codes");
        }
        codes.push_back(std::move(*code));
        value.remove_prefix(end);
    }
    return codes;
}

/// One pair of quotes round several codes.
bool isQuotedList(std::string_view value) {
    const auto open = value.find('\'');
    const auto close = open == std::string_view::npos ? open : value.find('\'', open + 1);
    return close != std::string_view::npos &&
           value.substr(open, close - open).find(',') != std::string_view::npos;
}

bool holdsQuotedList(xml::Node query) {
    const auto values = ihe::slotValues(query, kClassCodeSlot);
    return values && *values && std::ranges::any_of(**values, isQuotedList);
}

Result<std::vector<std::string>> readClassCodes(xml::Node query) {
    const auto values = ihe::slotValues(query, kClassCodeSlot);
    if (!values) {
        return passOn(values);
    }
    std::vector<std::string> codes;
    for (const auto& value : values->value_or(std::vector<std::string>{})) {
        auto listed = readClassCodeList(value);
        if (!listed) {
            return passOn(listed);
        }
        for (auto& code : *listed) {
            if (std::ranges::find(codes, code) == codes.end()) {
                codes.push_back(std::move(code));
            }
        }
        if (codes.size() > kMostClassCodes) {
            return malformed("more than 64 class codes");
        }
    }
    if (codes.empty()) {
        return malformed("no class code");
    }
    return codes;
}

Result<PatientId> readPatient(xml::Node query) {
    const auto values = ihe::slotValues(query, kPatientIdSlot);
    if (!values) {
        return passOn(values);
    }
    if (!*values || (*values)->size() != 1) {
        return malformed("not exactly one patient id");
    }
    return PatientId::parseCx((*values)->front());
}

std::string_view unquoted(std::string_view text) {
    return text.size() >= 2 && text.front() == '\'' && text.back() == '\'' ? text.substr(1, text.size() - 2)
                                                                           : text;
}

Result<std::optional<std::uint64_t>> readMaximumSize(xml::Node query) {
    const auto value = ihe::slotValue(query, kMaximumSizeSlot);
    if (!value) {
        return passOn(value);
    }
    if (value->empty()) {
        return std::nullopt;
    }
    const auto text = unquoted(*value);
    std::uint64_t size = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), size);
    if (failure != std::errc{} || end != text.data() + text.size()) {
        return fail(ErrorCode::FilterNotValid, "the maximum size is not a number of bytes");
    }
    return size;
}

Result<std::optional<Instant>> readInstant(xml::Node query, std::string_view slot) {
    const auto value = ihe::slotValue(query, slot);
    if (!value) {
        return passOn(value);
    }
    if (value->empty()) {
        return std::nullopt;
    }
    const auto instant = parseXmlDateTime(unquoted(*value));
    if (!instant) {
        return fail(ErrorCode::FilterNotValid, "a filter of creation time is not an ISO 8601 instant");
    }
    return *instant;
}

} // namespace

std::string writeQuery(const QueryRequest& request) {
    xml::Writer writer;
    writer.start("query:AdhocQueryRequest")
        .attribute("xmlns:query", kQueryNamespace)
        .attribute("xmlns", kRimNamespace);
    writer.start("query:ResponseOption")
        .attribute("returnComposedObjects", "true")
        .attribute("returnType", "LeafClass")
        .end();
    writer.start("AdhocQuery").attribute("id", kFindDocuments);
    ihe::writeSlot(writer, kPatientIdSlot, {"'" + request.patient.revealCx() + "'"});
    ihe::writeSlot(writer, kStatusSlot, {"('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')"});
    ihe::writeSlot(writer, kClassCodeSlot, {classCodeList(request.classCodes)});
    if (request.maximumSize) {
        ihe::writeSlot(writer, kMaximumSizeSlot, {std::to_string(*request.maximumSize)});
    }
    if (request.createdBefore) {
        ihe::writeSlot(writer, kCreatedBeforeSlot, {formatXmlDateTime(*request.createdBefore)});
    }
    if (request.createdAfter) {
        ihe::writeSlot(writer, kCreatedAfterSlot, {formatXmlDateTime(*request.createdAfter)});
    }
    writer.end().end();
    return writer.take();
}

Result<ReceivedQuery> parseQuery(xml::Node body) {
    if (!body.is(kQueryNamespace, "AdhocQueryRequest")) {
        return malformed("another element");
    }
    const auto queries = body.children(kRimNamespace, "AdhocQuery");
    if (queries.size() != 1 || queries.front().attribute("id") != kFindDocuments) {
        return malformed("not exactly one FindDocuments query");
    }
    const auto query = queries.front();
    auto patient = readPatient(query);
    if (!patient) {
        return passOn(patient);
    }
    auto classCodes = readClassCodes(query);
    if (!classCodes) {
        return passOn(classCodes);
    }
    const auto size = readMaximumSize(query);
    if (!size) {
        return passOn(size);
    }
    const auto before = readInstant(query, kCreatedBeforeSlot);
    if (!before) {
        return passOn(before);
    }
    const auto after = readInstant(query, kCreatedAfterSlot);
    if (!after) {
        return passOn(after);
    }
    ReceivedQuery received{{std::move(*patient), std::move(*classCodes), *size, *before, *after}};
    if (holdsQuotedList(query)) {
        received.tolerated.emplace_back(kQuotedListTolerance);
    }
    return received;
}

} // namespace ncp::documents
