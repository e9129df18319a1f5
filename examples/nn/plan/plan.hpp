#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "nn/aligned.hpp"
#include "nn/executor.hpp"
#include "nn/node.hpp"
#include "nn/operation/operation.hpp"
#include "nn/plan/norm.hpp"
#include "nn/plan/program.hpp"
#include "nn/step_memory.hpp"
#include "nn/tensor.hpp"

namespace nn {

/// Runs a network's program on batches, on the CPU. Values are kept channels last, and parts of a
/// batch go through a step one after the other, small enough for a core's cache: what a step reads
/// is normalised and activated just before it is used, what it stores is measured just after.
/// Allocates nothing for a batch of a size seen before, unless the input's gradient is asked for.
class plan : public executor {
  public:
    explicit plan(std::span<const node> nodes);

    [[nodiscard]] std::size_t images() const override { return images_; }
    const tensor& forward(std::span<node> nodes, const tensor& batch, mode how) override;
    [[nodiscard]] tensor output(std::span<const node> nodes, node_id which) override;
    backward_macs
    backward(std::span<node> nodes, const tensor& output_gradient, tensor* input_gradient) override;

  private:
    /// Memory of one thread: what a step reads, the gradient of what it gives, and the gradient of
    /// what it reads before that is added to another.
    struct workspace {
        aligned_vector<float> input{};
        aligned_vector<float> gradient{};
        aligned_vector<float> addend{};
    };

    void resize(std::span<const node> nodes, std::size_t images);
    void resize_norms(std::span<const node> nodes);
    [[nodiscard]] batch_split split_for(
        std::span<const node> nodes, const step& one, const operation* computes,
        std::size_t images) const;
    /// As many as there is memory for, and no more than may run now.
    [[nodiscard]] std::size_t threads() const;

    void take_input(std::span<node> nodes, const tensor& batch, mode how);
    void run_step(std::span<node> nodes, std::size_t index, mode how);
    void copy_or_read(const reading& from, const batch_part& part, float* to) const;
    /// The batch norm whose statistics this value decides now, or null.
    [[nodiscard]] norm* measured(std::size_t value, mode how);

    void clear_unread(std::span<node> nodes) const;
    [[nodiscard]] bool reaches(const term& which) const;
    void run_back(std::span<node> nodes, std::size_t index, backward_macs& done);
    void run_operation_back(std::span<node> nodes, std::size_t index, backward_macs& done);
    void run_blend_back(std::size_t index);
    void start_norm(const term& from);
    void finish_norm(std::span<node> nodes, const term& from);
    /// Adds to the gradient of what a term reads; the first to come overwrites it.
    void give_gradient(const term& to, bool first, const batch_part& part, const float* from);
    void give_input_gradient(std::span<const node> nodes, tensor& to);

    [[nodiscard]] const float* stored(std::size_t value, std::size_t image) const;
    [[nodiscard]] float* stored(std::size_t value, std::size_t image);
    [[nodiscard]] float* gradient(std::size_t value, std::size_t image);
    [[nodiscard]] affine how_to_read(const term& from) const;
    /// What `from` says of these images: in memory as it is, or made in `buffer`.
    [[nodiscard]] const float*
    read(const reading& from, std::size_t image, std::size_t images, float* buffer) const;
    /// The gradient of a stored value, likewise.
    [[nodiscard]] const float*
    read_gradient_of(std::size_t value, std::size_t image, std::size_t images, float* buffer);

    program program_;
    /// Nodes that the output does not depend on: their gradients are zero.
    std::vector<node_id> unread_;
    /// One a step; null for steps that only read and store.
    std::vector<std::unique_ptr<operation>> operations_;
    /// By step.
    std::vector<batch_split> splits_;
    batch_split input_split_;
    std::vector<norm> norms_;

    std::size_t images_ = 0;
    /// There are workspaces and engines for so many.
    std::size_t threads_ = 0;
    std::vector<aligned_vector<float>> values_;
    /// By slot, and the most numbers that a slot holds of one image.
    std::vector<aligned_vector<float>> gradients_;
    std::vector<std::size_t> gradient_sizes_;
    /// By thread.
    std::vector<workspace> workspaces_;
    /// For what operations need while they compute.
    step_memory memory_;
    aligned_vector<float> ones_;
    aligned_vector<float> zeros_;
    tensor output_;

    /// By node: it trains, or something below it does.
    std::vector<char> reached_;
    /// By value: its gradient is there.
    std::vector<char> written_;
};

} // namespace nn
