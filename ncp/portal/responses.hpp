#pragma once

#include "ncp/consultation/attached_file.hpp"
#include "ncp/http/message.hpp"

#include <string>
#include <string_view>

namespace ncp::portal {

http::Response plainResponse(int status, std::string_view contentType, std::string body);
http::Response htmlResponse(int status, std::string page);
/// 303: go there with GET.
http::Response seeOther(std::string_view path);
/// A PDF or a picture to be shown in the browser.
http::Response fileResponse(consultation::AttachedFile file);

/// A document on paper, to be saved or printed. Its name says nothing of the patient.
http::Response paperResponse(std::string pdf);

/// Adds what every answer of the portal carries: content policy (nothing from elsewhere, no script, no
/// frame), no sniffing, no referrer, no copy in a cache.
http::Response secured(http::Response response);

/// Whether the Host field names this machine's loopback interface, with or without port. Any other name is
/// somebody's page that had its name resolved to us (DNS rebinding).
bool isLoopbackHost(std::string_view host) noexcept;

} // namespace ncp::portal
