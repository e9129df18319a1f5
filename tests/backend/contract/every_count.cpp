// Exact counts: every count of weights that can be pruned, of every element type.

#include "backend/host.hpp"
#include "backend/selection.hpp"
#include "coppice/backend/concept.hpp"
#include "coppice/backend/detail/host_memory.hpp"
#include "coppice/core/grouped.hpp"
#include "coppice/score/l1.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

/// Numbers that make a selection stumble: ties, both zeros, denormals, infinities, neighbours.
template <class T>
T troublesome_number(std::mt19937& random) {
    using limits = std::numeric_limits<T>;
    const auto few = static_cast<float>(random() % 4);
    const T sign = T(random() % 2 == 0 ? 1.0F : -1.0F);
    switch (random() % 8) {
    case 0:
        return sign * T(0.0F);
    case 1:
        return sign * limits::denorm_min() * T(few);
    case 2:
        return sign * (limits::min() - limits::denorm_min() * T(few));
    case 3:
        return sign * limits::infinity();
    case 4:
        return sign * limits::max();
    case 5:
        return sign * (T(1.0F) + limits::epsilon() * T(few));
    case 6:
        return sign * T(static_cast<float>(random() % 1000) / 1000.0F);
    default:
        return sign * T(few);
    }
}

/// Tensors of troublesome weights, and the order in which they go: those pruned already, then by
/// (magnitude, tensor, place).
template <class T>
class weights_in_order {
  public:
    weights_in_order(std::mt19937& random, const std::vector<index>& sizes, bool some_gone) {
        for (std::size_t t = 0; t < sizes.size(); ++t) {
            values_.emplace_back();
            fresh_.emplace_back(static_cast<std::size_t>(mask::words(sizes[t])));
            backend::detail::host_memory::keep_all({fresh_[t].data(), sizes[t]});
            gone_.push_back(0);
            for (index g = 0; g < sizes[t]; ++g) {
                values_[t].push_back(troublesome_number<T>(random));
                const bool gone = some_gone && random() % 5 == 0;
                const auto magnitude = std::abs(static_cast<double>(values_[t].back()));
                order_.push_back({!gone, magnitude, t, g});
                gone_[t] += gone ? 1 : 0;
                if (gone) {
                    clear(fresh_[t], g);
                }
            }
        }
        std::stable_sort(order_.begin(), order_.end(), [](const place& a, const place& b) {
            return a.alive != b.alive ? b.alive : a.magnitude < b.magnitude;
        });
    }

    /// Prunes every possible number of all weights together.
    template <class Backend, class Score>
    void prune_together_every(Backend backend, const Score& policy, index step) const {
        auto expected = fresh_;
        auto counts = gone_;
        index due = gone_of_all();
        for (index k = 0; k <= static_cast<index>(order_.size()); ++k) {
            if (k > gone_of_all()) {
                const place& next = order_[static_cast<std::size_t>(k - 1)];
                clear(expected[next.tensor], next.group);
                ++counts[next.tensor];
            }
            if (k != due) {
                continue;
            }
            auto words = fresh_;
            INFO("k = ", k);
            REQUIRE(prune_together(backend, candidates(words, policy), k) == counts);
            REQUIRE(words == expected);
            due += step;
        }
    }

    /// Prunes every possible number of each tensor's weights, of all tensors in one call.
    template <class Backend, class Score>
    void prune_each_every(Backend backend, const Score& policy, index step) const {
        const auto largest = static_cast<index>(
            std::max_element(values_.begin(), values_.end(), [](const auto& a, const auto& b) {
                return a.size() < b.size();
            })->size());
        for (index k = 0; k <= largest; k += step) {
            std::vector<index> ks;
            for (std::size_t t = 0; t < values_.size(); ++t) {
                const auto size = static_cast<index>(values_[t].size());
                ks.push_back(std::max(gone_[t], std::min(k, size)));
            }
            auto expected = fresh_;
            std::vector<index> counts(values_.size());
            for (const place& next : order_) {
                if (counts[next.tensor] < ks[next.tensor]) {
                    clear(expected[next.tensor], next.group);
                    ++counts[next.tensor];
                }
            }
            auto words = fresh_;
            INFO("k = ", k);
            prune_each(backend, candidates(words, policy), ks);
            REQUIRE(words == expected);
        }
    }

  private:
    using masks = std::vector<std::vector<mask::word>>;

    struct place {
        bool alive;
        double magnitude;
        std::size_t tensor;
        index group;
    };

    static void clear(std::vector<mask::word>& words, index g) {
        words[static_cast<std::size_t>(g / 64)] &= ~(mask::word{1} << (g % 64));
    }

    [[nodiscard]] index gone_of_all() const {
        index sum = 0;
        for (const index gone : gone_) {
            sum += gone;
        }
        return sum;
    }

    template <class Score>
    [[nodiscard]] auto candidates(masks& words, const Score& policy) const {
        std::vector<select::candidate<score::of_weights<Score, T>>> all;
        for (std::size_t t = 0; t < values_.size(); ++t) {
            const auto size = static_cast<index>(values_[t].size());
            const view<const T> weights(values_[t].data(), {size});
            all.push_back({{policy, singles(weights)}, {words[t].data(), size}, gone_[t], size});
        }
        return all;
    }

    std::vector<std::vector<T>> values_;
    masks fresh_; ///< before anything is selected
    std::vector<index> gone_;
    std::vector<place> order_;
};

} // namespace

TEST_CASE_TEMPLATE_DEFINE(
    "every count from none to all is met exactly, in every element type", Host, meets_counts) {
    using number = typename Host::number;
    std::mt19937 random(6);
    for (const bool some_gone : {false, true}) {
        const weights_in_order<number> few(random, {65, 1, 130, 64, 7}, some_gone);
        few.prune_together_every(typename Host::backend{}, score::l1{}, 1);
        few.prune_each_every(typename Host::backend{}, score::l1{}, 1);
    }
}
TEST_CASE_TEMPLATE_APPLY(meets_counts, every_element);

TEST_CASE_TEMPLATE_DEFINE(
    "counts among so many weights that a sample is taken are met exactly", Host,
    meets_sampled_counts) {
    std::mt19937 random(7);
    for (const bool some_gone : {false, true}) {
        const weights_in_order<typename Host::number> many(random, {9001, 300}, some_gone);
        many.prune_together_every(typename Host::backend{}, score::l1{}, 57);
        many.prune_each_every(typename Host::backend{}, score::l1{}, 297);
    }
}
TEST_CASE_TEMPLATE_APPLY(meets_sampled_counts, every_fast_element);

} // namespace coppice
