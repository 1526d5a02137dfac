#include "ncp/portal/portal.hpp"

#include "base/table.hpp"
#include "ncp/portal/api.hpp"
#include "ncp/portal/clinician_pages.hpp"
#include "ncp/portal/counter.hpp"
#include "ncp/portal/desk.hpp"
#include "ncp/portal/responses.hpp"
#include "ncp/portal/session.hpp"
#include "transform/render/render.hpp"

#include <stdexcept>
#include <utility>

namespace ncp::portal {
namespace {

constexpr std::string_view kStyleSheet = "text/css; charset=utf-8";

std::string asset(const std::filesystem::path& file) {
    auto content = readFile(file);
    if (!content) {
        throw std::runtime_error{content.error().detail};
    }
    return std::move(*content);
}

} // namespace

/// Members in the order in which they depend on each other.
struct Portal::State {
    explicit State(Parts given)
        : parts(std::move(given)), style(asset(parts.assets / "style.css")),
          description(asset(parts.assets / "openapi.yaml")), sessions(parts.random, parts.clock),
          countries(parts.countries, parts.publishedMask),
          desk(parts.consultation, countries, parts.random, parts.clock),
          counter(desk, parts.dispensing, parts.random),
          pages({desk, counter, parts.identities, sessions, attempts, parts.texts, parts.languages, parts.own,
                 parts.version, parts.random, parts.clock, parts.judge}),
          api({desk, counter, parts.identities, sessions, attempts, parts.texts, parts.languages, parts.own,
               parts.random, parts.clock, description}) {}

    http::Response answer(const http::Request& request) const;

    Parts parts;
    std::string style;
    std::string description;
    Sessions sessions;
    SignInAttempts attempts;
    CountryList countries;
    Desk desk;
    Counter counter;
    ClinicianPages pages;
    Api api;
};

http::Response Portal::State::answer(const http::Request& request) const {
    if (!isLoopbackHost(request.header("host"))) {
        return plainResponse(421, "text/plain; charset=utf-8", "This address is not served here.\n");
    }
    const bool get = request.method == "GET" || request.method == "HEAD";
    if (get && request.path == "/assets/style.css") {
        return plainResponse(200, kStyleSheet, style);
    }
    if (get && request.path == "/assets/clinical.css") {
        return plainResponse(200, kStyleSheet, std::string{transform::render::styleSheet()});
    }
    if (request.path.starts_with(std::string{Api::kPrefix} + "/")) {
        return api.handle(request);
    }
    return pages.handle(request);
}

Portal::Portal(Parts parts) {
    if (parts.languages.empty()) {
        parts.languages = {TextLanguage::Bokmaal};
    }
    state_ = std::make_unique<State>(std::move(parts));
}

Portal::~Portal() = default;

http::Response Portal::handle(const http::Request& request) {
    auto response = secured(state_->answer(request));
    if (request.method == "HEAD") {
        response.body.clear();
    }
    return response;
}

} // namespace ncp::portal
