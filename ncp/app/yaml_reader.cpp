#include "ncp/app/yaml_reader.hpp"

#include <algorithm>
#include <sstream>
#include <utility>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

namespace ncp::app {
namespace {

constexpr std::size_t kByteLimit = std::size_t{1024} * 1024;
constexpr std::size_t kDepthLimit = 20;

std::size_t lineOf(const YAML::Mark& mark) {
    return mark.is_null() ? 0 : static_cast<std::size_t>(mark.line) + 1;
}

/// Reading stops: the rest would make no sense.
struct Stop {
    std::size_t line;
    std::string message;
};

/// Builds the tree from the parser's events, which still know what is an alias and what stands in quotes.
class TreeBuilder final : public YAML::EventHandler {
  public:
    TreeBuilder(const std::string& source, std::vector<ConfigurationFault>& faults)
        : source_(source), faults_(faults) {}

    YamlValue takeRoot() { return std::move(root_); }

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        refuseAnchor(mark, anchor);
        add({YamlValue::Kind::Null, lineOf(mark), false, {}, {}, {}});
    }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        throw Stop{lineOf(mark), "aliases (*name) are not allowed; write the value out"};
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        refuseAnchor(mark, anchor);
        refuseTag(mark, tag);
        add({YamlValue::Kind::Scalar, lineOf(mark), tag == "!", value, {}, {}});
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        refuseAnchor(mark, anchor);
        refuseTag(mark, tag);
        open(mark, YamlValue::Kind::Sequence);
    }

    void OnSequenceEnd() override { close(); }

    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        refuseAnchor(mark, anchor);
        refuseTag(mark, tag);
        open(mark, YamlValue::Kind::Mapping);
    }

    void OnMapEnd() override { close(); }

  private:
    struct Level {
        YamlValue value;
        std::optional<YamlEntry> pending; ///< a key that waits for its value
    };

    static void refuseAnchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
        if (anchor != 0) {
            throw Stop{lineOf(mark), "anchors (&name) are not allowed; write the value out"};
        }
    }

    /// "?" is a plain value, "!" one in quotes, nothing a collection.
    static void refuseTag(const YAML::Mark& mark, const std::string& tag) {
        if (!tag.empty() && tag != "?" && tag != "!") {
            throw Stop{lineOf(mark), "tags (!name) are not allowed"};
        }
    }

    void open(const YAML::Mark& mark, YamlValue::Kind kind) {
        if (levels_.size() >= kDepthLimit) {
            throw Stop{lineOf(mark), "nested too deeply"};
        }
        levels_.push_back({{kind, lineOf(mark), false, {}, {}, {}}, std::nullopt});
    }

    void close() {
        auto done = std::move(levels_.back().value);
        levels_.pop_back();
        add(std::move(done));
    }

    void add(YamlValue value) {
        if (levels_.empty()) {
            root_ = std::move(value);
            return;
        }
        auto& level = levels_.back();
        if (level.value.kind == YamlValue::Kind::Sequence) {
            level.value.items.push_back(std::move(value));
        } else if (!level.pending) {
            takeKey(level, value);
        } else {
            level.pending->value = std::move(value);
            addEntry(level.value, *std::exchange(level.pending, std::nullopt));
        }
    }

    static void takeKey(Level& level, const YamlValue& key) {
        if (key.kind != YamlValue::Kind::Scalar) {
            throw Stop{key.line, "a key must be plain text"};
        }
        level.pending = YamlEntry{key.scalar, key.line, {}};
    }

    /// Of a key that stands twice the first value is kept, so that the rest can still be checked.
    void addEntry(YamlValue& mapping, YamlEntry entry) {
        const auto first = std::ranges::find(mapping.entries, entry.key, &YamlEntry::key);
        if (first != mapping.entries.end()) {
            faults_.push_back({source_, entry.line, entry.key,
                               "stands twice; first on line " + std::to_string(first->line)});
            return;
        }
        mapping.entries.push_back(std::move(entry));
    }

    const std::string& source_;
    std::vector<ConfigurationFault>& faults_;
    std::vector<Level> levels_;
    YamlValue root_;
};

} // namespace

YamlReading readYaml(std::string_view text, const std::string& source) {
    YamlReading reading;
    const auto fault = [&](std::size_t line, std::string message) {
        reading.faults.push_back({source, line, {}, std::move(message)});
    };
    if (text.size() > kByteLimit) {
        fault(0, "longer than 1 MiB");
        return reading;
    }
    try {
        std::istringstream stream{std::string{text}};
        YAML::Parser parser{stream};
        TreeBuilder builder{source, reading.faults};
        if (!parser.HandleNextDocument(builder)) {
            fault(0, "the file is empty");
            return reading;
        }
        reading.value = builder.takeRoot();
        TreeBuilder further{source, reading.faults};
        if (parser.HandleNextDocument(further)) {
            fault(0, "holds more than one document");
        }
    } catch (const Stop& stop) {
        reading.value.reset();
        fault(stop.line, stop.message);
    } catch (const YAML::Exception& invalid) {
        reading.value.reset();
        fault(lineOf(invalid.mark), "not YAML: " + invalid.msg);
    }
    return reading;
}

} // namespace ncp::app
