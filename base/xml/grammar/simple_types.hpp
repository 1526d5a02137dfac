#pragma once

#include "base/xml/grammar/components.hpp"
#include "base/xml/grammar/value_check.hpp"

namespace ncp::xml::grammar {

/// The simple types of a schema as checks, each made once.
class SimpleTypes {
  public:
    /// Views `components`, which must outlive it.
    explicit SimpleTypes(const Components& components) : components_(components) {}

    /// Null where the type, or what it is made of, is not understood.
    ValueCheckPointer check(const ExpandedName& type);

  private:
    ValueCheckPointer made(const SimpleType& type);
    ValueCheckPointer restricted(const SimpleType& type);
    bool isAtomic(const ExpandedName& type) const;

    const Components& components_;
    Components::Named<ValueCheckPointer> checks_;
};

/// True for xs:ID itself: its values have to be unique in a document.
bool isId(const ExpandedName& type);

} // namespace ncp::xml::grammar
