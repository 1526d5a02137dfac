#include "ncp/portal/counter.hpp"

#include <algorithm>
#include <utility>

namespace ncp::portal {

std::string closingReason(std::string_view entered) {
    constexpr std::size_t longest = 500;
    constexpr std::string_view space = " \t\r\n";
    const auto first = entered.find_first_not_of(space);
    if (first == std::string_view::npos) {
        return {};
    }
    const auto trimmed = entered.substr(first, entered.find_last_not_of(space) - first + 1);
    return trimmed.size() > longest ? std::string{} : std::string{trimmed};
}

Result<OpenPrescription> Counter::prescription(Session& session, std::string_view handle,
                                               TextLanguage language) const {
    auto listed = desk_.document(session, handle);
    if (!listed) {
        return fail(ErrorCode::DocumentNotFound, "no such document in this session");
    }
    if (listed->entry.classCode != ihe::kEPrescription || listed->entry.level != ihe::Level::L3) {
        return fail(ErrorCode::PrescriptionNotFound, "the document is no coded prescription");
    }
    auto relation = desk_.valid(session, listed->relation);
    if (!relation) {
        return passOn(relation);
    }
    auto document = desk_.read(session, handle, language, false);
    if (!document) {
        return passOn(document);
    }
    const auto sent = dispensing_.reports(relation->relation);
    if (!sent) {
        return passOn(sent);
    }
    auto items = consultation::prescriptionItems(**document, *sent);
    if (!items) {
        return passOn(items);
    }
    return OpenPrescription{std::move(*listed), std::move(*relation), std::move(*document),
                            std::move(*items)};
}

std::string Counter::draft(Session& session, HandoutDraft draft) const {
    auto handle = makeHandle(random_);
    session.visit.with([&](Visit& visit) { visit.drafts.add(handle, std::move(draft)); });
    return handle;
}

std::optional<HandoutDraft> Counter::draft(Session& session, std::string_view handle) const {
    return session.visit.with([&](Visit& visit) {
        const auto* found = visit.drafts.find(handle);
        return found == nullptr ? std::nullopt : std::optional{*found};
    });
}

Result<consultation::Report> Counter::dispense(Session& session, const HandoutDraft& draft,
                                               const std::string& requestKey, TextLanguage language) const {
    const auto open = prescription(session, draft.document, language);
    return open ? dispensing_.dispense(open->relation.relation, *open->document, draft.handout, requestKey)
                : Result<consultation::Report>{passOn(open)};
}

Result<std::vector<store::SentDispensation>> Counter::reports(Session& session,
                                                              std::string_view relation) const {
    const auto open = desk_.relation(session, relation);
    if (!open) {
        return fail(ErrorCode::TreatmentRelationNotValid, "the treatment relation is unknown");
    }
    return dispensing_.reports(open->relation);
}

Result<store::SentDispensation> Counter::report(Session& session, std::string_view relation,
                                                std::string_view id) const {
    auto all = reports(session, relation);
    if (!all) {
        return passOn(all);
    }
    const auto found = std::ranges::find(*all, id, &store::SentDispensation::id);
    if (found == all->end()) {
        return fail(ErrorCode::InputRefused, "no such report for this patient");
    }
    return std::move(*found);
}

Result<consultation::Report> Counter::discard(Session& session, std::string_view relation,
                                              const std::string& id, const std::string& requestKey) const {
    const auto open = desk_.valid(session, relation);
    return open ? dispensing_.discard(open->relation, id, requestKey)
                : Result<consultation::Report>{passOn(open)};
}

Result<consultation::Report> Counter::resend(Session& session, std::string_view relation,
                                             const std::string& id, std::int64_t number) const {
    const auto open = desk_.valid(session, relation);
    return open ? dispensing_.resend(open->relation, id, number) : Result<consultation::Report>{passOn(open)};
}

Result<store::SentDispensation> Counter::close(Session& session, std::string_view relation,
                                               const std::string& id, const std::string& reason) const {
    const auto open = desk_.valid(session, relation);
    if (!open) {
        return passOn(open);
    }
    const auto known = report(session, relation, id);
    return known ? dispensing_.close(open->relation.enquirer, id, reason)
                 : Result<store::SentDispensation>{passOn(known)};
}

} // namespace ncp::portal
