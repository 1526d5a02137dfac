#pragma once

#include "transform/rules/path.hpp"

namespace ncp::transform::rules {

/// Reads one alternative of a path, front to back.
class PathReader {
  public:
    PathReader(std::string_view text, Names& names) : rest_(text), names_(names) {}

    Result<Path::Route> route();

    bool atEnd() const noexcept { return rest_.empty(); }
    std::string_view rest() const noexcept { return rest_; }

  private:
    Result<Path::Step> step(Path::Axis axis);
    Result<NameId> elementName();
    Result<std::vector<Path::Predicate>> predicates();
    Result<Path::Predicate> predicate();
    std::vector<std::string> values();
    std::string name();
    bool take(std::string_view token);

    std::string_view rest_;
    Names& names_;
};

} // namespace ncp::transform::rules
