#include "tests/ncp/portal/browser.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace ncp::test {
namespace {

std::string encoded(const std::string& text) {
    std::string out;
    for (const char c : text) {
        std::array<char, 4> hex{};
        std::snprintf(hex.data(), hex.size(), "%%%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
        out += hex.data();
    }
    return out;
}

} // namespace

std::string between(const std::string& text, const std::string& before, const std::string& after) {
    const auto start = text.find(before);
    if (start == std::string::npos) {
        return {};
    }
    const auto from = start + before.size();
    return text.substr(from, text.find(after, from) - from);
}

http::Response Browser::send(http::Request request) {
    request.clientAddress = "127.0.0.1";
    request.deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    request.headers.try_emplace("host", "localhost:18080");
    if (!cookie_.empty()) {
        request.headers.try_emplace("cookie", "other=1; " + cookie_);
    }
    auto response = portal_.handle(request);
    if (const auto set = headerOf(response, "Set-Cookie"); !set.empty()) {
        cookie_ = set.substr(0, set.find(';'));
    }
    if (const auto csrf = between(response.body, R"(name="csrf" value=")", "\""); !csrf.empty()) {
        csrf_ = csrf;
    }
    return response;
}

http::Response Browser::get(const std::string& path, const std::map<std::string, std::string>& headers) {
    http::Request request{"GET", path, {}, {headers.begin(), headers.end()}, {}, {}, {}, {}};
    return send(std::move(request));
}

http::Response Browser::post(const std::string& path, const std::map<std::string, std::string>& fields) {
    std::string body;
    for (const auto& [name, value] : fields) {
        body += (body.empty() ? "" : "&") + encoded(name) + "=" + encoded(value);
    }
    http::Request request{"POST", path, {}, {{"content-type", "application/x-www-form-urlencoded"}},
                          body,   {},   {}, {}};
    return send(std::move(request));
}

http::Response Browser::submit(const std::string& path, std::map<std::string, std::string> fields) {
    fields.emplace("csrf", csrf_);
    return post(path, fields);
}

http::Response Browser::drop(const std::string& path, const std::string& file,
                             const std::map<std::string, std::string>& fields, const std::string& csrf) {
    const std::string border = "----border1234";
    std::string body;
    auto all = fields;
    all.emplace("csrf", csrf.empty() ? csrf_ : csrf);
    for (const auto& [name, value] : all) {
        body += "--" + border + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value +
                "\r\n";
    }
    body += "--" + border +
            "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"Kari Hemmelig.xml\"\r\n"
            "Content-Type: text/xml\r\n\r\n" +
            file + "\r\n--" + border + "--\r\n";
    http::Request request{"POST", path, {}, {{"content-type", "multipart/form-data; boundary=" + border}},
                          body,   {},   {}, {}};
    return send(std::move(request));
}

http::Response Browser::call(const std::string& method, const std::string& path, const std::string& body,
                             const std::string& token, const std::string& language) {
    http::Request request{method, "/api/v1" + path, {}, {{"accept-language", language}}, body, {}, {}, {}};
    if (const auto mark = request.path.find('?'); mark != std::string::npos) {
        request.query = request.path.substr(mark + 1);
        request.path.resize(mark);
    }
    if (method == "POST") {
        request.headers.emplace("content-type", "application/json");
    }
    if (!token.empty()) {
        request.headers.emplace("authorization", "Bearer " + token);
    }
    return send(std::move(request));
}

void Browser::signIn(const std::string& identity, const std::string& pin) {
    get("/");
    const auto response = submit("/sign-in", {{"identity", identity}, {"pin", pin}});
    REQUIRE(response.status == 303);
    REQUIRE(headerOf(response, "Location") == "/countries");
    REQUIRE(get("/countries").status == 200);
}

void Browser::signInOperator() {
    get("/");
    const auto response = submit("/sign-in", {{"identity", "9900005"}, {"pin", "1005"}});
    REQUIRE(response.status == 303);
    REQUIRE(headerOf(response, "Location") == "/inspections");
    REQUIRE(get("/inspections").status == 200);
}

std::string Browser::apiToken() {
    const auto response = call("POST", "/sessions", R"({"identity":"9900001","pin":"1001"})");
    REQUIRE(response.status == 201);
    return nlohmann::json::parse(response.body).at("token").get<std::string>();
}

std::string headerOf(const http::Response& response, std::string_view name) {
    for (const auto& [field, value] : response.headers) {
        if (field == name) {
            return value;
        }
    }
    return {};
}

} // namespace ncp::test
