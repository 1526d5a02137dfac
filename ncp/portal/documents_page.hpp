#pragma once

#include "ncp/portal/layout.hpp"
#include "ncp/portal/portal.hpp"
#include "ncp/portal/visit.hpp"
#include "ncp/store/sent_dispensations.hpp"
#include "transform/terminology/catalogue.hpp"

#include <memory>
#include <string>
#include <vector>

namespace ncp::portal {

/// The documents that a country has of a patient, by class; for each class without documents the reason. The
/// way to other classes, and what was reported to the country.
struct PatientDocuments {
    const PortalCountry& country;
    const OpenRelation& relation;
    std::string handle; ///< of the relation
    std::vector<store::SentDispensation> reports = {};
    std::shared_ptr<const transform::terminology::Catalogue> terminology =
        {}; ///< names what is listed as code
};
std::string documentsPage(const View& view, const PatientDocuments& documents);

/// What a document class is called.
std::string className(const View& view, std::string_view classCode);

/// What is said of an error: the sentence of its row in the error table.
std::string errorSentence(const View& view, const Error& error);

} // namespace ncp::portal
