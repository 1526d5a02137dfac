#include "ncp/app/commands/smp.hpp"

#include "base/table.hpp"
#include "ncp/app/commands/report.hpp"
#include "ncp/app/commands/smp_desk.hpp"
#include "ncp/app/peer_discovery.hpp"
#include "ncp/discovery/signed_metadata.hpp"
#include "ncp/discovery/smp_service.hpp"
#include "ncp/http/resource_client.hpp"
#include "ncp/store/store.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <variant>

namespace ncp::app::commands {
namespace {

using discovery::Service;

std::string withoutSlash(std::string url) {
    while (url.ends_with('/')) {
        url.pop_back();
    }
    return url;
}

/// What goes to one address of the SMP.
struct Publication {
    std::string document; ///< identifier
    std::string body;     ///< empty for a removal
};

Result<Publication> fromFile(const SmpDesk& desk, const std::filesystem::path& file) {
    auto text = readFile(file);
    if (!text) {
        return passOn(text);
    }
    const auto verified = discovery::verifyNationalMetadata(*text, desk.configuration->node.country,
                                                            *desk.keys->inForce()->trust, desk.clock.now());
    if (!verified) {
        return fail(verified.error().code, file.string() + ": " + verified.error().detail);
    }
    const auto* information = std::get_if<discovery::ServiceInformation>(&verified->metadata);
    if (information == nullptr) {
        return fail(ErrorCode::InputRefused, file.string() + ": a redirection does not say what it is about");
    }
    return Publication{information->document.value, *std::move(text)};
}

Result<std::vector<Publication>> publicationsOf(const SmpDesk& desk, const SmpOptions& options) {
    std::vector<Publication> publications;
    for (const auto& file : options.files) {
        auto one = fromFile(desk, file);
        if (!one) {
            return passOn(one);
        }
        publications.push_back(*std::move(one));
    }
    if (!options.files.empty()) {
        return publications;
    }
    const auto own = ownServices(desk);
    if (!own) {
        return passOn(own);
    }
    const auto services = servicesNamed(options.services, *own);
    if (!services) {
        return passOn(services);
    }
    for (const auto service : *services) {
        Publication one{std::string{documentIdentifier(service)}, {}};
        if (!options.remove) {
            auto text = signedMetadata(desk, *own, service);
            if (!text) {
                return passOn(text);
            }
            one.body = *std::move(text);
        }
        publications.push_back(std::move(one));
    }
    return publications;
}

std::string_view meaningOf(int status) {
    switch (status) {
    case 200:
        return "updated";
    case 201:
        return "created";
    case 400:
        return "refused";
    case 401:
        return "our client certificate may not publish this";
    case 404:
        return "not known there";
    default:
        return status >= 500 ? "the SMP failed" : "not expected";
    }
}

/// EHDSI-194, before anybody is told of the outcome.
Result<void> recordPush(SmpDesk& desk, const std::string& url, const Result<http::Answer>& answer,
                        std::chrono::microseconds duration) {
    auto store = store::Store::open(desk.configuration->storeFile, desk.clock, *desk.log);
    if (!store) {
        return passOn(store);
    }
    audit::Event event;
    event.time = desk.clock.now();
    event.side = audit::Side::CountryA;
    event.transaction = "EHDSI-194";
    event.outcome = !answer                 ? audit::Outcome::Failed
                    : answer->status <= 201 ? audit::Outcome::Success
                                            : audit::Outcome::Refused;
    event.errorId = answer ? std::string{} : std::string{spec(answer.error().code).id};
    SystemRandom random;
    event.correlationId = makeUuid(random);
    event.peerAddress = url;
    event.durationMicroseconds = duration.count();
    const auto recorded = (*store)->record(event);
    return recorded ? Result<void>{} : passOn(recorded);
}

Result<discovery::PublishAnswer> push(SmpDesk& desk, const http::ResourceClient& client,
                                      const std::string& base, const Publication& publication) {
    const auto started = std::chrono::steady_clock::now();
    const auto participant = discovery::participantIdentifier(desk.configuration->node.country);
    const auto url = base + "/" + discovery::metadataPath(participant, publication.document);
    const auto answer =
        client.request({publication.body.empty() ? "DELETE" : "PUT", url, "application/xml; charset=UTF-8",
                        publication.body, started + desk.configuration->discovery->timeout});
    const auto recorded = recordPush(
        desk, base, answer,
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started));
    if (!recorded) {
        return passOn(recorded);
    }
    if (!answer) {
        return passOn(answer);
    }
    return discovery::readPublishAnswer(answer->status, answer->body);
}

/// A publication with the SMP's answer.
struct Published {
    std::string document;
    discovery::PublishAnswer answer;
};

bool wasTaken(const Published& one) {
    return one.answer.status == 200 || one.answer.status == 201;
}

/// Sends everything that the options ask for; an SMP that can't be reached ends it.
Result<std::vector<Published>> publish(const SmpOptions& options) {
    const auto desk = openSmpDesk(options.configuration, true);
    if (!desk) {
        return passOn(desk);
    }
    const auto publications = publicationsOf(**desk, options);
    if (!publications) {
        return passOn(publications);
    }
    const auto& settings = *(*desk)->configuration->discovery;
    const auto base = withoutSlash(settings.adminUrl.empty() ? settings.smpUrl : settings.adminUrl);
    if (base.empty()) {
        return fail(ErrorCode::ConfigurationInvalid, "discovery.admin_url is missing");
    }
    const auto trust = loadSmpTrust(settings, (*desk)->configuration->trust.tlsServerAnchors, *(*desk)->keys);
    if (!trust) {
        return passOn(trust);
    }
    const http::ResourceClient client{{(*desk)->keys->inForce()->tlsClient, *trust}};
    std::vector<Published> published;
    for (const auto& publication : *publications) {
        auto answer = push(**desk, client, base, publication);
        if (!answer) {
            return passOn(answer);
        }
        published.push_back({publication.document, *std::move(answer)});
    }
    return published;
}

void tell(const SmpOptions& options, nlohmann::ordered_json& list, const Published& one) {
    const auto& answer = one.answer;
    list.push_back({{"document", one.document},
                    {"status", answer.status},
                    {"meaning", meaningOf(answer.status)},
                    {"business_code", answer.businessCode},
                    {"description", answer.description}});
    if (!options.json) {
        const auto removed = options.remove && answer.status == 200;
        print(
            std::to_string(answer.status) + "  " +
            (removed ? std::string{"removed"} : std::string{meaningOf(answer.status)}) + "  " + one.document +
            (answer.businessCode.empty() ? "" : "\n     " + answer.businessCode + ": " + answer.description));
    }
}

} // namespace

ExitCode buildServiceMetadata(const SmpOptions& options) {
    const auto desk = openSmpDesk(options.configuration, true);
    if (!desk) {
        return report(desk.error());
    }
    const auto own = ownServices(**desk);
    const auto services = own ? servicesNamed(options.services, *own) : passOn(own);
    if (!services) {
        return report(services.error());
    }
    std::error_code fault;
    std::filesystem::create_directories(options.out, fault);
    auto list = nlohmann::ordered_json::array();
    for (const auto service : *services) {
        const auto information = describe(*own, service);
        if (!information) {
            return report(information.error());
        }
        const auto file = options.out / (std::string{name(service)} + ".xml");
        if (const auto written = writeFile(file, writeServiceMetadata(*information).serialize()); !written) {
            return report(written.error());
        }
        list.push_back({{"service", name(service)}, {"file", file.string()}});
        if (!options.json) {
            print(file.string());
        }
    }
    if (options.json) {
        print(nlohmann::ordered_json{{"built", list}}.dump(2));
    }
    return ExitCode::Success;
}

ExitCode signServiceMetadata(const SmpOptions& options) {
    const auto desk = openSmpDesk(options.configuration, false);
    if (!desk) {
        return report(desk.error());
    }
    auto list = nlohmann::ordered_json::array();
    for (const auto& file : options.files) {
        const auto text = readFile(file);
        auto document = text ? xml::Document::parse(*text) : passOn(text);
        const auto metadata = document ? discovery::readServiceMetadata(document->root()) : passOn(document);
        const auto signedOne =
            metadata ? discovery::signNationally(*std::move(document), (*desk)->keys->inForce()->signature)
                     : passOn(metadata);
        if (!signedOne) {
            return report({signedOne.error().code, file.string() + ": " + signedOne.error().detail, {}});
        }
        const auto target = options.out.empty() ? file : options.out / file.filename();
        std::error_code fault;
        std::filesystem::create_directories(target.parent_path(), fault);
        if (const auto written = writeFile(target, *signedOne); !written) {
            return report(written.error());
        }
        list.push_back({{"file", target.string()}});
        if (!options.json) {
            print(target.string());
        }
    }
    if (options.json) {
        print(nlohmann::ordered_json{{"signed", list}}.dump(2));
    }
    return ExitCode::Success;
}

ExitCode publishServiceMetadata(const SmpOptions& options) {
    const auto answers = publish(options);
    if (!answers) {
        return report(answers.error());
    }
    auto list = nlohmann::ordered_json::array();
    for (const auto& one : *answers) {
        tell(options, list, one);
    }
    if (options.json) {
        print(nlohmann::ordered_json{{"published", list}}.dump(2));
    }
    return std::ranges::all_of(*answers, &wasTaken) ? ExitCode::Success : ExitCode::Negative;
}

Result<std::size_t> publishOwnServices(const std::filesystem::path& configuration) {
    SmpOptions options;
    options.configuration = configuration;
    const auto answers = publish(options);
    if (!answers) {
        return passOn(answers);
    }
    const auto refused = std::ranges::find_if_not(*answers, &wasTaken);
    if (refused != answers->end()) {
        return fail(ErrorCode::DiscoveryNotPossible,
                    "the SMP refused: " + refused->answer.businessCode + " " + refused->answer.description);
    }
    return answers->size();
}

} // namespace ncp::app::commands
