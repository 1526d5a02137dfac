#include "base/xml/grammar/simple_types.hpp"

#include <algorithm>

namespace ncp::xml::grammar {
namespace {

bool isBuiltIn(const ExpandedName& type) {
    return type.starts_with(expanded(kSchemaNamespace, ""));
}

} // namespace

ValueCheckPointer SimpleTypes::check(const ExpandedName& type) {
    if (const auto known = checks_.find(type); known != checks_.end()) {
        return known->second;
    }
    ValueCheckPointer check;
    if (isBuiltIn(type)) {
        check = builtIn(std::string_view{type}.substr(kSchemaNamespace.size() + 2));
    } else if (const auto declared = components_.simpleTypes.find(type);
               declared != components_.simpleTypes.end()) {
        check = made(declared->second);
    }
    checks_.emplace(type, check);
    return check;
}

ValueCheckPointer SimpleTypes::made(const SimpleType& type) {
    // What is made of xs:ID would have to be unique, too.
    if (std::ranges::any_of(type.of, &isId)) {
        return nullptr;
    }
    if (type.kind == SimpleType::Kind::Restriction) {
        return restricted(type);
    }
    std::vector<ValueCheckPointer> checks;
    for (const auto& name : type.of) {
        checks.push_back(check(name));
    }
    if (checks.empty() || std::ranges::find(checks, nullptr) != checks.end()) {
        return nullptr;
    }
    return type.kind == SimpleType::Kind::List ? listOf(checks.front()) : anyOf(std::move(checks));
}

ValueCheckPointer SimpleTypes::restricted(const SimpleType& type) {
    const auto& base = type.of.front();
    auto narrowed = check(base);
    const bool hasFacets = type.pattern || type.notEmpty || !type.enumeration.empty();
    if (narrowed == nullptr || (hasFacets && !isAtomic(base))) {
        return nullptr;
    }
    if (type.pattern) {
        auto pattern = Pattern::compile(*type.pattern);
        if (!pattern) {
            return nullptr;
        }
        narrowed = withPattern(std::move(narrowed), std::move(*pattern));
    }
    if (type.notEmpty) {
        narrowed = notEmpty(std::move(narrowed));
    }
    return type.enumeration.empty() ? narrowed : withEnumeration(narrowed, type.enumeration);
}

/// Facets of lists and unions mean something else.
bool SimpleTypes::isAtomic(const ExpandedName& type) const {
    if (isBuiltIn(type)) {
        return !type.ends_with("}NMTOKENS") && !type.ends_with("}IDREFS");
    }
    const auto& declared = components_.simpleTypes.find(type)->second;
    return declared.kind == SimpleType::Kind::Restriction && isAtomic(declared.of.front());
}

bool isId(const ExpandedName& type) {
    return type == expanded(kSchemaNamespace, "ID");
}

} // namespace ncp::xml::grammar
