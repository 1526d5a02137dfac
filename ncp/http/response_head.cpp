#include "ncp/http/response_head.hpp"

#include "ncp/http/head.hpp"

#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/Timestamp.h>
#include <algorithm>

namespace ncp::http {

std::string_view reasonPhrase(int status) {
    using Poco::Net::HTTPResponse;
    return HTTPResponse::getReasonForStatus(static_cast<HTTPResponse::HTTPStatus>(status));
}

bool sendable(const Response& response) noexcept {
    const auto valid = [](const auto& field) {
        return !field.first.empty() && validFieldValue(field.first) && validFieldValue(field.second);
    };
    return response.status >= 200 && response.status <= 599 && validFieldValue(response.contentType) &&
           std::all_of(response.headers.begin(), response.headers.end(), valid);
}

std::string responseHead(const Response& response, bool keepOpen) {
    std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
    head += reasonPhrase(response.status);
    head += "\r\nDate: ";
    head += Poco::DateTimeFormatter::format(Poco::Timestamp{}, Poco::DateTimeFormat::HTTP_FORMAT);
    head += "\r\nContent-Length: " + std::to_string(response.body.size());
    if (!response.contentType.empty()) {
        head += "\r\nContent-Type: " + response.contentType;
    }
    for (const auto& [name, value] : response.headers) {
        head += "\r\n" + name + ": " + value;
    }
    head += keepOpen ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n";
    return head;
}

} // namespace ncp::http
