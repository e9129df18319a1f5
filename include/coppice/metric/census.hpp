#pragma once

#include "coppice/mask/view.hpp"
#include "coppice/metric/size.hpp"
#include "coppice/model/description.hpp"
#include "coppice/model/leaders.hpp"

#include <cstddef>
#include <vector>

namespace coppice::metric {

/// Counts what masks leave of a model, as if what they cut were physically removed: a pruned filter
/// takes its bias, its normalisation and the next layer's inputs with it; a pruned single weight
/// takes itself. It allocates when made and not when counting.
class census {
  public:
    template <element T>
    census(const model::description<T>& model, const model::leaders& leaders)
        : layers_(model.layers()), in_scope_(layers_.size(), model.blocks().empty()) {
        const model::coupling& couplings = model.couplings();
        for (int d = 0; d < couplings.dimensions(); ++d) {
            positions_.emplace_back();
            for (index i = 0; i < couplings.extent({d}); ++i) {
                positions_.back().push_back(leaders.of(model, {d}, i));
            }
        }
        kept_.resize(positions_.size());
        for (const auto& parameter : model.parameters()) {
            tensor counted{parameter.layer, parameter.trained, 1, {}};
            for (std::size_t a = 0; a < parameter.axes.size(); ++a) {
                const model::axis& axis = parameter.axes[a];
                if (axis.of.coupled()) {
                    counted.sides.push_back(
                        {axis.of.id, parameter.layer >= 0 && axis.as == model::use::produced});
                } else {
                    counted.rest *= parameter.values.extent(static_cast<int>(a));
                }
            }
            tensors_.push_back(std::move(counted));
        }
        for (const model::block& block : model.blocks()) {
            for (const int layer : block.layers) {
                in_scope_[static_cast<std::size_t>(layer)] = true;
            }
        }
    }

    /// Counts under masks of filters.
    /// @param masks  one a group of the leaders, in host memory; empty (size 0) for one without
    void count_filters(const std::vector<mask::const_view>& masks) {
        for (std::size_t d = 0; d < positions_.size(); ++d) {
            kept_[d] = 0;
            for (const model::leaders::leader& lead : positions_[d]) {
                const bool cut = lead.layer >= 0 && masks[at(lead.group)].size > 0 &&
                                 !masks[at(lead.group)][lead.filter];
                kept_[d] += cut ? 0 : 1;
            }
        }
        in_scope_weights_ = count(total_, [&](const tensor& counted) { return extent(counted); });
        count(masked_, [&](const tensor& counted) { return extent_of_rows(counted); });
    }

    /// Counts under masks of single weights.
    /// @param pruned  how many weights each layer has lost
    void count_weights(const std::vector<index>& pruned) {
        for (std::size_t d = 0; d < positions_.size(); ++d) {
            kept_[d] = static_cast<index>(positions_[d].size());
        }
        in_scope_weights_ = count(total_, [&](const tensor& counted) {
            return extent(counted) - (counted.layer < 0 ? 0 : pruned[at(counted.layer)]);
        });
        masked_ = total_;
    }

    /// The whole model.
    [[nodiscard]] const size& total() const { return total_; }

    /// The whole model with nothing removed, less the weights of its layers that are masked: the
    /// rows of pruned filters. Their biases and normalisations count, and so do the inputs that
    /// nothing feeds any more. The count of Zhao, Jain, Zhao, "Iterative Activation-based
    /// Structured Pruning".
    [[nodiscard]] const size& masked() const { return masked_; }

    /// The weights of the layers in blocks, or of all layers if the model has declared no block.
    [[nodiscard]] index weights_in_scope() const { return in_scope_weights_; }

  private:
    struct side {
        int dimension;
        bool row; ///< of a layer's weight: a position is a filter, and masked with it
    };

    struct tensor {
        int layer;
        bool trained;
        index rest; ///< product of the extents that never change
        std::vector<side> sides;
    };

    [[nodiscard]] static std::size_t at(int i) { return static_cast<std::size_t>(i); }

    /// What is left when pruned positions are removed.
    [[nodiscard]] index extent(const tensor& counted) const {
        index product = counted.rest;
        for (const side& along : counted.sides) {
            product *= kept_[at(along.dimension)];
        }
        return product;
    }

    /// What is left when pruned filters are zero.
    [[nodiscard]] index extent_of_rows(const tensor& counted) const {
        index product = counted.rest;
        for (const side& along : counted.sides) {
            product *= along.row ? kept_[at(along.dimension)]
                                 : static_cast<index>(positions_[at(along.dimension)].size());
        }
        return product;
    }

    /// @return the weights in scope
    template <class Left>
    index count(size& sum, Left left) const {
        sum = {};
        index in_scope = 0;
        for (const tensor& counted : tensors_) {
            const index elements = left(counted);
            sum.parameters += counted.trained ? elements : 0;
            if (counted.layer >= 0) {
                sum.weights += elements;
                sum.macs += elements * layers_[at(counted.layer)].positions;
                in_scope += in_scope_[at(counted.layer)] ? elements : 0;
            }
        }
        return in_scope;
    }

    std::vector<model::layer> layers_;
    std::vector<bool> in_scope_;
    std::vector<std::vector<model::leaders::leader>> positions_; ///< by dimension
    std::vector<index> kept_;                                    ///< by dimension
    std::vector<tensor> tensors_;
    size total_;
    size masked_;
    index in_scope_weights_ = 0;
};

} // namespace coppice::metric
