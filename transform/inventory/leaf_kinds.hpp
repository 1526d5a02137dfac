#pragma once

#include "base/xml/document.hpp"
#include "transform/inventory/inventory.hpp"

#include <string>
#include <string_view>

namespace ncp::transform::inventory {

/// What the elements above say about an element's attributes and text.
struct Context {
    Region region = Region::Header;
    bool translation = false; ///< in or below a `translation`
    bool time = false;        ///< below an element that holds points in time
    bool patient = false;     ///< below recordTarget/patientRole
    bool subject = false;     ///< below the person whom a section is about
    bool structural = false;  ///< below an element that machines read: templateId, telecom of an entry …
};

/// The context of an element, from that of its parent.
Context contextOf(xml::Node element, const Context& parent);

/// Which leaf an attribute without namespace belongs to.
Kind kindOfAttribute(std::string_view attribute) noexcept;
/// What the attribute `value` of an element says.
Kind kindOfValue(xml::Node element, const Context& context);

/// True for the text of an element that is a file: base64, or the body of a level 1 document.
bool holdsFile(xml::Node element, const Context& context);
/// True where the order of all children carries meaning: narrative, names and addresses.
bool isOrdered(xml::Node element, const Context& context) noexcept;
/// True for markup between whose children white space is layout only: tables and lists.
bool isLayout(xml::Node element) noexcept;

/// Whether a reader must see the leaf.
bool isClinical(const Leaf& leaf, xml::Node element, const Context& context);

/// An attribute's name for people and for comparison: `xsi:type`, `xml:lang`, `{urn:x}name`.
std::string attributeName(const xml::Node::Attribute& attribute);
/// Its value; a QName in xsi:type with its namespace in place of its prefix.
std::string attributeValue(xml::Node element, const xml::Node::Attribute& attribute);

} // namespace ncp::transform::inventory
