#include "tests/bench/node_under_load.hpp"

#include "base/table.hpp"
#include "certs/development_pki.hpp"
#include "tests/bench/tls_connection.hpp"

#include <arpa/inet.h>
#include <array>
#include <csignal>
#include <ctime>
#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace ncp::bench {
namespace {

constexpr std::string_view kConfiguration = R"(node:
  country: PT
  name: Node under load
  home_community_id: 2.16.17.710.820.1000.990.1
  language: pt-PT
listen:
  ncp: {address: 127.0.0.1, port: @port}
  admin: {address: 127.0.0.1, port: @admin}
tls:
  server_key: pki/pt/tls-server.key
  server_chain: pki/pt/tls-server.pem
  client_key: pki/pt/tls-client.key
  client_chain: pki/pt/tls-client.pem
signature: {key: pki/pt/signature.key, chain: pki/pt/signature.pem}
trust:
  tls_server_anchors: [pki/ca/tls.pem]
  tls_client_anchors: [pki/ca/tls.pem]
  signature_anchors: [pki/ca/signature.pem]
  revocation_lists: [pki/ca/tls.crl, pki/ca/signature.crl]
national:
  type: folder
  path: documents
  dispensations: dispensations
  demographic_search: true
  rescan_seconds: 2
  cache_mib: 16
store: {file: ncp.sqlite}
limits:
  connections_per_address: 512
  handshakes: 1024
  requests_per_minute: 10000000
  clinician_requests_per_minute: 10000000
  requests_at_once: 1024
log: {level: info, file: "-"}
countries: @source/config/countries.yaml
)";
constexpr std::chrono::seconds kPatience{20};

void fill(std::string& text, std::string_view slot, const std::string& value) {
    for (auto at = text.find(slot); at != std::string::npos; at = text.find(slot, at + value.size())) {
        text.replace(at, slot.size(), value);
    }
}

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

std::uint16_t freePort() {
    const int made = socket(AF_INET, SOCK_STREAM, 0);
    auto address = loopback(0);
    socklen_t size = sizeof address;
    if (bind(made, reinterpret_cast<const sockaddr*>(&address), size) != 0 ||
        getsockname(made, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        stop("no free port");
    }
    close(made);
    return ntohs(address.sin_port);
}

bool isReady(std::uint16_t port) {
    constexpr std::string_view request =
        "GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    const int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto address = loopback(port);
    std::array<char, 13> start{};
    const bool ready = connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
                       write(made, request.data(), request.size()) > 0 &&
                       recv(made, start.data(), start.size() - 1, MSG_WAITALL) == start.size() - 1 &&
                       std::string_view{start.data()} == "HTTP/1.1 200";
    close(made);
    return ready;
}

/// Becomes the node; only what is safe between fork and exec.
[[noreturn]] void becomeNode(const char* program, const char* configuration, int log) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    pinTo(1);
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    const std::array<const char*, 5> arguments{"ncp", "serve", "--config", configuration, nullptr};
    execv(program, const_cast<char* const*>(arguments.data()));
    _exit(127);
}

} // namespace

void pinTo(unsigned processor) {
    cpu_set_t wanted;
    CPU_ZERO(&wanted);
    CPU_SET(processor, &wanted);
    if (sysconf(_SC_NPROCESSORS_ONLN) > 1) {
        sched_setaffinity(0, sizeof wanted, &wanted);
    }
}

NodeUnderLoad::NodeUnderLoad(const std::filesystem::path& program)
    : port_(freePort()), adminPort_(freePort()) {
    const std::vector<std::string> hosts{"localhost", "127.0.0.1"};
    const auto made = certs::makeDevelopmentPki(
        pki(), {{CountryCode::parse("NO").value(), hosts}, {CountryCode::parse("PT").value(), hosts}},
        SystemClock{}.now());
    if (!made) {
        stop(made.error().detail);
    }
    provideDocuments();
    std::string text{kConfiguration};
    fill(text, "@port", std::to_string(port_));
    fill(text, "@admin", std::to_string(adminPort_));
    fill(text, "@source", NCP_SOURCE_DIR);
    const auto configuration = directory_.write("node.yaml", text);
    const auto logFile = directory_.path() / "ncp.log";
    const int log = open(logFile.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
    process_ = fork();
    if (process_ == 0) {
        becomeNode(program.c_str(), configuration.c_str(), log);
    }
    close(log);
    waitUntilReady();
}

std::filesystem::path NodeUnderLoad::prescription() const {
    return directory_.path() / "documents" / "anticoagulant-prescription.xml";
}

/// The demonstration's documents; three packages would be gone at once.
void NodeUnderLoad::provideDocuments() const {
    constexpr std::string_view prescribed = R"(<quantity value="3" unit="1"/>)";
    std::filesystem::copy(std::filesystem::path{NCP_SOURCE_DIR} / "config/demo/pt/documents",
                          directory_.path() / "documents");
    auto text = readFile(prescription()).value();
    const auto at = text.find(prescribed);
    if (at == std::string::npos) {
        stop("the demonstration's prescription is not of three packages");
    }
    text.replace(at, prescribed.size(), R"(<quantity value="9999" unit="1"/>)");
    directory_.write("documents/anticoagulant-prescription.xml", text);
}

NodeUnderLoad::~NodeUnderLoad() {
    if (process_ > 0) {
        kill(process_, SIGTERM);
        waitpid(process_, nullptr, 0);
    }
}

void NodeUnderLoad::waitUntilReady() const {
    const auto until = std::chrono::steady_clock::now() + kPatience;
    while (!isReady(adminPort_)) {
        if (std::chrono::steady_clock::now() > until || waitpid(process_, nullptr, WNOHANG) != 0) {
            stop("the node does not start:\n" + readFile(directory_.path() / "ncp.log").value_or(""));
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
}

std::chrono::nanoseconds NodeUnderLoad::cpu() const {
    clockid_t clock{};
    timespec used{};
    if (clock_getcpuclockid(process_, &clock) != 0 || clock_gettime(clock, &used) != 0) {
        stop("the node has ended");
    }
    return std::chrono::seconds{used.tv_sec} + std::chrono::nanoseconds{used.tv_nsec};
}

std::size_t NodeUnderLoad::residentKilobytes() const {
    const auto status = readFile("/proc/" + std::to_string(process_) + "/status").value();
    return std::stoul(status.substr(status.find("VmRSS:") + 6));
}

} // namespace ncp::bench
