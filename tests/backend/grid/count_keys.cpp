#include "coppice/backend/grid/count_keys.hpp"

#include "backend/grid/on_cpu.hpp"
#include "backend/grid/tensor_pool.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

using namespace backend::grid;
using stored_keys = keys_of<score::stored>;

/// What `count_keys` has to count, group by group.
std::vector<index> counted_singly(
    const tensor_pool<score::stored>& tensors, const std::vector<cut_state>& parts, digit next,
    bool of_places) {
    std::vector<index> counts;
    for (const tensor<score::stored>& one : tensors) {
        const cut_state& part = parts[counts.size() / bins];
        const std::size_t own = counts.size();
        counts.resize(own + bins);
        for (index g = 0; g < one.groups && !part.settled; ++g) {
            const std::uint64_t key = one.keys[g];
            const auto place = static_cast<std::uint64_t>(one.first_group + g);
            const std::uint64_t number = of_places ? place : key;
            if (one.kept(g) && (!of_places || key == part.key) &&
                next.follows(number, part.digits)) {
                ++counts[own + static_cast<std::size_t>(next.of(number))];
            }
        }
    }
    return counts;
}

void check_counts(
    const tensor_pool<score::stored>& tensors, const std::vector<cut_state>& parts, digit next,
    bool of_places) {
    const std::vector<index> expected = counted_singly(tensors, parts, next, of_places);
    for (const index blocks : {1, 2, 5, 20}) { // even more than there are tiles
        std::vector<index> counts(expected.size());
        findings found;
        on_cpu::grid().launch(
            blocks, count_keys<score::stored>{
                        tensors.data(), tensors.count(), tensors.tiles(), parts.data(), next,
                        of_places, counts.data(), &found});
        REQUIRE(counts == expected);
        REQUIRE(found.faults == 0);
    }
}

/// How many faults a pass over the keys of a pool notes.
index faults_in(pool& of) {
    const tensor_pool<score::stored> tensors(of.candidates());
    const std::vector<cut_state> parts(of.tensors());
    std::vector<index> counts(parts.size() * bins);
    findings found;
    on_cpu::grid().launch(
        2, count_keys<score::stored>{
               tensors.data(), tensors.count(), tensors.tiles(), parts.data(), digit_of(64, 0),
               false, counts.data(), &found});
    return found.faults;
}

} // namespace

TEST_CASE("the digits of every tensor's keys are counted, of those that have the digits so far") {
    for (const bool some_gone : {false, true}) {
        pool of = tiles_of_scores(some_gone);
        const tensor_pool<score::stored> tensors(of.candidates());
        CHECK(tensors.tiles() == 11);
        std::vector<cut_state> parts(of.tensors());
        parts[2].settled = true;
        for (int level = 0; level < digits(stored_keys::bits); ++level) {
            const digit next = digit_of(stored_keys::bits, level);
            for (std::size_t t = 0; t < parts.size(); ++t) {
                const std::uint64_t key = tensors.data()[t].keys[tensors.data()[t].groups / 2];
                parts[t].digits = level == 0 ? 0 : key >> next.top;
            }
            check_counts(tensors, parts, next, false);
        }
    }
}

TEST_CASE("the digits of places are counted, of the groups that have their tensor's key") {
    pool of = tiles_of_scores(true);
    const tensor_pool<score::stored> tensors(of.candidates());
    const int bits = bits_of_places(tensors.groups());
    std::vector<cut_state> parts(of.tensors());
    for (int level = 0; level < digits(bits); ++level) {
        const digit next = digit_of(bits, level);
        for (std::size_t t = 0; t < parts.size(); ++t) {
            const tensor<score::stored>& one = tensors.data()[t];
            parts[t].key = one.keys[one.groups / 2];
            const auto place = static_cast<std::uint64_t>(one.first_group + one.groups / 2);
            parts[t].digits = level == 0 ? 0 : place >> next.top;
        }
        check_counts(tensors, parts, next, true);
    }
}

TEST_CASE("a score that is no number is a fault, unless its group is pruned already") {
    pool of = tiles_of_scores(false);
    CHECK(faults_in(of) == 0);
    of.set_score(6, 8192, std::numeric_limits<double>::quiet_NaN()); // in the last tile
    CHECK(faults_in(of) > 0);
    of.set(6, 8192, false);
    CHECK(faults_in(of) == 0);
}

TEST_CASE("tensors begin to be cut together or each at a rank of its own") {
    pool of = tiles_of_scores(true);
    of.cap(3, 17);
    const tensor_pool<score::stored> tensors(of.candidates());
    const std::vector<index> ranks{5, 6, 7, 8, 9, 10, 11, 12};
    for (const bool alone : {false, true}) {
        const cut_state used{1, 2, 3, 4, 5, 6, 7, !alone, true};
        std::vector<cut_state> parts(of.tensors() + 1, used);
        on_cpu::grid().launch(
            1, begin_tensors<score::stored>{
                   tensors.data(), parts.data(), tensors.count(), alone ? ranks.data() : nullptr});
        for (std::size_t t = 0; t < of.tensors(); ++t) {
            const cut_state& part = parts[t];
            CHECK((part.key == 0 && part.place == 0 && part.digits == 0 && !part.settled));
            CHECK(part.below == of.pruned()[t]);
            CHECK(part.below + part.equal == of.groups(t));
            CHECK(part.most == of.most()[t]);
            CHECK(part.alone == alone);
            CHECK(part.rank == (alone ? ranks[t] : 0));
        }
        CHECK(parts.back().key == used.key);
    }
}

TEST_CASE("the first fault is the lowest of those not pruned yet") {
    pool of({std::vector<double>(3000, 1.0)});
    const auto first_fault_of = [&](index blocks) {
        const pool::stored_candidate one = of.candidates()[0];
        findings found;
        on_cpu::grid().launch(
            blocks, find_fault<score::stored>{stored_keys(one.scores), one.mask, &found});
        return found.first_fault;
    };
    CHECK(first_fault_of(2) == findings{}.first_fault);
    for (const index fault : {2999, 1500, 700, 3}) {
        of.set_score(0, fault, std::numeric_limits<double>::quiet_NaN());
        CHECK(first_fault_of(1) == fault);
        CHECK(first_fault_of(4) == fault);
    }
    of.set(0, 3, false);
    CHECK(first_fault_of(4) == 700);
}

} // namespace coppice
