#include "base/xml/grammar/schema_reader.hpp"

#include "base/table.hpp"
#include "base/xml/document.hpp"

#include <algorithm>
#include <charconv>
#include <initializer_list>
#include <set>

namespace ncp::xml::grammar {
namespace {

/// Reads one file. What is not understood is remembered, and makes the whole reading fail.
class FileReader {
  public:
    FileReader(Node schema, Components& components)
        : schema_(schema), components_(components), target_(schema.attribute("targetNamespace")) {}

    void read() {
        only(schema_, {"targetNamespace", "elementFormDefault"});
        if (!isOfSchema(schema_, "schema") || target_.empty() ||
            schema_.attribute("elementFormDefault") != "qualified") {
            isUnknown(schema_);
        }
        for (const auto child : schema_.children()) {
            readGlobal(child);
        }
    }

    const std::vector<std::string>& schemaLocations() const noexcept { return locations_; }
    const std::string& unknown() const noexcept { return unknown_; }

  private:
    static bool isOfSchema(Node node, std::string_view name) noexcept {
        return node.is(kSchemaNamespace, name);
    }

    void isUnknown(Node node) {
        if (unknown_.empty()) {
            unknown_ = "line " + std::to_string(node.line()) + ": " + std::string{node.name()} +
                       " as it stands here is not understood";
        }
    }

    void only(Node node, std::initializer_list<std::string_view> names) {
        for (const auto& attribute : node.attributes()) {
            if (!attribute.namespaceUri.empty() || std::ranges::find(names, attribute.name) == names.end()) {
                isUnknown(node);
            }
        }
    }

    void readGlobal(Node node) {
        const auto name = expanded(target_, node.attribute("name"));
        if (isOfSchema(node, "include") || isOfSchema(node, "import")) {
            only(node, {"namespace", "schemaLocation"});
            if (const auto location = node.attributeIfPresent("schemaLocation")) {
                locations_.push_back(*location);
            }
        } else if (isOfSchema(node, "element")) {
            only(node, {"name", "type"});
            components_.elements.emplace(name, reference(node, "type"));
            noChildren(node);
        } else if (isOfSchema(node, "complexType")) {
            components_.complexTypes.emplace(name, complexType(node));
        } else if (isOfSchema(node, "simpleType")) {
            components_.simpleTypes.emplace(name, simpleType(node));
        } else if (isOfSchema(node, "group")) {
            only(node, {"name"});
            const auto content = node.firstChild();
            if (!content || content->next() || !isModel(*content)) {
                return isUnknown(node);
            }
            components_.groups.emplace(name, particle(*content));
        } else if (isOfSchema(node, "attributeGroup")) {
            only(node, {"name"});
            components_.attributeGroups.emplace(name, attributes(node.firstChild()));
        } else {
            isUnknown(node);
        }
    }

    void noChildren(Node node) {
        if (node.firstChild()) {
            isUnknown(*node.firstChild());
        }
    }

    /// The name that an attribute refers to. Names without prefix are not understood.
    ExpandedName reference(Node node, std::string_view attribute) {
        return qualified(node, node.attribute(attribute));
    }

    ExpandedName qualified(Node node, std::string_view name) {
        const auto colon = name.find(':');
        const auto space =
            colon == std::string_view::npos ? std::nullopt : node.resolvePrefix(name.substr(0, colon));
        if (!space) {
            isUnknown(node);
            return {};
        }
        return expanded(*space, name.substr(colon + 1));
    }

    static bool isModel(Node node) noexcept {
        return isOfSchema(node, "sequence") || isOfSchema(node, "choice");
    }
    static bool isParticle(Node node) noexcept { return isModel(node) || isOfSchema(node, "group"); }

    Particle particle(Node node) {
        Particle read;
        readOccurrence(node, read);
        if (isModel(node)) {
            only(node, {"minOccurs", "maxOccurs"});
            read.kind = isOfSchema(node, "choice") ? Particle::Kind::Choice : Particle::Kind::Sequence;
            for (const auto child : node.children()) {
                read.parts.push_back(particle(child));
            }
            if (read.parts.empty()) {
                isUnknown(node);
            }
            return read;
        }
        noChildren(node);
        if (isOfSchema(node, "group") || (isOfSchema(node, "element") && node.hasAttribute("ref"))) {
            only(node, {"ref", "minOccurs", "maxOccurs"});
            read.kind = isOfSchema(node, "group") ? Particle::Kind::Group : Particle::Kind::GlobalElement;
            read.name = reference(node, "ref");
        } else if (isOfSchema(node, "element")) {
            only(node, {"name", "type", "minOccurs", "maxOccurs"});
            read.kind = Particle::Kind::Element;
            read.name = expanded(target_, node.attribute("name"));
            read.type = reference(node, "type");
        } else {
            isUnknown(node);
        }
        return read;
    }

    void readOccurrence(Node node, Particle& particle) {
        particle.least = count(node, "minOccurs");
        if (node.attribute("maxOccurs") == "unbounded") {
            particle.most.reset();
            return;
        }
        particle.most = count(node, "maxOccurs");
        if (particle.most == 0U || particle.least > particle.most) {
            isUnknown(node);
        }
    }

    std::size_t count(Node node, std::string_view attribute) {
        const auto text = node.attributeIfPresent(attribute).value_or("1");
        std::size_t value = 0;
        const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (fault != std::errc{} || end != text.data() + text.size()) {
            isUnknown(node);
        }
        return value;
    }

    bool truth(Node node, std::string_view attribute) {
        const auto text = node.attributeIfPresent(attribute).value_or("false");
        if (text != "true" && text != "false") {
            isUnknown(node);
        }
        return text == "true";
    }

    ComplexType complexType(Node node) {
        only(node, {"name", "mixed", "abstract"});
        ComplexType type;
        type.isMixed = truth(node, "mixed");
        type.isAbstract = truth(node, "abstract");
        auto declared = node;
        if (const auto derived = node.firstChild(); derived && isOfSchema(*derived, "complexContent")) {
            only(*derived, {});
            const auto derivation = derived->firstChild();
            if (derived->next() || !derivation || derivation->next()) {
                isUnknown(*derived);
                return type;
            }
            declared = *derivation;
            only(declared, {"base"});
            type.base = reference(declared, "base");
            type.isExtension = isOfSchema(declared, "extension");
            if (!type.isExtension && !isOfSchema(declared, "restriction")) {
                isUnknown(declared);
            }
        }
        auto child = declared.firstChild();
        if (child && isParticle(*child)) {
            type.content = particle(*child);
            child = child->next();
        }
        type.attributes = attributes(child);
        return type;
    }

    /// From `node` on to the last sibling.
    AttributeGroup attributes(std::optional<Node> node) {
        AttributeGroup group;
        for (; node; node = node->next()) {
            noChildren(*node);
            if (isOfSchema(*node, "attributeGroup")) {
                only(*node, {"ref"});
                group.groups.push_back(reference(*node, "ref"));
            } else if (isOfSchema(*node, "attribute")) {
                group.uses.push_back(attributeUse(*node));
            } else {
                isUnknown(*node);
            }
        }
        return group;
    }

    AttributeUse attributeUse(Node node) {
        only(node, {"name", "type", "use", "fixed", "default"});
        AttributeUse use{node.attribute("name")};
        use.type = reference(node, "type");
        const auto occurrence = node.attributeIfPresent("use").value_or("optional");
        use.required = occurrence == "required";
        use.prohibited = occurrence == "prohibited";
        if (!use.required && !use.prohibited && occurrence != "optional") {
            isUnknown(node);
        }
        use.fixed = node.attributeIfPresent("fixed");
        return use;
    }

    SimpleType simpleType(Node node) {
        only(node, {"name"});
        SimpleType type;
        const auto variety = node.firstChild();
        if (!variety || variety->next()) {
            isUnknown(node);
        } else if (isOfSchema(*variety, "restriction")) {
            only(*variety, {"base"});
            type.of.push_back(reference(*variety, "base"));
            for (const auto facet : variety->children()) {
                readFacet(facet, type);
            }
        } else if (isOfSchema(*variety, "list")) {
            only(*variety, {"itemType"});
            noChildren(*variety);
            type.kind = SimpleType::Kind::List;
            type.of.push_back(reference(*variety, "itemType"));
        } else if (isOfSchema(*variety, "union")) {
            only(*variety, {"memberTypes"});
            noChildren(*variety);
            type.kind = SimpleType::Kind::Union;
            readMembers(*variety, type);
        } else {
            isUnknown(*variety);
        }
        return type;
    }

    void readFacet(Node facet, SimpleType& type) {
        only(facet, {"value"});
        noChildren(facet);
        const auto value = facet.attribute("value");
        if (isOfSchema(facet, "enumeration")) {
            type.enumeration.push_back(value);
        } else if (isOfSchema(facet, "pattern") && !type.pattern) {
            type.pattern = value;
        } else if (isOfSchema(facet, "minLength") && value == "1") {
            type.notEmpty = true;
        } else {
            isUnknown(facet);
        }
    }

    void readMembers(Node node, SimpleType& type) {
        const auto names = node.attribute("memberTypes");
        std::string_view rest = names;
        while (!rest.empty()) {
            const auto blank = std::min(rest.find(' '), rest.size());
            type.of.push_back(qualified(node, rest.substr(0, blank)));
            rest.remove_prefix(std::min(blank + 1, rest.size()));
        }
    }

    Node schema_;
    Components& components_;
    std::string target_;
    std::vector<std::string> locations_;
    std::string unknown_;
};

} // namespace

Result<Components> readComponents(const std::filesystem::path& file) {
    Components components;
    std::set<std::filesystem::path> known{file.lexically_normal()};
    std::vector<std::filesystem::path> files{file.lexically_normal()};
    for (std::size_t i = 0; i < files.size(); ++i) {
        const auto bytes = readFile(files[i]);
        if (!bytes) {
            return passOn(bytes);
        }
        const auto document = Document::parse(*bytes);
        if (!document) {
            return passOn(document);
        }
        FileReader reader{document->root(), components};
        reader.read();
        if (!reader.unknown().empty()) {
            return fail(ErrorCode::ConfigurationInvalid, files[i].string() + ": " + reader.unknown());
        }
        for (const auto& location : reader.schemaLocations()) {
            auto next = (files[i].parent_path() / location).lexically_normal();
            if (known.insert(next).second) {
                files.push_back(std::move(next));
            }
        }
    }
    return components;
}

} // namespace ncp::xml::grammar
