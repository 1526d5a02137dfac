#pragma once

#include "transform/cda/coded_elements.hpp"
#include "transform/pivot/finding_list.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ncp::transform::pivot {

/// A coded element as the document states it. Views live until the judge answers.
struct CodedView {
    std::string_view code;
    std::string_view system; ///< OID or alias; what the list says where the document says nothing
    std::string_view systemName;
    std::string_view version;
    std::string_view display;
    bool holdsTranslation = true;            ///< its data type has a place for one
    bool identifiesProduct = false;          ///< a number of a product or package, which nobody translates
    const cda::CodedElement* row = nullptr;  ///< of the list; null for elements that it does not name
    cda::Usage usage = cda::Usage::Optional; ///< in this document type
};

/// Whether the original goes into a translation beside.
enum class Keep : std::uint8_t {
    Nothing,   ///< nothing was changed
    Original,  ///< unless a translation says exactly the same
    Name,      ///< the same, but readers look for the concept in the first translation: it has to be there
    FirstOnly, ///< unless the first translation has the concept: then this was done before
};

/// What a coded element is to say instead. Empty texts leave what stands there. The views are the release's.
struct Change {
    std::string_view code;
    std::string_view system;
    std::string_view systemName;
    std::string_view version;
    std::string_view display;
    bool toNull = false; ///< nullFlavor OTH instead of any code
    bool counts = true;  ///< among the coded elements
    Keep keep = Keep::Nothing;
};

/// Decides what becomes of each code, and says what it noticed.
class Judge {
  public:
    virtual ~Judge() = default;
    virtual Change element(const CodedView& coded, FindingList& findings) = 0;
    /// The code of an attribute or text; what to write instead of an attribute's.
    virtual std::optional<std::string> text(std::string_view value, const cda::CodedElement& row,
                                            FindingList& findings) = 0;

    Counts counts;
};

/// `195967001 "Asthma" (SNOMED CT, 2.16.840.1.113883.6.96)`: the same in every language. What is empty is
/// left out.
std::string describe(std::string_view code, std::string_view display, std::string_view systemName,
                     std::string_view system);

} // namespace ncp::transform::pivot
