#include "certs/runtime.hpp"

#include <libxml/parser.h>

#include <xmlsec/xmlsec.h> // before errors.h, which needs it

#include <xmlsec/errors.h>
#include <xmlsec/openssl/app.h>
#include <xmlsec/openssl/crypto.h>

#include <stdexcept>

namespace ncp::certs {
namespace {

/// The library's own messages quote document text.
void ignoreError(const char* /*file*/, int /*line*/, const char* /*function*/, const char* /*object*/,
                 const char* /*subject*/, int /*reason*/, const char* /*message*/) {}

} // namespace

Runtime::Runtime() {
    // The signature library replaces the loader of external entities by one that refuses all, and XML Schema
    // files include others through it. Documents never need it: intake refuses every DOCTYPE.
    const auto loader = xmlGetExternalEntityLoader();
    if (xmlSecInit() < 0 || xmlSecCheckVersion() != 1 || xmlSecOpenSSLAppInit(nullptr) < 0 ||
        xmlSecOpenSSLInit() < 0) {
        throw std::runtime_error("the XML signature library can't start");
    }
    xmlSecErrorsSetCallback(&ignoreError);
    xmlSetExternalEntityLoader(loader);
}

Runtime::~Runtime() {
    xmlSecOpenSSLShutdown();
    xmlSecOpenSSLAppShutdown();
    xmlSecShutdown();
}

} // namespace ncp::certs
