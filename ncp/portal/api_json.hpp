#pragma once

#include "ncp/consultation/prescription_items.hpp"
#include "ncp/discovery/mask_values.hpp"
#include "ncp/http/message.hpp"
#include "ncp/portal/portal.hpp"
#include "ncp/portal/visit.hpp"

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace ncp::portal {

// Values of the JSON API as config/portal/openapi.yaml describes them.
nlohmann::json toJson(const PortalCountry& country, TextLanguage language);
nlohmann::json toJson(const discovery::SearchMask& mask, const Texts& texts, TextLanguage language);
nlohmann::json toJson(const FoundPatient& patient, const std::string& handle);
nlohmann::json toJson(const ihe::DocumentEntry& entry, const std::string& handle);
nlohmann::json toJson(const Listing& listing, const Texts& texts, TextLanguage language);
nlohmann::json toJson(const transform::Finding& finding);
nlohmann::json toJson(const consultation::PrescriptionItem& item, std::size_t number);
nlohmann::json toJson(const store::SentDispensation& report, const Texts& texts, TextLanguage language);

/// An answer of application/json.
http::Response jsonResponse(int status, const nlohmann::json& value);

/// Text of a JSON value; bytes that are not UTF-8 are replaced.
std::string dumped(const nlohmann::json& value);

} // namespace ncp::portal
