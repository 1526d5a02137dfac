#pragma once

#include "transform/terminology/content.hpp"

namespace ncp::transform::terminology::import {

/// `base` with `added` over it, in canonical order.
///  - A concept stands once, by code system and code. It is retired when either says so; only a source that
///    states it (a code system) makes it current again.
///  - A designation takes the place of one of the same language and source; of several in one language the
///    approved one is preferred, then the added one. A proposed text never takes the place of an approved
///    one: it stands beside it, not preferred. A text that was approved stays approved when it comes again.
///  - A value set is taken as a whole: the added one's members are its members.
///  - In a map, an approved mapping takes the place of what its source concept had in the same target system,
///    a proposed one that of other proposals only. A mapping that was approved stays so when it comes again.
///  - A code system keeps what the added one leaves empty; aliases come together.
Content merge(Content base, const Content& added);

} // namespace ncp::transform::terminology::import
