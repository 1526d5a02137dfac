#include "transform/pivot/element_pass.hpp"

#include <algorithm>
#include <array>

namespace ncp::transform::pivot {
namespace {

constexpr std::string_view kHl7 = "urn:hl7-org:v3";
constexpr std::string_view kSchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

/// The attributes of a start tag, for the list.
class TagAttributes final : public cda::ElementAttributes {
  public:
    explicit TagAttributes(const xml::StartTag& tag) noexcept : tag_(tag) {}
    std::string_view value(std::string_view name) const override {
        return tag_.attribute(name).value_or(std::string_view{});
    }
    bool has(std::string_view name) const override { return tag_.attribute(name).has_value(); }
    std::string_view type() const override {
        const auto type = tag_.attribute("type", kSchemaInstance).value_or(std::string_view{});
        return type.substr(type.find(':') + 1);
    }

  private:
    const xml::StartTag& tag_;
};

std::string_view trimmed(std::string_view text) noexcept {
    const auto first = text.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos ? std::string_view{}
                                           : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// CV, CO and CS have no translation in the schema; an element without xsi:type has its type from it.
bool isTranslatable(std::string_view type) noexcept {
    return type.empty() || type == "CD" || type == "CE";
}

} // namespace

std::uint32_t ElementPass::ChildNumbers::next(const char* name) {
    constexpr std::size_t searched = 32;
    const auto known = std::ranges::find(few_, name, [](const auto& entry) { return entry.first; });
    if (known != few_.end()) {
        return ++known->second;
    }
    if (few_.size() == searched) {
        return ++many_[name];
    }
    few_.emplace_back(name, 1);
    return 1;
}

void ElementPass::ChildNumbers::clear() noexcept {
    few_.clear();
    if (!many_.empty()) {
        many_.clear();
    }
}

ElementPass::ElementPass(std::string_view document, const cda::CodedElements& list, Judge& judge,
                         Direction direction)
    : document_(document), list_(list), walk_(list.walk(cda::DocumentType::PatientSummary3)), judge_(judge),
      direction_(direction), findings_(direction, *this), seen_(list.all().size()) {}

bool ElementPass::start(const xml::StartTag& tag) {
    line_ = tag.line();
    if (depth_ == 0) {
        isClinicalDocument_ = tag.name() == "ClinicalDocument" && tag.namespaceUri() == kHl7;
        if (!isClinicalDocument_) {
            return false;
        }
        hl7Address_ = tag.namespaceAddress();
    }
    codeAttributes_.read(tag);
    const auto name = nameOf(tag);
    noteInParent(tag, name);
    auto& frame = push(tag, name);
    settleType(tag);
    if (coded_ && !type_) {
        return false;
    }
    inTranslation_ += frame.translation ? 1 : 0;
    if (inTranslation_ == 0) {
        visit(tag, name, frame);
    }
    return true;
}

bool ElementPass::end(xml::Range tag) {
    auto& frame = frames_[depth_ - 1];
    line_ = frame.line;
    if (frame.lacksCode) {
        findings_.add(Noticed::Incomplete, Severity::Warning, std::string{frame.name});
    }
    if (frame.textRow != nullptr && tag.begin > frame.contentBegin) {
        const auto text = trimmed(document_.substr(frame.contentBegin, tag.begin - frame.contentBegin));
        if (!text.empty() && text.find('<') == std::string_view::npos) {
            judge_.text(text, *frame.textRow, findings_);
        }
    }
    if (frame.waits) {
        insertWaiting(frame.waiting, tag.begin);
        waitingFrames_.pop_back();
    }
    if (frame.translation) {
        --inTranslation_;
        if (auto* above = parent(); above != nullptr && above->waits) {
            above->waiting.behindTranslations = tag.end;
        }
    }
    if (frame.walked) {
        noteMissing(frame);
        walk_.leave();
    }
    --depth_;
    return true;
}

/// What leaves the country has to be whole in each place; what arrives is judged by the rules.
void ElementPass::noteMissing(const Frame& frame) {
    if (direction_ != Direction::ToPivot || !type_ || frame.isNull) {
        return;
    }
    for (const auto& [row, below] : walk_.missing()) {
        const bool refuses = row->usageIn(*type_) == cda::Usage::Required;
        seen_[static_cast<std::size_t>(row - list_.all().data())] = true;
        findings_.add(Noticed::RequiredMissing, refuses ? Severity::Error : Severity::Warning,
                      std::string{below});
    }
}

std::string ElementPass::path() const {
    std::string path;
    for (std::size_t i = 0; i < depth_; ++i) {
        path.append("/").append(frames_[i].name);
        if (frames_[i].number > 1) {
            path += "[" + std::to_string(frames_[i].number) + "]";
        }
    }
    return path;
}

void ElementPass::finish() {
    if (!coded_) {
        findings_.addMissing(Noticed::NoDocumentCode, Severity::Error, "/ClinicalDocument/code");
        return;
    }
    if (!type_) {
        return;
    }
    for (std::size_t i = 0; i < seen_.size(); ++i) {
        const auto& row = list_.all()[i];
        if (!seen_[i] && row.usageIn(*type_) == cda::Usage::Required) {
            findings_.addMissing(Noticed::RequiredMissing, Severity::Error, row.path);
        }
    }
}

TagName ElementPass::nameOf(const xml::StartTag& tag) {
    auto known = names_.get(tag.namespaceAddress(), tag.nameAddress(), [&] {
        const auto name = tag.name();
        const bool ofDocuments = cda::CodedElements::knowsNamespace(tag.namespaceUri());
        return TagName{list_.nameOf(tag.namespaceUri(), name), ofDocuments && name == "translation",
                       name == "originalText", name == "qualifier"};
    });
    // Whatever else is called so holds elements that are to be looked at as any other.
    known.translation =
        known.translation && (codeAttributes_.any() || (depth_ > 0 && frames_[depth_ - 1].holdsCode));
    return known;
}

ElementPass::Frame& ElementPass::push(const xml::StartTag& tag, const TagName& name) {
    const bool inherited = depth_ > 0 && frames_[depth_ - 1].defaultIsHl7;
    const auto number = depth_ == 0 ? 1 : frames_[depth_ - 1].children.next(tag.nameAddress());
    if (depth_ == frames_.size()) {
        frames_.emplace_back();
    }
    auto& frame = frames_[depth_++];
    frame.name = tag.nameAddress();
    frame.number = number;
    frame.children.clear();
    frame.line = tag.line();
    frame.textRow = nullptr;
    frame.walked = frame.lacksCode = frame.waits = false;
    frame.isNull =
        codeAttributes_.has(CodeAttribute::NullFlavor) || (depth_ > 1 && frames_[depth_ - 2].isNull);
    frame.translation = name.translation;
    frame.holdsCode = codeAttributes_.any();
    const auto declared = tag.defaultNamespace();
    frame.defaultIsHl7 = declared ? *declared == kHl7 : inherited;
    return frame;
}

/// The class of the document is known at its code, the level at its body.
void ElementPass::settleType(const xml::StartTag& tag) {
    if (depth_ > 3) {
        return;
    }
    if (depth_ == 2 && !coded_ && tag.name() == "code" && tag.namespaceUri() == kHl7) {
        const auto code = trimmed(tag.attribute("code").value_or(std::string_view{}));
        coded_ = true;
        class_ = cda::documentClass(code);
        type_ = cda::documentType(class_, true);
        if (code.empty()) {
            findings_.add(Noticed::NoDocumentCode, Severity::Error, "code");
        } else if (class_ == cda::DocumentClass::Unknown) {
            findings_.add(Noticed::UnknownDocument, Severity::Error, std::string{code});
        }
    } else if (depth_ == 3 && type_ && tag.name() == "nonXMLBody") {
        type_ = cda::documentType(class_, false);
        if (!type_) {
            findings_.add(Noticed::UnknownDocument, Severity::Error, "nonXMLBody");
        }
    }
    if (type_) {
        walk_.setType(*type_);
    }
}

/// Where a translation can be inserted among the children, and whether one is there already.
void ElementPass::noteInParent(const xml::StartTag& tag, const TagName& name) {
    if (depth_ == 0) {
        return;
    }
    auto& above = frames_[depth_ - 1];
    if (name.translation || name.originalText) {
        above.lacksCode = false;
    }
    if (name.translation && !waitingFrames_.empty()) {
        noteTranslation(tag, frames_[waitingFrames_.back()].waiting, above.waits);
    } else if (above.waits && !name.translation && !name.originalText && !name.qualifier &&
               above.waiting.firstOther == 0) {
        above.waiting.firstOther = tag.range().begin;
    }
}

void ElementPass::noteTranslation(const xml::StartTag& tag, Waiting& waiting, bool direct) const {
    const auto same = [&](std::size_t i) { return codeAttributes_.find(i) == waiting.said.at(i); };
    const bool sameName = same(0) && same(1) && same(4);
    waiting.identical = waiting.identical || (sameName && (!waiting.replaced || (same(2) && same(3))));
    if (direct && waiting.firstTranslation == 0) {
        waiting.firstTranslation = tag.range().begin;
        waiting.toldBefore = trimmed(codeAttributes_.value(CodeAttribute::Code)) == waiting.newCode &&
                             trimmed(codeAttributes_.value(CodeAttribute::System)) == waiting.newSystem;
    }
}

void ElementPass::visit(const xml::StartTag& tag, const TagName& name, Frame& frame) {
    frame.walked = true;
    const cda::CodedElement* elementRow = nullptr;
    bool codeIsAlone = false; // CS: no code system, no name, nothing to write
    for (const auto* row : walk_.enter(name.listed, TagAttributes{tag})) {
        if (!type_) {
            break;
        }
        seen_[static_cast<std::size_t>(row - list_.all().data())] = true;
        if (row->place == cda::CodePlace::Attribute) {
            codeIsAlone = codeIsAlone || row->attribute == "code";
            visitAttribute(tag, *row);
        } else if (row->place == cda::CodePlace::Text) {
            frame.textRow = row;
            frame.contentBegin = tag.range().end;
        } else {
            elementRow = row;
            frame.holdsCode = true;
        }
    }
    if (type_ && !codeIsAlone && (elementRow != nullptr || codeAttributes_.any()) &&
        (tag.namespaceAddress() == hl7Address_ || cda::CodedElements::knowsNamespace(tag.namespaceUri()))) {
        visitElement(tag, elementRow, frame);
    }
}

void ElementPass::visitAttribute(const xml::StartTag& tag, const cda::CodedElement& row) {
    const auto value = tag.attribute(row.attribute).value_or(std::string_view{});
    if (trimmed(value).empty()) {
        return;
    }
    if (const auto instead = judge_.text(value, row, findings_)) {
        write(tag, tag.written(row.attribute), row.attribute, *instead);
    }
}

void ElementPass::visitElement(const xml::StartTag& tag, const cda::CodedElement* row, Frame& frame) {
    if (hasNoCode(tag, row, frame)) {
        return;
    }
    CodedView coded;
    coded.code = trimmed(codeAttributes_.value(CodeAttribute::Code));
    coded.system = trimmed(codeAttributes_.value(CodeAttribute::System));
    coded.systemName = codeAttributes_.value(CodeAttribute::SystemName);
    coded.version = codeAttributes_.value(CodeAttribute::Version);
    coded.display = codeAttributes_.value(CodeAttribute::Display);
    coded.row = row;
    if (row != nullptr) {
        coded.usage = row->usageIn(*type_);
        coded.system = coded.system.empty() ? std::string_view{row->system} : coded.system;
    }
    if (coded.system.empty() && row == nullptr && coded.display.empty()) {
        return; // codes of CDA itself: statusCode, signatureCode
    }
    coded.holdsTranslation =
        isTranslatable(TagAttributes{tag}.type()) && (row == nullptr || row->holdsTranslation);
    coded.identifiesProduct = isProductNumber(row);
    const Change wanted = judge_.element(coded, findings_);
    judge_.counts.codedElements += wanted.counts ? 1 : 0;
    change(tag, coded, wanted, frame);
}

/// The codes by which a country, or the register of the world, numbers products and packages: the list names
/// none, or names them without a value set.
bool ElementPass::isProductNumber(const cda::CodedElement* row) {
    static constexpr std::array<std::string_view, 4> kHolders{
        "manufacturedMaterial", "partProduct", "containerPackagedProduct", "generalizedMaterialKind"};
    const Frame* holder = parent();
    return holder != nullptr && std::string_view{frames_[depth_ - 1].name} == "code" &&
           (row == nullptr || row->valueSets.empty()) &&
           std::ranges::find(kHolders, std::string_view{holder->name}) != kHolders.end();
}

bool ElementPass::hasNoCode(const xml::StartTag& tag, const cda::CodedElement* row, Frame& frame) {
    const bool isNull = codeAttributes_.has(CodeAttribute::NullFlavor);
    if (!trimmed(codeAttributes_.value(CodeAttribute::Code)).empty()) {
        if (isNull) { // whoever reads it shall have both
            findings_.add(Noticed::Contradictory, Severity::Warning, std::string{tag.name()},
                          std::string{codeAttributes_.value(CodeAttribute::NullFlavor)});
        }
        return false;
    }
    if (row != nullptr && row->usageIn(*type_) == cda::Usage::Required) {
        findings_.add(Noticed::RequiredNull, Severity::Warning, std::string{tag.name()});
    } else {
        frame.lacksCode = !isNull && row != nullptr && isTranslatable(TagAttributes{tag}.type());
    }
    return true;
}

} // namespace ncp::transform::pivot
