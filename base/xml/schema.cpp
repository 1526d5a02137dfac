#include "base/xml/schema.hpp"

#include "base/handle.hpp"
#include "base/xml/grammar/grammar.hpp"

#include <libxml/xmlschemas.h>

namespace ncp::xml {
namespace {

SchemaFaultKind kindOf(const xmlError& error, std::string_view message) {
    switch (error.code) {
    case XML_SCHEMAV_CVC_ELT_1:
        return SchemaFaultKind::Root;
    case XML_SCHEMAV_ELEMENT_CONTENT:
        return message.find("Missing child element") == std::string_view::npos
                   ? SchemaFaultKind::UnexpectedElement
                   : SchemaFaultKind::MissingElement;
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_1:
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_2:
        return SchemaFaultKind::UnknownAttribute;
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_4:
        return SchemaFaultKind::MissingAttribute;
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_1:
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_2:
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_3:
        return SchemaFaultKind::Text;
    case XML_SCHEMAV_CVC_ELT_2:
    case XML_SCHEMAV_CVC_ELT_4_1:
    case XML_SCHEMAV_CVC_ELT_4_2:
    case XML_SCHEMAV_CVC_ELT_4_3:
    case XML_SCHEMAV_CVC_TYPE_2:
        return SchemaFaultKind::Type;
    default:
        return message.find("value") == std::string_view::npos ? SchemaFaultKind::Other
                                                               : SchemaFaultKind::Value;
    }
}

void collect(void* context, xmlErrorPtr error) {
    auto& faults = *static_cast<std::vector<SchemaFault>*>(context);
    if (faults.size() >= Schema::kMostFaults) {
        return;
    }
    std::string message = error->message == nullptr ? "" : error->message;
    while (message.ends_with('\n')) {
        message.pop_back();
    }
    SchemaFault fault{error->line, std::move(message)};
    fault.kind = kindOf(*error, fault.message);
    auto* node = static_cast<xmlNode*>(error->node);
    if (node != nullptr && node->type == XML_ATTRIBUTE_NODE) {
        fault.attribute = reinterpret_cast<const char*>(node->name);
        node = node->parent;
    }
    if (node != nullptr && node->type == XML_ELEMENT_NODE) {
        fault.element = Node{node};
        fault.line = fault.element->line();
    }
    faults.push_back(std::move(fault));
}

void ignore(void* /*context*/, xmlErrorPtr /*error*/) {}

} // namespace

struct Schema::Compiled {
    Handle<xmlSchema, &xmlSchemaFree> schema;
    std::optional<grammar::Grammar> grammar; ///< absent where the tables don't understand the schema
};

Schema::Schema(std::unique_ptr<Compiled> compiled) noexcept : compiled_(std::move(compiled)) {}
Schema::Schema(Schema&&) noexcept = default;
Schema& Schema::operator=(Schema&&) noexcept = default;
Schema::~Schema() = default;

Result<Schema> Schema::load(const std::filesystem::path& file) {
    const Handle<xmlSchemaParserCtxt, &xmlSchemaFreeParserCtxt> context{
        xmlSchemaNewParserCtxt(file.string().c_str())};
    xmlSchemaSetParserStructuredErrors(context.get(), &ignore, nullptr);
    Handle<xmlSchema, &xmlSchemaFree> schema{xmlSchemaParse(context.get())};
    if (!schema) {
        return fail(ErrorCode::ConfigurationInvalid, file.string() + ": not a usable XML Schema");
    }
    auto grammar = grammar::Grammar::load(file);
    return Schema{std::make_unique<Compiled>(
        Compiled{std::move(schema), grammar ? std::optional{std::move(*grammar)} : std::nullopt})};
}

std::vector<SchemaFault> Schema::validate(const Document& document) const {
    return accepts(document) ? std::vector<SchemaFault>{} : faults(document);
}

bool Schema::accepts(const Document& document) const {
    return compiled_->grammar && compiled_->grammar->accepts(document);
}

std::vector<SchemaFault> Schema::faults(const Document& document) const {
    std::vector<SchemaFault> faults;
    const Handle<xmlSchemaValidCtxt, &xmlSchemaFreeValidCtxt> context{
        xmlSchemaNewValidCtxt(compiled_->schema.get())};
    xmlSchemaSetValidStructuredErrors(context.get(), &collect, &faults);
    if (xmlSchemaValidateDoc(context.get(), document.native()) != 0 && faults.empty()) {
        faults.push_back({0, "the document is not valid", SchemaFaultKind::Other});
    }
    return faults;
}

} // namespace ncp::xml
