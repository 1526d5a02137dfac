#pragma once

#include "base/xml/writer.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::test {

/// How peers write the two namespaces of a clinical document. All mean the same.
enum class Prefixes : std::uint8_t {
    Usual,     ///< HL7 as the default namespace, pharm: for the pharmacy extension
    Both,      ///< hl7: and pharm:, no default namespace
    Switching, ///< the default namespace changes with every element that needs another one
    Rebinding, ///< HL7 elements inside pharmacy ones bind the prefix pharm to HL7
};

/// Writes a clinical document in one of these ways. Values are escaped; white space is left out.
class CdaWriter {
  public:
    explicit CdaWriter(Prefixes prefixes) : prefixes_(prefixes) {}

    CdaWriter& start(std::string_view name);         ///< an element of HL7 v3
    CdaWriter& startPharmacy(std::string_view name); ///< an element of the pharmacy extension
    CdaWriter& attribute(std::string_view name, std::string_view value);
    CdaWriter& type(std::string_view name); ///< xsi:type of the element just started, a type of HL7 v3
    CdaWriter& text(std::string_view text);
    CdaWriter& end();

    CdaWriter& leaf(std::string_view name, std::string_view text); ///< HL7 v3
    CdaWriter& empty(std::string_view name, std::string_view attribute, std::string_view value);
    CdaWriter& id(std::string_view root, std::string_view extension);
    CdaWriter& templateId(std::string_view root) { return empty("templateId", "root", root); }

    std::string take() { return writer_.take(); }

  private:
    struct Frame {
        std::string_view own;          ///< namespace of the element
        std::string_view defaultBound; ///< what no prefix means here
        std::string_view pharmBound;   ///< what the prefix pharm means here
    };

    CdaWriter& startIn(std::string_view namespaceUri, std::string_view name);
    void startRoot(std::string_view name);

    Prefixes prefixes_;
    xml::Writer writer_;
    std::vector<Frame> open_;
};

} // namespace ncp::test
