// The toolbox against torch.nn.utils.prune, whose results record_torch.py has written down.

#include "backend/host.hpp"
#include "coppice/granularity/channel.hpp"
#include "coppice/granularity/filter.hpp"
#include "coppice/granularity/weight.hpp"
#include "coppice/score/l1.hpp"
#include "coppice/score/l2.hpp"
#include "coppice/select/global.hpp"
#include "coppice/select/local.hpp"
#include "coppice/toolbox/prune.hpp"
#include "toolbox/torch_masks.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace coppice {
namespace {

/// As in record_torch.py: cubing permutes the numbers modulo 65537, so no magnitude comes twice.
float recorded_weight(std::uint64_t number) {
    constexpr std::uint64_t modulus = 65537;
    const std::uint64_t base = number + 1000;
    const auto magnitude = static_cast<float>(base * base % modulus * base % modulus) / 65536.0F;
    return number % 3 == 0 ? -magnitude : magnitude;
}

class recorded_network {
  public:
    recorded_network() {
        std::uint64_t number = 0;
        for (const shape& extents : torch_recorded::shapes) {
            std::vector<float>& values = memory_.emplace_back();
            for (index i = 0; i < extents.size(); ++i) {
                values.push_back(recorded_weight(number++));
            }
            tensors_.emplace_back(values.data(), extents);
        }
    }

    /// The tensors that a call pruned.
    [[nodiscard]] std::vector<view<const float>> pruned_by(const torch_recorded::result& of) const {
        return of.tensor < 0 ? tensors_
                             : std::vector{tensors_[static_cast<std::size_t>(of.tensor)]};
    }

  private:
    std::vector<std::vector<float>> memory_;
    std::vector<view<const float>> tensors_;
};

/// The masks one after the other, each from a new word on, when so many groups are pruned.
template <class Backend, class Granularity, class Score, class Select>
std::vector<mask::word> masks_of(
    const std::vector<view<const float>>& tensors, index amount, const Granularity& granularity,
    const Score& policy, const Select& selection) {
    Backend backend;
    index groups = 0;
    for (const view<const float>& tensor : tensors) {
        groups += granularity.cut(tensor).groups();
    }
    const double share = static_cast<double>(amount) / static_cast<double>(groups);
    std::vector<mask::word> all;
    for (const auto& mask : prune(backend, tensors, share, granularity, policy, selection)) {
        std::vector<mask::word> words(static_cast<std::size_t>(mask::words(mask.size())));
        backend.download(mask, words);
        all.insert(all.end(), words.begin(), words.end());
    }
    return all;
}

template <class Backend>
std::vector<mask::word>
repeated(const std::vector<view<const float>>& tensors, const torch_recorded::result& recorded) {
    const auto structured = [&](const auto& policy) {
        const index amount = recorded.amount;
        return recorded.axis == 0
                   ? masks_of<Backend>(
                         tensors, amount, granularity::filter{}, policy, select::local{})
                   : masks_of<Backend>(
                         tensors, amount, granularity::channel{}, policy, select::local{});
    };
    if (recorded.call == "ln_structured") {
        return recorded.order == 1 ? structured(score::l1{}) : structured(score::l2{});
    }
    const granularity::weight weight;
    return recorded.call == "l1_unstructured"
               ? masks_of<Backend>(tensors, recorded.amount, weight, score::l1{}, select::local{})
               : masks_of<Backend>(tensors, recorded.amount, weight, score::l1{}, select::global{});
}

} // namespace

TEST_CASE_TEMPLATE_DEFINE("the toolbox prunes what torch prunes", Backend, prunes_as_torch) {
    const recorded_network network;
    for (const torch_recorded::result& recorded : torch_recorded::results) {
        INFO(
            std::string(recorded.call), ", tensor ", recorded.tensor, ", order ", recorded.order,
            ", axis ", recorded.axis, ", amount ", recorded.amount);
        CHECK((repeated<Backend>(network.pruned_by(recorded), recorded) == recorded.masks));
    }
}
TEST_CASE_TEMPLATE_APPLY(prunes_as_torch, every_backend);

} // namespace coppice
