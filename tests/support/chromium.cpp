#include "tests/support/chromium.hpp"

#include "tests/support/temporary_directory.hpp"

#include <arpa/inet.h>
#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace ncp::test {
namespace {

constexpr std::array kPrograms{"chromium", "chromium-browser", "google-chrome"};

} // namespace

std::optional<Chromium> Chromium::find() {
    for (const auto* program : kPrograms) {
        const auto command = std::string{"command -v "} + program + " > /dev/null 2>&1";
        if (std::system(command.c_str()) == 0) {
            return Chromium{program};
        }
    }
    WARN("skipped: no Chromium on this machine");
    return std::nullopt;
}

std::string Chromium::open(const std::filesystem::path& page) const {
    const TemporaryDirectory profile;
    const auto shown = profile.path() / "shown.html";
    // The page's own clock runs ahead as soon as nothing is left to do: no waiting, and no race with a
    // script.
    const auto command = "timeout 60 " + program_ +
                         " --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run "
                         "--disable-background-networking --disable-component-update --user-data-dir=" +
                         (profile.path() / "profile").string() +
                         " --virtual-time-budget=3000 --timeout=20000 --dump-dom file://" + page.string() +
                         " > " + shown.string() + " 2> /dev/null";
    REQUIRE(std::system(command.c_str()) == 0);
    std::ifstream in{shown, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

Beacon::Beacon() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(::bind(socket_, reinterpret_cast<const sockaddr*>(&here), sizeof here) == 0);
    REQUIRE(::listen(socket_, 16) == 0);
    socklen_t size = sizeof here;
    REQUIRE(::getsockname(socket_, reinterpret_cast<sockaddr*>(&here), &size) == 0);
    port_ = ntohs(here.sin_port);
    doorman_ = std::thread{[this] { receive(); }};
}

Beacon::~Beacon() {
    ::shutdown(socket_, SHUT_RDWR); // wakes who waits for visitors
    doorman_.join();
    ::close(socket_);
}

void Beacon::receive() {
    for (int visitor = ::accept(socket_, nullptr, nullptr); visitor >= 0;
         visitor = ::accept(socket_, nullptr, nullptr)) {
        visited_ = true;
        ::close(visitor);
    }
}

std::string Beacon::address() const {
    return "http://127.0.0.1:" + std::to_string(port_) + "/beacon";
}

} // namespace ncp::test
