#pragma once

#include "base/xml/document.hpp"
#include "transform/cda/entries.hpp"
#include "transform/cda/narrative.hpp"
#include "transform/cda/read_elements.hpp"
#include "transform/cda/timing.hpp"
#include "transform/cda/values.hpp"

#include <string>
#include <vector>

namespace ncp::transform::cda {

/// Reads HL7 data types out of elements and remembers which elements it has read, so that what no typed
/// view asked for can be listed at the end and nothing of an entry is lost.
class ValueReader {
  public:
    /// `narrative` is the section's text; it must outlive the reader.
    explicit ValueReader(const Narrative& narrative) : narrative_(narrative) {}

    CodedValue coded(xml::Node element);
    CodedValue codedChild(xml::Node parent, std::string_view name); ///< empty value where there is none
    std::optional<CodedValue> optionalCode(xml::Node parent, std::string_view name);
    std::vector<CodedValue> codedChildren(xml::Node parent, std::string_view name);
    Quantity quantity(xml::Node element);
    QuantityRange quantityRange(xml::Node element);
    Ratio ratio(xml::Node element);
    TimeStamp timeStamp(xml::Node element);
    TimeRange timeRange(xml::Node element);
    TimeRange timeRangeChild(xml::Node parent, std::string_view name);
    Timing timing(xml::Node element);
    Value value(xml::Node element);
    Identifier identifier(xml::Node element);
    std::vector<Identifier> identifiers(xml::Node parent);
    PersonName name(xml::Node element);
    Address address(xml::Node element);
    Telecom telecom(xml::Node element);
    std::vector<Telecom> telecoms(xml::Node parent);
    Performer performer(xml::Node participation, std::string_view role);
    /// Text of the element itself, or what it refers to in the narrative.
    std::string text(xml::Node element);
    std::string textChild(xml::Node parent, std::string_view name);

    /// Takes the text of an act as read where it points into the narrative, which stands on the page anyway.
    void noteNarrated(xml::Node act);

    /// True where the act, or the relation in which it stands, says that it is not so (HL7 negationInd).
    bool negated(xml::Node act);
    /// HL7 ActMood of an act that is no event: planned, ordered, promised, a goal. Empty for what happened or
    /// is so.
    std::string mood(xml::Node act);
    /// Notes that the element and all below it are read.
    void markSubtree(xml::Node element);
    bool isRead(xml::Node element) const noexcept { return read_.contains(element); }
    bool isNegationRead(xml::Node act) const noexcept { return negationRead_.contains(act); }
    bool isMoodRead(xml::Node act) const noexcept { return moodRead_.contains(act); }

  private:
    void mark(xml::Node element) { read_.insert(element); }
    std::string originalText(xml::Node element);
    Qualifier qualifier(xml::Node element);
    Translation translation(xml::Node element);
    /// The translation and those nested in it, unless it says nothing.
    void collectTranslation(xml::Node element, std::vector<Translation>& into);
    void collectTranslations(xml::Node element, std::vector<Translation>& into);

    const Narrative& narrative_;
    ReadElements read_;
    ReadElements negationRead_;
    ReadElements moodRead_;
};

} // namespace ncp::transform::cda
