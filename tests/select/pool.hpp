#pragma once

#include "coppice/mask/view.hpp"
#include "coppice/score/source.hpp"
#include "coppice/select/candidate.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <random>
#include <utility>
#include <vector>

/// By tensor, by group: whether the group is kept.
using kept_bits = std::vector<std::vector<bool>>;

/// Tensors as a selection sees them, in host memory: scores, masks, caps.
class pool {
  public:
    using stored_candidate = coppice::select::candidate<coppice::score::stored>;

    explicit pool(std::vector<std::vector<double>> scores) : scores_(std::move(scores)) {
        for (const std::vector<double>& tensor : scores_) {
            const auto groups = static_cast<coppice::index>(tensor.size());
            words_.emplace_back(static_cast<std::size_t>(coppice::mask::words(groups)));
            for (coppice::index g = 0; g < groups; ++g) {
                set(words_.size() - 1, g, true);
            }
            most_.push_back(groups - 1);
        }
    }

    void cap(std::size_t tensor, coppice::index most) { most_[tensor] = most; }

    void set(std::size_t tensor, coppice::index group, bool keep) {
        const coppice::mask::word bit = coppice::mask::word{1} << (group % 64);
        coppice::mask::word& word = words_[tensor][static_cast<std::size_t>(group / 64)];
        word = keep ? word | bit : word & ~bit;
    }

    void set_score(std::size_t tensor, coppice::index group, double score) {
        scores_[tensor][static_cast<std::size_t>(group)] = score;
    }

    [[nodiscard]] std::vector<stored_candidate> candidates() {
        const std::vector<coppice::index> gone = pruned();
        std::vector<stored_candidate> all;
        for (std::size_t t = 0; t < tensors(); ++t) {
            all.push_back(
                {{scores_[t].data(), groups(t)}, {words_[t].data(), groups(t)}, gone[t], most_[t]});
        }
        return all;
    }

    /// One of the tensors by itself.
    [[nodiscard]] pool only(std::size_t tensor) const {
        pool alone({scores_[tensor]});
        alone.words_[0] = words_[tensor];
        alone.most_[0] = most_[tensor];
        return alone;
    }

    [[nodiscard]] std::size_t tensors() const { return scores_.size(); }
    [[nodiscard]] coppice::index groups(std::size_t tensor) const {
        return static_cast<coppice::index>(scores_[tensor].size());
    }
    [[nodiscard]] coppice::index groups() const {
        coppice::index sum = 0;
        for (std::size_t t = 0; t < tensors(); ++t) {
            sum += groups(t);
        }
        return sum;
    }
    [[nodiscard]] const std::vector<std::vector<double>>& scores() const { return scores_; }
    [[nodiscard]] const std::vector<coppice::index>& most() const { return most_; }
    [[nodiscard]] coppice::index most_of_all() const {
        coppice::index sum = 0;
        for (const coppice::index most : most_) {
            sum += most;
        }
        return sum;
    }

    /// The masks' words: unlike `kept`, with the bits past their ends.
    [[nodiscard]] const std::vector<std::vector<coppice::mask::word>>& words() const {
        return words_;
    }

    [[nodiscard]] kept_bits kept() const {
        kept_bits all;
        for (std::size_t t = 0; t < tensors(); ++t) {
            all.emplace_back();
            for (coppice::index g = 0; g < groups(t); ++g) {
                const coppice::mask::word word = words_[t][static_cast<std::size_t>(g / 64)];
                all.back().push_back((word >> (g % 64) & 1U) != 0);
            }
        }
        return all;
    }

    /// How many groups of each tensor are pruned.
    [[nodiscard]] std::vector<coppice::index> pruned() const { return count_pruned(kept()); }

    [[nodiscard]] coppice::index pruned_of_all() const {
        coppice::index sum = 0;
        for (const coppice::index count : pruned()) {
            sum += count;
        }
        return sum;
    }

    [[nodiscard]] static std::vector<coppice::index> count_pruned(const kept_bits& kept) {
        std::vector<coppice::index> counts;
        for (const std::vector<bool>& tensor : kept) {
            counts.push_back(std::count(tensor.begin(), tensor.end(), false));
        }
        return counts;
    }

  private:
    std::vector<std::vector<double>> scores_;
    std::vector<std::vector<coppice::mask::word>> words_;
    std::vector<coppice::index> most_;
};

/// What pruning the lowest groups of a pool must leave, by sorting: groups already pruned, then by
/// (score, tensor, group), none beyond a tensor's cap.
class lowest_of {
  public:
    explicit lowest_of(const pool& of) : kept_(of.kept()), most_(of.most()) {
        for (std::size_t t = 0; t < of.tensors(); ++t) {
            for (std::size_t g = 0; g < kept_[t].size(); ++g) {
                const bool alive = kept_[t][g];
                order_.push_back({alive, alive ? of.scores()[t][g] : 0.0, t, g});
            }
        }
        std::stable_sort(order_.begin(), order_.end(), [](const entry& a, const entry& b) {
            return a.alive != b.alive ? b.alive : a.score < b.score;
        });
    }

    /// The groups left when k are pruned.
    [[nodiscard]] kept_bits without(coppice::index k) const {
        kept_bits kept = kept_;
        std::vector<coppice::index> gone(kept.size());
        for (const entry& next : order_) {
            if (k > 0 && gone[next.tensor] < most_[next.tensor]) {
                kept[next.tensor][next.group] = false;
                ++gone[next.tensor];
                --k;
            }
        }
        return kept;
    }

  private:
    struct entry {
        bool alive;
        double score;
        std::size_t tensor;
        std::size_t group;
    };

    kept_bits kept_;
    std::vector<coppice::index> most_;
    std::vector<entry> order_; ///< by tensor and group where nothing else decides
};

/// Scores that make a selection stumble: few different values, so that ties are everywhere, both
/// zeros, denormals, infinities and neighbours that differ in the last bit.
inline double troublesome(std::mt19937& random) {
    using limits = std::numeric_limits<double>;
    switch (random() % 12) {
    case 0:
        return 0.0;
    case 1:
        return -0.0;
    case 2:
        return limits::denorm_min() * static_cast<double>(random() % 3);
    case 3:
        return limits::infinity();
    case 4:
        return -limits::infinity();
    case 5:
        return 1.0 + limits::epsilon() * static_cast<double>(random() % 3);
    case 6:
        return -1.0 - limits::epsilon() * static_cast<double>(random() % 3);
    case 7:
        return limits::max();
    case 8:
        return static_cast<double>(random()) / 4294967296.0;
    default:
        return static_cast<double>(random() % 5);
    }
}

/// Tensors of troublesome scores, a share of their groups pruned already. Sizes straddle words.
inline pool random_pool(std::mt19937& random, std::size_t tensors, bool capped) {
    std::vector<std::vector<double>> scores;
    for (std::size_t t = 0; t < tensors; ++t) {
        constexpr std::size_t sizes[] = {1, 2, 3, 17, 63, 64, 65, 130};
        scores.emplace_back(sizes[random() % 8]);
        for (double& score : scores.back()) {
            score = troublesome(random);
        }
    }
    pool made(std::move(scores));
    for (std::size_t t = 0; t < tensors; ++t) {
        const coppice::index groups = made.groups(t);
        coppice::index gone = 0;
        for (coppice::index g = 0; g + 1 < groups; ++g) {
            if (random() % 8 == 0) {
                made.set(t, g, false);
                ++gone;
            }
        }
        if (capped) {
            const auto spare = static_cast<unsigned>(groups - gone);
            made.cap(t, gone + static_cast<coppice::index>(random() % spare));
        }
    }
    return made;
}
