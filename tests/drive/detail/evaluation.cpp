#include "coppice/drive/detail/evaluation.hpp"

#include "archetype/reduce.hpp"
#include "coppice/reduce/none.hpp"
#include "core/refusal.hpp"

#include <string>

#include <doctest/doctest.h>

namespace {

using coppice::metric::accuracy;

/// Answers what it is told to.
struct told_host {
    accuracy answers;

    [[nodiscard]] accuracy evaluate() const { return answers; }
};

std::string refused_count(const accuracy& counted) {
    return refusal([&] { coppice::drive::detail::check(counted); });
}

template <class Reduce>
accuracy evaluated(const accuracy& answers, const Reduce& reduce, const accuracy& original = {}) {
    told_host host{answers};
    return coppice::drive::detail::evaluate(host, reduce, original);
}

} // namespace

TEST_CASE("counts from none to all of at least one answer make sense, others are refused") {
    for (const accuracy& good : {accuracy{0, 1}, accuracy{1, 1}, accuracy{99, 100}}) {
        CHECK_NOTHROW(coppice::drive::detail::check(good));
    }
    const std::string range =
        "; it must be a count of correct answers in [0, total], total being at least 1";
    CHECK(refused_count({0, 0}) == "evaluate: accuracy is 0 of 0" + range);
    CHECK(refused_count({-1, 10}) == "evaluate: accuracy is -1 of 10" + range);
    CHECK(refused_count({11, 10}) == "evaluate: accuracy is 11 of 10" + range);
    CHECK(refused_count({-2, -1}) == "evaluate: accuracy is -2 of -1" + range);
}

TEST_CASE("an accuracy is that of all ranks together") {
    CHECK(evaluated({7, 10}, coppice::reduce::none{}) == accuracy{7, 10});
    CHECK(evaluated({7, 10}, archetype::reduce{}) == accuracy{28, 40});
    CHECK(evaluated({7, 10}, archetype::reduce{}, {30, 40}) == accuracy{28, 40});
}

TEST_CASE("a count of other answers than the original model's is refused, ranks together") {
    CHECK(refusal([] {
              return evaluated({7, 10}, archetype::reduce{}, {9, 10});
          }) == "evaluate: number of answers is 40; it must be 10 as for the original model");
    CHECK(refusal([] {
              return evaluated({7, 10}, coppice::reduce::none{}, {9, 11});
          }) == "evaluate: number of answers is 10; it must be 11 as for the original model");
}

TEST_CASE("a rank without answers takes its part in the count of all") {
    struct others {
        int& asked;
        [[nodiscard]] coppice::index sum(coppice::index count) const {
            ++asked;
            return count + 10;
        }
    };
    int asked = 0;
    CHECK(evaluated({0, 0}, others{asked}) == accuracy{10, 10});
    CHECK(asked == 2);
    CHECK_THROWS_AS(evaluated({1, 0}, others{asked}), coppice::error);
    CHECK(asked == 4); // or the others would wait
    CHECK_THROWS_AS(evaluated({0, 0}, coppice::reduce::none{}), coppice::error);
}

TEST_CASE("a rank's own count is refused even where all together would make sense") {
    struct helpful {
        [[nodiscard]] coppice::index sum(coppice::index count) const { return count + 100; }
    };
    CHECK(refusal([] { return evaluated({-1, 10}, helpful{}); }) == refused_count({-1, 10}));
}
