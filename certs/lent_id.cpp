#include "certs/lent_id.hpp"

#include <libxml/tree.h>
#include <libxml/valid.h>

#include <string>

namespace ncp::certs {

LentId::LentId(_xmlNode* element, std::string_view id) : element_(element) {
    const std::string value{id};
    const auto* text = reinterpret_cast<const xmlChar*>(value.c_str());
    auto* attribute = xmlHasNsProp(element, reinterpret_cast<const xmlChar*>("ID"), nullptr);
    if (attribute == nullptr || xmlGetID(element->doc, text) != nullptr) {
        return;
    }
    if (xmlAddID(nullptr, element->doc, text, attribute) != nullptr) {
        attribute_ = attribute;
    }
}

LentId::~LentId() {
    if (attribute_ != nullptr) {
        xmlRemoveID(element_->doc, attribute_);
    }
}

bool LentId::resolves() const noexcept {
    return attribute_ != nullptr && attribute_->parent == element_;
}

} // namespace ncp::certs
