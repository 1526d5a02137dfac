#pragma once

#include <string>
#include <vector>

namespace ncp::test {

/// A document that means harm, or was made by a program that failed.
struct HostileDocument {
    std::string name;
    std::string bytes;
    bool refused = false; ///< must not get past the XML reader
};

/// Every kind of attack and accident, small. All persons are invented.
std::vector<HostileDocument> hostileDocuments();
/// The same kinds at the limits of size, depth and number.
std::vector<HostileDocument> hugeDocuments();

/// 300 statements whose original text is one and the same text of 100,000 letters.
std::string amplifyingDocument();

/// One document with script, links and markup in every place where text or a value can stand. What runs would
/// set the page's title to `owned` and load `beacon`.
std::string scriptedDocument(const std::string& beacon);
/// A level 1 document whose file is a page with a script.
std::string scriptedFile(const std::string& mediaType, const std::string& beacon);

} // namespace ncp::test
