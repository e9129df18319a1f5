#include "compact/interpreter.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>
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

/// f of each number.
template <class Function>
tensor each(const tensor& x, Function f) {
    tensor y = x;
    std::transform(y.values.begin(), y.values.end(), y.values.begin(), f);
    return y;
}

/// f of numbers at the same place of all inputs, of which one a channel is at every position.
template <class Function>
tensor combined(const std::vector<const tensor*>& inputs, Function f) {
    const tensor* widest = inputs[0];
    for (const tensor* x : inputs) {
        widest = x->values.size() > widest->values.size() ? x : widest;
    }
    tensor y(widest->images, widest->channels, widest->spatial);
    for (index n = 0; n < y.images; ++n) {
        for (index c = 0; c < y.channels; ++c) {
            for (index p = 0; p < y.positions(); ++p) {
                double result = 0;
                for (std::size_t i = 0; i < inputs.size(); ++i) {
                    const tensor& x = *inputs[i];
                    const double next =
                        x.at(n, x.channels == 1 ? 0 : c, x.positions() == 1 ? 0 : p);
                    result = i == 0 ? next : f(result, next);
                }
                y.at(n, c, p) = result;
            }
        }
    }
    return y;
}

/// Normalises runs of `width` channels at `together` positions at a time.
void normalise(tensor& x, index width, bool over_positions) {
    const index together = over_positions ? x.positions() : 1;
    for (index n = 0; n < x.images; ++n) {
        for (index first = 0; first < x.channels; first += width) {
            for (index start = 0; start < x.positions(); start += together) {
                double sum = 0;
                double squares = 0;
                const auto visit = [&](auto f) {
                    for (index c = first; c < first + width; ++c) {
                        for (index p = start; p < start + together; ++p) {
                            f(x.at(n, c, p));
                        }
                    }
                };
                visit([&](const double& v) { sum += v; });
                const double mean = sum / static_cast<double>(width * together);
                visit([&](const double& v) { squares += (v - mean) * (v - mean); });
                const double deviation =
                    std::sqrt(squares / static_cast<double>(width * together) + 1e-5);
                visit([&](double& v) { v = (v - mean) / deviation; });
            }
        }
    }
}

void scale_and_shift(tensor& x, const weights& scale, const weights& shift) {
    for (index n = 0; n < x.images; ++n) {
        for (index c = 0; c < x.channels; ++c) {
            for (index p = 0; p < x.positions(); ++p) {
                x.at(n, c, p) = x.at(n, c, p) * scale(c) + shift(c);
            }
        }
    }
}

/// Where the kernel's place k meets output place o, or -1 outside.
index place(index o, index k, const network::filters& f, index extent) {
    const index at = o * f.stride + k - f.padding;
    return at >= 0 && at < extent ? at : -1;
}

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
    const int own = next_parameter();
    const index whole = channels(x);
    const op::convolution<float> operation{
        .weight = memory.make({f.out, whole / f.groups, f.kernel, f.kernel}),
        .bias = bias(f.bias, f.out),
        .stride = f.stride,
        .padding = f.padding,
        .groups = f.groups};
    const bool depthwise = f.groups > 1 && f.groups == whole;
    return append("conv", {x}, operation, [=](const inputs& in, const context& at) {
        const weights& w = at.parameters[static_cast<std::size_t>(own)];
        const index groups = depthwise ? in[0]->channels : f.groups;
        if (in[0]->channels != w.extents[1] * groups || w.extents[0] % groups != 0) {
            throw std::logic_error("a convolution that does not fit");
        }
        const auto extent = [&](int axis) {
            return (in[0]->spatial[axis] + 2 * f.padding - f.kernel) / f.stride + 1;
        };
        tensor y(in[0]->images, w.extents[0], shape{extent(0), extent(1)});
        const index width = in[0]->spatial[1];
        const index each = w.extents[0] / groups;
        for (index n = 0; n < y.images; ++n) {
            for (index o = 0; o < y.channels; ++o) {
                for (index p = 0; p < y.positions(); ++p) {
                    double sum = f.bias ? at.parameters[static_cast<std::size_t>(own + 1)](o) : 0;
                    for (index i = 0; i < w.extents[1]; ++i) {
                        for (index k = 0; k < f.kernel * f.kernel; ++k) {
                            const index row =
                                place(p / y.spatial[1], k / f.kernel, f, in[0]->spatial[0]);
                            const index column = place(p % y.spatial[1], k % f.kernel, f, width);
                            if (row >= 0 && column >= 0) {
                                sum +=
                                    w(o, i, k / f.kernel, k % f.kernel) *
                                    in[0]->at(n, o / each * w.extents[1] + i, row * width + column);
                            }
                        }
                    }
                    y.at(n, o, p) = sum;
                }
            }
        }
        return y;
    });
}

node network::transposed_convolution(node x, const filters& f) {
    const int own = next_parameter();
    const op::transposed_convolution<float> operation{
        .weight = coppice::transposed(memory.make({channels(x), f.out, f.kernel, f.kernel})),
        .bias = bias(f.bias, f.out),
        .stride = f.stride,
        .padding = f.padding};
    return append("up", {x}, operation, [=](const inputs& in, const context& at) {
        const weights& w = at.parameters[static_cast<std::size_t>(own)];
        const auto extent = [&](int axis) {
            return (in[0]->spatial[axis] - 1) * f.stride - 2 * f.padding + f.kernel;
        };
        tensor y(in[0]->images, w.extents[0], shape{extent(0), extent(1)});
        for (index n = 0; n < y.images; ++n) {
            for (index o = 0; o < y.channels; ++o) {
                for (index p = 0; p < y.positions(); ++p) {
                    y.at(n, o, p) =
                        f.bias ? at.parameters[static_cast<std::size_t>(own + 1)](o) : 0;
                }
                for (index i = 0; i < in[0]->channels; ++i) {
                    for (index p = 0; p < in[0]->positions(); ++p) {
                        for (index k = 0; k < f.kernel * f.kernel; ++k) {
                            const index row =
                                p / in[0]->spatial[1] * f.stride + k / f.kernel - f.padding;
                            const index column =
                                p % in[0]->spatial[1] * f.stride + k % f.kernel - f.padding;
                            if (row >= 0 && row < y.spatial[0] && column >= 0 &&
                                column < y.spatial[1]) {
                                y.at(n, o, row * y.spatial[1] + column) +=
                                    w(o, i, k / f.kernel, k % f.kernel) * in[0]->at(n, i, p);
                            }
                        }
                    }
                }
            }
        }
        return y;
    });
}

node network::dense(node x, index out, bool with_bias) {
    const int own = next_parameter();
    const op::dense<float> operation{
        .weight = memory.make({out, channels(x)}),
        .bias = bias(with_bias, out),
        .each_position = true};
    return append("fc", {x}, operation, [=](const inputs& in, const context& at) {
        const weights& w = at.parameters[static_cast<std::size_t>(own)];
        if (w.extents[1] != in[0]->channels) {
            throw std::logic_error("a dense layer that does not fit");
        }
        tensor y(in[0]->images, w.extents[0], in[0]->spatial);
        for (index n = 0; n < y.images; ++n) {
            for (index o = 0; o < y.channels; ++o) {
                for (index p = 0; p < y.positions(); ++p) {
                    double sum =
                        with_bias ? at.parameters[static_cast<std::size_t>(own + 1)](o) : 0;
                    for (index i = 0; i < in[0]->channels; ++i) {
                        sum += w(o, i) * in[0]->at(n, i, p);
                    }
                    y.at(n, o, p) = sum;
                }
            }
        }
        return y;
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
        tensor y = *in[0];
        for (index n = 0; n < y.images; ++n) {
            for (index c = 0; c < y.channels; ++c) {
                for (index p = 0; p < y.positions(); ++p) {
                    y.at(n, c, p) = (y.at(n, c, p) - at.parameters[own + 2](c)) /
                                    std::sqrt(at.parameters[own + 3](c) + 1e-5);
                }
            }
        }
        scale_and_shift(y, at.parameters[own], at.parameters[own + 1]);
        return y;
    });
}

node network::layer_norm(node x) {
    const auto own = static_cast<std::size_t>(next_parameter());
    const op::layer_norm<float> operation{memory.make({channels(x)}), memory.make({channels(x)})};
    return append("ln", {x}, operation, [=](const inputs& in, const context& at) {
        tensor y = *in[0];
        normalise(y, y.channels, false);
        scale_and_shift(y, at.parameters[own], at.parameters[own + 1]);
        return y;
    });
}

node network::group_norm(node x, index groups) {
    const auto own = static_cast<std::size_t>(next_parameter());
    const index width = channels(x) / groups;
    const op::group_norm<float> operation{
        memory.make({channels(x)}), memory.make({channels(x)}), groups};
    return append("gn", {x}, operation, [=](const inputs& in, const context& at) {
        tensor y = *in[0];
        normalise(y, width, true);
        scale_and_shift(y, at.parameters[own], at.parameters[own + 1]);
        return y;
    });
}

node network::relu(node x) {
    return append("relu", {x}, op::activation{}, [](const inputs& in, const context& /*at*/) {
        return each(*in[0], [](double v) { return std::max(v, 0.0); });
    });
}

node network::sigmoid(node x) {
    return append(
        "sigmoid", {x}, op::activation{.keeps_zero = false},
        [](const inputs& in, const context& /*at*/) {
            return each(*in[0], [](double v) { return 1 / (1 + std::exp(-v)); });
        });
}

node network::add(const std::vector<node>& from) {
    return append("add", from, op::add{}, [](const inputs& in, const context& /*at*/) {
        return combined(in, [](double a, double b) { return a + b; });
    });
}

node network::multiply(const std::vector<node>& from) {
    return append("times", from, op::multiply{}, [](const inputs& in, const context& /*at*/) {
        return combined(in, [](double a, double b) { return a * b; });
    });
}

node network::concat(const std::vector<node>& from) {
    return append("concat", from, op::concat{}, [](const inputs& in, const context& /*at*/) {
        index width = 0;
        for (const tensor* x : in) {
            width += x->channels;
        }
        tensor y(in[0]->images, width, in[0]->spatial);
        index first = 0;
        for (const tensor* x : in) {
            for (index n = 0; n < y.images; ++n) {
                for (index c = 0; c < x->channels; ++c) {
                    for (index p = 0; p < y.positions(); ++p) {
                        y.at(n, first + c, p) = x->at(n, c, p);
                    }
                }
            }
            first += x->channels;
        }
        return y;
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
            const tensor& from = *in[0];
            tensor y(from.images, from.channels * from.positions(), {});
            for (index n = 0; n < y.images; ++n) {
                for (index c = 0; c < from.channels; ++c) {
                    for (index p = 0; p < from.positions(); ++p) {
                        const index to =
                            channels_last ? p * from.channels + c : c * from.positions() + p;
                        y.at(n, to, 0) = from.at(n, c, p);
                    }
                }
            }
            return y;
        });
}

node network::unflatten(node x, const shape& extents, bool channels_last) {
    return append(
        "unflat", {x}, op::unflatten{extents, channels_last},
        [=](const inputs& in, const context& /*at*/) {
            const index width = in[0]->channels / extents.size();
            tensor y(in[0]->images, width, extents);
            for (index n = 0; n < y.images; ++n) {
                for (index c = 0; c < width; ++c) {
                    for (index p = 0; p < y.positions(); ++p) {
                        const index from = channels_last ? p * width + c : c * y.positions() + p;
                        y.at(n, c, p) = in[0]->at(n, from, 0);
                    }
                }
            }
            return y;
        });
}

node network::max_pool(node x) {
    return append("pool", {x}, op::pool{}, [](const inputs& in, const context& /*at*/) {
        const tensor& from = *in[0];
        tensor y(from.images, from.channels, {from.spatial[0] / 2, from.spatial[1] / 2});
        for (index n = 0; n < y.images; ++n) {
            for (index c = 0; c < y.channels; ++c) {
                for (index p = 0; p < y.positions(); ++p) {
                    double largest = -std::numeric_limits<double>::infinity();
                    for (index k = 0; k < 4; ++k) {
                        const index row = p / y.spatial[1] * 2 + k / 2;
                        const index column = p % y.spatial[1] * 2 + k % 2;
                        largest = std::max(largest, from.at(n, c, row * from.spatial[1] + column));
                    }
                    y.at(n, c, p) = largest;
                }
            }
        }
        return y;
    });
}

node network::global_pool(node x) {
    return append("mean", {x}, op::global_pool{}, [](const inputs& in, const context& /*at*/) {
        tensor y(in[0]->images, in[0]->channels, {});
        for (index n = 0; n < y.images; ++n) {
            for (index c = 0; c < y.channels; ++c) {
                for (index p = 0; p < in[0]->positions(); ++p) {
                    y.at(n, c, 0) += in[0]->at(n, c, p) / static_cast<double>(in[0]->positions());
                }
            }
        }
        return y;
    });
}

node network::embedding(node x, index tokens, index features) {
    const auto own = static_cast<std::size_t>(next_parameter());
    const op::embedding<float> operation{coppice::transposed(memory.make({tokens, features}))};
    return append("embed", {x}, operation, [=](const inputs& in, const context& at) {
        const weights& w = at.parameters[own];
        tensor y(in[0]->images, w.extents[0], in[0]->spatial);
        for (index n = 0; n < y.images; ++n) {
            for (index c = 0; c < y.channels; ++c) {
                for (index p = 0; p < y.positions(); ++p) {
                    y.at(n, c, p) = w(c, static_cast<index>(in[0]->at(n, 0, p)));
                }
            }
        }
        return y;
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
            const tensor& q = *in[0];
            const tensor& k = *in[1];
            const tensor& v = *in[2];
            const index left = q.channels / width;
            if (q.channels % width != 0 || k.channels / width * (heads / shared) != left) {
                throw std::logic_error("an attention that does not fit");
            }
            tensor y(q.images, left * read, q.spatial);
            for (index n = 0; n < y.images; ++n) {
                for (index h = 0; h < left; ++h) {
                    const index of = h / (heads / shared); // the head of keys and values
                    for (index p = 0; p < y.positions(); ++p) {
                        std::vector<double> share;
                        for (index t = 0; t < k.positions(); ++t) {
                            double product = 0;
                            for (index i = 0; i < width; ++i) {
                                product += q.at(n, h * width + i, p) * k.at(n, of * width + i, t);
                            }
                            share.push_back(product / std::sqrt(static_cast<double>(width)));
                        }
                        const double most = *std::max_element(share.begin(), share.end());
                        double sum = 0;
                        for (double& of_token : share) {
                            of_token = std::exp(of_token - most); // no power is infinite
                            sum += of_token;
                        }
                        for (index i = 0; i < read; ++i) {
                            for (index t = 0; t < k.positions(); ++t) {
                                y.at(n, h * read + i, p) += share[static_cast<std::size_t>(t)] /
                                                            sum * v.at(n, of * read + i, t);
                            }
                        }
                    }
                }
            }
            return y;
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

tensor channels(const tensor& of, const std::vector<index>& kept) {
    tensor some(of.images, static_cast<index>(kept.size()), of.spatial);
    for (index n = 0; n < some.images; ++n) {
        for (index c = 0; c < some.channels; ++c) {
            for (index p = 0; p < some.positions(); ++p) {
                some.at(n, c, p) = of.at(n, kept[static_cast<std::size_t>(c)], p);
            }
        }
    }
    return some;
}

double difference(const tensor& a, const tensor& b) {
    if (a.values.size() != b.values.size()) {
        return std::numeric_limits<double>::infinity();
    }
    double apart = 0;
    double norm = 0;
    for (std::size_t i = 0; i < a.values.size(); ++i) {
        apart += (a.values[i] - b.values[i]) * (a.values[i] - b.values[i]);
        norm += a.values[i] * a.values[i];
    }
    return std::sqrt(norm > 0 ? apart / norm : apart);
}

} // namespace interpreted
