#pragma once

#include "coppice/mask/view.hpp"
#include "coppice/model/followers.hpp"

#include <cstddef>
#include <utility>
#include <vector>

namespace coppice::drive::detail {

/// Masks for what does not lie in the order of its groups: each has a bit for every slice, taken
/// from the mask of the group that leads it. It allocates when made and not afterwards.
template <element T, class Backend>
class spread_masks {
  public:
    spread_masks(Backend& backend, std::vector<model::scattered<T>> slices)
        : slices_(std::move(slices)) {
        index words = 0;
        for (const model::scattered<T>& own : slices_) {
            first_word_.push_back(words);
            words += mask::words(own.values.groups());
        }
        host_bits_.resize(static_cast<std::size_t>(words));
        bits_ = backend.template allocate<mask::word>(words);
        update(backend, {});
    }

    /// Takes over what the groups' masks say.
    /// @param groups  by group, in host memory; empty (size 0) for one that is not pruned
    void update(Backend& backend, const std::vector<mask::const_view>& groups) {
        for (std::size_t i = 0; i < slices_.size(); ++i) {
            mask::word* const words = host_bits_.data() + first_word_[i];
            const std::vector<model::leaders::leader>& leads = slices_[i].leads;
            for (std::size_t bit = 0; bit < leads.size(); ++bit) {
                const auto group = static_cast<std::size_t>(leads[bit].group);
                const bool led = leads[bit].layer >= 0 && group < groups.size();
                const bool kept =
                    !led || groups[group].size == 0 || groups[group][leads[bit].filter];
                const mask::word one = mask::word{1} << (bit % mask::bits_per_word);
                mask::word& word = words[bit / mask::bits_per_word];
                word = kept ? word | one : word & ~one;
            }
        }
        backend.upload(
            host_bits_,
            {bits_.data(), static_cast<index>(host_bits_.size()) * mask::bits_per_word});
    }

    /// Zeroes what they have cut.
    void apply(Backend& backend) const {
        for (std::size_t i = 0; i < slices_.size(); ++i) {
            backend.apply(mask_of(i), slices_[i].values);
        }
    }

    /// The mask of a layer's filters, in the backend's memory; empty if it is none of these.
    [[nodiscard]] mask::const_view of_layer(int layer) const {
        for (std::size_t i = 0; i < slices_.size(); ++i) {
            if (slices_[i].layer == layer) {
                return mask_of(i);
            }
        }
        return {};
    }

  private:
    [[nodiscard]] mask::const_view mask_of(std::size_t i) const {
        return {bits_.data() + first_word_[i], slices_[i].values.groups()};
    }

    std::vector<model::scattered<T>> slices_;
    std::vector<index> first_word_;
    std::vector<mask::word> host_bits_;
    typename Backend::template buffer<mask::word> bits_;
};

} // namespace coppice::drive::detail
