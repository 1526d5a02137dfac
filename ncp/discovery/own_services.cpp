#include "ncp/discovery/own_services.hpp"

#include "ncp/discovery/search_mask_writing.hpp"

#include <utility>

namespace ncp::discovery {
namespace {

const std::string& addressOf(const OwnServices& own, Service service) {
    switch (service) {
    case Service::PatientDiscovery:
        return own.patientDiscovery;
    case Service::Provide:
        return own.provide;
    case Service::Query:
    case Service::Retrieve:
    case Service::SearchMask:
        break;
    }
    return own.queryRetrieve;
}

} // namespace

Result<ServiceInformation> describe(const OwnServices& own, Service service) {
    ServiceEndpoint endpoint;
    endpoint.transportProfile = transportProfile(service);
    endpoint.activation = own.activation;
    endpoint.expiration = own.expiration;
    endpoint.description = description(service);
    endpoint.technicalContact = own.technicalContact;
    endpoint.technicalInformation = own.technicalInformation;
    if (service == Service::SearchMask) {
        if (!own.mask) {
            return fail(ErrorCode::PeerNotFound, "there is no search mask of our own country");
        }
        endpoint.uri = "urn:ehealth:ism";
        endpoint.extension = writeSearchMask(*own.mask);
    } else {
        endpoint.uri = addressOf(own, service);
        endpoint.minimumAuthenticationLevel = "urn:epSOS:loa:1";
        endpoint.certificate = own.certificate;
    }
    ServiceProcess process{{std::string{kProcessScheme}, processIdentifier(service, own.country)}, {}};
    process.endpoints.push_back(std::move(endpoint));
    ServiceInformation information{{std::string{kParticipantScheme}, participantIdentifier(own.country)},
                                   {std::string{kDocumentScheme}, std::string{documentIdentifier(service)}},
                                   {}};
    information.processes.push_back(std::move(process));
    return information;
}

} // namespace ncp::discovery
