#include "coppice/select/verdict.hpp"

#include <doctest/doctest.h>

using coppice::select::limit;
using coppice::select::reason;

TEST_CASE("every limit has its words, and none has none") {
    CHECK(reason(limit::none).empty());
    CHECK(reason(limit::one_left) == "it keeps its last group");
    CHECK(reason(limit::cap) == "the selection's cap is met");
    CHECK(reason(limit::multiple) == "the groups left are rounded to a multiple");
    CHECK(reason(limit::budget) == "the budget cannot be met");
}
