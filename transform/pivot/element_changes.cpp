#include "transform/pivot/element_pass.hpp"

#include <algorithm>
#include <array>

/// What an element pass writes: codes in place of others, and the original as a translation beside.
namespace ncp::transform::pivot {
namespace {

constexpr std::string_view kHl7 = "urn:hl7-org:v3";

} // namespace

void ElementPass::change(const xml::StartTag& tag, const CodedView& coded, const Change& change,
                         Frame& frame) {
    if (!change.toNull && change.keep == Keep::Nothing && change.code.empty() && change.display.empty()) {
        return;
    }
    const auto written = tag.written(kCodeAttributes);
    if (change.toNull) {
        std::ranges::for_each(written, [&](const auto& attribute) { remove(attribute); });
        if (!codeAttributes_.has(CodeAttribute::NullFlavor)) {
            journal_.insert(tag.endOfAttributes(), " nullFlavor=\"OTH\"");
        }
    } else {
        const std::array<std::string_view, 5> values{change.code, change.system, change.systemName,
                                                     change.version, change.display};
        const bool otherConcept = !change.code.empty();
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (!values.at(i).empty()) {
                write(tag, written.at(i), kCodeAttributes.at(i), values.at(i));
            } else if (otherConcept) {
                remove(written.at(i)); // it is about the concept that stood here
            }
        }
    }
    if (change.keep == Keep::Nothing) {
        return;
    }
    composeTranslation(tag, frame, written);
    if (!tag.empty()) {
        wait(coded, change, frame);
        return;
    }
    const auto text = document_.substr(tag.range().begin + 1, tag.range().size());
    journal_.begin({tag.range().end - 2, tag.range().end});
    journal_.write(">");
    journal_.write(translation_);
    journal_.write("</");
    journal_.write(text.substr(0, text.find_first_of(" \t\r\n/")));
    journal_.write(">");
}

/// Where the original belongs is known when its children have been seen.
void ElementPass::wait(const CodedView& coded, const Change& change, Frame& frame) {
    auto& waiting = frame.waiting;
    waiting.translation = translation_;
    for (std::size_t i = 0; i < kCodeAttributes.size(); ++i) {
        waiting.said.at(i) = codeAttributes_.find(i);
    }
    waiting.replaced = change.toNull || !change.code.empty();
    waiting.newCode = change.code.empty() ? coded.code : change.code;
    waiting.newSystem = change.system.empty() ? coded.system : change.system;
    waiting.keep = change.keep;
    waiting.firstTranslation = waiting.behindTranslations = waiting.firstOther = 0;
    waiting.toldBefore = waiting.identical = false;
    frame.waits = true;
    waitingFrames_.push_back(depth_ - 1);
}

void ElementPass::write(const xml::StartTag& tag, const std::optional<xml::StartTag::Written>& written,
                        std::string_view name, std::string_view value) {
    if (written) {
        journal_.begin(written->value);
        journal_.writeEscaped(value);
        return;
    }
    journal_.insert(tag.endOfAttributes(), " ");
    journal_.write(name);
    journal_.write("=\"");
    journal_.writeEscaped(value);
    journal_.write("\"");
}

void ElementPass::remove(const std::optional<xml::StartTag::Written>& written) {
    if (written) {
        auto begin = written->whole.begin;
        while (document_.substr(begin - 1, 1).find_first_of(" \t\r\n") == 0) {
            --begin;
        }
        journal_.replace({begin, written->whole.end}, {});
    }
}

/// The code as it stands, as a translation of HL7 v3 whatever the element's namespace is.
void ElementPass::composeTranslation(const xml::StartTag& tag, const Frame& frame, const Written& written) {
    const bool isHl7 = tag.namespaceAddress() == hl7Address_;
    translation_ = "<";
    if (isHl7 && !tag.prefix().empty()) {
        translation_.append(tag.prefix()).append(":");
    }
    translation_ += "translation";
    if (!isHl7 && !frame.defaultIsHl7) {
        translation_.append(" xmlns=\"").append(kHl7).append("\"");
    }
    for (const auto& attribute : written) {
        if (attribute) {
            translation_.append(" ").append(document_, attribute->whole.begin, attribute->whole.size());
        }
    }
    translation_ += "/>";
}

void ElementPass::insertWaiting(const Waiting& waiting, std::size_t endTag) {
    const bool kept = waiting.keep == Keep::Original ? waiting.identical
                      : waiting.keep == Keep::Name   ? waiting.identical && waiting.toldBefore
                                                     : waiting.toldBefore;
    if (kept) {
        return;
    }
    std::size_t at = waiting.firstOther == 0 ? endTag : waiting.firstOther;
    if (waiting.firstTranslation != 0) {
        at = waiting.toldBefore ? waiting.behindTranslations : waiting.firstTranslation;
    }
    journal_.insert(at, waiting.translation);
}

} // namespace ncp::transform::pivot
