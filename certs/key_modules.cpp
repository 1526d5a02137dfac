// OpenSSL 3.0 reaches PKCS #11 tokens through its engine interface only; Debian 12 has no provider for them.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "certs/key_modules.hpp"

#include "certs/openssl_error.hpp"

#include <openssl/engine.h>
#include <openssl/evp.h>

#include <map>
#include <mutex>
#include <system_error>
#include <utility>

namespace ncp::certs {
namespace {

using Engine = std::shared_ptr<ENGINE>;

void endEngine(ENGINE* engine) {
    ENGINE_finish(engine);
    ENGINE_free(engine);
    takeOpensslError();
}

bool command(ENGINE* engine, const char* name, const char* argument) {
    return ENGINE_ctrl_cmd_string(engine, name, argument, 0) == 1;
}

auto invalid(std::string detail, std::source_location where = std::source_location::current()) {
    return fail(ErrorCode::ConfigurationInvalid, std::move(detail), where);
}

Result<Engine> openModule(const std::filesystem::path& module, std::string_view pin) {
    std::error_code unreadable;
    if (!std::filesystem::is_regular_file(module, unreadable)) {
        return invalid(module.string() + ": no such PKCS #11 module");
    }
    ENGINE_load_builtin_engines();
    ENGINE* raw = ENGINE_by_id("pkcs11");
    if (raw == nullptr) {
        return invalid("the pkcs11 engine of OpenSSL is not installed: " + takeOpensslError());
    }
    command(raw, "QUIET", nullptr); // it would write to the standard error stream
    if (!command(raw, "MODULE_PATH", module.c_str()) ||
        (!pin.empty() && !command(raw, "PIN", std::string{pin}.c_str())) || ENGINE_init(raw) != 1) {
        ENGINE_free(raw);
        return invalid(module.string() + ": the PKCS #11 module can't be loaded: " + takeOpensslError());
    }
    return Engine{raw, &endEngine};
}

} // namespace

struct KeyModules::State {
    std::mutex mutex;
    std::map<std::filesystem::path, Engine> engines;
    std::map<std::pair<std::filesystem::path, std::string>, PrivateKey> keys; ///< by module and URI
};

KeyModules::KeyModules() : state_(std::make_unique<State>()) {}

KeyModules::~KeyModules() = default;

Result<PrivateKey> KeyModules::key(const std::filesystem::path& module, const std::string& uri,
                                   std::string_view pin) {
    if (!uri.starts_with("pkcs11:") || uri.find("pin-value") != std::string::npos) {
        return invalid("a key on a token is named by a URI pkcs11:… without a PIN");
    }
    const std::scoped_lock lock{state_->mutex};
    if (const auto known = state_->keys.find({module, uri}); known != state_->keys.end()) {
        return known->second;
    }
    auto engine = state_->engines.find(module);
    if (engine == state_->engines.end()) {
        auto opened = openModule(module, pin);
        if (!opened) {
            return passOn(opened);
        }
        engine = state_->engines.emplace(module, *std::move(opened)).first;
    }
    auto* found = ENGINE_load_private_key(engine->second.get(), uri.c_str(), nullptr, nullptr);
    const auto reason = takeOpensslError();
    if (found == nullptr) {
        return invalid(uri + ": no such private key on the token, or a wrong PIN: " + reason);
    }
    // The key is used through its module: that one has to stay as long.
    auto key = PrivateKey::adopt(std::shared_ptr<evp_pkey_st>{
        found, [held = engine->second](EVP_PKEY* ended) { EVP_PKEY_free(ended); }});
    state_->keys.emplace(std::pair{module, uri}, key);
    return key;
}

} // namespace ncp::certs
