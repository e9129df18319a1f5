#pragma once

#include "coppice/core/error.hpp"
#include "coppice/core/require.hpp"
#include "coppice/model/coupling.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace coppice::model {

/// A layer with weights of its own, in the order in which it was described.
struct layer {
    std::string name;
    int weight = -1;  ///< its weight among the description's parameters
    dimension output; ///< of its filters
    /// Whether its filters are scored by themselves; false for a depthwise convolution, whose
    /// filters go with their input channels.
    bool leads = true;
    index positions = 1; ///< how often the weight is applied to one input: MACs = this * weights
    int rank = 0;        ///< axes of the weight: 2 for a dense layer, 4 for a convolution
    std::string keep_whole = {}; ///< why the host wants it left alone; empty if it does not
};

/// Layers that one step covers: the convolutions on the main path of a residual block, say.
struct block {
    std::string name;
    std::vector<int> layers;
};

/// An operation as it was described, or an input of the network.
struct node {
    std::string name;
    std::vector<int> inputs; ///< the nodes that make what it reads
    dimension channels;      ///< of what it makes
    shape spatial;
};

/// The part of a model's description that does not depend on its element type.
class structure {
  public:
    [[nodiscard]] const std::vector<layer>& layers() const { return layers_; }
    [[nodiscard]] const std::vector<block>& blocks() const { return blocks_; }
    [[nodiscard]] const coupling& couplings() const { return couplings_; }

    /// The inputs and operations, in the order in which they were described.
    [[nodiscard]] const std::vector<node>& nodes() const { return nodes_; }

    /// Whether the description says what the network returns.
    [[nodiscard]] bool has_output() const { return has_output_; }

    /// @throws coppice::error for a number that no layer has
    [[nodiscard]] const layer& layer_at(int id) const {
        require_number("model", "layer", id, layers_.size());
        return layers_[at(id)];
    }

    /// The number of the layer of that name.
    /// @throws coppice::error if there is none
    [[nodiscard]] int find(std::string_view name) const {
        for (std::size_t i = 0; i < layers_.size(); ++i) {
            if (layers_[i].name == name) {
                return static_cast<int>(i);
            }
        }
        throw error(
            "model", "layer", '"' + std::string(name) + '"', "the name of a layer with weights");
    }

    /// Declares a block, in the forward order of blocks. Its layers are those a step prunes and a
    /// freezing policy may freeze: of a residual block the main path, without the shortcut.
    /// @throws coppice::error for no layer, an unknown one, or one that is in a block already
    void add_block(std::string name, const std::vector<std::string>& layer_names) {
        block added{std::move(name), {}};
        const auto refuse_member = [&](const block& of, int id) {
            for (const int member : of.layers) {
                if (member == id) {
                    throw error(
                        "block " + added.name, "layer", '"' + layers_[at(id)].name + '"',
                        "in one block only; it is in " + of.name);
                }
            }
        };
        for (const std::string& layer_name : layer_names) {
            const int id = find(layer_name);
            for (const block& other : blocks_) {
                refuse_member(other, id);
            }
            refuse_member(added, id);
            added.layers.push_back(id);
        }
        if (added.layers.empty()) {
            throw error("block " + added.name, "number of layers", "0", "at least 1");
        }
        blocks_.push_back(std::move(added));
    }

    /// Leaves a layer's outputs alone, whatever the recipe. Physical removal may still cut what it
    /// reads, with the layers before it.
    /// @throws coppice::error for an unknown layer, and for an empty reason
    void keep_whole(std::string_view name, std::string reason) {
        layer& kept = layers_[at(find(name))];
        require_reason(kept.name, reason);
        kept.keep_whole = std::move(reason);
    }

  private:
    [[nodiscard]] static std::size_t at(int id) { return static_cast<std::size_t>(id); }

  protected:
    /// What has no reason counts as free.
    static void require_reason(const std::string& where, const std::string& reason) {
        if (reason.empty()) {
            throw error(where, "reason", "empty", "a sentence for the report");
        }
    }

    std::vector<layer> layers_;
    std::vector<block> blocks_;
    std::vector<node> nodes_;
    coupling couplings_;
    bool has_output_ = false;
};

} // namespace coppice::model
