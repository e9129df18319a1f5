#pragma once

#include "archetype/storage.hpp"
#include "compact/plain_loops.hpp"
#include "coppice/compact/plan.hpp"
#include "coppice/operation/activation.hpp"
#include "coppice/operation/add.hpp"
#include "coppice/operation/attention.hpp"
#include "coppice/operation/batch_norm.hpp"
#include "coppice/operation/concat.hpp"
#include "coppice/operation/convolution.hpp"
#include "coppice/operation/dense.hpp"
#include "coppice/operation/embedding.hpp"
#include "coppice/operation/flatten.hpp"
#include "coppice/operation/global_pool.hpp"
#include "coppice/operation/group_norm.hpp"
#include "coppice/operation/layer_norm.hpp"
#include "coppice/operation/multiply.hpp"
#include "coppice/operation/pool.hpp"
#include "coppice/operation/slice.hpp"
#include "coppice/operation/transposed_convolution.hpp"
#include "coppice/operation/unflatten.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

/// Networks that describe themselves and run in plain loops: the oracle of physical removal.
namespace interpreted {

/// What an operation sees when it runs: its parameters, and what is left of dimensions.
struct context {
    const std::vector<weights>& parameters;
    const coppice::compact::plan* plan; ///< null: nothing is removed

    /// Positions of a dimension that are there, by their numbers in the whole network.
    [[nodiscard]] std::vector<index> kept(const coppice::model::value& of, index whole) const;
};

/// A node's number.
using node = int;

class network {
  public:
    archetype::storage memory;
    coppice::model::description<float> model;

    explicit network(unsigned seed = 1) : memory(seed) {}

    node input(index channels, const shape& spatial = {});
    node convolution(node x, const filters& options);
    node transposed_convolution(node x, const filters& options);
    node dense(node x, index out, bool bias = true);
    node batch_norm(node x);
    node layer_norm(node x);
    node group_norm(node x, index groups);
    node relu(node x);
    node sigmoid(node x);
    node add(const std::vector<node>& inputs);
    node multiply(const std::vector<node>& inputs);
    node concat(const std::vector<node>& inputs);
    node slice(node x, index first, index channels);
    node flatten(node x, bool channels_last = false);
    node unflatten(node x, const shape& spatial, bool channels_last = false);
    node max_pool(node x);
    node global_pool(node x);
    node embedding(node x, index tokens, index features);
    node attention(node queries, node keys, node values, index heads, index key_heads = 0);
    /// An operation of a host's own: out[i] = in[from[i]].
    node permute(node x, const std::vector<index>& from);
    void output(node x) { model.output(value(x)); }

    [[nodiscard]] const coppice::model::value& value(node x) const {
        return steps_[static_cast<std::size_t>(x)].made;
    }
    [[nodiscard]] index channels(node x) const {
        return model.couplings().extent(value(x).channels);
    }
    [[nodiscard]] const shape& spatial(node x) const { return value(x).spatial; }
    [[nodiscard]] node last() const { return static_cast<node>(steps_.size()) - 1; }

    /// The parameters as they are in memory.
    [[nodiscard]] std::vector<weights> parameters() const;
    /// What a plan leaves of them, each with as many numbers as the plan says.
    [[nodiscard]] std::vector<weights> parameters(const coppice::compact::plan& plan) const;

    /// What every node makes of a batch.
    [[nodiscard]] std::vector<tensor>
    run(const tensor& batch, const std::vector<weights>& parameters,
        const coppice::compact::plan* plan = nullptr) const;

    /// A batch of random numbers for the input, or of tokens below `tokens`.
    [[nodiscard]] tensor batch(unsigned seed, index tokens = 0) const;

  private:
    using inputs = loops::inputs;
    using forward = std::function<tensor(const inputs&, const context&)>;

    struct step {
        std::vector<node> inputs;
        coppice::model::value made;
        forward run;
    };

    template <class Operation>
    node append(
        const std::string& kind, const std::vector<node>& from, const Operation& operation,
        forward run);
    [[nodiscard]] std::optional<coppice::view<float>> bias(bool wanted, index out);
    [[nodiscard]] int next_parameter() const { return static_cast<int>(model.parameters().size()); }

    std::vector<step> steps_;
};

} // namespace interpreted
