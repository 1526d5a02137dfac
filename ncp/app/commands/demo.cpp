#include "ncp/app/commands/commands.hpp"
#include "ncp/app/commands/exchange.hpp"
#include "ncp/app/commands/node_process.hpp"
#include "ncp/app/commands/report.hpp"
#include "ncp/app/commands/smp.hpp"
#include "ncp/app/commands/step_line.hpp"

#include "certs/development_pki.hpp"
#include "ncp/app/data_directory.hpp"
#include "ncp/audit/listing.hpp"

#include <csignal>
#include <cstdio>
#include <ctime>
#include <sys/stat.h>

namespace ncp::app::commands {
namespace {

constexpr std::chrono::seconds kPatience{20};
constexpr std::string_view kPatient = "900000001";
constexpr mode_t kOwnerOnly = 0077;

class Stopwatch {
  public:
    std::string line(std::string_view what, std::string_view outcome) const {
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - started_;
        return stepLine({std::string{what}, took.count(), std::string{outcome}});
    }

  private:
    std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
};

Result<void> makePki(const std::filesystem::path& folder) {
    const Stopwatch watch;
    const std::vector<std::string> hosts{"localhost", "127.0.0.1"};
    auto made = certs::makeDevelopmentPki(
        folder, {{CountryCode::parse("NO").value(), hosts}, {CountryCode::parse("PT").value(), hosts}},
        SystemClock{}.now());
    if (made) {
        print(watch.line("development PKI", folder.string()));
    }
    return made;
}

struct Nodes {
    NodeProcess no;
    NodeProcess pt;
};

Result<NodeProcess> startNode(const std::filesystem::path& configurationFile,
                              const std::filesystem::path& folder) {
    const Stopwatch watch;
    const auto configuration = loadConfiguration(configurationFile, dataDirectory());
    if (!configuration) {
        return passOn(configuration);
    }
    std::error_code made;
    std::filesystem::create_directories(folder, made);
    std::filesystem::create_directories(configuration->storeFile.parent_path(), made);
    auto node = NodeProcess::start(configurationFile, folder / "ncp.log");
    if (!node) {
        return passOn(node);
    }
    if (auto ready = node->waitUntilReady(configuration->listen.admin.port, kPatience); !ready) {
        return passOn(ready);
    }
    print(watch.line("node " + configuration->node.country.str() + " ready",
                     configurationFile.string() + ", process " + std::to_string(node->id())));
    return node;
}

/// Each country tells the SMP, which Norway's node is here, where it answers.
Result<void> publish(const std::filesystem::path& nodes) {
    for (const auto* file : {"no.yaml", "pt.yaml"}) {
        const Stopwatch watch;
        const auto count = publishOwnServices(nodes / file);
        if (!count) {
            return passOn(count);
        }
        print(watch.line("services published", std::to_string(*count) + " of " + file));
    }
    return {};
}

void showFiles(const ExchangeFiles& files) {
    print("\nFiles of this exchange:");
    for (const auto& [what, file] : files.files) {
        print("  " + what + ": " + file.string());
    }
}

/// The audit rows of both sides under the exchange's correlation id.
Result<void> showAudit(const Desk& desk, const std::filesystem::path& pt, const std::string& correlationId) {
    audit::Filter filter;
    filter.correlationId = correlationId;
    const auto print_ = [&](std::string_view node, const std::vector<audit::Record>& records) {
        print("\nAudit rows of " + std::string{node} + " under correlation id " + correlationId + ":");
        print(audit::toTable(records, *desk.texts, TextLanguage::English));
    };
    const auto own = desk.store->list(filter);
    if (!own) {
        return passOn(own);
    }
    print_("NO", *own);
    const auto configuration = loadConfiguration(pt, dataDirectory());
    if (!configuration) {
        return passOn(configuration);
    }
    SystemClock clock;
    Logger log{clock, LogLevel::Error, standardErrorSink()};
    const auto store = store::Store::open(configuration->storeFile, clock, log);
    if (!store) {
        return passOn(store);
    }
    const auto theirs = (*store)->list(filter);
    if (!theirs) {
        return passOn(theirs);
    }
    print_("PT", *theirs);
    return {};
}

Result<void> showExchange(const DemoOptions& options) {
    const auto desk = openDesk(options.nodes / "no.yaml");
    if (!desk) {
        return passOn(desk);
    }
    if ((*desk)->discovery) {
        const Stopwatch watch;
        const auto found = (*desk)->discovery->directory().refresh(CountryCode::parse("PT").value());
        if (!found) {
            return passOn(found);
        }
        print(watch.line("EHDSI-193 look up PT", "by the SMP " + (*found)->smp));
    }
    QueryOptions query;
    query.country = "PT";
    query.identifiers = {std::string{kPatient}};
    query.language = options.language;
    print("\nA clinician in Norway reads the Patient Summary of an invented patient from Portugal:");
    const auto exchange = runExchange(**desk, query, [](const Step& step) { print(stepLine(step)); });
    if (exchange.error) {
        return tl::unexpected<Error>{*exchange.error};
    }
    if (!exchange.coded || !exchange.file) {
        return fail(ErrorCode::DocumentMissing, "the demonstration patient lacks the CDA or the PDF");
    }
    const auto text = textOf(**desk, *exchange.coded, options.language);
    if (!text) {
        return passOn(text);
    }
    print("\n" + *text);
    const auto files = writeExchange(**desk, exchange, options.language, options.folder / "exchange");
    if (!files) {
        return passOn(files);
    }
    showFiles(*files);
    return showAudit(**desk, options.nodes / "pt.yaml", exchange.correlationId);
}

/// Waits for Ctrl-C, or for a node that ends by itself.
ExitCode waitForEnd(Nodes& nodes, const sigset_t& ends) {
    constexpr timespec second{1, 0};
    while (sigtimedwait(&ends, nullptr, &second) < 0) {
        if (!nodes.no.running() || !nodes.pt.running()) {
            return report({ErrorCode::Internal, "a node has ended; see its log", {}});
        }
    }
    print("\nstopping both nodes");
    return ExitCode::Success;
}

} // namespace

ExitCode demo(const DemoOptions& options) {
    umask(kOwnerOnly);
    std::error_code made;
    std::filesystem::create_directories(options.folder, made);
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);

    if (const auto pki = makePki(options.folder / "pki"); !pki) {
        return report(pki.error());
    }
    auto pt = startNode(options.nodes / "pt.yaml", options.folder / "pt");
    if (!pt) {
        return report(pt.error());
    }
    auto no = startNode(options.nodes / "no.yaml", options.folder / "no");
    if (!no) {
        return report(no.error());
    }
    Nodes nodes{std::move(*no), std::move(*pt)};
    if (const auto published = publish(options.nodes); !published) {
        return report(published.error());
    }
    if (const auto shown = showExchange(options); !shown) {
        return report(shown.error());
    }
    if (options.once) {
        return ExitCode::Success;
    }
    const auto configuration = loadConfiguration(options.nodes / "no.yaml", dataDirectory());
    if (configuration && configuration->listen.portal) {
        print("\nPortal: http://localhost:" + std::to_string(configuration->listen.portal->port) +
              "/   (clinicians and their demo PINs: config/demo/identities.yaml)");
    }
    print("Both nodes run until Ctrl-C.");
    return waitForEnd(nodes, ends);
}

} // namespace ncp::app::commands
