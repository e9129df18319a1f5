#pragma once

#include "coppice/core/require.hpp"
#include "coppice/core/view.hpp"
#include "coppice/model/structure.hpp"

#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What a host hands over: views of its parameters and how its layers connect.
namespace coppice::model {

/// What flows between operations: for one input, channels x spatial extents.
struct value {
    dimension channels;
    shape spatial = {};    ///< empty after a flattening
    std::string leak = {}; ///< why a pruned channel is not zero here; empty if it is
    int made_by = -1;      ///< the node that makes it, set by the description
};

/// What an axis of a parameter does with its dimension.
enum class use : unsigned char {
    produced, ///< a position makes an output: it is zeroed when the output is pruned
    consumed, ///< a position reads an input
    carried,  ///< a position belongs to an output that it cannot silence (a running mean)
};

/// An axis of a parameter. An uncoupled dimension (a kernel's height) never changes.
struct axis {
    dimension of = {};
    use as = use::carried;
};

/// What a parameter is, where a policy asks.
enum class meaning : unsigned char {
    other,
    scale, ///< what a normalisation multiplies its outputs with
};

/// A tensor that training or the data changes, with the meaning of its axes.
template <element T>
struct parameter {
    std::string name;    ///< "conv1.weight"
    int layer = -1;      ///< the layer whose weight it is; -1 for others
    bool trained = true; ///< counted as a parameter; false for running statistics
    view<T> values;
    std::vector<axis> axes;
    meaning is = meaning::other;
};

template <element T>
class description;

namespace detail {

/// Whether two tensors share memory, as far as that is known: they begin at the same element, or
/// both are without gaps. What has gaps may lie in those of the other.
template <element T>
[[nodiscard]] bool overlap(const view<T>& a, const view<T>& b) {
    const auto last = [](const view<T>& of) {
        index steps = 0;
        for (int axis = 0; axis < of.rank(); ++axis) {
            steps += (of.extent(axis) - 1) * of.strides()[axis];
        }
        return steps;
    };
    const bool gapless = last(a) == a.size() - 1 && last(b) == b.size() - 1;
    return a.data() == b.data() ||
           (gapless && a.data() <= b.data() + last(b) && b.data() <= a.data() + last(a));
}

} // namespace detail

/// What an operation says of itself while it is added to a description.
template <element T>
class site {
  public:
    site(description<T>& model, std::string_view name) : model_(model), name_(name) {}

    [[nodiscard]] const std::string& name() const { return name_; }

    /// A new dimension for what this operation produces.
    /// @throws coppice::error for an extent below 1
    [[nodiscard]] dimension produce(index extent);

    [[nodiscard]] index extent(dimension d) const;

    /// Position i of a goes with position j of b.
    void join(dimension a, index i, dimension b, index j);

    /// No position of the dimension can be removed, and why.
    /// @throws coppice::error for an empty reason
    void fix(dimension d, std::string reason);

    /// Says that `join` has joined positions of the dimension among themselves, and why.
    /// @throws coppice::error for an empty reason
    void tie(dimension d, std::string reason);

    /// What is to be read as it is: if it leaks, none of its channels can be removed.
    void settle(const value& read) {
        if (!read.leak.empty()) {
            fix(read.channels, read.leak);
        }
    }

    /// A parameter whose axes have the given meanings.
    /// @throws coppice::error if an axis has another extent than its dimension, or if another
    ///         parameter lies in the same memory
    int parameter(
        std::string_view suffix, const view<T>& values, std::vector<axis> axes, bool trained = true,
        meaning is = meaning::other);

    /// Says that this operation is a layer with weights of its own.
    /// @param weight     the number that `parameter` gave
    /// @param positions  how often the weight is applied to one input
    /// @param leads      whether its filters can be pruned for their own sake
    void layer(int weight, dimension output, index positions, bool leads = true);

    /// @throws coppice::error unless `actual` is `expected`
    void expect(std::string_view what, index actual, index expected) const {
        if (actual != expected) {
            throw error(name_, std::string(what), text(actual), text(expected));
        }
    }

  private:
    friend class description<T>;

    struct joined {
        dimension a;
        index i;
        dimension b;
        index j;
    };

    struct remark {
        dimension of;
        std::string why;
        bool ties; ///< else it fixes
    };

    /// Couples what the operation has said: not before, since it may be refused on the way.
    void couple();

    description<T>& model_;
    std::string name_;
    std::vector<joined> joins_;
    std::vector<remark> remarks_;
};

/// An operation says which values it makes of which, and through `site` which parameters it has and
/// which positions of which dimensions it couples. To add an operation is to write such a type:
///
///     struct mine {
///         template <coppice::element T>
///         coppice::model::value connect(coppice::model::site<T>&,
///                                       std::span<const coppice::model::value>) const;
///     };
///
/// What it makes of channels that are zero must be zero too, or else have a `leak` that says why
/// not (a sigmoid), or be fixed. An operation is handed nothing that leaks, such channels being
/// fixed first, unless it says that it deals with them itself, by `settle` or because it silences
/// them:
///
///     static constexpr bool bears_leaks = true;
template <class O, class T>
concept operation = element<T> &&
    requires(const O& operation, site<T>& at, std::span<const value> inputs) {
    { operation.connect(at, inputs) } -> std::same_as<value>;
};

template <class O>
inline constexpr bool bears_leaks = requires {
    requires O::bears_leaks;
};

/// A model as pruning sees it: parameters, layers, blocks, and the couplings derived from the
/// operations that connect them. It holds views; the host keeps the memory, and keeps it in place.
template <element T>
class description : public structure {
  public:
    /// What the network is fed with. Its channels cannot be removed.
    /// @throws coppice::error for a number of channels or a spatial extent below 1
    value input(index channels, const shape& spatial = {}) {
        require(channels >= 1, "input", "number of channels", channels, "at least 1");
        for (const index extent : spatial) {
            require(extent >= 1, "input", "a spatial extent", extent, "at least 1");
        }
        const dimension made = couplings_.add(channels);
        couplings_.fix(made, "it is the network's input");
        nodes_.push_back({"input", {}, made, spatial});
        return {made, spatial, {}, last_node()};
    }

    /// Adds an operation and returns what it makes of `inputs`.
    /// @param name  names the operation in reports and errors
    /// @throws coppice::error for shapes that do not fit, naming the operation, and for parameters
    ///         or layers with the names of others; nothing is added then
    template <operation<T> Operation>
    value add(std::string_view name, const Operation& operation, std::span<const value> inputs) {
        for (const value& input : inputs) {
            require_own(std::string(name), "an input", input);
        }
        const auto parameters = static_cast<std::ptrdiff_t>(parameters_.size());
        const auto layers = static_cast<std::ptrdiff_t>(layers_.size());
        const int dimensions = couplings_.dimensions();
        try {
            site<T> at(*this, name);
            for (const value& input : inputs) {
                if (!bears_leaks<Operation>) {
                    at.settle(input);
                }
            }
            value made = operation.connect(at, inputs);
            require_new_names(parameters_.begin() + parameters);
            at.couple();
            nodes_.push_back({at.name(), {}, made.channels, made.spatial});
            for (const value& input : inputs) {
                nodes_.back().inputs.push_back(input.made_by);
            }
            made.made_by = last_node();
            return made;
        } catch (...) {
            parameters_.erase(parameters_.begin() + parameters, parameters_.end());
            layers_.erase(layers_.begin() + layers, layers_.end());
            couplings_.forget_from(dimensions);
            throw;
        }
    }

    /// The same, for a list in braces.
    template <operation<T> Operation>
    value
    add(std::string_view name, const Operation& operation, std::initializer_list<value> inputs) {
        return add(name, operation, std::span<const value>(inputs.begin(), inputs.size()));
    }

    /// Says that no channel of a value can be removed, and why.
    /// @throws coppice::error for a value of another description, and for an empty reason
    void keep_width(const value& of, std::string reason) {
        require_own("keep_width", "a value", of);
        require_reason("keep_width", reason);
        couplings_.fix(of.channels, std::move(reason));
    }

    /// Declares what the network returns. Its channels cannot be removed.
    /// @throws coppice::error for a value of another description
    void output(const value& result) {
        require_own("output", "a value", result);
        couplings_.fix(result.channels, "it is the network's output");
        has_output_ = true;
    }

    [[nodiscard]] const std::vector<parameter<T>>& parameters() const { return parameters_; }

    /// @throws coppice::error for a number that no layer has
    [[nodiscard]] const parameter<T>& weight(int layer) const {
        return parameters_[static_cast<std::size_t>(layer_at(layer).weight)];
    }

  private:
    friend class site<T>;

    void require_own(const std::string& where, const std::string& what, const value& given) const {
        if (!given.channels.coupled() || given.channels.id >= couplings_.dimensions()) {
            throw error(
                where, what, "not a value of this description", "what input() or add() returned");
        }
    }

    using parameter_position = typename std::vector<parameter<T>>::const_iterator;

    /// @param added  the first of those that may have a name already taken
    void require_new_names(parameter_position added) const {
        for (auto one = added; one != parameters_.end(); ++one) {
            for (auto other = parameters_.begin(); other != one; ++other) {
                if (other->name == one->name) {
                    throw error(
                        "model", "parameter", '"' + one->name + '"',
                        "a name that no other parameter has");
                }
            }
        }
    }

    [[nodiscard]] int last_node() const { return static_cast<int>(nodes_.size()) - 1; }

    std::vector<parameter<T>> parameters_;
};

template <element T>
dimension site<T>::produce(index extent) {
    require(extent >= 1, name_, "number of channels made", extent, "at least 1");
    return model_.couplings_.add(extent);
}

template <element T>
index site<T>::extent(dimension d) const {
    return model_.couplings_.extent(d);
}

template <element T>
void site<T>::join(dimension a, index i, dimension b, index j) {
    joins_.push_back({a, i, b, j});
}

template <element T>
void site<T>::fix(dimension d, std::string reason) {
    description<T>::require_reason(name_, reason);
    remarks_.push_back({d, std::move(reason), false});
}

template <element T>
void site<T>::tie(dimension d, std::string reason) {
    description<T>::require_reason(name_, reason);
    remarks_.push_back({d, std::move(reason), true});
}

template <element T>
void site<T>::couple() {
    for (const joined& pair : joins_) {
        model_.couplings_.join(pair.a, pair.i, pair.b, pair.j);
    }
    for (remark& each : remarks_) {
        if (each.ties) {
            model_.couplings_.tie(each.of, std::move(each.why));
        } else {
            model_.couplings_.fix(each.of, std::move(each.why));
        }
    }
}

template <element T>
int site<T>::parameter(
    std::string_view suffix, const view<T>& values, std::vector<axis> axes, bool trained,
    meaning is) {
    const std::string full = name_ + "." + std::string(suffix);
    if (values.rank() != static_cast<int>(axes.size())) {
        throw error(full, "rank", text(values.rank()), text(static_cast<int>(axes.size())));
    }
    for (int i = 0; i < values.rank(); ++i) {
        const dimension of = axes[static_cast<std::size_t>(i)].of;
        if (of.coupled() && values.extent(i) != extent(of)) {
            throw error(
                full, "extent of axis " + text(i), text(values.extent(i)),
                text(extent(of)) + " as what it is connected to");
        }
    }
    for (const model::parameter<T>& other : model_.parameters_) {
        if (detail::overlap(other.values, values)) {
            throw error(
                full, "memory", "that of " + other.name,
                "its own: tied parameters cannot be pruned apart");
        }
    }
    model_.parameters_.push_back({full, -1, trained, values, std::move(axes), is});
    return static_cast<int>(model_.parameters_.size()) - 1;
}

template <element T>
void site<T>::layer(int weight, dimension output, index positions, bool leads) {
    for (const model::layer& other : model_.layers_) {
        if (other.name == name_) {
            throw error("model", "layer", '"' + name_ + '"', "a name that no other layer has");
        }
    }
    model::parameter<T>& owned = model_.parameters_[static_cast<std::size_t>(weight)];
    owned.layer = static_cast<int>(model_.layers_.size());
    model_.layers_.push_back({name_, weight, output, leads, positions, owned.values.rank()});
}

} // namespace coppice::model
