#pragma once

#include "ncp/portal/portal.hpp"

#include <map>
#include <string>
#include <string_view>

namespace ncp::test {

/// What a browser, or a program with the JSON API, does with a portal: keeps the cookie, sends forms with the
/// token of the page that was shown last.
class Browser {
  public:
    explicit Browser(portal::Portal& portal) : portal_(portal) {}

    http::Response get(const std::string& path, const std::map<std::string, std::string>& headers = {});
    http::Response post(const std::string& path, const std::map<std::string, std::string>& fields);
    /// A form as a browser sends it, with the token.
    http::Response submit(const std::string& path, std::map<std::string, std::string> fields);
    /// A form with a file, with the token; an empty `csrf` sends that of the page that was shown last.
    http::Response drop(const std::string& path, const std::string& file,
                        const std::map<std::string, std::string>& fields = {}, const std::string& csrf = {});
    /// A call of the JSON API.
    http::Response call(const std::string& method, const std::string& path, const std::string& body = {},
                        const std::string& token = {}, const std::string& language = "en");
    http::Response send(http::Request request);
    /// Signs in the operator of the demonstration.
    void signInOperator();
    /// Signs in a clinician of the demonstration.
    void signIn(const std::string& identity = "9900001", const std::string& pin = "1001");
    /// Signs in at the JSON API and gives the token.
    std::string apiToken();

    const std::string& cookie() const noexcept { return cookie_; }
    void setCookie(std::string cookie) { cookie_ = std::move(cookie); }

  private:
    portal::Portal& portal_;
    std::string cookie_;
    std::string csrf_;
};

/// Value of a field of a response; empty where it is absent.
std::string headerOf(const http::Response& response, std::string_view name);

/// What stands between two texts for the first time; empty where they don't stand there.
std::string between(const std::string& text, const std::string& before, const std::string& after);

} // namespace ncp::test
