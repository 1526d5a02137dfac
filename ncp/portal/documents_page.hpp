#pragma once

#include "ncp/portal/layout.hpp"
#include "ncp/portal/portal.hpp"
#include "ncp/portal/visit.hpp"

#include <string>

namespace ncp::portal {

/// The documents that a country has of a patient, by class; for each class without documents the reason.
std::string documentsPage(const View& view, const PortalCountry& country, const OpenRelation& relation,
                          std::string_view handle);

/// What a document class is called.
std::string className(const View& view, std::string_view classCode);

/// What is said of an error: the sentence of its row in the error table.
std::string errorSentence(const View& view, const Error& error);

} // namespace ncp::portal
