#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/texts.hpp"
#include "base/uuid.hpp"
#include "ncp/admin/metrics.hpp"
#include "ncp/app/commands/commands.hpp"
#include "ncp/app/configuration.hpp"
#include "ncp/app/countries_in_force.hpp"
#include "ncp/app/country_b.hpp"
#include "ncp/app/document_judge.hpp"
#include "ncp/app/document_transformer.hpp"
#include "ncp/app/key_ring.hpp"
#include "ncp/app/peer_discovery.hpp"
#include "ncp/app/recorder.hpp"
#include "ncp/app/terminology_in_force.hpp"
#include "ncp/portal/identities.hpp"
#include "ncp/store/store.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace ncp::app::commands {

/// A node's NCP-B in this process, beside the running node: its keys, its peers, its audit trail.
struct Desk {
    SystemClock clock;
    SystemRandom random;
    std::optional<NodeConfiguration> configuration;
    std::optional<Logger> log;
    std::unique_ptr<KeyRing> keys;
    std::optional<admin::Metrics> metrics;
    std::unique_ptr<store::Store> store;
    std::optional<Recorder> recorder;
    std::optional<Texts> texts;
    std::optional<portal::Identities> identities;
    std::unique_ptr<PeerDiscovery> discovery;
    std::unique_ptr<CountriesInForce> countries;
    std::unique_ptr<TerminologyInForce> terminology;
    std::unique_ptr<DocumentTransformer> transformer;
    std::optional<validation::Judge> judge;
    std::unique_ptr<CountryB> countryB;
};
Result<std::unique_ptr<Desk>> openDesk(const std::filesystem::path& configuration);

/// One step of an exchange as it was shown.
struct Step {
    std::string name;
    double milliseconds = 0;
    std::string outcome;
};

/// What a whole exchange brought.
struct Exchange {
    std::vector<Step> steps;
    std::string correlationId;
    std::vector<ihe::PatientMatch> patients;
    std::vector<ihe::DocumentPair> documents;
    std::optional<consultation::ReadDocument> coded;
    std::optional<consultation::ReadDocument> file; ///< the PDF form, or an original clinical document
    std::optional<Error> error;                     ///< what ended the exchange early
    std::optional<Error> incomplete;                ///< the country's list came with an error
};

/// Finds the patient, confirms treatment, lists, reads the chosen document in both its forms. `onStep` is
/// told each step as it ends.
Exchange runExchange(Desk& desk, const QueryOptions& options, const std::function<void(const Step&)>& onStep);

/// The files of an exchange, by what they are.
struct ExchangeFiles {
    std::vector<std::pair<std::string, std::filesystem::path>> files;
};
/// Writes pivot document, translation, page, text and PDF below `folder`; names hold nothing of the patient.
Result<ExchangeFiles> writeExchange(const Desk& desk, const Exchange& exchange, TextLanguage language,
                                    const std::filesystem::path& folder);

/// The document as readable text in the language.
Result<std::string> textOf(const Desk& desk, const consultation::ReadDocument& document,
                           TextLanguage language);

} // namespace ncp::app::commands
