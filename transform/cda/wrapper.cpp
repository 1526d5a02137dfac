#include "transform/cda/wrapper.hpp"

#include "transform/cda/clinical_document.hpp"
#include "transform/cda/element.hpp"
#include "transform/cda/entry_reader.hpp"

#include <algorithm>

namespace ncp::transform::cda {

namespace {

bool isOfConcerns(std::string_view sectionCode) {
    return sectionCode == kAllergySection || sectionCode == kProblemSection ||
           sectionCode == kPastIllnessSection;
}

/// A reason or a reaction belongs to the act round it.
bool isPart(const RelatedAct& related) {
    return related.typeCode.empty() || related.typeCode == "COMP" || related.typeCode == "SUBJ";
}

/// In an act of a section of concerns an observation is what that concern is about.
bool isWrappedByAct(xml::Node inner, std::string_view sectionCode) {
    if (isNamed(inner, "act")) {
        return isConcern(inner) || !wrappedActs(inner, sectionCode).empty();
    }
    return isNamed(inner, "organizer") || isNamed(inner, "procedure") ||
           isNamed(inner, "substanceAdministration") || isNamed(inner, "supply") ||
           (isNamed(inner, "observation") && !isOfConcerns(sectionCode));
}

bool isWrappedByOrganizer(xml::Node inner, std::string_view sectionCode, bool observed) {
    return isConcern(inner) || isNamed(inner, "substanceAdministration") || isNamed(inner, "supply") ||
           (isNamed(inner, "procedure") && !observed) ||
           (isOfConcerns(sectionCode) && (isObserved(inner) || isNamed(inner, "act")));
}

} // namespace

bool isObserved(xml::Node act) {
    return isNamed(act, "observation") || isNamed(act, "organizer");
}

bool isConcern(xml::Node act) {
    const auto code = child(act, "code");
    return isNamed(act, "act") && code && code->attribute("code") == "CONC";
}

std::vector<xml::Node> wrappedActs(xml::Node act, std::string_view sectionCode) {
    std::vector<xml::Node> wrapped;
    const bool organizer = isNamed(act, "organizer");
    if ((!organizer && !isNamed(act, "act")) || isConcern(act)) {
        return wrapped;
    }
    const std::vector<RelatedAct> related = relatedActs(act);
    const bool observed =
        std::ranges::any_of(related, [](const RelatedAct& one) { return isObserved(one.act); });
    for (const RelatedAct& one : related) {
        if (isPart(one) && (organizer ? isWrappedByOrganizer(one.act, sectionCode, observed)
                                      : isWrappedByAct(one.act, sectionCode))) {
            wrapped.push_back(one.act);
        }
    }
    return wrapped;
}

} // namespace ncp::transform::cda
