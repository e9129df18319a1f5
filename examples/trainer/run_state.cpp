#include "trainer/run_state.hpp"

#include <array>
#include <span>
#include <utility>

namespace trainer {

namespace {

using coppice::checkpoint::reader;
using coppice::checkpoint::writer;

void put(writer& out, const nn::tensor& values) {
    out.put_size(values.shape().rank());
    for (const std::size_t extent : values.shape()) {
        out.put_size(extent);
    }
    out.put_row(std::span<const float>(values.values()));
}

nn::shape take_shape(reader& in) {
    const std::size_t rank = in.take_size(0);
    if (rank > nn::shape::max_rank) {
        in.refuse("rank of a tensor", coppice::text(rank), "at most 4");
    }
    std::array<std::size_t, nn::shape::max_rank> extents{};
    std::size_t size = 1;
    for (std::size_t axis = 0; axis < rank; ++axis) {
        // As many rows of what the axes before hold as there are bytes for; a product fits then.
        extents[axis] = in.take_size(size * sizeof(float));
        size *= extents[axis];
    }
    switch (rank) {
    case 0:
        return {};
    case 1:
        return {extents[0]};
    case 2:
        return {extents[0], extents[1]};
    case 3:
        return {extents[0], extents[1], extents[2]};
    default:
        return {extents[0], extents[1], extents[2], extents[3]};
    }
}

nn::tensor take_tensor(reader& in) {
    nn::tensor values(take_shape(in));
    in.take_row(values.values());
    return values;
}

constexpr std::size_t least_tensor = sizeof(std::uint64_t);

void put(writer& out, const std::vector<nn::tensor>& tensors) {
    out.put_size(tensors.size());
    for (const nn::tensor& values : tensors) {
        put(out, values);
    }
}

std::vector<nn::tensor> take_tensors(reader& in) {
    std::vector<nn::tensor> tensors(in.take_size(least_tensor));
    for (nn::tensor& values : tensors) {
        values = take_tensor(in);
    }
    return tensors;
}

} // namespace

void encode(writer& out, const snapshot& kept) {
    put(out, kept.weights);
    out.put_size(kept.slots.size());
    for (const nn::optimiser_slots& slots : kept.slots) {
        put(out, slots.tensors);
        out.put_size(slots.steps);
        out.put(slots.momentum_product);
    }
}

void decode(reader& in, snapshot& kept) {
    kept.weights = take_tensors(in);
    kept.slots.resize(in.take_size(3 * sizeof(std::uint64_t)));
    for (nn::optimiser_slots& slots : kept.slots) {
        slots.tensors = take_tensors(in);
        slots.steps = static_cast<std::size_t>(in.take<std::uint64_t>());
        slots.momentum_product = in.take<double>();
    }
}

void encode(writer& out, const history& kept) {
    out.put_size(kept.epochs().size());
    for (const auto& [epoch, then] : kept.epochs()) {
        out.put(epoch);
        encode(out, then);
    }
}

void decode(reader& in, history& kept) {
    kept = {};
    for (std::size_t left = in.take_size(sizeof(int)); left > 0; --left) {
        const auto epoch = in.take<int>();
        snapshot then;
        decode(in, then);
        kept.keep(epoch, std::move(then));
    }
}

} // namespace trainer
