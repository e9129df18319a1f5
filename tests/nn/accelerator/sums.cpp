#include "nn/accelerator/sums.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <vector>

#include "nn/accelerator/on_cpu.hpp"
#include "nn/gradient_check.hpp"

namespace {

using namespace nn;

constexpr std::uint32_t channels = 3;

/// A few runs, one that is full, one that is not, and so many that they are folded twice.
const std::vector<std::uint32_t> counts{1, 63, 64, 65, 64 * 32, 64 * 32 + 1, 64 * 32 * 32 + 77};

template <class Terms>
std::vector<sum_pair> sums_of(const Terms& terms, std::uint32_t pixels) {
    test::on_cpu on;
    const std::size_t size = sums_on_the_way(pixels, channels);
    std::vector<sum_pair> memory(size + 1, {-1.0, -1.0});
    const channel_sums found = add_up(on, terms, pixels, channels, memory.data());
    CHECK(found.runs <= runs_folded);
    CHECK(found.from + std::size_t{found.runs} * channels == memory.data() + size);
    CHECK(memory[size].first == -1.0);
    std::vector<sum_pair> sums;
    for (std::uint32_t channel = 0; channel < channels; ++channel) {
        sums.push_back(found.of(channel));
    }
    return sums;
}

TEST_CASE("sums are those of every pixel, however many runs there are") {
    for (const std::uint32_t pixels : counts) {
        CAPTURE(pixels);
        const tensor g = test::random_tensor({pixels, channels}, 1);
        const tensor x = test::random_tensor({pixels, channels}, 2);
        const tensor centre = test::random_tensor({channels}, 3);
        std::vector<sum_pair> plain(channels);
        std::vector<sum_pair> products(channels);
        std::vector<sum_pair> moments(channels);
        for (std::size_t place = 0; place < g.size(); ++place) {
            const std::size_t c = place % channels;
            const auto slope = static_cast<double>(g[place]);
            const double off = static_cast<double>(x[place]) - static_cast<double>(x[c]);
            plain[c].first += slope;
            products[c].second += slope * static_cast<double>(x[place] - centre[c]);
            moments[c].first += off;
            moments[c].second += off * off;
        }
        const auto found_plain = sums_of(plain_terms{g.data()}, pixels);
        const auto found_products =
            sums_of(gradient_terms{g.data(), x.data(), centre.data()}, pixels);
        const auto found_moments = sums_of(moment_terms{x.data()}, pixels);
        for (std::size_t c = 0; c < channels; ++c) {
            const auto same = [](double expected) {
                return doctest::Approx(expected).epsilon(1e-12).scale(1.0);
            };
            CHECK(found_plain[c].first == same(plain[c].first));
            CHECK(found_products[c].first == same(plain[c].first));
            CHECK(found_products[c].second == same(products[c].second));
            CHECK(found_moments[c].first == same(moments[c].first));
            CHECK(found_moments[c].second == same(moments[c].second));
        }
    }
}

TEST_CASE("a sum is given to a parameter as a float") {
    const std::vector<sum_pair> runs{{1.0, 0.0}, {2.0, 0.0}, {10.0, 0.0}, {20.0, 0.0}};
    std::vector<float> to(2);
    const give_sum tested{{runs.data(), 2, 2}, to.data()};
    tested(0);
    tested(1);
    CHECK(to == std::vector{11.0F, 22.0F});
}

} // namespace
