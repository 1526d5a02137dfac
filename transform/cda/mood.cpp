#include "transform/cda/mood.hpp"

#include "transform/cda/element.hpp"
#include "transform/cda/entry_reader.hpp"

#include <algorithm>

namespace ncp::transform::cda {

namespace {

/// A prescribed or listed medicine is an intention or an order.
bool isOrdinary(const std::string& mood, const Entry& read) {
    return std::holds_alternative<Medication>(read.content) && (mood == "INT" || mood == "RQO");
}

bool isConcern(const Entry& read) {
    return std::holds_alternative<Allergy>(read.content) || std::holds_alternative<Problem>(read.content);
}

} // namespace

std::string moodOfEntry(xml::Node act, const std::vector<xml::Node>& others, const Entry& read,
                        ValueReader& reader) {
    std::string mood = reader.mood(act);
    if (isOrdinary(mood, read)) {
        return {};
    }
    if (!mood.empty() || !isConcern(read) || !isNamed(act, "act")) {
        return mood;
    }
    for (const RelatedAct& about : relatedActs(act)) {
        if (isNamed(about.act, "observation") && std::ranges::find(others, about.act) == others.end()) {
            return reader.mood(about.act);
        }
    }
    return mood;
}

} // namespace ncp::transform::cda
