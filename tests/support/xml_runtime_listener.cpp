#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include <catch2/catch.hpp>

#include "base/xml/runtime.hpp"

#include <optional>

namespace {

/// Owns the XML library alone for the run of a test program: schema files that include others can't be loaded
/// once the signature library has started.
class XmlRuntimeListener final : public Catch::TestEventListenerBase {
  public:
    using TestEventListenerBase::TestEventListenerBase;

    void testRunStarting(const Catch::TestRunInfo& info) override {
        TestEventListenerBase::testRunStarting(info);
        xml_.emplace();
    }

  private:
    std::optional<ncp::xml::Runtime> xml_;
};

CATCH_REGISTER_LISTENER(XmlRuntimeListener)

} // namespace
