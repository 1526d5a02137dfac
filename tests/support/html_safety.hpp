#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ncp::test {

/// What in an HTML page of ours could run or load something: elements and attributes that act, addresses that
/// are neither an anchor of the page, a web address to click on, nor a picture or PDF inside the page. Empty
/// for a safe page.
std::vector<std::string> unsafeMarkup(std::string_view html);

} // namespace ncp::test
