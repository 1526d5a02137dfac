#include "ncp/portal/desk.hpp"

#include "base/base64.hpp"
#include "ncp/ihe/document_kind.hpp"

#include <algorithm>
#include <future>
#include <utility>

namespace ncp::portal {

namespace {

/// Newer lists take the place of older ones of their class.
void replace(std::vector<Listing>& kept, const std::vector<Listing>& fetched) {
    for (const auto& listing : fetched) {
        const auto found = std::ranges::find(kept, listing.classCode, &Listing::classCode);
        if (found == kept.end()) {
            kept.push_back(listing);
        } else {
            *found = listing;
        }
    }
}

} // namespace

std::string makeHandle(Random& random) {
    const auto bytes = random.sixteenBytes();
    return hexEncode({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

bool isListedClass(std::string_view classCode) noexcept {
    return std::ranges::find(kListedClasses, classCode) != kListedClasses.end() ||
           std::ranges::find(kOtherClasses, classCode) != kOtherClasses.end();
}

std::shared_ptr<const PortalCountry> Desk::connected(std::string_view code) const {
    const auto countries = countries_.current();
    const auto found = std::ranges::find_if(*countries, [&](const PortalCountry& country) {
        return country.code.str() == code && country.connected && country.mask;
    });
    return found == countries->end() ? nullptr : std::shared_ptr<const PortalCountry>{countries, &*found};
}

Result<std::string> Desk::find(Session& session, const PortalCountry& country,
                               const discovery::MaskValues& values, const Occasion& occasion,
                               const CorrelationId& correlation) const {
    const auto search = discovery::toSearch(*country.mask, values);
    if (!search) {
        return passOn(search);
    }
    auto nextOfKin = discovery::toNextOfKin(*country.mask, values);
    if (!nextOfKin) {
        return passOn(nextOfKin);
    }
    consultation::Enquirer enquirer{session.identity->clinician, occasion.purpose, correlation};
    if (!occasion.onBehalfOf.empty()) {
        enquirer.clinician.onBehalfOf = occasion.onBehalfOf;
    }
    auto matches = consultation_.findPatients(enquirer, country.code, *search, *nextOfKin);
    if (!matches) {
        return passOn(matches);
    }
    Found found{country.code, correlation, {}};
    auto handle = makeHandle(random_);
    session.visit.with([&](Visit& visit) {
        for (auto& match : *matches) {
            found.patients.push_back(makeHandle(random_));
            visit.patients.add(found.patients.back(),
                               FoundPatient{country.code, std::move(match), enquirer, *nextOfKin});
        }
        visit.searches.add(handle, std::move(found));
    });
    return handle;
}

std::optional<Found> Desk::search(Session& session, std::string_view handle) const {
    return session.visit.with([&](Visit& visit) {
        const auto* found = visit.searches.find(handle);
        return found == nullptr ? std::nullopt : std::optional{*found};
    });
}

std::optional<FoundPatient> Desk::patient(Session& session, std::string_view handle) const {
    return session.visit.with([&](Visit& visit) {
        const auto* found = visit.patients.find(handle);
        return found == nullptr ? std::nullopt : std::optional{*found};
    });
}

Result<std::string> Desk::confirm(Session& session, const FoundPatient& patient,
                                  const discovery::MaskValues& documentKeys) const {
    const auto country = connected(patient.country.str());
    if (country == nullptr) {
        return fail(ErrorCode::InputRefused, "the country is not connected");
    }
    const auto keys = discovery::toDocumentKeys(*country->mask, documentKeys);
    if (!keys) {
        return passOn(keys);
    }
    auto relation = consultation_.confirmTreatment(patient.enquirer, patient.country, patient.match.id, *keys,
                                                   patient.nextOfKin);
    if (!relation) {
        return passOn(relation);
    }
    relation->identified = patient.match.demographics;
    auto handle = makeHandle(random_);
    session.visit.with(
        [&](Visit& visit) { visit.relations.add(handle, OpenRelation{patient, std::move(*relation), {}}); });
    return handle;
}

std::optional<OpenRelation> Desk::relation(Session& session, std::string_view handle) const {
    return session.visit.with([&](Visit& visit) {
        const auto* found = visit.relations.find(handle);
        return found == nullptr ? std::nullopt : std::optional{*found};
    });
}

Result<OpenRelation> Desk::valid(Session& session, std::string_view handle) const {
    auto open = relation(session, handle);
    if (!open || clock_.now() >= open->relation.notOnOrAfter) {
        return fail(ErrorCode::TreatmentRelationNotValid, "the treatment relation is unknown or has ended");
    }
    return std::move(*open);
}

Listing Desk::keep(Session& session, const std::string& relation, std::string_view classCode,
                   Result<consultation::DocumentList> listed) const {
    Listing listing{std::string{classCode}, {}, {}};
    if (!listed) {
        listing.error = listed.error();
        return listing;
    }
    listing.error = listed->incomplete;
    return session.visit.with([&](Visit& visit) {
        for (auto& pair : listed->documents) {
            ListedPair kept{std::move(pair.coded), {}, std::move(pair.pdf), {}};
            kept.codedHandle = kept.coded ? makeHandle(random_) : std::string{};
            kept.pdfHandle = kept.pdf ? makeHandle(random_) : std::string{};
            if (kept.coded) {
                visit.documents.add(kept.codedHandle,
                                    {relation, *kept.coded, kept.codedHandle, kept.pdfHandle});
            }
            if (kept.pdf) {
                visit.documents.add(kept.pdfHandle, {relation, *kept.pdf, kept.codedHandle, kept.pdfHandle});
            }
            listing.documents.push_back(std::move(kept));
        }
        return listing;
    });
}

Result<std::vector<Listing>> Desk::list(Session& session, const std::string& relation,
                                        const std::vector<std::string_view>& classCodes,
                                        const ListFilter& filter) const {
    const auto open = valid(session, relation);
    if (!open) {
        return passOn(open);
    }
    std::vector<std::future<Result<consultation::DocumentList>>> asked;
    for (const auto classCode : classCodes) {
        consultation::DocumentSelection selection{{std::string{classCode}}};
        if (ihe::isOriginalDocument(classCode)) {
            selection.maximumSize = filter.maximumSize;
            selection.createdAfter = filter.createdAfter;
            selection.createdBefore = filter.createdBefore;
        }
        asked.push_back(std::async(std::launch::async, [this, &open, selection = std::move(selection)] {
            return consultation_.listDocuments(open->relation, selection);
        }));
    }
    std::vector<Listing> listings;
    for (std::size_t i = 0; i < asked.size(); ++i) {
        listings.push_back(keep(session, relation, classCodes[i], asked[i].get()));
    }
    session.visit.with([&](Visit& visit) {
        if (auto* kept = visit.relations.find(relation)) {
            replace(kept->listings, listings);
        }
    });
    return listings;
}

std::optional<ListedDocument> Desk::document(Session& session, std::string_view handle) const {
    return session.visit.with([&](Visit& visit) {
        const auto* found = visit.documents.find(handle);
        return found == nullptr ? std::nullopt : std::optional{*found};
    });
}

Result<std::shared_ptr<const consultation::ReadDocument>>
Desk::read(Session& session, std::string_view handle, TextLanguage language, bool anyLanguage) const {
    using Shared = std::shared_ptr<const consultation::ReadDocument>;
    const auto listed = document(session, handle);
    if (!listed) {
        return fail(ErrorCode::DocumentNotFound, "no such document in this session");
    }
    const auto kept = session.visit.with([&](Visit& visit) -> Shared {
        const auto found = std::ranges::find_if(visit.open, [&](const OpenDocument& one) {
            return one.handle == handle && (anyLanguage || one.language == language);
        });
        return found == visit.open.end() ? nullptr : found->document;
    });
    if (kept) {
        return kept;
    }
    const auto open = valid(session, listed->relation);
    if (!open) {
        return passOn(open);
    }
    auto read = consultation_.readDocument(open->relation, listed->entry, language);
    if (!read) {
        return passOn(read);
    }
    auto document = std::make_shared<const consultation::ReadDocument>(std::move(*read));
    session.visit.with([&](Visit& visit) {
        std::erase_if(visit.open, [&](const OpenDocument& one) { return one.handle == handle; });
        if (visit.open.size() == Visit::kOpenLimit) {
            visit.open.pop_front();
        }
        visit.open.push_back({std::string{handle}, language, document});
    });
    return document;
}

} // namespace ncp::portal
