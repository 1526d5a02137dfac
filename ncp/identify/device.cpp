#include "ncp/identify/device.hpp"

namespace ncp::identify {

void writeDevice(xml::Writer& writer, std::string_view element, std::string_view typeCode,
                 const HomeCommunityId& community, bool asAgent) {
    writer.start(element).attribute("typeCode", typeCode);
    writer.start("device").attribute("classCode", "DEV").attribute("determinerCode", "INSTANCE");
    writer.empty("id", "root", community.str());
    if (asAgent) {
        writer.start("asAgent").attribute("classCode", "AGNT");
        writer.start("representedOrganization")
            .attribute("classCode", "ORG")
            .attribute("determinerCode", "INSTANCE")
            .empty("id", "root", community.str())
            .end();
        writer.end();
    }
    writer.end().end();
}

void writeInstanceId(xml::Writer& writer, std::string_view element, const InstanceId& id) {
    writer.start(element).attribute("root", id.root);
    if (!id.extension.empty()) {
        writer.attribute("extension", id.extension);
    }
    writer.end();
}

InstanceId readInstanceId(xml::Node id) {
    return {id.attribute("root"), id.attribute("extension")};
}

} // namespace ncp::identify
