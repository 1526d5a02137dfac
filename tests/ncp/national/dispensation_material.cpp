#include "tests/ncp/national/dispensation_material.hpp"

namespace ncp::test {
namespace {

using transform::cda::Identifier;

Identifier identifier(const std::string& root, const std::string& extension) {
    return {root, extension, {}, {}};
}

Deadline later() {
    return std::chrono::steady_clock::now() + std::chrono::minutes{10};
}

} // namespace

void checkTaken(const Result<national::Receipt>& receipt) {
    REQUIRE(receipt);
    CHECK_FALSE(receipt->repeated);
}

void checkRepeated(const Result<national::Receipt>& receipt) {
    REQUIRE(receipt);
    CHECK(receipt->repeated);
}

transform::dispensation::Statement told(const ToldAct& act) {
    transform::dispensation::Statement statement;
    statement.id = identifier("2.999.1", act.documentId);
    statement.patients = {identifier("2.999.3", act.patient)};
    statement.prescriptions = {identifier("2.999.50", act.prescription)};
    transform::dispensation::DispensedItem item;
    if (!act.item.empty()) {
        item.prescriptionItem = identifier("2.999.50", act.item);
    }
    item.packages = act.packages;
    item.substituted = act.substituted;
    statement.items = {item};
    statement.act = act.patient + "|" + act.prescription + "|" + act.item + "|" +
                    std::to_string(act.packages) + "|" + std::to_string(act.second) + "|" +
                    (act.substituted ? "substituted" : "prescribed");
    statement.timed = act.timed;
    return statement;
}

transform::dispensation::Prescription prescribed(std::uint32_t packages, bool substitutable, bool active) {
    return {identifier("2.999.50", "RX-1"),
            {{identifier("2.999.50", "RX-1-1"), packages, substitutable, active}}};
}

std::string dispensationId(const std::string& documentId) {
    return "2.999.1^" + documentId;
}

Dispensary::Dispensary(const std::filesystem::path& directory)
    : book(national::DispensationBook::open(directory).value()) {}

Result<national::Receipt> Dispensary::take(const ToldAct& act,
                                           const transform::dispensation::Prescription* prescription,
                                           const std::string& country) {
    const auto statement = told(act);
    return book.take({statement,
                      "<document of=\"" + act.documentId + "\"/>",
                      prescription,
                      {national::patientDigest("2.999.3", act.patient)},
                      CountryCode::parse(country).value(),
                      Instant{std::chrono::hours{500'000}}},
                     later());
}

Result<national::Receipt> Dispensary::takeBack(const std::string& documentId, const std::string& patient,
                                               const std::string& country) {
    const national::DispensationDiscard discard{PatientId::make("2.999.3", patient).value(), "2.999.9.1",
                                                dispensationId(documentId),
                                                std::make_shared<const std::string>("<discard/>")};
    return book.takeBack({discard, CountryCode::parse(country).value(), Instant{std::chrono::hours{500'001}}},
                         later());
}

std::uint64_t Dispensary::handedOut(const std::string& item) const {
    const auto packages =
        book.read().value()->handedOut("2.999.50^RX-1", {national::patientDigest("2.999.3", "PAT-1")});
    const auto found = packages.find("2.999.50^" + item);
    return found == packages.end() ? 0 : found->second;
}

} // namespace ncp::test
