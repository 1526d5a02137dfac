#include "base/xml/schema.hpp"

#include "base/handle.hpp"

#include <libxml/xmlschemas.h>

namespace ncp::xml {
namespace {

void collect(void* context, xmlErrorPtr error) {
    std::string message = error->message == nullptr ? "" : error->message;
    while (message.ends_with('\n')) {
        message.pop_back();
    }
    static_cast<std::vector<SchemaFault>*>(context)->push_back({error->line, std::move(message)});
}

void ignore(void* /*context*/, xmlErrorPtr /*error*/) {}

} // namespace

struct Schema::Compiled {
    Handle<xmlSchema, &xmlSchemaFree> schema;
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
    return Schema{std::make_unique<Compiled>(Compiled{std::move(schema)})};
}

std::vector<SchemaFault> Schema::validate(const Document& document) const {
    std::vector<SchemaFault> faults;
    const Handle<xmlSchemaValidCtxt, &xmlSchemaFreeValidCtxt> context{
        xmlSchemaNewValidCtxt(compiled_->schema.get())};
    xmlSchemaSetValidStructuredErrors(context.get(), &collect, &faults);
    if (xmlSchemaValidateDoc(context.get(), document.native()) != 0 && faults.empty()) {
        faults.push_back({0, "the document is not valid"});
    }
    return faults;
}

} // namespace ncp::xml
