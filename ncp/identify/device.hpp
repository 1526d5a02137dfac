#pragma once

#include "base/identifiers.hpp"
#include "base/xml/writer.hpp"
#include "ncp/identify/messages.hpp"

#include <string_view>

namespace ncp::identify {

/// Writes `element` (receiver or sender) with a device of that community; `asAgent` adds the organization.
void writeDevice(xml::Writer& writer, std::string_view element, std::string_view typeCode,
                 const HomeCommunityId& community, bool asAgent);

/// Writes an id with root, and extension where there is one.
void writeInstanceId(xml::Writer& writer, std::string_view element, const InstanceId& id);

/// Root and extension of an id element.
InstanceId readInstanceId(xml::Node id);

} // namespace ncp::identify
