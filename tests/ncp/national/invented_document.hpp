#pragma once

#include <string>

namespace ncp::test {

/// A small clinical document of an invented person.
struct InventedDocument {
    std::string id = "DOC-1";
    std::string classCode = "60591-5";
    std::string patientRoot = "2.16.620.1.101.10.3.29";
    std::string patient = "PAT-1";
    std::string family = "Oppdiktet";
    std::string given = "Kari Anne";
    std::string birth = "19700131";
    std::string gender = "F";
    std::string source = {}; ///< extension of the parent document's id
    std::string title = "Summary";
    std::string pdf = {};                      ///< base64: makes it a level 1 document
    std::string mediaType = "application/pdf"; ///< of that file
    std::string time = "20260601120000+0200";
    std::string header = {}; ///< XML between title and patient: authors, service

    std::string text() const;
};

} // namespace ncp::test
