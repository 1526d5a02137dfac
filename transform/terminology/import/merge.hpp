#pragma once

#include "transform/terminology/content.hpp"

namespace ncp::transform::terminology::import {

/// `base` with `added` over it, in canonical order.
///  - A concept stands once, by code system and code. A designation takes the place of one of the same
///  language
///    and source; of several in one language the approved one is preferred, then the added one. A text that
///    was approved stays approved when the same text is added as proposed.
///  - A value set is taken as a whole: the added one's members are its members.
///  - In a map, what is added for a source concept takes the place of what it had in the same target system;
///  a
///    mapping that was approved stays approved when the same is added as proposed.
///  - A code system keeps what the added one leaves empty; aliases come together.
Content merge(Content base, const Content& added);

} // namespace ncp::transform::terminology::import
