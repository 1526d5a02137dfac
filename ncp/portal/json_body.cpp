#include "ncp/portal/json_body.hpp"

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

namespace ncp::portal {
namespace {

constexpr std::size_t kBodyLimit = std::size_t{64} * 1024;
constexpr int kDepthLimit = 8;

/// Watches the parser for what it lets through by itself.
class Watch {
  public:
    bool operator()(int depth, nlohmann::json::parse_event_t event, nlohmann::json& value) {
        using Event = nlohmann::json::parse_event_t;
        if (event == Event::object_start || event == Event::array_start) {
            fault_ = fault_ || depth >= kDepthLimit;
            names_.resize(static_cast<std::size_t>(depth) + 1);
            names_.back().clear();
        } else if (event == Event::key && !names_.empty()) {
            names_.resize(static_cast<std::size_t>(depth));
            fault_ = !names_.back().insert(value.get<std::string>()).second || fault_;
        }
        return !fault_;
    }
    bool fault() const noexcept { return fault_; }

  private:
    std::vector<std::set<std::string>> names_; ///< of the objects that are open
    bool fault_ = false;
};

} // namespace

Result<nlohmann::json> parseJsonBody(std::string_view body) {
    if (body.size() > kBodyLimit) {
        return fail(ErrorCode::BodyTooLarge, "JSON over the limit");
    }
    Watch watch;
    auto value = nlohmann::json::parse(
        body, [&](int depth, auto event, nlohmann::json& parsed) { return watch(depth, event, parsed); },
        false);
    if (watch.fault()) {
        return fail(ErrorCode::InputRefused, "JSON too deep, or a name twice");
    }
    if (!value.is_object()) {
        return fail(ErrorCode::InputRefused, "not a JSON object");
    }
    return value;
}

std::string textOf(const nlohmann::json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::optional<discovery::MaskValues> valuesOf(const nlohmann::json& object) {
    discovery::MaskValues values;
    const auto found = object.find("values");
    if (found == object.end()) {
        return values;
    }
    if (!found->is_object()) {
        return std::nullopt;
    }
    for (const auto& [name, value] : found->items()) {
        if (!value.is_string()) {
            return std::nullopt;
        }
        values.emplace(name, value.get<std::string>());
    }
    return values;
}

} // namespace ncp::portal
