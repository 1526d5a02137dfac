#include "ncp/transformation/document_head.hpp"

#include "base/xml/stream.hpp"

namespace ncp::transformation {
namespace {

constexpr std::string_view kHl7 = "urn:hl7-org:v3";

/// Takes the first `id` and the first `code` among the children of the root; the reading ends with both, or
/// with the patient, before whom they stand.
class HeadReader final : public xml::StreamHandler {
  public:
    bool start(const xml::StartTag& tag) override {
        ++depth_;
        if (depth_ == 1) {
            return tag.name() == "ClinicalDocument" && tag.namespaceUri() == kHl7;
        }
        return depth_ > 2 || tag.namespaceUri() != kHl7 || child(tag);
    }
    bool end(xml::Range /*tag*/) override {
        --depth_;
        return true;
    }

    DocumentHead take() { return std::move(head_); }

  private:
    /// False when nothing more is needed.
    bool child(const xml::StartTag& tag) {
        if (tag.name() == "id" && head_.id.empty()) {
            const auto extension = tag.attribute("extension").value_or("");
            head_.id = tag.attribute("root").value_or("");
            head_.id += extension.empty() ? std::string{} : "^" + std::string{extension};
        } else if (tag.name() == "code" && head_.code.empty()) {
            head_.code = tag.attribute("code").value_or("");
        }
        return tag.name() != "recordTarget" && (head_.id.empty() || head_.code.empty());
    }

    DocumentHead head_;
    int depth_ = 0;
};

} // namespace

DocumentHead documentHead(std::string_view bytes) {
    HeadReader reader;
    // What can't be read has no head, or that of its readable beginning.
    static_cast<void>(xml::readStream(bytes, reader));
    return reader.take();
}

} // namespace ncp::transformation
