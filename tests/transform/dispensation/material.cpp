#include "tests/transform/dispensation/material.hpp"

#include "tests/support/reference.hpp"

#include <catch2/catch.hpp>

namespace ncp::test {

using namespace transform::dispensation;

xml::Document demoPrescription(std::string_view name) {
    const auto folder = std::filesystem::path{NCP_SOURCE_DIR} / "config/demo/pt/documents";
    return parsed(readFile(folder / (std::string{name} + "-prescription.xml")));
}

Dispenser pharmacist() {
    return {"PH-1",
            "2.999.61",
            "Anna Oppdiktet Farmasøyt",
            {"2262", "2.16.840.1.113883.2.9.6.2.7", "Pharmacists", ""},
            "Eksempelapoteket <Storgata> & Co",
            "APOTEK-1",
            CountryCode::parse("NO").value(),
            "Oppdiktby"};
}

Issue issue(std::string extension) {
    return {"2.999.1", std::move(extension), parseXmlDateTime("2026-11-22T10:15:30Z").value(), "nb-NO"};
}

Substitute substitute() {
    Substitute other;
    other.name = "Byttemiddel \"Eksempel\"";
    other.code = Code{"MP-2", "2.999.40", "Byttemiddel", ""};
    other.strength = "5 mg";
    other.form = Code{"10219000", "0.4.0.127.0.16.1.1.2.1", "Tablet", ""};
    other.packageSize = "56";
    return other;
}

xml::Document parsed(std::string_view text) {
    auto document = xml::Document::parse(text);
    REQUIRE(document);
    return std::move(*document);
}

std::string replaced(std::string text, std::string_view find, std::string_view replacement) {
    const auto at = text.find(find);
    REQUIRE(at != std::string::npos);
    return text.replace(at, find.size(), replacement);
}

} // namespace ncp::test
