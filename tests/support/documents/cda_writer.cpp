#include "tests/support/documents/cda_writer.hpp"

namespace ncp::test {
namespace {

constexpr std::string_view kHl7 = "urn:hl7-org:v3";
constexpr std::string_view kPharmacy = "urn:hl7-org:pharm";
constexpr std::string_view kSchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

} // namespace

CdaWriter& CdaWriter::start(std::string_view name) {
    return startIn(kHl7, name);
}

CdaWriter& CdaWriter::startPharmacy(std::string_view name) {
    return startIn(kPharmacy, name);
}

void CdaWriter::startRoot(std::string_view name) {
    const bool both = prefixes_ == Prefixes::Both;
    writer_.start(both ? "hl7:" + std::string{name} : std::string{name});
    writer_.attribute(both ? "xmlns:hl7" : "xmlns", kHl7).attribute("xmlns:xsi", kSchemaInstance);
    if (prefixes_ != Prefixes::Switching) {
        writer_.attribute("xmlns:pharm", kPharmacy);
    }
    open_.push_back({kHl7, both ? std::string_view{} : kHl7, kPharmacy});
}

CdaWriter& CdaWriter::startIn(std::string_view namespaceUri, std::string_view name) {
    if (open_.empty()) {
        startRoot(name);
        return *this;
    }
    auto frame = open_.back();
    const bool rebinds = prefixes_ == Prefixes::Rebinding && frame.own != namespaceUri;
    frame.own = namespaceUri;
    if (prefixes_ == Prefixes::Switching) {
        writer_.start(name);
        if (frame.defaultBound != namespaceUri) {
            writer_.attribute("xmlns", namespaceUri);
            frame.defaultBound = namespaceUri;
        }
    } else if (namespaceUri == kHl7 && !rebinds) {
        // Inside a rebound element the plain name still means HL7: the default namespace never changes here.
        writer_.start(prefixes_ == Prefixes::Both ? "hl7:" + std::string{name} : std::string{name});
    } else {
        writer_.start("pharm:" + std::string{name});
        if (frame.pharmBound != namespaceUri) {
            writer_.attribute("xmlns:pharm", namespaceUri);
            frame.pharmBound = namespaceUri;
        }
    }
    open_.push_back(frame);
    return *this;
}

CdaWriter& CdaWriter::attribute(std::string_view name, std::string_view value) {
    writer_.attribute(name, value);
    return *this;
}

CdaWriter& CdaWriter::type(std::string_view name) {
    const bool prefixed = open_.back().defaultBound != kHl7;
    return attribute("xsi:type", prefixed ? "hl7:" + std::string{name} : std::string{name});
}

CdaWriter& CdaWriter::text(std::string_view text) {
    writer_.text(text);
    return *this;
}

CdaWriter& CdaWriter::end() {
    writer_.end();
    open_.pop_back();
    return *this;
}

CdaWriter& CdaWriter::leaf(std::string_view name, std::string_view text) {
    return start(name).text(text).end();
}

CdaWriter& CdaWriter::empty(std::string_view name, std::string_view attribute, std::string_view value) {
    return start(name).attribute(attribute, value).end();
}

CdaWriter& CdaWriter::id(std::string_view root, std::string_view extension) {
    start("id").attribute("root", root);
    if (!extension.empty()) {
        attribute("extension", extension);
    }
    return end();
}

} // namespace ncp::test
