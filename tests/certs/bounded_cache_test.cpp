#include "certs/bounded_cache.hpp"

#include <catch2/catch.hpp>

using ncp::certs::BoundedCache;

TEST_CASE("a bounded cache gives back what was put in", "[certs]") {
    BoundedCache<int> cache{2};
    CHECK_FALSE(cache.find("one"));
    cache.put("one", 1);
    CHECK(cache.find("one") == 1);
    cache.put("one", 11);
    CHECK(cache.find("one") == 11);
}

TEST_CASE("a full cache drops the value that was unused for longest", "[certs]") {
    BoundedCache<int> cache{2};
    cache.put("one", 1);
    cache.put("two", 2);
    CHECK(cache.find("one") == 1);
    cache.put("three", 3);
    CHECK(cache.find("one") == 1);
    CHECK_FALSE(cache.find("two"));
    CHECK(cache.find("three") == 3);
}
