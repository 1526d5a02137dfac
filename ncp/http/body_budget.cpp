#include "ncp/http/body_budget.hpp"

namespace ncp::http {

BodyShare::~BodyShare() {
    budget_.taken_ -= taken_;
}

bool BodyShare::grow(std::size_t bytes) noexcept {
    auto before = budget_.taken_.load();
    do {
        if (bytes > budget_.limit_ - before) {
            return false;
        }
    } while (!budget_.taken_.compare_exchange_weak(before, before + bytes));
    taken_ += bytes;
    return true;
}

bool BodyShare::fits(std::size_t bytes) const noexcept {
    return bytes <= budget_.limit_ - budget_.taken_.load();
}

} // namespace ncp::http
