#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ncp::audit {

/// Writes one JSON object (RFC 8259), field by field, straight into a string: every request writes one, and a
/// tree of values costs many times as much.
class JsonObjectText {
  public:
    void add(std::string_view name, std::string_view text);
    void add(std::string_view name, std::int64_t number);
    void add(std::string_view name, const std::vector<std::string>& texts);

    /// The object; nothing can be added afterwards.
    std::string take();

  private:
    void startField(std::string_view name);

    std::string out_{"{"};
};

/// Appends a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD, so that the result always
/// is.
void appendJsonString(std::string& out, std::string_view text);

} // namespace ncp::audit
