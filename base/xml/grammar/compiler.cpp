#include "base/xml/grammar/compiler.hpp"

#include "base/xml/grammar/simple_types.hpp"

#include <algorithm>
#include <limits>

namespace ncp::xml::grammar {
namespace {

/// The required attributes of a type are the bits of a number.
constexpr std::size_t kMostRequired = 32;

/// What a type has with all that it inherits.
struct Effective {
    Expression content;
    bool isMixed = false;
    std::map<std::string, AttributeUse> attributes{};
};

/// Remembers what it does not understand instead of the tables that it can't make.
class Compiler {
  public:
    explicit Compiler(const Components& components) : components_(components), simple_(components) {}

    Result<Tables> compile() {
        for (const auto& [name, type] : components_.complexTypes) {
            tables_.types.emplace(name, static_cast<TypeId>(tables_.types.size()));
        }
        for (const auto& [name, type] : components_.complexTypes) {
            tables_.rules.push_back(ruleOf(name, type));
        }
        for (const auto& [name, type] : components_.elements) {
            tables_.roots.emplace(numberOf(tables_.elements, name), complexType(type));
        }
        if (tables_.types.size() > std::numeric_limits<TypeId>::max()) {
            isUnknown("so many types");
        }
        if (!unknown_.empty()) {
            return fail(ErrorCode::ConfigurationInvalid, unknown_ + " has no place in the tables");
        }
        std::ranges::for_each(tables_.rules, [&](ElementRule& rule) { numberNames(rule); });
        return std::move(tables_);
    }

  private:
    void isUnknown(const std::string& what) {
        if (unknown_.empty()) {
            unknown_ = what;
        }
    }

    NameId numberOf(Tables::Numbers<NameId>& numbers, const std::string& name) {
        const auto next = static_cast<NameId>(numbers.size() + 1);
        return numbers.try_emplace(name, next).first->second;
    }

    TypeId complexType(const ExpandedName& name) {
        const auto type = tables_.types.find(name);
        if (type == tables_.types.end()) {
            isUnknown("an element of the type " + name);
            return 0;
        }
        return type->second;
    }

    ElementRule ruleOf(const ExpandedName& name, const ComplexType& type) {
        ElementRule rule;
        if (!type.base.empty()) {
            rule.base = complexType(type.base);
        }
        rule.isAbstract = type.isAbstract;
        const auto effective = effectiveOf(name, type, rule);
        rule.isMixed = effective.isMixed;
        if (auto content = Automaton::build(effective.content, rule.children.size())) {
            rule.content = std::move(*content);
        } else {
            isUnknown("the content of " + name);
        }
        for (const auto& [local, use] : effective.attributes) {
            addAttribute(rule, use);
        }
        if (std::max(rule.children.size(), rule.attributes.size()) >=
            std::numeric_limits<std::uint8_t>::max()) {
            isUnknown(name + " with so many names");
        }
        return rule;
    }

    /// The symbols of the content are those of `rule`, which gets them.
    Effective effectiveOf(const ExpandedName& name, const ComplexType& type, ElementRule& rule) {
        Effective effective;
        if (const auto base = components_.complexTypes.find(type.base);
            base != components_.complexTypes.end()) {
            // Symbols of content that a restriction replaces must not stay in the rule.
            ElementRule replaced;
            effective = effectiveOf(type.base, base->second, type.isExtension ? rule : replaced);
        }
        if (type.isExtension) {
            const bool hasContent = effective.isMixed || !effective.content.parts.empty();
            if (hasContent && effective.isMixed != type.isMixed) {
                isUnknown("the mixed content of " + name);
            }
        } else {
            effective.content = {};
        }
        effective.isMixed = type.isMixed;
        if (type.content) {
            effective.content.parts.push_back(expressionOf(*type.content, rule));
        }
        addUses(type.attributes, effective);
        return effective;
    }

    void addUses(const AttributeGroup& group, Effective& effective) {
        for (const auto& name : group.groups) {
            addUses(components_.attributeGroups.at(name), effective);
        }
        for (const auto& use : group.uses) {
            if (use.prohibited) {
                effective.attributes.erase(use.name);
            } else {
                effective.attributes.insert_or_assign(use.name, use);
            }
        }
    }

    Expression expressionOf(const Particle& particle, ElementRule& rule) {
        auto expression = onceOf(particle, rule);
        if (particle.least == 1 && particle.most == 1U) {
            return expression;
        }
        return Expression::repeat(std::move(expression), particle.least, particle.most);
    }

    Expression onceOf(const Particle& particle, ElementRule& rule) {
        switch (particle.kind) {
        case Particle::Kind::Element:
            return Expression::oneOf({symbolOf(rule, particle.name, particle.type)});
        case Particle::Kind::GlobalElement:
            return Expression::oneOf({symbolOf(rule, particle.name, components_.elements.at(particle.name))});
        case Particle::Kind::Group:
            return expressionOf(components_.groups.at(particle.name), rule);
        case Particle::Kind::Sequence:
        case Particle::Kind::Choice:
            break;
        }
        std::vector<Expression> parts;
        for (const auto& part : particle.parts) {
            parts.push_back(expressionOf(part, rule));
        }
        return particle.kind == Particle::Kind::Choice ? Expression::choice(std::move(parts))
                                                       : Expression::sequence(std::move(parts));
    }

    Symbol symbolOf(ElementRule& rule, const ExpandedName& name, const ExpandedName& typeName) {
        const auto number = numberOf(tables_.elements, name);
        const auto type = complexType(typeName);
        const auto known = std::ranges::find(rule.children, number, &ElementRule::Child::name);
        if (known == rule.children.end()) {
            rule.children.push_back({number, type});
            return static_cast<Symbol>(rule.children.size() - 1);
        }
        if (known->type != type) {
            isUnknown(name + " of two types in one place");
        }
        return static_cast<Symbol>(known - rule.children.begin());
    }

    void addAttribute(ElementRule& rule, const AttributeUse& use) {
        AttributeRule attribute{numberOf(tables_.attributes, use.name), simple_.check(use.type), use.fixed,
                                isId(use.type)};
        if (attribute.value == nullptr) {
            return isUnknown("an attribute of the type " + use.type);
        }
        if (use.required) {
            const auto before = static_cast<std::size_t>(std::ranges::count_if(
                rule.attributes, [](const AttributeRule& other) { return other.requirement != 0; }));
            if (before == kMostRequired) {
                return isUnknown("so many required attributes");
            }
            attribute.requirement = std::uint32_t{1} << before;
            rule.requirements |= attribute.requirement;
        }
        rule.attributes.push_back(std::move(attribute));
    }

    /// Once all names are known.
    void numberNames(ElementRule& rule) {
        rule.childNumber.resize(tables_.elements.size() + 1);
        for (std::size_t i = 0; i < rule.children.size(); ++i) {
            rule.childNumber[rule.children[i].name] = static_cast<std::uint8_t>(i + 1);
        }
        rule.attributeNumber.resize(tables_.attributes.size() + 1);
        for (std::size_t i = 0; i < rule.attributes.size(); ++i) {
            rule.attributeNumber[rule.attributes[i].name] = static_cast<std::uint8_t>(i + 1);
        }
    }

    const Components& components_;
    SimpleTypes simple_;
    Tables tables_;
    std::string unknown_;
};

} // namespace

Result<Tables> compile(const Components& components) {
    return Compiler{components}.compile();
}

} // namespace ncp::xml::grammar
