#pragma once

#include "ncp/national/dispensation_book.hpp"

#include <catch2/catch.hpp>
#include <string>

namespace ncp::test {

/// The error of a result that has to be one.
ErrorCode codeOf(const auto& result) {
    REQUIRE_FALSE(result);
    return result.error().code;
}

void checkTaken(const Result<national::Receipt>& receipt);
void checkRepeated(const Result<national::Receipt>& receipt);

/// What a test tells of one act of dispensing.
struct ToldAct {
    std::string documentId = "ED-1";
    std::string item = "RX-1-1";
    std::uint32_t packages = 1;
    int second = 0; ///< of handing over
    bool substituted = false;
    bool timed = true;
    std::string patient = "PAT-1";
    std::string prescription = "RX-1";
};

transform::dispensation::Statement told(const ToldAct& act);

/// A prescription RX-1 of the invented patient with one item, RX-1-1.
transform::dispensation::Prescription prescribed(std::uint32_t packages, bool substitutable = true,
                                                 bool active = true);

/// The unique id of ToldAct::documentId.
std::string dispensationId(const std::string& documentId);

/// A book, and the calls of a peer from Norway.
class Dispensary {
  public:
    explicit Dispensary(const std::filesystem::path& directory);

    /// Null prescription: the book's owner has none of that id.
    Result<national::Receipt> take(const ToldAct& act,
                                   const transform::dispensation::Prescription* prescription,
                                   const std::string& country = "NO");
    Result<national::Receipt> takeBack(const std::string& documentId, const std::string& patient = "PAT-1",
                                       const std::string& country = "NO");
    std::uint64_t handedOut(const std::string& item = "RX-1-1") const;

    national::DispensationBook book;
};

} // namespace ncp::test
