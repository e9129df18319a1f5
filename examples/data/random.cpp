#include "data/random.hpp"

#include <numeric>
#include <utility>

namespace data {

std::uint64_t random_source::next() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t bits = state_;
    bits = (bits ^ bits >> 30U) * 0xbf58476d1ce4e5b9U;
    bits = (bits ^ bits >> 27U) * 0x94d049bb133111ebU;
    return bits ^ bits >> 31U;
}

std::uint64_t random_source::below(std::uint64_t bound) {
    // 2^64 modulo bound: numbers below it would make the small remainders more likely.
    const std::uint64_t uneven = (0 - bound) % bound;
    std::uint64_t bits = next();
    while (bits < uneven) {
        bits = next();
    }
    return bits % bound;
}

std::uint64_t seed_for(std::uint64_t seed, std::uint64_t index) {
    return random_source(random_source(seed).next() + index).next();
}

void permute(std::vector<std::size_t>& order, std::uint64_t seed) {
    std::iota(order.begin(), order.end(), std::size_t{0});
    random_source random(seed);
    for (std::size_t left = order.size(); left > 1; --left) {
        std::swap(order[left - 1], order[random.below(left)]);
    }
}

} // namespace data
