#pragma once

#include "coppice/core/grouped.hpp"
#include "coppice/core/view.hpp"
#include "coppice/mask/view.hpp"
#include "coppice/score/source.hpp"
#include "coppice/select/candidate.hpp"

#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

/// A backend on host memory that does all work with one on a grid's memory, such as a GPU's: what a
/// call is given is copied there and back. So the contract suite, which reads and writes memory
/// itself, runs for backends whose memory it cannot reach.
template <class Device>
class mirrored {
  public:
    template <class T>
    using buffer = std::vector<T>;

    template <class T>
    [[nodiscard]] buffer<T> allocate(coppice::index n) const {
        const auto there = device_.template allocate<T>(n);
        buffer<T> here(static_cast<std::size_t>(there.size()));
        device_.executor().to_host(here.data(), there.data(), bytes<T>(n));
        return here;
    }

    template <class Score, coppice::element T, coppice::element... Extra>
    void score(
        const Score& policy, double* out, const coppice::grouped<const T>& groups,
        const coppice::grouped<const Extra>&... extra) const {
        twins there(device_);
        double* const written = there.of(out, groups.groups());
        device_.score(policy, written, there.of(groups), there.of(extra)...);
        there.bring_back();
    }

    template <class Score, coppice::element T, coppice::element... Extra>
    [[nodiscard]] double total(
        const Score& policy, const coppice::grouped<const T>& groups,
        const coppice::grouped<const Extra>&... extra) const {
        twins there(device_);
        return device_.total(policy, there.of(groups), there.of(extra)...);
    }

    void keep_all(coppice::mask::view mask) const {
        twins there(device_);
        device_.keep_all(there.of(mask));
        there.bring_back();
    }

    [[nodiscard]] coppice::index kept(coppice::mask::const_view mask) const {
        twins there(device_);
        return device_.kept(there.of(mask));
    }

    [[nodiscard]] static constexpr coppice::index
    select_workspace(coppice::index tensors, coppice::index groups) {
        return Device::select_workspace(tensors, groups);
    }

    template <coppice::score::source Source>
    [[nodiscard]] coppice::select::not_a_number prune_each(
        std::span<const coppice::select::candidate<Source>> candidates,
        std::span<const coppice::index> ks, std::byte* /*workspace*/) const {
        return select(candidates, [&](const auto& moved, std::byte* workspace) {
            return device_.prune_each(moved, ks, workspace);
        });
    }

    template <coppice::score::source Source>
    [[nodiscard]] coppice::select::not_a_number prune_together(
        std::span<const coppice::select::candidate<Source>> candidates, coppice::index k,
        std::span<coppice::index> pruned, std::byte* /*workspace*/) const {
        return select(candidates, [&](const auto& moved, std::byte* workspace) {
            return device_.prune_together(moved, k, pruned, workspace);
        });
    }

    template <coppice::score::source Source, class Pattern>
    [[nodiscard]] coppice::select::not_a_number prune_runs(
        std::span<const coppice::select::candidate<Source>> candidates,
        const Pattern& pattern) const {
        return select(candidates, [&](const auto& moved, std::byte* /*workspace*/) {
            return device_.prune_runs(moved, pattern);
        });
    }

    template <coppice::score::source Source>
    [[nodiscard]] coppice::index
    at_most(const coppice::select::candidate<Source>& tensor, double value) const {
        twins there(device_);
        return device_.at_most(there.of(tensor), value);
    }

    void divide_by_rest(double* scores, coppice::index n, double* /*space*/) const {
        twins there(device_);
        double* const divided = there.of(scores, n);
        device_.divide_by_rest(divided, n, there.template blank<double>(2 * n));
        there.bring_back();
    }

    template <coppice::element T>
    void apply(coppice::mask::const_view mask, const coppice::grouped<T>& groups) const {
        twins there(device_);
        device_.apply(there.of(mask), there.of(groups));
        there.bring_back();
    }

    template <coppice::element T>
    void copy(const coppice::grouped<const T>& from, T* to) const {
        twins there(device_);
        T* const written = there.of(to, from.groups() * from.members());
        device_.copy(there.of(from), written);
        there.bring_back();
    }

    template <coppice::element T>
    void gather(
        const coppice::view<const T>& from, std::span<const std::vector<coppice::index>> kept,
        const coppice::view<T>& to) const {
        twins there(device_);
        device_.gather(there.of(from), kept, there.of(to));
        there.bring_back();
    }

    void download(coppice::mask::const_view mask, std::span<coppice::mask::word> words) const {
        twins there(device_);
        device_.download(there.of(mask), words);
    }

    void upload(std::span<const coppice::mask::word> words, coppice::mask::view mask) const {
        twins there(device_);
        device_.upload(words, there.of(mask));
        there.bring_back();
    }

  private:
    template <class T>
    [[nodiscard]] static coppice::index bytes(coppice::index n) {
        return n * static_cast<coppice::index>(sizeof(T));
    }

    /// Copies, in the device's memory, of what one call is given.
    class twins {
      public:
        explicit twins(const Device& device) : device_(device) {}

        template <class T>
        [[nodiscard]] T* of(T* here, coppice::index n) {
            using plain = std::remove_const_t<T>;
            for (twin& one : all_) {
                if (one.here == here) {
                    return reinterpret_cast<T*>(one.there.data());
                }
            }
            auto* const there = blank<plain>(n);
            device_.executor().to_grid(there, here, bytes<T>(n));
            all_.back().here = here;
            if constexpr (!std::is_const_v<T>) {
                all_.back().written = here;
            }
            return there;
        }

        /// Memory of any content.
        template <class T>
        [[nodiscard]] T* blank(coppice::index n) {
            all_.push_back(
                {device_.executor().template allocate<std::byte>(bytes<T>(n)), nullptr, nullptr});
            return reinterpret_cast<T*>(all_.back().there.data());
        }

        template <class T>
        [[nodiscard]] coppice::grouped<T> of(coppice::grouped<T> cut) {
            cut.data =
                of(cut.data,
                   1 + last(cut.outer, cut.outer_strides) + last(cut.inner, cut.inner_strides));
            return cut;
        }

        template <class T>
        [[nodiscard]] coppice::view<T> of(const coppice::view<T>& tensor) {
            const coppice::index n = 1 + last(tensor.extents(), tensor.strides());
            return {of(tensor.data(), n), tensor.extents(), tensor.strides()};
        }

        template <class Word>
        [[nodiscard]] coppice::mask::basic_view<Word>
        of(const coppice::mask::basic_view<Word>& mask) {
            return {of(mask.words, coppice::mask::words(mask.size)), mask.size};
        }

        [[nodiscard]] coppice::score::stored of(const coppice::score::stored& scores) {
            return {of(scores.values, scores.count), scores.count};
        }

        template <class Policy, class T>
        [[nodiscard]] coppice::score::of_weights<Policy, T>
        of(const coppice::score::of_weights<Policy, T>& scores) {
            return {scores.policy, of(scores.weights)};
        }

        template <class Policy, class T>
        [[nodiscard]] coppice::score::of_groups<Policy, T>
        of(const coppice::score::of_groups<Policy, T>& scores) {
            return {scores.policy, of(scores.groups)};
        }

        template <class Source>
        [[nodiscard]] coppice::select::candidate<Source>
        of(const coppice::select::candidate<Source>& one) {
            return {of(one.scores), of(one.mask), one.gone, one.most, one.members, one.extents};
        }

        void bring_back() const {
            for (const twin& one : all_) {
                if (one.written != nullptr) {
                    device_.executor().to_host(
                        one.written, one.there.data(),
                        static_cast<coppice::index>(one.there.size()));
                }
            }
        }

      private:
        struct twin {
            typename Device::template buffer<std::byte> there;
            const void* here;
            void* written;
        };

        [[nodiscard]] static coppice::index
        last(const coppice::shape& extents, const coppice::shape& strides) {
            coppice::index sum = 0;
            for (int axis = 0; axis < extents.rank(); ++axis) {
                sum += (extents[axis] - 1) * strides[axis];
            }
            return sum;
        }

        const Device& device_;
        std::vector<twin> all_;
    };

    template <class Source, class Call>
    [[nodiscard]] coppice::select::not_a_number
    select(std::span<const coppice::select::candidate<Source>> candidates, Call call) const {
        twins there(device_);
        std::vector<coppice::select::candidate<Source>> moved;
        coppice::index groups = 0;
        for (const auto& candidate : candidates) {
            moved.push_back(there.of(candidate));
            groups += candidate.mask.size;
        }
        const coppice::index bytes =
            select_workspace(static_cast<coppice::index>(moved.size()), groups);
        const coppice::select::not_a_number fault = call(
            std::span<const coppice::select::candidate<Source>>(moved),
            there.template blank<std::byte>(bytes));
        there.bring_back();
        return fault;
    }

    Device device_;
};
