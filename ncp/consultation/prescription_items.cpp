#include "ncp/consultation/prescription_items.hpp"

#include "transform/cda/element.hpp"
#include "transform/dispensation/prescription.hpp"
#include "transform/dispensation/product.hpp"

#include <algorithm>

namespace ncp::consultation {
namespace {

using store::SentDispensation;
using store::SentKind;
using store::SentState;

std::uint32_t dispensedOf(std::size_t item, const std::string& prescription,
                          const std::vector<SentDispensation>& sent) {
    std::int64_t packages = 0;
    for (const auto& one : sent) {
        const bool ofItem = one.kind == SentKind::Dispensation && one.prescription == prescription &&
                            one.item == static_cast<std::int64_t>(item);
        packages += ofItem && stands(one, sent) ? one.packages : 0;
    }
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(packages, 0, INT32_MAX));
}

std::string productOf(xml::Node item) {
    const auto product = transform::cda::path(item, {"consumable", "manufacturedProduct"});
    return product ? transform::dispensation::wordsFor(*product) : std::string{};
}

} // namespace

bool stands(const SentDispensation& dispensation, const std::vector<SentDispensation>& sent) {
    if (dispensation.state == SentState::Refused) {
        return false;
    }
    return std::ranges::none_of(sent, [&](const SentDispensation& one) {
        return one.kind == SentKind::Discard && one.takesBack == dispensation.id &&
               one.state == SentState::Accepted;
    });
}

Result<std::vector<PrescriptionItem>> prescriptionItems(const ReadDocument& prescription,
                                                        const std::vector<SentDispensation>& sent) {
    const auto document = xml::Document::parse(prescription.translated.value_or(prescription.original));
    if (!document) {
        return passOn(document);
    }
    const auto terms = transform::dispensation::prescriptionOf(*document);
    if (!terms) {
        return passOn(terms);
    }
    const auto elements = transform::dispensation::prescribedItems(*document);
    std::vector<PrescriptionItem> items;
    for (std::size_t i = 0; i < terms->items.size(); ++i) {
        const auto& term = terms->items[i];
        items.push_back({i < elements.size() ? productOf(elements[i]) : std::string{}, term.packages,
                         dispensedOf(i, prescription.entry.uniqueId, sent), term.substitutable, term.active});
    }
    return items;
}

} // namespace ncp::consultation
