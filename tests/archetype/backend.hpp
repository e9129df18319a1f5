#pragma once

#include "coppice/backend/reference.hpp"
#include "coppice/core/grouped.hpp"
#include "coppice/mask/view.hpp"
#include "coppice/select/candidate.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace archetype {

/// What the concept asks and nothing more: no call is const, and a buffer can only be moved. The
/// work is done by the reference.
class backend {
  public:
    template <class T>
    class buffer {
      public:
        buffer() = default;
        explicit buffer(coppice::index n)
            : memory_(std::make_unique<T[]>(static_cast<std::size_t>(n))), size_(n) {}
        [[nodiscard]] T* data() { return memory_.get(); }
        [[nodiscard]] const T* data() const { return memory_.get(); }
        [[nodiscard]] coppice::index size() const { return size_; }

      private:
        std::unique_ptr<T[]> memory_;
        coppice::index size_ = 0;
    };

    backend() = default;
    backend(backend&&) = default;
    backend& operator=(backend&&) = default;
    backend(const backend&) = delete;
    backend& operator=(const backend&) = delete;
    ~backend() = default;

    template <class T>
    [[nodiscard]] buffer<T> allocate(coppice::index n) {
        return buffer<T>(n);
    }

    template <class Score, coppice::element T, coppice::element... Extra>
    void score(
        const Score& policy, double* out, const coppice::grouped<const T>& groups,
        const coppice::grouped<const Extra>&... extra) {
        worker_.score(policy, out, groups, extra...);
    }

    template <class Score, coppice::element T, coppice::element... Extra>
    [[nodiscard]] double total(
        const Score& policy, const coppice::grouped<const T>& groups,
        const coppice::grouped<const Extra>&... extra) {
        return worker_.total(policy, groups, extra...);
    }

    void keep_all(coppice::mask::view mask) { worker_.keep_all(mask); }
    [[nodiscard]] coppice::index kept(coppice::mask::const_view mask) { return worker_.kept(mask); }

    [[nodiscard]] static coppice::index
    select_workspace(coppice::index tensors, coppice::index groups) {
        return coppice::backend::reference::select_workspace(tensors, groups);
    }

    template <coppice::score::source Source>
    [[nodiscard]] coppice::select::not_a_number prune_each(
        std::span<const coppice::select::candidate<Source>> candidates,
        std::span<const coppice::index> ks, std::byte* workspace) {
        return worker_.prune_each(candidates, ks, workspace);
    }

    template <coppice::score::source Source>
    [[nodiscard]] coppice::select::not_a_number prune_together(
        std::span<const coppice::select::candidate<Source>> candidates, coppice::index k,
        std::span<coppice::index> pruned, std::byte* workspace) {
        return worker_.prune_together(candidates, k, pruned, workspace);
    }

    template <coppice::score::source Source, class Pattern>
    [[nodiscard]] coppice::select::not_a_number prune_runs(
        std::span<const coppice::select::candidate<Source>> candidates, const Pattern& pattern) {
        return worker_.prune_runs(candidates, pattern);
    }

    template <coppice::score::source Source>
    [[nodiscard]] coppice::index
    at_most(const coppice::select::candidate<Source>& tensor, double value) {
        return worker_.at_most(tensor, value);
    }

    void divide_by_rest(double* scores, coppice::index n, double* space) {
        worker_.divide_by_rest(scores, n, space);
    }

    template <coppice::element T>
    void apply(coppice::mask::const_view mask, const coppice::grouped<T>& groups) {
        worker_.apply(mask, groups);
    }

    template <coppice::element T>
    void copy(const coppice::grouped<const T>& from, T* to) {
        worker_.copy(from, to);
    }

    template <coppice::element T>
    void gather(
        const coppice::view<const T>& from, std::span<const std::vector<coppice::index>> kept,
        const coppice::view<T>& to) {
        worker_.gather(from, kept, to);
    }

    void download(coppice::mask::const_view mask, std::span<coppice::mask::word> words) {
        worker_.download(mask, words);
    }
    void upload(std::span<const coppice::mask::word> words, coppice::mask::view mask) {
        worker_.upload(words, mask);
    }

  private:
    coppice::backend::reference worker_;
};

} // namespace archetype
