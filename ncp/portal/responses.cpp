#include "ncp/portal/responses.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ncp::portal {

http::Response plainResponse(int status, std::string_view contentType, std::string body) {
    http::Response response;
    response.status = status;
    response.contentType = contentType;
    response.body = std::move(body);
    return response;
}

http::Response htmlResponse(int status, std::string page) {
    return plainResponse(status, "text/html; charset=utf-8", std::move(page));
}

http::Response seeOther(std::string_view path) {
    auto response = plainResponse(303, "text/plain; charset=utf-8", {});
    response.headers.emplace_back("Location", path);
    return response;
}

http::Response fileResponse(consultation::AttachedFile file) {
    const auto name = file.mediaType == consultation::kPdfMediaType ? "document.pdf"
                      : file.mediaType == "image/png"               ? "document.png"
                                                                    : "document.jpeg";
    auto response = plainResponse(200, file.mediaType, std::move(file.bytes));
    response.headers.emplace_back("Content-Disposition", std::string{"inline; filename=\""} + name + "\"");
    return response;
}

http::Response paperResponse(std::string pdf) {
    auto response = plainResponse(200, consultation::kPdfMediaType, std::move(pdf));
    response.headers.emplace_back("Content-Disposition", "attachment; filename=\"document.pdf\"");
    return response;
}

http::Response secured(http::Response response) {
    response.headers.emplace_back("Content-Security-Policy",
                                  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
                                  "frame-ancestors 'none'; base-uri 'none'");
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    response.headers.emplace_back("X-Frame-Options", "DENY");
    response.headers.emplace_back("Referrer-Policy", "no-referrer");
    response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
    response.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

bool isLoopbackHost(std::string_view host) noexcept {
    static constexpr std::array<std::string_view, 3> kNames{"localhost", "127.0.0.1", "[::1]"};
    return std::ranges::any_of(kNames, [&](std::string_view name) {
        if (!host.starts_with(name)) {
            return false;
        }
        const auto rest = host.substr(name.size());
        return rest.empty() ||
               (rest.size() > 1 && rest.size() <= 6 && rest.front() == ':' &&
                std::ranges::all_of(rest.substr(1), [](char c) { return c >= '0' && c <= '9'; }));
    });
}

} // namespace ncp::portal
