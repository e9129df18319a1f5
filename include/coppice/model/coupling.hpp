#pragma once

#include "coppice/core/shape.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace coppice::model {

/// A numbered run of channels, features or filters: the axis of a tensor or of a value that flows.
struct dimension {
    int id = -1; ///< -1 for an axis that nothing is coupled to

    [[nodiscard]] constexpr bool coupled() const noexcept { return id >= 0; }
    [[nodiscard]] friend constexpr bool operator==(dimension, dimension) = default;
};

/// Which positions of which dimensions can only be removed together.
///
/// Every position of every dimension is a node; operations join nodes, in any pattern they need
/// (one to one for an addition, one to many for a flattening, shifted for a concatenation). What is
/// joined, directly or not, is one set. Removing a position means removing its set.
class coupling {
  public:
    /// A new dimension, joined to nothing.
    [[nodiscard]] dimension add(index extent) {
        first_.push_back(sets());
        extent_.push_back(extent);
        fixed_.emplace_back();
        tied_.emplace_back();
        for (index i = 0; i < extent; ++i) {
            parent_.push_back(sets());
            size_.push_back(1);
        }
        return {dimensions() - 1};
    }

    /// Takes back the dimensions from this number on, to which nothing has been joined.
    void forget_from(int dimension) {
        while (dimensions() > dimension) {
            for (index i = 0; i < extent_.back(); ++i) {
                parent_.pop_back();
                size_.pop_back();
            }
            first_.pop_back();
            extent_.pop_back();
            fixed_.pop_back();
            tied_.pop_back();
        }
    }

    [[nodiscard]] index extent(dimension d) const { return extent_[at(d.id)]; }
    [[nodiscard]] int dimensions() const { return static_cast<int>(first_.size()); }

    /// Position i of a goes with position j of b.
    void join(dimension a, index i, dimension b, index j) {
        index large = shortened(first_[at(a.id)] + i);
        index small = shortened(first_[at(b.id)] + j);
        if (large == small) {
            return;
        }
        if (size_[at(large)] < size_[at(small)]) {
            std::swap(large, small);
        }
        parent_[at(small)] = large;
        size_[at(large)] += size_[at(small)];
    }

    /// No position of the dimension can be removed, and why: the last reason given is kept, and an
    /// empty one changes nothing.
    void fix(dimension d, std::string reason) {
        if (!reason.empty()) {
            fixed_[at(d.id)] = std::move(reason);
        }
    }

    /// Why no position of the dimension can be removed; empty if that is not so.
    [[nodiscard]] const std::string& fixed(dimension d) const { return fixed_[at(d.id)]; }

    /// Positions of the dimension are joined among themselves, and why: whoever removes positions
    /// one by one cannot remove these.
    void tie(dimension d, std::string reason) { tied_[at(d.id)] = std::move(reason); }

    /// Why positions of the dimension are joined among themselves; empty if nobody said so.
    [[nodiscard]] const std::string& tied(dimension d) const { return tied_[at(d.id)]; }

    /// The set that a position belongs to: equal for two positions iff they go together.
    [[nodiscard]] index set(dimension d, index i) const { return root(first_[at(d.id)] + i); }

    /// Sets are numbered below this.
    [[nodiscard]] index sets() const { return static_cast<index>(parent_.size()); }

  private:
    [[nodiscard]] static std::size_t at(index i) { return static_cast<std::size_t>(i); }

    /// The root of a node's tree: at most log2(nodes) steps away, since the smaller tree joins.
    [[nodiscard]] index root(index node) const {
        while (parent_[at(node)] != node) {
            node = parent_[at(node)];
        }
        return node;
    }

    /// The same, and halves the way for those that ask after.
    [[nodiscard]] index shortened(index node) {
        while (parent_[at(node)] != node) {
            parent_[at(node)] = parent_[at(parent_[at(node)])];
            node = parent_[at(node)];
        }
        return node;
    }

    std::vector<index> first_;
    std::vector<index> extent_;
    std::vector<std::string> fixed_;
    std::vector<std::string> tied_;
    std::vector<index> parent_;
    std::vector<index> size_; ///< of the tree below a root
};

} // namespace coppice::model
