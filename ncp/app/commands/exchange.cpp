#include "ncp/app/commands/exchange.hpp"

#include "base/table.hpp"
#include "ncp/app/commands/document_class.hpp"
#include "ncp/app/commands/patient_search.hpp"
#include "ncp/app/commands/steps.hpp"
#include "ncp/app/data_directory.hpp"
#include "ncp/app/version.hpp"
#include "ncp/ihe/document_kind.hpp"
#include "transform/render/render.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace ncp::app::commands {
namespace {

using consultation::Consultation;

Result<std::optional<Instant>> timeFrom(const std::string& text, std::string_view option) {
    if (text.empty()) {
        return std::optional<Instant>{};
    }
    const auto time = parseXmlDateTime(text.size() == 10 ? text + "T00:00:00Z" : text);
    if (!time) {
        return fail(ErrorCode::InputRefused, std::string{option} + ": a date or time (UTC), 2026-01-31");
    }
    return std::optional{*time};
}

Result<consultation::DocumentSelection> selectionFrom(const QueryOptions& options) {
    auto classes = documentClasses(options.classes);
    const auto after = timeFrom(options.createdAfter, "--created-after");
    const auto before = timeFrom(options.createdBefore, "--created-before");
    if (!classes || !after || !before) {
        return !classes ? passOn(classes) : !after ? passOn(after) : passOn(before);
    }
    return consultation::DocumentSelection{std::move(*classes), options.maximumSize, *after, *before};
}

/// The document that was asked for by its id, or the first of the list.
Result<ihe::DocumentPair> chosenFrom(const Exchange& exchange, const std::string& id) {
    const auto is = [&](const std::optional<ihe::DocumentEntry>& entry) {
        return entry && (id.empty() || entry->uniqueId == id);
    };
    const auto found = std::ranges::find_if(
        exchange.documents, [&](const ihe::DocumentPair& pair) { return is(pair.coded) || is(pair.pdf); });
    if (found == exchange.documents.end()) {
        return fail(ErrorCode::InputRefused, "--read: no document of the list has this id");
    }
    return *found;
}

std::string outcomeOf(const consultation::ReadDocument& document) {
    if (document.file) {
        return countOf(document.file->bytes.size(), "byte of ", "bytes of ") +
               std::string{document.file->mediaType};
    }
    return countOf(document.original.size(), "byte, ", "bytes, ") +
           std::to_string(document.translatedElements) + " of " + std::to_string(document.codedElements) +
           " coded elements translated, " + countOf(document.findings.size(), "finding", "findings");
}

/// Reads the coded form and the file of a document.
void readDocuments(const Consultation& consultation, const consultation::TreatmentRelation& relation,
                   const ihe::DocumentPair& pair, TextLanguage language, Steps& steps, Exchange& exchange) {
    const auto read = [&](const ihe::DocumentEntry& entry, std::string_view form) {
        auto result = steps.run(
            "ITI-39 retrieve " + std::string{form},
            [&] { return consultation.readDocument(relation, entry, language); }, outcomeOf);
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
        exchange.file = read(*pair.pdf, ihe::isOriginalDocument(pair.pdf->classCode) ? "file" : "PDF");
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
    desk->metrics.emplace(std::vector<std::string>{}, kVersion);
    auto keys = KeyRing::open(*desk->configuration, desk->clock, *desk->log);
    if (!keys) {
        return passOn(keys);
    }
    desk->keys = std::move(*keys);
    auto store =
        store::Store::open(desk->configuration->storeFile, desk->clock, *desk->log,
                           desk->configuration->limits.replayWindow, desk->configuration->dispensationLife);
    if (!store) {
        return passOn(store);
    }
    desk->store = std::move(*store);
    desk->recorder.emplace(*desk->store, *desk->metrics, *desk->log);
    auto countries = CountriesInForce::open(*desk->configuration,
                                            {*desk->recorder, desk->clock, desk->random, *desk->log});
    if (!countries) {
        return passOn(countries);
    }
    desk->countries = std::move(*countries);
    desk->metrics->renewCountries(countryCodes(*desk->countries->current().get()));
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
    auto discovery = PeerDiscovery::make(
        *desk->configuration, {*desk->keys, *desk->recorder, desk->clock, *desk->log, desk->random});
    if (!discovery) {
        return passOn(discovery);
    }
    desk->discovery = std::move(*discovery);
    auto terminology =
        TerminologyInForce::open({desk->configuration->data.terminology,
                                  desk->configuration->terminologyReleases, desk->configuration->watchFiles},
                                 *desk->log);
    if (!terminology) {
        return passOn(terminology);
    }
    desk->terminology = std::move(*terminology);
    auto transformer = DocumentTransformer::make(
        *desk->configuration, {*desk->recorder, *desk->metrics, *desk->log, desk->clock, desk->random});
    if (!transformer) {
        return passOn(transformer);
    }
    desk->transformer = std::move(*transformer);
    auto judge = loadJudge(*desk->configuration, desk->terminology->current(), desk->countries->current());
    if (!judge) {
        return passOn(judge);
    }
    desk->judge.emplace(std::move(*judge));
    auto countryB = CountryB::make(*desk->configuration, desk->countries->current(), *desk->keys->inForce(),
                                   desk->terminology->current(), desk->transformer->transformer(),
                                   *desk->recorder, *desk->store, desk->clock, desk->random,
                                   desk->discovery ? &desk->discovery->directory() : nullptr, &*desk->judge);
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
    const auto inquiry = inquiryFrom(desk, options);
    const auto selection = selectionFrom(options);
    if (!inquiry || !selection) {
        return failed(inquiry ? selection.error() : inquiry.error());
    }
    const auto& consultation = desk.countryB->consultation();
    Steps steps{exchange.steps, onStep};
    const auto relation = openRelation(desk, *inquiry, steps, exchange);
    if (!relation) {
        return exchange;
    }
    auto list = steps.run(
        "ITI-38 list documents", [&] { return consultation.listDocuments(*relation, *selection); },
        [](const consultation::DocumentList& found) {
            return countOf(found.documents.size(), "document", "documents");
        });
    if (!list) {
        return failed(list.error());
    }
    exchange.documents = std::move(list->documents);
    exchange.incomplete = std::move(list->incomplete);
    if (exchange.documents.empty()) {
        const auto code = selection->classCodes.size() == 1
                              ? consultation::noneFound(selection->classCodes.front())
                              : ErrorCode::DocumentNotFound;
        return failed({code, "the patient has no such document", {}});
    }
    if (options.listOnly) {
        return exchange;
    }
    const auto chosen = chosenFrom(exchange, options.read);
    if (!chosen) {
        return failed(chosen.error());
    }
    readDocuments(consultation, *relation, *chosen, options.language, steps, exchange);
    return exchange;
}

std::string countOf(std::size_t count, std::string_view one, std::string_view several) {
    return std::to_string(count) + " " + std::string{count == 1 ? one : several};
}

transform::render::RenderOptions optionsOf(const consultation::ReadDocument& document) {
    transform::render::RenderOptions options;
    options.catalogue = document.terminology.get();
    return options;
}

Result<std::string> textOf(const Desk& desk, const consultation::ReadDocument& document,
                           TextLanguage language) {
    const auto parsed = xml::Document::parse(document.translated.value_or(document.original));
    if (!parsed) {
        return passOn(parsed);
    }
    return transform::render::renderText(*parsed, *desk.texts, language, optionsOf(document));
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
        const auto page = transform::render::renderHtml(*shown, *desk.texts, language, optionsOf(document));
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
    if (done && exchange.file && exchange.file->file) {
        const auto& [mediaType, bytes] = *exchange.file->file;
        const bool pdf = mediaType == consultation::kPdfMediaType;
        done = put(pdf ? "PDF as received" : "picture as received",
                   pdf                        ? "document.pdf"
                   : mediaType == "image/png" ? "document.png"
                                              : "document.jpeg",
                   bytes);
    }
    if (!done) {
        return passOn(done);
    }
    return written;
}

} // namespace ncp::app::commands
