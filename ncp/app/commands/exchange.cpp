#include "ncp/app/commands/exchange.hpp"

#include "base/table.hpp"
#include "ncp/app/data_directory.hpp"
#include "ncp/app/version.hpp"
#include "ncp/discovery/search_mask.hpp"
#include "transform/render/render.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace ncp::app::commands {
namespace {

using consultation::Consultation;
using consultation::Enquirer;

/// Runs one step, times it, tells it.
class Steps {
  public:
    Steps(std::vector<Step>& steps, const std::function<void(const Step&)>& onStep)
        : steps_(steps), onStep_(onStep) {}

    template <class Work, class Say>
    auto run(std::string name, Work&& work, Say&& say) {
        const auto started = std::chrono::steady_clock::now();
        auto result = work();
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - started;
        steps_.push_back({std::move(name), took.count(),
                          result ? say(*result) : "failed: " + std::string{spec(result.error().code).id}});
        onStep_(steps_.back());
        return result;
    }

  private:
    std::vector<Step>& steps_;
    const std::function<void(const Step&)>& onStep_;
};

std::string isoToHl7Date(std::string date) {
    std::erase(date, '-');
    return date;
}

/// `root^extension`, or an extension alone in the domain that the country's mask asks for.
Result<PatientId> identifierFrom(std::string_view text, const std::vector<std::string>& domains,
                                 std::size_t at) {
    if (const auto caret = text.find('^'); caret != std::string_view::npos) {
        return PatientId::make(text.substr(0, caret), text.substr(caret + 1));
    }
    if (at >= domains.size()) {
        return fail(ErrorCode::InputRefused, "--id: the country's search mask has no such identifier; "
                                             "write root^extension");
    }
    return PatientId::make(domains[at], text);
}

Result<std::vector<std::string>> domainsOf(const NodeConfiguration& configuration,
                                           const std::string& country) {
    const auto* known = findCountry(configuration, country);
    if (known == nullptr || known->searchMask.empty()) {
        return std::vector<std::string>{};
    }
    return discovery::loadSearchMask(known->searchMask).map([](const discovery::SearchMask& mask) {
        return discovery::identifierDomains(mask);
    });
}

Result<ihe::PatientSearch> searchFrom(const Desk& desk, const QueryOptions& options) {
    const auto domains = domainsOf(*desk.configuration, options.country);
    if (!domains) {
        return passOn(domains);
    }
    ihe::PatientSearch search;
    for (std::size_t i = 0; i < options.identifiers.size(); ++i) {
        auto id = identifierFrom(options.identifiers[i], *domains, i);
        if (!id) {
            return fail(ErrorCode::InputRefused, id.error().detail);
        }
        search.identifiers.push_back(std::move(*id));
    }
    search.demographics = {options.familyName,
                           options.givenName,
                           isoToHl7Date(options.birthDate),
                           options.gender,
                           {options.street, options.city, options.postalCode, {}}};
    if (search.identifiers.empty() && options.familyName.empty()) {
        return fail(ErrorCode::InputRefused, "whom to look for? give --id, or --family with --birth-date");
    }
    return search;
}

Result<Enquirer> enquirerFrom(Desk& desk, const QueryOptions& options) {
    if (!desk.identities) {
        return fail(ErrorCode::InputRefused, "the node has no identities file; set portal.identities");
    }
    const auto* identity = options.clinician.empty() ? &desk.identities->all().front()
                                                     : desk.identities->find(options.clinician);
    if (identity == nullptr) {
        return fail(ErrorCode::InputRefused, "--as " + options.clinician + ": not in the identities file");
    }
    return Enquirer{identity->clinician,
                    options.emergency ? saml::PurposeOfUse::Emergency : saml::PurposeOfUse::Treatment,
                    CorrelationId::parse(makeUuid(desk.random)).value()};
}

Result<std::optional<saml::NextOfKin>> kinFrom(const Desk& desk, const QueryOptions& options) {
    if (options.nextOfKin.empty()) {
        return std::optional<saml::NextOfKin>{};
    }
    const auto domains = domainsOf(*desk.configuration, options.country);
    if (!domains) {
        return passOn(domains);
    }
    return identifierFrom(options.nextOfKin, *domains, 0).map([](PatientId id) {
        return std::optional{saml::NextOfKin{std::move(id), {}, {}, {}, {}, {}, {}, {}, {}}};
    });
}

std::string countOf(std::size_t count, std::string_view what) {
    return std::to_string(count) + " " + std::string{what};
}

/// Reads the L3 and the L1 of the first pair.
void readDocuments(const Consultation& consultation, const consultation::TreatmentRelation& relation,
                   const QueryOptions& options, Steps& steps, Exchange& exchange) {
    const auto& pair = exchange.documents.front();
    const auto read = [&](const ihe::DocumentEntry& entry, std::string_view form) {
        auto result = steps.run(
            "ITI-39 retrieve " + std::string{form},
            [&] { return consultation.readDocument(relation, entry, options.language); },
            [&](const consultation::ReadDocument& document) {
                return document.pdf
                           ? countOf(document.pdf->size(), "bytes of PDF")
                           : countOf(document.original.size(), "bytes, ") +
                                 std::to_string(document.translatedElements) + " of " +
                                 std::to_string(document.codedElements) + " coded elements translated, " +
                                 countOf(document.findings.size(), "findings");
            });
        if (!result) {
            exchange.error = result.error();
            return std::optional<consultation::ReadDocument>{};
        }
        return std::optional{std::move(*result)};
    };
    if (pair.coded) {
        exchange.coded = read(*pair.coded, "CDA");
    }
    if (pair.pdf && !exchange.error) {
        exchange.pdf = read(*pair.pdf, "PDF");
    }
}

} // namespace

Result<std::unique_ptr<Desk>> openDesk(const std::filesystem::path& configuration) {
    auto desk = std::make_unique<Desk>();
    auto loaded = loadConfiguration(configuration, dataDirectory());
    if (!loaded) {
        return passOn(loaded);
    }
    desk->configuration = std::move(*loaded);
    desk->log.emplace(desk->clock, LogLevel::Error, standardErrorSink());
    std::vector<std::string> codes;
    for (const auto& country : desk->configuration->countries) {
        codes.push_back(country.code.str());
    }
    desk->metrics.emplace(codes, kVersion);
    auto keys = KeyRing::open(*desk->configuration, desk->clock, *desk->log);
    if (!keys) {
        return passOn(keys);
    }
    desk->keys = std::move(*keys);
    auto store = store::Store::open(desk->configuration->storeFile, desk->clock, *desk->log);
    if (!store) {
        return passOn(store);
    }
    desk->store = std::move(*store);
    desk->recorder.emplace(*desk->store, *desk->metrics, *desk->log);
    auto texts = loadTexts(*desk->configuration);
    if (!texts) {
        return passOn(texts);
    }
    desk->texts = std::move(*texts);
    if (!desk->configuration->portal.identities.empty()) {
        auto identities = portal::Identities::load(desk->configuration->portal.identities);
        if (!identities) {
            return passOn(identities);
        }
        desk->identities = std::move(*identities);
    }
    auto countryB = CountryB::make(*desk->configuration, *desk->keys->inForce(), *desk->recorder,
                                   desk->clock, desk->random);
    if (!countryB) {
        return passOn(countryB);
    }
    desk->countryB = std::move(*countryB);
    return desk;
}

Exchange runExchange(Desk& desk, const QueryOptions& options,
                     const std::function<void(const Step&)>& onStep) {
    Exchange exchange;
    const auto failed = [&](const Error& error) {
        exchange.error = error;
        return std::move(exchange);
    };
    const auto country = CountryCode::parse(options.country);
    if (!country) {
        return failed({ErrorCode::InputRefused, "--country: two capital letters, such as PT", {}});
    }
    const auto enquirer = enquirerFrom(desk, options);
    const auto search = searchFrom(desk, options);
    const auto kin = kinFrom(desk, options);
    if (!enquirer || !search || !kin) {
        return failed(!enquirer ? enquirer.error() : !search ? search.error() : kin.error());
    }
    exchange.correlationId = enquirer->correlation.str();
    const auto& consultation = desk.countryB->consultation();
    Steps steps{exchange.steps, onStep};

    auto patients = steps.run(
        "ITI-55 find patient", [&] { return consultation.findPatients(*enquirer, *country, *search, *kin); },
        [](const std::vector<ihe::PatientMatch>& found) {
            return countOf(found.size(), found.size() == 1 ? "match" : "matches");
        });
    if (!patients) {
        return failed(patients.error());
    }
    exchange.patients = std::move(*patients);
    if (exchange.patients.size() > 1) {
        return failed({ErrorCode::PatientSeveralMatches, "several patients fit; ask with an identifier", {}});
    }
    const auto relation = steps.run(
        "confirm treatment (HCP, TRC)",
        [&] {
            return consultation.confirmTreatment(*enquirer, *country, exchange.patients.front().id,
                                                 {options.prescriptionId, options.pin}, *kin);
        },
        [](const consultation::TreatmentRelation& made) {
            return countOf(made.assertions.size(), "signed assertions");
        });
    if (!relation) {
        return failed(relation.error());
    }
    const auto classCode = options.document == "ep" ? ihe::kEPrescription : ihe::kPatientSummary;
    auto list = steps.run(
        "ITI-38 list documents", [&] { return consultation.listDocuments(*relation, classCode); },
        [](const consultation::DocumentList& found) {
            return countOf(found.documents.size(), found.documents.size() == 1 ? "document" : "documents");
        });
    if (!list) {
        return failed(list.error());
    }
    exchange.documents = std::move(list->documents);
    exchange.incomplete = std::move(list->incomplete);
    if (exchange.documents.empty()) {
        return failed(
            {options.document == "ep" ? ErrorCode::PrescriptionNotFound : ErrorCode::SummaryNotFound,
             "the patient has no such document",
             {}});
    }
    readDocuments(consultation, *relation, options, steps, exchange);
    return exchange;
}

Result<std::string> textOf(const Desk& desk, const consultation::ReadDocument& document,
                           TextLanguage language) {
    const auto parsed = xml::Document::parse(document.translated.value_or(document.original));
    if (!parsed) {
        return passOn(parsed);
    }
    return transform::render::renderText(*parsed, *desk.texts, language, {});
}

Result<ExchangeFiles> writeExchange(const Desk& desk, const Exchange& exchange, TextLanguage language,
                                    const std::filesystem::path& folder) {
    std::error_code made;
    std::filesystem::create_directories(folder, made);
    ExchangeFiles written;
    const auto put = [&](const std::string& what, const std::string& name,
                         const std::string& bytes) -> Result<void> {
        const auto file = folder / name;
        return writeFile(file, bytes).map([&] { written.files.emplace_back(what, file); });
    };
    Result<void> done;
    if (exchange.coded) {
        const auto& document = *exchange.coded;
        done = put("pivot document as received", "pivot.xml", document.original);
        const auto shown = xml::Document::parse(document.translated.value_or(document.original));
        if (!shown) {
            return passOn(shown);
        }
        const auto page = transform::render::renderHtml(*shown, *desk.texts, language, {});
        const auto text = textOf(desk, document, language);
        if (!page || !text) {
            return page ? passOn(text) : passOn(page);
        }
        done = done.and_then([&] {
                       return put("translated document", "translated.xml",
                                  document.translated.value_or(document.original));
                   })
                   .and_then([&] { return put("HTML page", "page.html", *page); })
                   .and_then([&] { return put("text", "page.txt", *text); });
    }
    if (done && exchange.pdf && exchange.pdf->pdf) {
        done = put("PDF as received", "document.pdf", *exchange.pdf->pdf);
    }
    if (!done) {
        return passOn(done);
    }
    return written;
}

} // namespace ncp::app::commands
