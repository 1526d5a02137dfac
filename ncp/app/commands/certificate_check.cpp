#include "ncp/app/commands/commands.hpp"
#include "ncp/app/commands/report.hpp"

#include "base/clock.hpp"
#include "base/table.hpp"
#include "certs/revocation_list.hpp"
#include "ncp/app/configuration.hpp"
#include "ncp/app/data_directory.hpp"
#include "ncp/app/key_ring.hpp"

#include <nlohmann/json.hpp>
#include <span>
#include <utility>

namespace ncp::app::commands {
namespace {

/// One certificate or list with what is wrong with it.
struct Checked {
    std::string role;
    std::string subject;
    Instant until;
    std::vector<std::string> problems;
};

long daysLeft(Instant until, Instant now) {
    return static_cast<long>(std::chrono::floor<std::chrono::days>(until - now).count());
}

void checkTimes(Checked& checked, const certs::Certificate& certificate, long days, Instant now) {
    if (now > certificate.notAfter()) {
        checked.problems.emplace_back("has expired");
    } else if (now < certificate.notBefore()) {
        checked.problems.push_back("is not valid before " + formatXmlDateTime(certificate.notBefore()));
    } else if (daysLeft(certificate.notAfter(), now) < days) {
        checked.problems.push_back("ends in " + std::to_string(daysLeft(certificate.notAfter(), now)) +
                                   " days");
    }
}

/// What a peer with our trust list would say to this certificate, revocation included.
void checkTrust(Checked& checked, const certs::Credential& credential, certs::Purpose purpose,
                const certs::TrustStore& trust, Instant now) {
    const std::span<const certs::Certificate> others{credential.chain.begin() + 1, credential.chain.end()};
    if (const auto trusted = trust.check(credential.certificate(), others, purpose, now); !trusted) {
        checked.problems.push_back(trusted.error().rule + ": " + trusted.error().detail);
    }
}

void checkCredential(std::vector<Checked>& all, const std::string& role, const certs::Credential& credential,
                     certs::Purpose purpose, const KeysInForce& keys, long days) {
    const auto now = SystemClock{}.now();
    const auto& certificate = credential.certificate();
    Checked checked{role, certificate.subject(), certificate.notAfter(), {}};
    checkTimes(checked, certificate, days, now);
    checkTrust(checked, credential, purpose, *keys.trust, now);
    all.push_back(std::move(checked));
}

void checkLists(std::vector<Checked>& all, const NodeConfiguration& configuration) {
    const auto now = SystemClock{}.now();
    for (const auto& file : configuration.trust.revocationLists) {
        const auto bytes = readFile(file);
        const auto lists = bytes ? certs::RevocationList::read(*bytes) : passOn(bytes);
        if (!lists) {
            all.push_back({"revocation list", file.string(), now, {lists.error().detail}});
            continue;
        }
        for (const auto& list : *lists) {
            Checked checked{"revocation list", file.string(), list.nextUpdate(), {}};
            if (!list.isCurrent(now)) {
                checked.problems.emplace_back("is not of now");
            }
            all.push_back(std::move(checked));
        }
    }
}

/// A certificate that waits for its time is no problem as long as another of its role is in force.
std::vector<Checked> checkAll(const NodeConfiguration& configuration, const KeyRing& ring, long days) {
    std::vector<Checked> all;
    const auto keys = ring.inForce();
    checkCredential(all, "tls-server", keys->tlsServer, certs::Purpose::TlsServer, *keys, days);
    checkCredential(all, "tls-client", keys->tlsClient, certs::Purpose::TlsClient, *keys, days);
    checkCredential(all, "signature", keys->signature, certs::Purpose::Signature, *keys, days);
    for (const auto& one : ring.certificates()) {
        if (!one.ours) {
            Checked checked{one.role, one.certificate.subject(), one.certificate.notAfter(), {}};
            checkTimes(checked, one.certificate, days, SystemClock{}.now());
            all.push_back(std::move(checked));
        }
    }
    checkLists(all, configuration);
    return all;
}

nlohmann::ordered_json toJson(const std::vector<Checked>& all, Instant now) {
    auto list = nlohmann::ordered_json::array();
    bool well = true;
    for (const auto& one : all) {
        well = well && one.problems.empty();
        list.push_back({{"role", one.role},
                        {"subject", one.subject},
                        {"not_after", formatXmlDateTime(one.until)},
                        {"days_left", daysLeft(one.until, now)},
                        {"problems", one.problems}});
    }
    return {{"ok", well}, {"checked", list}};
}

} // namespace

ExitCode checkCertificates(const CertificateCheckOptions& options) {
    const auto configuration = loadConfiguration(options.configuration, dataDirectory());
    if (!configuration) {
        return report(configuration.error());
    }
    const SystemClock clock;
    Logger log{clock, LogLevel::Error, standardErrorSink()};
    const auto ring = KeyRing::open(*configuration, clock, log);
    if (!ring) {
        return report(ring.error());
    }
    const auto all = checkAll(*configuration, **ring, options.days);
    const auto json = toJson(all, clock.now());
    if (options.json) {
        print(json.dump(2));
    } else {
        for (const auto& one : all) {
            print((one.problems.empty() ? "ok       " : "PROBLEM  ") + one.role + "\n         " +
                  one.subject + "\n         until " + formatDate(one.until));
            for (const auto& problem : one.problems) {
                print("         " + problem);
            }
        }
    }
    return json["ok"].get<bool>() ? ExitCode::Success : ExitCode::Negative;
}

} // namespace ncp::app::commands
