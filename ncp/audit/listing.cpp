#include "ncp/audit/listing.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace ncp::audit {
namespace {

constexpr std::array<std::string_view, 9> kColumns{
    "sequence", "time", "side", "transaction", "outcome", "country", "cause", "duration", "correlation_id"};
using Row = std::array<std::string, kColumns.size()>;

/// Length in characters, not bytes, so that columns with æ, ø and å line up.
std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// U+0080 to U+009F: some terminals take them as the beginning of a command.
bool startsUpperControl(std::string_view text) {
    return text.size() > 1 && text[0] == '\xC2' && static_cast<unsigned char>(text[1]) >= 0x80U &&
           static_cast<unsigned char>(text[1]) < 0xA0U;
}

/// What came from outside must not move the cursor or start a line of its own on the operator's terminal.
std::string printable(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        const bool upper = startsUpperControl(text.substr(at));
        out += byte < 0x20U || byte == 0x7FU || upper ? '?' : text[at];
        at += upper ? 1 : 0;
    }
    return out;
}

std::string milliseconds(std::int64_t microseconds) {
    return std::to_string((microseconds + 500) / 1000) + " ms";
}

/// The text under the key, or `otherwise` where there is none.
std::string label(const Texts& texts, TextLanguage language, const std::string& key,
                  std::string_view otherwise) {
    return texts.has(key) ? texts.get(language, key) : printable(otherwise);
}

std::string cause(const Event& event) {
    if (event.rule.empty()) {
        return printable(event.errorId);
    }
    return printable(event.errorId.empty() ? event.rule : event.errorId + " (" + event.rule + ")");
}

std::string transactionLabel(const Event& event, const Texts& texts, TextLanguage language) {
    return label(texts, language, "audit.transaction." + event.transaction, event.transaction);
}

Row rowOf(const Record& record, const Texts& texts, TextLanguage language) {
    const auto& event = record.event;
    return {std::to_string(record.sequence),
            formatXmlDateTime(event.time),
            texts.get(language, "audit.side." + std::string{name(event.side)}),
            transactionLabel(event, texts, language),
            texts.get(language, "audit.outcome." + std::string{name(event.outcome)}),
            printable(event.peerCountry),
            cause(event),
            milliseconds(event.durationMicroseconds),
            printable(event.correlationId)};
}

Row heading(const Texts& texts, TextLanguage language) {
    Row row;
    std::ranges::transform(kColumns, row.begin(), [&](std::string_view column) {
        return texts.get(language, "audit.column." + std::string{column});
    });
    return row;
}

std::string joined(const std::vector<std::string>& values) {
    std::string out;
    for (const auto& value : values) {
        out += (out.empty() ? "" : ", ") + value;
    }
    return out;
}

using Fields = std::vector<std::pair<std::string_view, std::string>>;

Fields fieldsOf(const Record& record, const Texts& texts, TextLanguage language) {
    const auto& event = record.event;
    return {{"sequence", std::to_string(record.sequence)},
            {"time", formatXmlDateTime(event.time)},
            {"side", texts.get(language, "audit.side." + std::string{name(event.side)})},
            {"transaction", transactionLabel(event, texts, language)},
            {"outcome", texts.get(language, "audit.outcome." + std::string{name(event.outcome)})},
            {"cause", cause(event)},
            {"country", event.peerCountry},
            {"address", event.peerAddress},
            {"certificate", event.peerCertificate},
            {"clinician_id", event.clinicianId},
            {"clinician", event.clinicianName},
            {"role", event.clinicianRole},
            {"organisation", event.organisation},
            {"purpose", event.purposeOfUse},
            {"patient", event.patientId},
            {"patients", joined(event.patients)},
            {"next_of_kin", event.nextOfKinId},
            {"documents", joined(event.documents)},
            {"document_class", event.documentClass},
            {"source_document", event.sourceDocument},
            {"target_document", event.targetDocument},
            {"reason", event.reason},
            {"hcp_assertion", event.hcpAssertionId},
            {"trc_assertion", event.trcAssertionId},
            {"message_id", event.messageId},
            {"correlation_id", event.correlationId},
            {"tolerated", joined(event.tolerated)},
            {"duration", milliseconds(event.durationMicroseconds)},
            {"request_bytes", std::to_string(event.requestBytes)},
            {"answer_bytes", std::to_string(event.answerBytes)},
            {"further", event.further > 0 ? std::to_string(event.further) : std::string{}}};
}

} // namespace

std::string toTable(const std::vector<Record>& records, const Texts& texts, TextLanguage language) {
    std::vector<Row> rows{heading(texts, language)};
    for (const auto& record : records) {
        rows.push_back(rowOf(record, texts, language));
    }
    std::array<std::size_t, kColumns.size()> widths{};
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], width(row[i]));
        }
    }
    std::string out;
    for (const auto& row : rows) {
        for (std::size_t i = 0; i + 1 < row.size(); ++i) {
            out += row[i] + std::string(widths[i] - width(row[i]) + 2, ' ');
        }
        out += row.back() + "\n";
    }
    return out;
}

std::string toDetail(const Record& record, const Texts& texts, TextLanguage language) {
    std::string out;
    for (const auto& [field, value] : fieldsOf(record, texts, language)) {
        if (!value.empty()) {
            out += texts.get(language, "audit.column." + std::string{field}) + ": " + printable(value) + "\n";
        }
    }
    return out;
}

} // namespace ncp::audit
