#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "nn/accelerator/concept.hpp"
#include "nn/executor.hpp"

namespace nn {

/// What passes asked their device for, each under all that it depends on: a pass under the same key
/// asks for the same.
template <accelerator Accelerator>
class recordings {
  public:
    using key = std::vector<std::uintptr_t>;

    /// Does what `body` asks for, which returns the multiply-accumulates of it.
    template <class Body>
    backward_macs run(Accelerator& on, const key& of, const Body& body) {
        const auto found = std::find_if(
            entries_.begin(), entries_.end(), [&](const entry& one) { return one.of == of; });
        entry& one = found == entries_.end() ? add(of) : *found;
        on.run(one.recording, [&] { one.macs = body(); });
        return one.macs;
    }

    /// Forgets them, as all do whose memory was replaced.
    void clear() { entries_.clear(); }

  private:
    /// Whole batches and the last one of an epoch, in training and evaluation, with layers frozen
    /// and without.
    static constexpr std::size_t most = 8;

    struct entry {
        key of{};
        typename Accelerator::recording recording{};
        backward_macs macs{};
    };

    entry& add(const key& of) {
        if (entries_.size() == most) {
            entries_.erase(entries_.begin());
        }
        entries_.emplace_back();
        entries_.back().of = of;
        return entries_.back();
    }

    std::vector<entry> entries_{};
};

} // namespace nn
