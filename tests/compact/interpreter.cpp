#include "compact/interpreter.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>

namespace interpreted {

namespace {

namespace op = coppice::operation;

/// A user's operation.
struct permutation {
    std::vector<index> from;

    template <coppice::element T>
    coppice::model::value
    connect(coppice::model::site<T>& at, std::span<const coppice::model::value> inputs) const {
        const coppice::model::value made{
            at.produce(static_cast<index>(from.size())), inputs[0].spatial};
        for (std::size_t i = 0; i < from.size(); ++i) {
            at.join(made.channels, static_cast<index>(i), inputs[0].channels, from[i]);
        }
        return made;
    }
};

} // namespace

std::vector<index> context::kept(const coppice::model::value& of, index whole) const {
    if (plan != nullptr) {
        return plan->kept(of.channels);
    }
    std::vector<index> all(static_cast<std::size_t>(whole));
    for (index i = 0; i < whole; ++i) {
        all[static_cast<std::size_t>(i)] = i;
    }
    return all;
}

template <class Operation>
node network::append(
    const std::string& kind, const std::vector<node>& from, const Operation& operation,
    forward run) {
    std::vector<coppice::model::value> values;
    for (const node x : from) {
        values.push_back(value(x));
    }
    const std::string name = kind + std::to_string(steps_.size());
    steps_.push_back({from, model.add(name, operation, values), std::move(run)});
    return last();
}

std::optional<coppice::view<float>> network::bias(bool wanted, index out) {
    return wanted ? std::optional(memory.make({out})) : std::nullopt;
}

node network::input(index channels, const shape& spatial) {
    steps_.push_back({{}, model.input(channels, spatial), {}});
    return last();
}

node network::convolution(node x, const filters& f) {
    const auto own = static_cast<std::size_t>(next_parameter());
    const index whole = channels(x);
    const op::convolution<float> operation{
        .weight = memory.make({f.out, whole / f.groups, f.kernel, f.kernel}),
        .bias = bias(f.bias, f.out),
        .stride = f.stride,
        .padding = f.padding,
        .groups = f.groups};
    const bool depthwise = f.groups > 1 && f.groups == whole;
    return append("conv", {x}, operation, [=](const inputs& in, const context& at) {
        const index groups = depthwise ? in[0]->channels : f.groups;
        const weights* const added = f.bias ? &at.parameters[own + 1] : nullptr;
        return loops::convolution(*in[0], at.parameters[own], added, f, groups);
    });
}

node network::transposed_convolution(node x, const filters& f) {
    const auto own = static_cast<std::size_t>(next_parameter());
    const op::transposed_convolution<float> operation{
        .weight = coppice::transposed(memory.make({channels(x), f.out, f.kernel, f.kernel})),
        .bias = bias(f.bias, f.out),
        .stride = f.stride,
        .padding = f.padding};
    return append("up", {x}, operation, [=](const inputs& in, const context& at) {
        const weights* const added = f.bias ? &at.parameters[own + 1] : nullptr;
        return loops::transposed_convolution(*in[0], at.parameters[own], added, f);
    });
}

node network::dense(node x, index out, bool with_bias) {
    const auto own = static_cast<std::size_t>(next_parameter());
    const op::dense<float> operation{
        .weight = memory.make({out, channels(x)}),
        .bias = bias(with_bias, out),
        .each_position = true};
    return append("fc", {x}, operation, [=](const inputs& in, const context& at) {
        const weights* const added = with_bias ? &at.parameters[own + 1] : nullptr;
        return loops::dense(*in[0], at.parameters[own], added);
    });
}

node network::batch_norm(node x) {
    const auto own = static_cast<std::size_t>(next_parameter());
    const index width = channels(x);
    const coppice::view<float> variance = memory.make({width});
    for (index i = 0; i < width; ++i) {
        variance.data()[i] = std::abs(variance.data()[i]) + 0.1F;
    }
    const op::batch_norm<float> operation{
        .scale = memory.make({width}),
        .shift = memory.make({width}),
        .running_mean = memory.make({width}),
        .running_variance = variance};
    return append("bn", {x}, operation, [=](const inputs& in, const context& at) {
        const weights* const w = &at.parameters[own];
        return loops::scaled_and_shifted(loops::standardised(*in[0], w[2], w[3]), w[0], w[1]);
    });
}

node network::layer_norm(node x) {
    const auto own = static_cast<std::size_t>(next_parameter());
    const op::layer_norm<float> operation{memory.make({channels(x)}), memory.make({channels(x)})};
    return append("ln", {x}, operation, [=](const inputs& in, const context& at) {
        return loops::scaled_and_shifted(
            loops::normalised(*in[0], in[0]->channels, false), at.parameters[own],
            at.parameters[own + 1]);
    });
}

node network::group_norm(node x, index groups) {
    const auto own = static_cast<std::size_t>(next_parameter());
    const index width = channels(x) / groups;
    const op::group_norm<float> operation{
        memory.make({channels(x)}), memory.make({channels(x)}), groups};
    return append("gn", {x}, operation, [=](const inputs& in, const context& at) {
        return loops::scaled_and_shifted(
            loops::normalised(*in[0], width, true), at.parameters[own], at.parameters[own + 1]);
    });
}

node network::relu(node x) {
    return append("relu", {x}, op::activation{}, [](const inputs& in, const context& /*at*/) {
        return loops::relu(*in[0]);
    });
}

node network::sigmoid(node x) {
    return append(
        "sigmoid", {x}, op::activation{.keeps_zero = false},
        [](const inputs& in, const context& /*at*/) { return loops::sigmoid(*in[0]); });
}

node network::add(const std::vector<node>& from) {
    return append("add", from, op::add{}, [](const inputs& in, const context& /*at*/) {
        return loops::sum(in);
    });
}

node network::multiply(const std::vector<node>& from) {
    return append("times", from, op::multiply{}, [](const inputs& in, const context& /*at*/) {
        return loops::product(in);
    });
}

node network::concat(const std::vector<node>& from) {
    return append("concat", from, op::concat{}, [](const inputs& in, const context& /*at*/) {
        return loops::concat(in);
    });
}

node network::slice(node x, index first, index width) {
    const coppice::model::value whole = value(x);
    const index extent = channels(x);
    return append("slice", {x}, op::slice{first, width}, [=](const inputs& in, const context& at) {
        const std::vector<index> kept = at.kept(whole, extent);
        std::vector<index> own; // places in its input
        for (std::size_t i = 0; i < kept.size(); ++i) {
            if (kept[i] >= first && kept[i] < first + width) {
                own.push_back(static_cast<index>(i));
            }
        }
        return interpreted::channels(*in[0], own);
    });
}

node network::flatten(node x, bool channels_last) {
    return append(
        "flat", {x}, op::flatten{channels_last}, [=](const inputs& in, const context& /*at*/) {
            return loops::flatten(*in[0], channels_last);
        });
}

node network::unflatten(node x, const shape& extents, bool channels_last) {
    return append(
        "unflat", {x}, op::unflatten{extents, channels_last},
        [=](const inputs& in, const context& /*at*/) {
            return loops::unflatten(*in[0], extents, channels_last);
        });
}

node network::max_pool(node x) {
    return append("pool", {x}, op::pool{}, [](const inputs& in, const context& /*at*/) {
        return loops::max_pool(*in[0]);
    });
}

node network::global_pool(node x) {
    return append("mean", {x}, op::global_pool{}, [](const inputs& in, const context& /*at*/) {
        return loops::global_pool(*in[0]);
    });
}

node network::embedding(node x, index tokens, index features) {
    const auto own = static_cast<std::size_t>(next_parameter());
    const op::embedding<float> operation{coppice::transposed(memory.make({tokens, features}))};
    return append("embed", {x}, operation, [=](const inputs& in, const context& at) {
        return loops::embedding(*in[0], at.parameters[own]);
    });
}

node network::attention(node queries, node keys, node values, index heads, index key_heads) {
    const index shared = key_heads == 0 ? heads : key_heads;
    const index width = channels(queries) / heads;
    const index read = channels(values) / shared;
    const op::attention operation{.heads = heads, .key_heads = key_heads};
    return append(
        "attention", {queries, keys, values}, operation,
        [=](const inputs& in, const context& /*at*/) {
            return loops::attention(*in[0], *in[1], *in[2], width, read, heads / shared);
        });
}

node network::permute(node x, const std::vector<index>& from) {
    const coppice::model::value whole = value(x);
    const index extent = channels(x);
    const coppice::model::value ordered{{model.couplings().dimensions()}}; // which it will produce
    return append("permute", {x}, permutation{from}, [=](const inputs& in, const context& at) {
        const std::vector<index> read = at.kept(whole, extent);
        const std::vector<index> made = at.kept(ordered, static_cast<index>(from.size()));
        std::vector<index> places; // in its input
        for (const index i : made) {
            const index wanted = from[static_cast<std::size_t>(i)];
            places.push_back(std::find(read.begin(), read.end(), wanted) - read.begin());
        }
        return interpreted::channels(*in[0], places);
    });
}

std::vector<weights> network::parameters() const {
    std::vector<weights> all;
    for (const auto& parameter : model.parameters()) {
        const auto places = coppice::singles(parameter.values);
        weights own{parameter.values.extents(), {}};
        for (index i = 0; i < places.groups(); ++i) {
            own.values.push_back(static_cast<double>(*places.group(i)));
        }
        all.push_back(std::move(own));
    }
    return all;
}

std::vector<weights> network::parameters(const coppice::compact::plan& plan) const {
    std::vector<weights> all = parameters();
    for (std::size_t p = 0; p < all.size(); ++p) {
        const coppice::compact::change& change = plan.changes()[p];
        weights smaller{change.after, {}};
        for (index i = 0; i < change.after.size(); ++i) {
            index rest = i;
            index place[4] = {};
            for (int axis = change.after.rank() - 1; axis >= 0; --axis) {
                const auto& kept = change.kept[static_cast<std::size_t>(axis)];
                const index at = rest % change.after[axis];
                place[axis] = kept.empty() ? at : kept[static_cast<std::size_t>(at)];
                rest /= change.after[axis];
            }
            smaller.values.push_back(all[p](place[0], place[1], place[2], place[3]));
        }
        all[p] = std::move(smaller);
    }
    return all;
}

std::vector<tensor> network::run(
    const tensor& batch, const std::vector<weights>& parameters,
    const coppice::compact::plan* plan) const {
    std::vector<tensor> made{batch};
    for (std::size_t s = 1; s < steps_.size(); ++s) {
        inputs from;
        for (const node x : steps_[s].inputs) {
            from.push_back(&made[static_cast<std::size_t>(x)]);
        }
        made.push_back(steps_[s].run(from, {parameters, plan}));
    }
    return made;
}

tensor network::batch(unsigned seed, index tokens) const {
    tensor made(2, channels(0), spatial(0));
    std::mt19937 random(seed);
    for (double& value : made.values) {
        const double share = std::uniform_real_distribution<double>(-1, 1)(random);
        value = tokens == 0 ? share : std::floor((share + 1) / 2 * static_cast<double>(tokens));
    }
    return made;
}

} // namespace interpreted
