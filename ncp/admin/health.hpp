#pragma once

#include <functional>
#include <string>
#include <vector>

namespace ncp::admin {

/// What one check found; no faults means well.
struct CheckResult {
    std::string name;
    std::vector<std::string> faults;
};

/// Named checks that say whether the node can do its work now. A check must be quick and safe to call from
/// several threads; one that throws counts as a fault. Fault texts hold no patient data.
class Health {
  public:
    using Check = std::function<std::vector<std::string>()>;

    /// Add all checks before the first call of `ready`.
    void add(std::string name, Check check);

    /// Runs every check, in the order in which they were added.
    std::vector<CheckResult> ready() const;

  private:
    struct Named {
        std::string name;
        Check check;
    };
    std::vector<Named> checks_;
};

/// True when no check has a fault.
bool isReady(const std::vector<CheckResult>& results) noexcept;

/// `{"status":"ready","checks":[{"name":"store","faults":[]}]}`; status is "ready" or "not ready".
std::string toJson(const std::vector<CheckResult>& results);

} // namespace ncp::admin
