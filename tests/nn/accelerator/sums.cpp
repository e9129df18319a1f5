#include "nn/accelerator/sums.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <vector>

#include "nn/accelerator/on_cpu.hpp"
#include "nn/gradient_check.hpp"

namespace {

using namespace nn;

const std::vector<std::uint32_t> channel_counts{1, 3, 16, 31, 32, 33, 64, 255, 512, 5000};
const std::vector<std::uint32_t> pixel_counts{1, 7, 64, 65, 2048, 131'072, 131'073, 4'000'000};

struct keep_sums {
    std::vector<sum_pair>* to;

    void operator()(std::uint32_t channel, const sum_pair& sums) const { (*to)[channel] = sums; }
};

template <class Terms>
std::vector<sum_pair> sums_of(const Terms& terms, const sum_cut& cut) {
    test::on_cpu on;
    std::vector<sum_pair> memory(cut.sums() + 1, {-1.0, -1.0});
    std::vector<sum_pair> sums(cut.channels);
    on.sum_channels(cut, terms, memory.data(), keep_sums{&sums});
    CHECK(memory[cut.sums()].first == -1.0);
    return sums;
}

TEST_CASE("a cut gives every thread work, and every pixel and channel to one block") {
    for (const std::uint32_t channels : channel_counts) {
        for (const std::uint32_t pixels : pixel_counts) {
            CAPTURE(channels);
            CAPTURE(pixels);
            const sum_cut cut{pixels, channels};
            CHECK(cut.width() * cut.lanes() <= cut.threads());
            CHECK(cut.threads() <= sum_cut::most_threads);
            CHECK(cut.threads() % 32 == 0);
            CHECK(
                (cut.threads() - cut.width() * cut.lanes() < 32 || // of the last warp
                 cut.width() * (cut.lanes() + 1) > sum_cut::most_threads));
            CHECK(cut.width() * cut.blocks_across() >= channels);
            CHECK(cut.width() * (cut.blocks_across() - 1) < channels);
            CHECK(std::size_t{cut.slab()} * cut.slabs() >= pixels);
            CHECK(std::size_t{cut.slab()} * (cut.slabs() - 1) < pixels);
            CHECK(cut.slabs() <= 32 * cut.lanes());
            CHECK((cut.slab() >= 7 * cut.lanes() || cut.slabs() <= 7)); // but for rounding
        }
    }
    const sum_cut first_stage_of_resnet20{128 * 32 * 32, 16};
    CHECK(first_stage_of_resnet20.slabs() == 512);
    CHECK(first_stage_of_resnet20.slab() == 256);
    CHECK(first_stage_of_resnet20.blocks_across() == 1);
}

TEST_CASE("sums are those of every pixel, however many slabs there are") {
    constexpr std::uint32_t channels = 3;
    for (const std::uint32_t pixels : {1U, 63U, 680U, 681U, 20'000U}) {
        CAPTURE(pixels);
        const sum_cut cut{pixels, channels};
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
        const auto found_plain = sums_of(plain_terms{g.data()}, cut);
        const auto found_products =
            sums_of(gradient_terms{{g.data(), {x.data()}}, centre.data()}, cut);
        const auto found_moments = sums_of(moment_terms{x.data()}, cut);
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
    std::vector<float> to(2);
    const give_sum tested{to.data()};
    tested(1, {22.0, 1.0});
    tested(0, {11.0, 2.0});
    CHECK(to == std::vector{11.0F, 22.0F});
}

} // namespace
