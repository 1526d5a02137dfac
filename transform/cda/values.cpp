#include "transform/cda/values.hpp"

namespace ncp::transform::cda {

std::string PersonName::full() const {
    std::string name;
    for (const std::string* part : {&prefix, &given, &family, &suffix, &text}) {
        if (!part->empty()) {
            name += name.empty() ? *part : ' ' + *part;
        }
    }
    return name;
}

} // namespace ncp::transform::cda
