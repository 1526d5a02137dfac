#pragma once

#include "ncp/discovery/mask_values.hpp"
#include "ncp/portal/layout.hpp"

#include <string>
#include <vector>

namespace ncp::portal {

/// Writes the inputs of a search mask with what was entered and what was wrong with it.
class MaskForm {
  public:
    MaskForm(const View& view, const discovery::MaskValues& values,
             const std::vector<discovery::FieldFault>& faults)
        : view_(view), values_(values), faults_(faults) {}

    /// A list of the faults, each a link to its field; takes the focus. Nothing where there are none.
    void writeSummary(Html& html, const std::vector<discovery::MaskField>& fields) const;
    void writePerson(Html& html, const discovery::PersonSearch& person) const;
    void writeField(Html& html, const discovery::MaskField& field) const;
    /// Whether something is entered for, or wrong with, one of the fields.
    bool touched(const std::vector<discovery::MaskField>& fields) const;

  private:
    void writeIdentifiers(Html& html, const discovery::IdentifierSet& set) const;
    void writeHints(Html& html, const discovery::MaskField& field, const std::string& id) const;
    void writeInput(Html& html, const discovery::MaskField& field, const std::string& id,
                    const std::string& describedBy, bool faulty) const;
    void writeGenders(Html& html, const discovery::MaskField& field, const std::string& id,
                      const std::string& describedBy, bool faulty) const;
    std::string faultText(const discovery::MaskField& field) const;
    std::string valueOf(const discovery::MaskField& field) const;

    const View& view_;
    const discovery::MaskValues& values_;
    const std::vector<discovery::FieldFault>& faults_;
};

/// The sentence for what is wrong with a field that is called `label`.
std::string faultSentence(const View& view, discovery::FieldFaultKind kind, const std::string& label);

} // namespace ncp::portal
