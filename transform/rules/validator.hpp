#pragma once

#include "base/xml/schema.hpp"
#include "transform/cda/coded_elements.hpp"
#include "transform/rules/rule_set.hpp"
#include "transform/rules/validate.hpp"
#include "transform/rules/value_set_sizes.hpp"
#include "transform/terminology/catalogue.hpp"

#include <filesystem>
#include <string_view>
#include <vector>

namespace ncp::transform::rules {

/// Everything that clinical documents are judged by: the structure (config/schema/cda), the rules
/// (config/rules) and the value sets of coded elements (config/pivot with a terminology release). Immutable;
/// shared by threads.
class Validator {
  public:
    /// `configuration` is the directory that holds rules, schema and pivot. ConfigurationInvalid lists the
    /// faults. The schema has to be loaded before the signature library starts.
    static Result<Validator> load(const std::filesystem::path& configuration);

    /// Every place where the document departs from structure, rules or value sets, in document order. Without
    /// a terminology release the value sets are not checked, and a notice says so.
    std::vector<Finding> validate(const xml::Document& document, const terminology::Catalogue* catalogue,
                                  const ValidationOptions& options = {}) const;
    /// The same from bytes of any kind: what is no XML, or too much of it, is the finding
    /// `document.unreadable`.
    std::vector<Finding> validateBytes(std::string_view bytes, const terminology::Catalogue* catalogue,
                                       const ValidationOptions& options = {}) const;

    /// The finding of bytes that are no XML; `detail` says why.
    Finding unreadable(std::string detail) const;
    /// The finding of a file that can't be opened; `detail` says why.
    Finding missing(std::string detail) const;

    const RuleSet& rules() const noexcept { return rules_; }

  private:
    Validator(RuleSet rules, xml::Schema schema, cda::CodedElements elements, ValueSetSizes sizes)
        : rules_(std::move(rules)), schema_(std::move(schema)), elements_(std::move(elements)),
          sizes_(std::move(sizes)) {}

    std::vector<Located> exchangeFindings(xml::Node root, const ValidationOptions& options) const;

    RuleSet rules_;
    xml::Schema schema_;
    cda::CodedElements elements_;
    ValueSetSizes sizes_;
};

} // namespace ncp::transform::rules
