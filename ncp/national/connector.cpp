#include "ncp/national/connector.hpp"

namespace ncp::national {

Result<Receipt> Connector::dispense(const saml::Authorized<Dispensation>& /*dispensation*/,
                                    Deadline /*deadline*/) {
    return fail(ErrorCode::UnsupportedFeature, "dispensations are not taken here");
}

Result<Receipt> Connector::discard(const saml::Authorized<DispensationDiscard>& /*discard*/,
                                   Deadline /*deadline*/) {
    return fail(ErrorCode::UnsupportedFeature, "dispensations are not taken here");
}

} // namespace ncp::national
