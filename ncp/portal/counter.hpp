#pragma once

#include "ncp/consultation/dispensing.hpp"
#include "ncp/consultation/prescription_items.hpp"
#include "ncp/portal/desk.hpp"
#include "ncp/portal/session.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::portal {

/// A prescription at the counter, with what is left of its items.
struct OpenPrescription {
    ListedDocument listed;
    OpenRelation relation;
    std::shared_ptr<const consultation::ReadDocument> document;
    std::vector<consultation::PrescriptionItem> items;
};

/// What was entered as the reason for closing a report, without the white space around it; empty where it is
/// longer than the book takes.
std::string closingReason(std::string_view entered);

/// What a signed-in pharmacist does, for the pages and the JSON API alike: dispenses, takes back, finds out.
/// Everything belongs to a treatment relation of the session.
class Counter {
  public:
    Counter(const Desk& desk, const consultation::Dispensing& dispensing, Random& random)
        : desk_(desk), dispensing_(dispensing), random_(random) {}

    /// The prescription that a handle of a list stands for. DocumentNotFound for an unknown handle,
    /// PrescriptionNotFound for a document that is none; the errors of reading it.
    Result<OpenPrescription> prescription(Session& session, std::string_view handle,
                                          TextLanguage language) const;

    /// Keeps what was entered until it is confirmed; gives its handle.
    std::string draft(Session& session, HandoutDraft draft) const;
    std::optional<HandoutDraft> draft(Session& session, std::string_view handle) const;

    /// Reports a handout; see consultation::Dispensing::dispense.
    Result<consultation::Report> dispense(Session& session, const HandoutDraft& draft,
                                          const std::string& requestKey, TextLanguage language) const;

    /// Reports for the patient of a relation, newest last.
    Result<std::vector<store::SentDispensation>> reports(Session& session, std::string_view relation) const;
    /// One of them; InputRefused for any other.
    Result<store::SentDispensation> report(Session& session, std::string_view relation,
                                           std::string_view id) const;
    Result<consultation::Report> discard(Session& session, std::string_view relation, const std::string& id,
                                         const std::string& requestKey) const;
    Result<consultation::Report> resend(Session& session, std::string_view relation, const std::string& id,
                                        std::int64_t number) const;

    /// See consultation::Dispensing::close.
    Result<store::SentDispensation> close(Session& session, std::string_view relation, const std::string& id,
                                          const std::string& reason) const;

  private:
    const Desk& desk_;
    const consultation::Dispensing& dispensing_;
    Random& random_;
};

} // namespace ncp::portal
