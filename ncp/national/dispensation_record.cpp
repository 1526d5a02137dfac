#include "ncp/national/dispensation_record.hpp"

#include "certs/digest.hpp"
#include "ncp/national/document_facts.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace ncp::national {
namespace {

constexpr std::string_view kDispensationForm = "ncp dispensation 1";
constexpr std::string_view kDiscardForm = "ncp discard 1";
constexpr std::string_view kRetellingForm = "ncp retelling 1";
constexpr std::size_t kLongestId = 256;

tl::unexpected<Error> damaged(std::string what) {
    return fail(ErrorCode::StorageFailed, std::move(what));
}

void line(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\n");
}

std::string closed(std::string head, std::string_view document) {
    line(head, "size", std::to_string(document.size()));
    line(head, "sha256", certs::hex(certs::sha256(document)));
    return head.append("\n").append(document);
}

/// The lines before the document, once the document behind them has proved whole.
class Head {
  public:
    static Result<Head> parse(std::string_view file, std::string_view form) {
        const auto end = file.find("\n\n");
        if (!file.starts_with(form) || end == std::string_view::npos) {
            return damaged("not a file of this form");
        }
        Head head;
        auto lines = file.substr(0, end + 1);
        while (!lines.empty()) {
            const auto text = lines.substr(0, lines.find('\n'));
            lines.remove_prefix(text.size() + 1);
            const auto colon = text.find(": ");
            if (colon != std::string_view::npos) {
                head.values_.emplace_back(text.substr(0, colon), text.substr(colon + 2));
            }
        }
        const auto document = file.substr(end + 2);
        if (head.only("size") != std::to_string(document.size()) ||
            head.only("sha256") != certs::hex(certs::sha256(document))) {
            return damaged("the document in it is not whole");
        }
        return head;
    }

    std::vector<std::string> all(std::string_view name) const {
        std::vector<std::string> found;
        for (const auto& [known, value] : values_) {
            if (known == name) {
                found.emplace_back(value);
            }
        }
        return found;
    }
    std::string only(std::string_view name) const {
        auto found = all(name);
        return found.size() == 1 ? std::move(found.front()) : std::string{};
    }

  private:
    std::vector<std::pair<std::string_view, std::string_view>> values_;
};

std::string itemLine(const DispensationRecord::Item& item) {
    return std::to_string(item.packages) + (item.substituted ? " substituted " : " prescribed ") + item.id;
}

/// `<packages> prescribed|substituted <id>`
std::optional<DispensationRecord::Item> parseItem(std::string_view text) {
    DispensationRecord::Item item;
    const auto* const end = text.data() + text.size();
    const auto number = std::from_chars(text.data(), end, item.packages);
    if (number.ec != std::errc{} || item.packages == 0) {
        return std::nullopt;
    }
    const std::string_view rest{number.ptr, static_cast<std::size_t>(end - number.ptr)};
    for (const std::string_view kind : {" prescribed ", " substituted "}) {
        if (rest.starts_with(kind)) {
            item.id = rest.substr(kind.size());
            item.substituted = kind == " substituted ";
            return item;
        }
    }
    return std::nullopt;
}

} // namespace

std::string textOf(const transform::cda::Identifier& id) {
    return uniqueIdOf(id.root, id.extension);
}

std::string recordName(std::string_view documentId) {
    return certs::hex(certs::sha256(documentId));
}

std::string patientDigest(std::string_view root, std::string_view extension) {
    return certs::hex(certs::sha256({root, "^", extension}));
}

std::vector<std::string> patientDigests(const std::vector<PatientId>& patients) {
    std::vector<std::string> digests;
    for (const auto& patient : patients) {
        digests.push_back(patientDigest(patient.root().str(), patient.revealExtension()));
    }
    return digests;
}

Result<DispensationRecord> recordOf(const transform::dispensation::Statement& statement,
                                    const CountryCode& country, Instant taken) {
    if (statement.prescriptions.size() != 1) {
        return fail(ErrorCode::DispensationFormatNotValid, "it names several prescriptions, or none");
    }
    DispensationRecord record;
    record.documentId = textOf(statement.id);
    record.country = country.str();
    record.taken = taken;
    record.prescription = textOf(statement.prescriptions.front());
    record.act = certs::hex(certs::sha256(statement.act));
    record.timed = statement.timed;
    for (const auto& patient : statement.patients) {
        record.patients.push_back(patientDigest(patient.root, patient.extension));
    }
    bool tooLong = record.documentId.size() > kLongestId || record.prescription.size() > kLongestId;
    for (const auto& item : statement.items) {
        auto id = item.prescriptionItem ? textOf(*item.prescriptionItem) : std::string{};
        tooLong = tooLong || id.size() > kLongestId;
        record.items.push_back({std::move(id), item.packages, item.substituted});
    }
    if (tooLong) {
        return fail(ErrorCode::DispensationFormatNotValid, "an id of more than 256 characters");
    }
    return record;
}

std::string formatRecord(const DispensationRecord& record, std::string_view document) {
    std::string head{kDispensationForm};
    head += "\n";
    line(head, "document", record.documentId);
    line(head, "taken", formatXmlDateTime(record.taken));
    line(head, "country", record.country);
    for (const auto& patient : record.patients) {
        line(head, "patient", patient);
    }
    line(head, "prescription", record.prescription);
    for (const auto& item : record.items) {
        line(head, "item", itemLine(item));
    }
    line(head, "act", record.act);
    line(head, "timed", record.timed ? "yes" : "no");
    return closed(std::move(head), document);
}

std::string formatRecord(const DiscardRecord& record, std::string_view document) {
    std::string head{kDiscardForm};
    head += "\n";
    line(head, "document", record.documentId);
    line(head, "taken", formatXmlDateTime(record.taken));
    line(head, "country", record.country);
    line(head, "discard", record.discardId);
    return closed(std::move(head), document);
}

std::string formatRecord(const RetellingRecord& record, std::string_view document) {
    std::string head{kRetellingForm};
    head += "\n";
    line(head, "document", record.documentId);
    line(head, "taken", formatXmlDateTime(record.taken));
    line(head, "country", record.country);
    line(head, "first", record.first);
    return closed(std::move(head), document);
}

Result<DispensationRecord> parseDispensationRecord(std::string_view file) {
    const auto head = Head::parse(file, kDispensationForm);
    if (!head) {
        return passOn(head);
    }
    DispensationRecord record;
    record.documentId = head->only("document");
    record.country = head->only("country");
    record.patients = head->all("patient");
    record.prescription = head->only("prescription");
    record.act = head->only("act");
    record.timed = head->only("timed") == "yes";
    const auto taken = parseXmlDateTime(head->only("taken"));
    for (const auto& text : head->all("item")) {
        auto item = parseItem(text);
        if (!item) {
            return damaged("an item can't be read");
        }
        record.items.push_back(std::move(*item));
    }
    if (record.documentId.empty() || record.prescription.empty() || record.patients.empty() ||
        record.items.empty() || !taken) {
        return damaged("a line is missing");
    }
    record.taken = *taken;
    return record;
}

Result<DiscardRecord> parseDiscardRecord(std::string_view file) {
    const auto head = Head::parse(file, kDiscardForm);
    if (!head) {
        return passOn(head);
    }
    const auto taken = parseXmlDateTime(head->only("taken"));
    DiscardRecord record{head->only("document"), head->only("discard"), head->only("country"),
                         taken.value_or(Instant{})};
    if (record.documentId.empty() || !taken) {
        return damaged("a line is missing");
    }
    return record;
}

Result<RetellingRecord> parseRetellingRecord(std::string_view file) {
    const auto head = Head::parse(file, kRetellingForm);
    if (!head) {
        return passOn(head);
    }
    const auto taken = parseXmlDateTime(head->only("taken"));
    RetellingRecord record{head->only("document"), head->only("first"), head->only("country"),
                           taken.value_or(Instant{})};
    if (record.documentId.empty() || record.first.empty() || !taken) {
        return damaged("a line is missing");
    }
    return record;
}

} // namespace ncp::national
