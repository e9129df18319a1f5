#include "compact/plain_loops.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace interpreted {

namespace {

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

/// Where the kernel's place k meets output place o, or -1 outside.
index place(index o, index k, const filters& f, index extent) {
    const index at = o * f.stride + k - f.padding;
    return at >= 0 && at < extent ? at : -1;
}

} // namespace

namespace loops {

tensor convolution(
    const tensor& x, const weights& w, const weights* bias, const filters& f, index groups) {
    if (x.channels != w.extents[1] * groups || w.extents[0] % groups != 0) {
        throw std::logic_error("a convolution that does not fit");
    }
    const auto extent = [&](int axis) {
        return (x.spatial[axis] + 2 * f.padding - f.kernel) / f.stride + 1;
    };
    tensor y(x.images, w.extents[0], shape{extent(0), extent(1)});
    const index width = x.spatial[1];
    const index each = w.extents[0] / groups;
    for (index n = 0; n < y.images; ++n) {
        for (index o = 0; o < y.channels; ++o) {
            for (index p = 0; p < y.positions(); ++p) {
                double sum = bias != nullptr ? (*bias)(o) : 0;
                for (index i = 0; i < w.extents[1]; ++i) {
                    for (index k = 0; k < f.kernel * f.kernel; ++k) {
                        const index row = place(p / y.spatial[1], k / f.kernel, f, x.spatial[0]);
                        const index column = place(p % y.spatial[1], k % f.kernel, f, width);
                        if (row >= 0 && column >= 0) {
                            sum += w(o, i, k / f.kernel, k % f.kernel) *
                                   x.at(n, o / each * w.extents[1] + i, row * width + column);
                        }
                    }
                }
                y.at(n, o, p) = sum;
            }
        }
    }
    return y;
}

tensor
transposed_convolution(const tensor& x, const weights& w, const weights* bias, const filters& f) {
    const auto extent = [&](int axis) {
        return (x.spatial[axis] - 1) * f.stride - 2 * f.padding + f.kernel;
    };
    tensor y(x.images, w.extents[0], shape{extent(0), extent(1)});
    for (index n = 0; n < y.images; ++n) {
        for (index o = 0; o < y.channels; ++o) {
            for (index p = 0; p < y.positions(); ++p) {
                y.at(n, o, p) = bias != nullptr ? (*bias)(o) : 0;
            }
            for (index i = 0; i < x.channels; ++i) {
                for (index p = 0; p < x.positions(); ++p) {
                    for (index k = 0; k < f.kernel * f.kernel; ++k) {
                        const index row = p / x.spatial[1] * f.stride + k / f.kernel - f.padding;
                        const index column = p % x.spatial[1] * f.stride + k % f.kernel - f.padding;
                        if (row >= 0 && row < y.spatial[0] && column >= 0 &&
                            column < y.spatial[1]) {
                            y.at(n, o, row * y.spatial[1] + column) +=
                                w(o, i, k / f.kernel, k % f.kernel) * x.at(n, i, p);
                        }
                    }
                }
            }
        }
    }
    return y;
}

tensor dense(const tensor& x, const weights& w, const weights* bias) {
    if (w.extents[1] != x.channels) {
        throw std::logic_error("a dense layer that does not fit");
    }
    tensor y(x.images, w.extents[0], x.spatial);
    for (index n = 0; n < y.images; ++n) {
        for (index o = 0; o < y.channels; ++o) {
            for (index p = 0; p < y.positions(); ++p) {
                double sum = bias != nullptr ? (*bias)(o) : 0;
                for (index i = 0; i < x.channels; ++i) {
                    sum += w(o, i) * x.at(n, i, p);
                }
                y.at(n, o, p) = sum;
            }
        }
    }
    return y;
}

tensor embedding(const tensor& x, const weights& w) {
    tensor y(x.images, w.extents[0], x.spatial);
    for (index n = 0; n < y.images; ++n) {
        for (index c = 0; c < y.channels; ++c) {
            for (index p = 0; p < y.positions(); ++p) {
                y.at(n, c, p) = w(c, static_cast<index>(x.at(n, 0, p)));
            }
        }
    }
    return y;
}

tensor standardised(const tensor& x, const weights& mean, const weights& variance) {
    tensor y = x;
    for (index n = 0; n < y.images; ++n) {
        for (index c = 0; c < y.channels; ++c) {
            for (index p = 0; p < y.positions(); ++p) {
                y.at(n, c, p) = (y.at(n, c, p) - mean(c)) / std::sqrt(variance(c) + 1e-5);
            }
        }
    }
    return y;
}

tensor normalised(const tensor& x, index width, bool over_positions) {
    tensor y = x;
    const index together = over_positions ? y.positions() : 1;
    for (index n = 0; n < y.images; ++n) {
        for (index first = 0; first < y.channels; first += width) {
            for (index start = 0; start < y.positions(); start += together) {
                double sum = 0;
                double squares = 0;
                const auto visit = [&](auto f) {
                    for (index c = first; c < first + width; ++c) {
                        for (index p = start; p < start + together; ++p) {
                            f(y.at(n, c, p));
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
    return y;
}

tensor scaled_and_shifted(tensor x, const weights& scale, const weights& shift) {
    for (index n = 0; n < x.images; ++n) {
        for (index c = 0; c < x.channels; ++c) {
            for (index p = 0; p < x.positions(); ++p) {
                x.at(n, c, p) = x.at(n, c, p) * scale(c) + shift(c);
            }
        }
    }
    return x;
}

tensor relu(const tensor& x) {
    return each(x, [](double v) { return std::max(v, 0.0); });
}

tensor sigmoid(const tensor& x) {
    return each(x, [](double v) { return 1 / (1 + std::exp(-v)); });
}

tensor sum(const inputs& in) {
    return combined(in, [](double a, double b) { return a + b; });
}

tensor product(const inputs& in) {
    return combined(in, [](double a, double b) { return a * b; });
}

tensor concat(const inputs& in) {
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
}

tensor flatten(const tensor& x, bool channels_last) {
    tensor y(x.images, x.channels * x.positions(), {});
    for (index n = 0; n < y.images; ++n) {
        for (index c = 0; c < x.channels; ++c) {
            for (index p = 0; p < x.positions(); ++p) {
                const index to = channels_last ? p * x.channels + c : c * x.positions() + p;
                y.at(n, to, 0) = x.at(n, c, p);
            }
        }
    }
    return y;
}

tensor unflatten(const tensor& x, const shape& extents, bool channels_last) {
    const index width = x.channels / extents.size();
    tensor y(x.images, width, extents);
    for (index n = 0; n < y.images; ++n) {
        for (index c = 0; c < width; ++c) {
            for (index p = 0; p < y.positions(); ++p) {
                const index from = channels_last ? p * width + c : c * y.positions() + p;
                y.at(n, c, p) = x.at(n, from, 0);
            }
        }
    }
    return y;
}

tensor max_pool(const tensor& x) {
    tensor y(x.images, x.channels, {x.spatial[0] / 2, x.spatial[1] / 2});
    for (index n = 0; n < y.images; ++n) {
        for (index c = 0; c < y.channels; ++c) {
            for (index p = 0; p < y.positions(); ++p) {
                double largest = -std::numeric_limits<double>::infinity();
                for (index k = 0; k < 4; ++k) {
                    const index row = p / y.spatial[1] * 2 + k / 2;
                    const index column = p % y.spatial[1] * 2 + k % 2;
                    largest = std::max(largest, x.at(n, c, row * x.spatial[1] + column));
                }
                y.at(n, c, p) = largest;
            }
        }
    }
    return y;
}

tensor global_pool(const tensor& x) {
    tensor y(x.images, x.channels, {});
    for (index n = 0; n < y.images; ++n) {
        for (index c = 0; c < y.channels; ++c) {
            for (index p = 0; p < x.positions(); ++p) {
                y.at(n, c, 0) += x.at(n, c, p) / static_cast<double>(x.positions());
            }
        }
    }
    return y;
}

tensor attention(
    const tensor& queries, const tensor& keys, const tensor& values, index width, index read,
    index share) {
    const index left = queries.channels / width;
    if (queries.channels % width != 0 || keys.channels / width * share != left) {
        throw std::logic_error("an attention that does not fit");
    }
    tensor y(queries.images, left * read, queries.spatial);
    for (index n = 0; n < y.images; ++n) {
        for (index h = 0; h < left; ++h) {
            const index of = h / share; // the head of keys and values
            for (index p = 0; p < y.positions(); ++p) {
                std::vector<double> weight; // of each token
                for (index t = 0; t < keys.positions(); ++t) {
                    double product = 0;
                    for (index i = 0; i < width; ++i) {
                        product += queries.at(n, h * width + i, p) * keys.at(n, of * width + i, t);
                    }
                    weight.push_back(product / std::sqrt(static_cast<double>(width)));
                }
                const double most = *std::max_element(weight.begin(), weight.end());
                double sum = 0;
                for (double& of_token : weight) {
                    of_token = std::exp(of_token - most); // no power is infinite
                    sum += of_token;
                }
                for (index i = 0; i < read; ++i) {
                    for (index t = 0; t < keys.positions(); ++t) {
                        y.at(n, h * read + i, p) += weight[static_cast<std::size_t>(t)] / sum *
                                                    values.at(n, of * read + i, t);
                    }
                }
            }
        }
    }
    return y;
}

} // namespace loops

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
