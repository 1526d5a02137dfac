#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include <catch2/catch.hpp>

#include "base/xml/runtime.hpp"
#include "certs/runtime.hpp"

#include <optional>

namespace {

/// Owns the XML and the signature library for the run of a test program.
class RuntimeListener final : public Catch::TestEventListenerBase {
  public:
    using TestEventListenerBase::TestEventListenerBase;

    void testRunStarting(const Catch::TestRunInfo& info) override {
        TestEventListenerBase::testRunStarting(info);
        xml_.emplace();
        certs_.emplace();
    }

  private:
    std::optional<ncp::xml::Runtime> xml_;
    std::optional<ncp::certs::Runtime> certs_;
};

CATCH_REGISTER_LISTENER(RuntimeListener)

} // namespace
