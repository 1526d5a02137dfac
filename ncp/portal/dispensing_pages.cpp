// The pages of the counter: from a prescription to a report and what became of it.
#include "ncp/portal/clinician_pages.hpp"
#include "ncp/portal/handout_page.hpp"
#include "ncp/portal/report_pages.hpp"
#include "ncp/portal/responses.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace ncp::portal {
namespace {

/// The number of an attempt as the form has it; 0 for anything else.
std::int64_t attemptOf(const Form& form) {
    const auto text = fieldOf(form, "attempt");
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// A key that a form of ours carries: a handle.
bool isKey(std::string_view text) {
    return text.size() == 32 &&
           std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

std::string pathOf(const std::string& relation, const std::string& report) {
    return "/relations/" + relation + "/reports/" + report;
}

} // namespace

http::Response ClinicianPages::handoutPage(Visitor& visitor, int status, const Form& entered,
                                           const std::vector<HandoutFault>& faults) const {
    const auto open = parts_.counter.prescription(*visitor.session, visitor.place[0], visitor.language);
    if (!open) {
        const auto listed = parts_.desk.document(*visitor.session, visitor.place[0]);
        return listed ? failure(visitor, open.error(), "/relations/" + listed->relation)
                      : unknownHandle(visitor);
    }
    const auto country = parts_.desk.connected(open->relation.patient.country.str());
    if (country == nullptr) {
        return unknownHandle(visitor);
    }
    return htmlResponse(status,
                        portal::handoutPage(view(visitor, "/documents/" + visitor.place[0] + "/handout"),
                                            {*country, *open, visitor.place[0], entered, faults}));
}

http::Response ClinicianPages::handoutForm(Visitor& visitor) const {
    return handoutPage(visitor, 200, {}, {});
}

http::Response ClinicianPages::prepareHandout(Visitor& visitor) const {
    const auto open = parts_.counter.prescription(*visitor.session, visitor.place[0], visitor.language);
    if (!open) {
        return handoutPage(visitor, 200, {}, {});
    }
    auto entered = readHandout(visitor.form, open->items);
    if (!entered.faults.empty()) {
        return handoutPage(visitor, 422, visitor.form, entered.faults);
    }
    return seeOther("/handouts/" +
                    parts_.counter.draft(*visitor.session, {visitor.place[0], std::move(entered.handout)}));
}

http::Response ClinicianPages::handoutSummary(Visitor& visitor) const {
    const auto draft = parts_.counter.draft(*visitor.session, visitor.place[0]);
    if (!draft) {
        return unknownHandle(visitor);
    }
    const auto open = parts_.counter.prescription(*visitor.session, draft->document, visitor.language);
    if (!open) {
        return failure(visitor, open.error(), "/countries");
    }
    const auto country = parts_.desk.connected(open->relation.patient.country.str());
    if (country == nullptr || draft->handout.item >= open->items.size()) {
        return unknownHandle(visitor);
    }
    return htmlResponse(200, handoutSummaryPage(view(visitor, visitor.request.path), *country, *open, *draft,
                                                visitor.place[0]));
}

http::Response ClinicianPages::sendHandout(Visitor& visitor) const {
    const auto draft = parts_.counter.draft(*visitor.session, visitor.place[0]);
    const auto listed = draft ? parts_.desk.document(*visitor.session, draft->document) : std::nullopt;
    if (!listed) {
        return unknownHandle(visitor);
    }
    const auto report = parts_.counter.dispense(*visitor.session, *draft, visitor.place[0], visitor.language);
    return report ? seeOther(pathOf(listed->relation, report->sent.id))
                  : failure(visitor, report.error(), "/relations/" + listed->relation);
}

http::Response ClinicianPages::report(Visitor& visitor) const {
    const auto relation = parts_.desk.relation(*visitor.session, visitor.place[0]);
    const auto country = relation ? parts_.desk.connected(relation->patient.country.str()) : nullptr;
    const auto all = country == nullptr ? Result<std::vector<store::SentDispensation>>{}
                                        : parts_.counter.reports(*visitor.session, visitor.place[0]);
    if (!all) {
        return failure(visitor, all.error(), "/relations/" + visitor.place[0]);
    }
    const auto found = std::ranges::find(*all, visitor.place[1], &store::SentDispensation::id);
    if (found == all->end()) {
        return unknownHandle(visitor);
    }
    return htmlResponse(200, reportPage(view(visitor, visitor.request.path),
                                        {*country, *relation, visitor.place[0], *found, *all}));
}

/// The question before a report is taken back, sent again or closed. `unanswered`: sent without what is asked
/// for.
http::Response ClinicianPages::reportQuestion(Visitor& visitor, ReportQuestion question,
                                              bool unanswered) const {
    const auto relation = parts_.desk.relation(*visitor.session, visitor.place[0]);
    const auto country = relation ? parts_.desk.connected(relation->patient.country.str()) : nullptr;
    const auto found = country == nullptr
                           ? Result<store::SentDispensation>{fail(ErrorCode::InputRefused, {})}
                           : parts_.counter.report(*visitor.session, visitor.place[0], visitor.place[1]);
    if (!found) {
        return unknownHandle(visitor);
    }
    const auto wanted =
        question == ReportQuestion::Discard ? store::SentState::Accepted : store::SentState::Unknown;
    if (found->state != wanted || !found->closed.empty()) {
        return seeOther(pathOf(visitor.place[0], visitor.place[1]));
    }
    const auto page = view(visitor, pathOf(visitor.place[0], visitor.place[1]));
    const ShownReport shown{*country, *relation, visitor.place[0], *found, {}};
    const int status = unanswered ? 422 : 200;
    switch (question) {
    case ReportQuestion::Discard:
        return htmlResponse(status, discardPage(page, shown, makeHandle(parts_.random)));
    case ReportQuestion::Resend:
        return htmlResponse(status, resendPage(page, shown, unanswered));
    case ReportQuestion::Close:
        break;
    }
    return htmlResponse(status, closePage(page, shown, unanswered));
}

http::Response ClinicianPages::discardForm(Visitor& visitor) const {
    return reportQuestion(visitor, ReportQuestion::Discard, false);
}

http::Response ClinicianPages::discard(Visitor& visitor) const {
    const auto key = fieldOf(visitor.form, "request");
    const auto path = pathOf(visitor.place[0], visitor.place[1]);
    if (!isKey(key)) {
        return failure(visitor, Error{ErrorCode::InputRefused, {}, {}}, path);
    }
    const auto report = parts_.counter.discard(*visitor.session, visitor.place[0], visitor.place[1],
                                               "discard-" + std::string{key});
    return report ? seeOther(pathOf(visitor.place[0], report->sent.id))
                  : failure(visitor, report.error(), path);
}

http::Response ClinicianPages::resendForm(Visitor& visitor) const {
    return reportQuestion(visitor, ReportQuestion::Resend, false);
}

http::Response ClinicianPages::resend(Visitor& visitor) const {
    if (fieldOf(visitor.form, "confirmed") != "yes") {
        return reportQuestion(visitor, ReportQuestion::Resend, true);
    }
    const auto path = pathOf(visitor.place[0], visitor.place[1]);
    const auto report =
        parts_.counter.resend(*visitor.session, visitor.place[0], visitor.place[1], attemptOf(visitor.form));
    // A second click finds that the attempt was made: what became of it stands on the same page.
    return report || report.error().code == ErrorCode::InputRefused ? seeOther(path)
                                                                    : failure(visitor, report.error(), path);
}

http::Response ClinicianPages::closeForm(Visitor& visitor) const {
    return reportQuestion(visitor, ReportQuestion::Close, false);
}

http::Response ClinicianPages::close(Visitor& visitor) const {
    const auto reason = closingReason(fieldOf(visitor.form, "reason"));
    if (reason.empty()) {
        return reportQuestion(visitor, ReportQuestion::Close, true);
    }
    const auto path = pathOf(visitor.place[0], visitor.place[1]);
    const auto report = parts_.counter.close(*visitor.session, visitor.place[0], visitor.place[1], reason);
    // A second click finds it closed: the page says so.
    return report || report.error().code == ErrorCode::InputRefused ? seeOther(path)
                                                                    : failure(visitor, report.error(), path);
}

} // namespace ncp::portal
