// The CUDA backend on the weights of a ResNet-50 and on a billion weights, beside the floor:
// reading the weights once and writing the masks, at the speed at which the GPU copies. Every time
// is a median and runs until the host has the result. Prints JSON.

#include <coppice/backend/cuda.cuh>
#include <coppice/core/count.hpp>
#include <coppice/granularity/filter.hpp>
#include <coppice/score/l1.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "resnet50.hpp"

namespace benchmark {

using coppice::index;
using source = coppice::score::of_weights<coppice::score::l1, float>;
using candidate = coppice::select::candidate<source>;

constexpr double share = 0.9;

/// Writes random numbers about 0, more of them near to it, by place.
struct fill {
    float* weights;
    index count;

    template <class Block>
    constexpr void operator()(Block& block) const {
        block.each_warp([&](const auto& warp) {
            coppice::backend::grid::for_own(block, warp, count, [&](index i) {
                std::uint64_t bits = static_cast<std::uint64_t>(i) + 0x9E3779B97F4A7C15U;
                bits = (bits ^ (bits >> 30U)) * 0xBF58476D1CE4E5B9U;
                bits = (bits ^ (bits >> 27U)) * 0x94D049BB133111EBU;
                bits ^= bits >> 31U;
                const auto low = static_cast<float>(static_cast<std::int32_t>(bits));
                const auto high = static_cast<float>(static_cast<std::int32_t>(bits >> 32U));
                weights[i] = (low + high) * 0x1p-36F;
            });
        });
    }
};

/// Tensors in the memory of a GPU, their masks and what a selection works in.
class network {
  public:
    network(std::string name, const std::vector<coppice::shape>& shapes) : name_(std::move(name)) {
        index words = 0;
        for (const coppice::shape& extents : shapes) {
            count_ += extents.size();
            words += coppice::mask::words(extents.size());
        }
        weights_ = backend_.allocate<float>(count_);
        copy_ = backend_.allocate<float>(count_);
        masks_ = backend_.allocate<coppice::mask::word>(words);
        workspace_ = backend_.allocate<std::byte>(
            coppice::backend::cuda::select_workspace(static_cast<index>(shapes.size()), count_));
        coppice::backend::grid::launch_over(
            backend_.executor(), count_, fill{weights_.data(), count_});
        float* weights = weights_.data();
        coppice::mask::word* masks = masks_.data();
        for (const coppice::shape& extents : shapes) {
            tensors_.emplace_back(weights, extents);
            candidates_.push_back(
                {{{}, singles(tensors_.back())},
                 {masks, extents.size()},
                 0,
                 extents.size() - 1,
                 1,
                 extents});
            weights += extents.size();
            masks += coppice::mask::words(extents.size());
        }
        pruned_.resize(shapes.size());
    }

    void run() {
        const double copied = median(
            [] {}, [&] { backend_.executor().within(copy_.data(), weights_.data(), bytes()); });
        const auto mask_bytes = static_cast<double>(masks_.size()) * 8;
        const double floor = (static_cast<double>(bytes()) + mask_bytes) * copied /
                             (2 * static_cast<double>(bytes()));
        const auto whole = [&] { keep_all(); };
        print("copy", copied, floor);
        print("weights_global", median(whole, [&] { together(share); }), floor);
        expect_pruned();
        print(
            "weights_global_again",
            median([&] { keep_all(), together(0.5), count_gone(); }, [&] { together(share); }),
            floor);
        expect_pruned();
        print("weights_local", median(whole, [&] { each(share); }), floor);
        print("weights_global_and_apply", median(whole, [&] { together(share), apply(); }), floor);
        if (tensors_.size() > 1) {
            print("n_m", median(whole, [&] { runs(); }), floor);
        }
    }

  private:
    [[nodiscard]] index bytes() const { return count_ * static_cast<index>(sizeof(float)); }

    [[nodiscard]] std::span<const candidate> all() const { return candidates_; }

    void keep_all() {
        for (candidate& one : candidates_) {
            backend_.keep_all(one.mask);
            one.gone = 0;
        }
    }

    void count_gone() {
        for (std::size_t t = 0; t < candidates_.size(); ++t) {
            candidates_[t].gone = pruned_[t];
        }
    }

    void together(double of) {
        refuse(backend_.prune_together(
            all(), coppice::floor_share(of, count_), std::span<index>(pruned_), workspace_.data()));
    }

    /// What a global selection says it has pruned, and what its masks have lost, is what was asked.
    void expect_pruned() {
        index said = 0;
        index lost = 0;
        for (std::size_t t = 0; t < candidates_.size(); ++t) {
            said += pruned_[t];
            lost += candidates_[t].mask.size - backend_.kept(candidates_[t].mask);
        }
        const index asked = coppice::floor_share(share, count_);
        if (said != asked || lost != asked) {
            throw coppice::error(
                name_, "number of weights pruned",
                coppice::text(said) + ", " + coppice::text(lost) + " by the masks",
                coppice::text(asked));
        }
    }

    void each(double of) {
        std::transform(all().begin(), all().end(), pruned_.begin(), [&](const candidate& one) {
            return coppice::floor_share(of, one.mask.size);
        });
        refuse(backend_.prune_each(all(), std::span<const index>(pruned_), workspace_.data()));
    }

    void runs() {
        refuse(backend_.prune_runs(all().subspan(1), [](const coppice::shape& extents) {
            return coppice::select::runs{
                .length = extents[1], .inner = extents.size() / extents[0] / extents[1]};
        }));
    }

    void apply() {
        for (std::size_t t = 0; t < tensors_.size(); ++t) {
            backend_.apply(
                coppice::mask::const_view(candidates_[t].mask), singles(copied_tensor(t)));
        }
    }

    /// So that the weights stay as they are.
    [[nodiscard]] coppice::view<float> copied_tensor(std::size_t t) const {
        const index before = tensors_[t].data() - weights_.data();
        return {copy_.data() + before, tensors_[t].extents()};
    }

    static void refuse(const coppice::select::not_a_number& fault) {
        if (fault.found()) {
            throw coppice::error("benchmark", "a weight", "NaN", "a number");
        }
    }

    /// Of the seconds that `work` takes, until the GPU is done.
    template <class Prepare, class Work>
    [[nodiscard]] double median(Prepare prepare, Work work) {
        constexpr int rounds = 15;
        std::vector<double> seconds;
        for (int round = 0; round < rounds; ++round) {
            prepare();
            wait();
            const auto start = std::chrono::steady_clock::now();
            work();
            wait();
            const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
            seconds.push_back(spent.count());
        }
        std::nth_element(seconds.begin(), seconds.begin() + rounds / 2, seconds.end());
        return seconds[rounds / 2];
    }

    void wait() const {
        coppice::backend::detail::check_cuda(
            cudaStreamSynchronize(backend_.stream()), "cudaStreamSynchronize", "of a benchmark");
    }

    void print(const char* what, double seconds, double floor) {
        std::printf(
            "%s{\"network\": \"%s\", \"weights\": %lld, \"name\": \"%s\", \"ms\": %.4f, "
            "\"floor_ms\": %.4f, \"floors\": %.3f}",
            first_ ? "" : ",\n", name_.c_str(), static_cast<long long>(count_), what, seconds * 1e3,
            floor * 1e3, seconds / floor);
        first_ = false;
    }

    static inline bool first_ = true;

    std::string name_;
    coppice::backend::cuda backend_;
    index count_ = 0;
    coppice::backend::cuda::buffer<float> weights_;
    coppice::backend::cuda::buffer<float> copy_;
    coppice::backend::cuda::buffer<coppice::mask::word> masks_;
    coppice::backend::cuda::buffer<std::byte> workspace_;
    std::vector<coppice::view<const float>> tensors_;
    std::vector<candidate> candidates_;
    std::vector<index> pruned_;
};

} // namespace benchmark

int main() {
    try {
        std::puts("[");
        benchmark::network("resnet50", resnet50_shapes()).run();
        benchmark::network("billion", {{1000000000}}).run();
        std::puts("\n]");
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "%s\n", failure.what());
        return 1;
    }
}
