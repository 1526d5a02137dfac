#include "transform/cda/values.hpp"

#include <algorithm>

namespace ncp::transform::cda {

namespace {

/// By the code where there is one: one may be translated and the other not.
bool saySame(const CodedValue& one, const CodedValue& other) {
    return one.code == other.code && one.system == other.system &&
           (!one.code.empty() || (one.display == other.display && one.originalText == other.originalText));
}

} // namespace

std::string PersonName::full() const {
    std::string name;
    for (const std::string* part : {&prefix, &given, &family, &suffix, &text}) {
        if (!part->empty()) {
            name += name.empty() ? *part : ' ' + *part;
        }
    }
    return name;
}

std::vector<CodedValue> qualifiersOf(const CodedValue& value) {
    std::vector<CodedValue> all;
    const auto add = [&all](const std::vector<Qualifier>& qualifiers) {
        for (const auto& [name, qualifier] : qualifiers) {
            const bool known = std::ranges::any_of(
                all, [&said = qualifier](const CodedValue& other) { return saySame(said, other); });
            if (!known) {
                all.push_back(qualifier);
            }
        }
    };
    add(value.qualifiers);
    for (const Translation& translation : value.translations) {
        add(translation.qualifiers);
    }
    return all;
}

} // namespace ncp::transform::cda
