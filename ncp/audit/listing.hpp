#pragma once

#include "base/texts.hpp"
#include "ncp/audit/trail.hpp"

#include <string>
#include <vector>

namespace ncp::audit {

/// A table for people: a heading, then one line a record: sequence, time (UTC), side, transaction, outcome,
/// country, what refused or failed, duration and correlation id. Names neither clinician nor patient. The
/// labels are those of config/texts/audit.tsv.
std::string toTable(const std::vector<Record>& records, const Texts& texts, TextLanguage language);

/// All of one record, one labelled field a line; empty fields are left out. Names clinician and patient.
std::string toDetail(const Record& record, const Texts& texts, TextLanguage language);

} // namespace ncp::audit
