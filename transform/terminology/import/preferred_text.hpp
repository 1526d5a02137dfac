#pragma once

#include "transform/terminology/content.hpp"

namespace ncp::transform::terminology::import {

/// Approved by whoever is responsible, not only proposed.
bool isApproved(const DesignationContent& designation);

/// Leaves one preferred designation a language: approved before proposed, else the last of the list.
void choosePreferred(ConceptContent& each);

} // namespace ncp::transform::terminology::import
