#include "nn/plan/plan.hpp"

#include <algorithm>

#include "nn/operation/extents.hpp"
#include "nn/parallel.hpp"

namespace nn {
namespace {

/// Enough for as many threads; a lane more is a sum more.
constexpr std::size_t most_lanes = 16;

batch_split split_into(std::size_t images, std::size_t part) {
    batch_split made{.images = images, .part = part};
    made.lanes = std::min(made.parts(), most_lanes);
    return made;
}

/// Calls `body(part, number)` for all parts; those of a lane one after the other on one thread.
template <class Body>
void for_each_part(const batch_split& split, std::size_t threads, const Body& body) {
    const auto run_lane = [&](std::size_t lane, std::size_t /*end*/) {
        const std::size_t end = (lane + 1) * split.parts() / split.lanes;
        for (std::size_t number = lane * split.parts() / split.lanes; number < end; ++number) {
            const std::size_t first = number * split.part;
            body(batch_part{first, std::min(split.part, split.images - first), lane}, number);
        }
    };
    for_each_chunk(split.lanes, 1, run_lane, threads);
}

/// Room for `size` numbers, which lose their values where there was less.
void grow(aligned_vector<float>& memory, std::size_t size) {
    if (memory.size() < size) {
        memory = {};
        memory.resize(size);
    }
}

} // namespace

plan::plan(std::span<const node> nodes)
    : program_(lower(nodes)), unread_(find_unread(nodes)), norms_(program_.norms.size()),
      values_(program_.values.size()), gradients_(program_.gradient_slots) {
    for (const step& one : program_.steps) {
        operations_.push_back(
            one.computes ? make_operation(nodes[one.computes->index].kind) : nullptr);
    }
}

batch_split plan::split_for(
    std::span<const node> nodes, const step& one, const operation* computes,
    std::size_t images) const {
    if (computes != nullptr) {
        return split_into(images, computes->part_images(nodes[one.computes->index], images));
    }
    const image_shape& extents = program_.values[one.to].extents;
    return split_into(images, images_in_cache({.input = extents, .output = extents}, images));
}

// How parts are cut depends on the step; what a batch norm adds up depends on the step that stores
// its value and on the one that reads it.
void plan::resize(std::span<const node> nodes, std::size_t images) {
    if (images == images_ && threads_ >= thread_count()) {
        return;
    }
    images_ = 0;
    const image_shape& input = program_.values[0].extents;
    input_split_ = split_into(images, images_in_cache({.input = input, .output = input}, images));
    splits_.clear();
    std::size_t widest = 0;
    std::size_t whole = 0;
    std::size_t repeated = 0;
    for (std::size_t index = 0; index < program_.steps.size(); ++index) {
        const step& one = program_.steps[index];
        splits_.push_back(split_for(nodes, one, operations_[index].get(), images));
        const image_shape& from = program_.values[one.from.first.value].extents;
        const image_shape& to = program_.values[one.to].extents;
        const std::size_t size = splits_.back().part * std::max(from.size(), to.size());
        (splits_.back().lanes == 1 ? whole : widest) =
            std::max(splits_.back().lanes == 1 ? whole : widest, size);
    }
    for (std::size_t value = 0; value < values_.size(); ++value) {
        const stored_value& one = program_.values[value];
        grow(values_[value], images * one.extents.size());
        if (one.gradient_slot < gradients_.size()) {
            gradient_sizes_.resize(gradients_.size());
            std::size_t& size = gradient_sizes_[one.gradient_slot];
            size = std::max(size, one.extents.size());
        }
        repeated = std::max(repeated, repeated_length(one.extents.channels));
    }
    threads_ = std::max(threads_, thread_count());
    workspaces_.resize(threads_);
    for (std::size_t thread = 0; thread < workspaces_.size(); ++thread) {
        const std::size_t size = thread == 0 ? std::max(whole, widest) : widest;
        for (aligned_vector<float>* each :
             {&workspaces_[thread].input, &workspaces_[thread].gradient,
              &workspaces_[thread].addend}) {
            grow(*each, size);
        }
    }
    ones_.assign(repeated, 1.0F);
    zeros_.assign(repeated, 0.0F);
    resize_norms(nodes);
    images_ = images;
}

std::size_t plan::threads() const {
    return std::min(threads_, thread_count());
}

void plan::resize_norms(std::span<const node> nodes) {
    for (const stored_value& one : program_.values) {
        if (!one.norm) {
            continue;
        }
        const auto value = static_cast<std::size_t>(&one - program_.values.data());
        batch_split stores = input_split_;
        std::size_t lanes = 0;
        for (std::size_t index = 0; index < program_.steps.size(); ++index) {
            const step& candidate = program_.steps[index];
            if (candidate.to == value) {
                stores = splits_[index];
            }
            const bool reads = candidate.from.first.value == value ||
                               (candidate.from.second && candidate.from.second->value == value);
            lanes = reads ? splits_[index].lanes : lanes;
        }
        norms_[*one.norm].resize(nodes[program_.norms[*one.norm].index], stores, lanes);
    }
}

const float* plan::stored(std::size_t value, std::size_t image) const {
    return values_[value].data() + image * program_.values[value].extents.size();
}

float* plan::stored(std::size_t value, std::size_t image) {
    return values_[value].data() + image * program_.values[value].extents.size();
}

float* plan::gradient(std::size_t value, std::size_t image) {
    const stored_value& one = program_.values[value];
    return gradients_[one.gradient_slot].data() + image * one.extents.size();
}

affine plan::how_to_read(const term& from) const {
    if (from.norm) {
        return norms_[*from.norm].how();
    }
    return {
        ones_.data(), zeros_.data(), repeated_length(program_.values[from.value].extents.channels)};
}

const float*
plan::read(const reading& from, std::size_t image, std::size_t images, float* buffer) const {
    const float* first = stored(from.first.value, image);
    if (from.plain()) {
        return first;
    }
    const image_shape& extents = program_.values[from.first.value].extents;
    const std::size_t count = images * extents.size();
    if (from.second) {
        blend_pixels(
            count, how_to_read(from.first), first, how_to_read(*from.second),
            stored(from.second->value, image), from.bounds, buffer);
    } else {
        read_pixels(count, how_to_read(from.first), from.bounds, first, buffer);
    }
    return buffer;
}

const float*
plan::read_gradient_of(std::size_t value, std::size_t image, std::size_t images, float* buffer) {
    const stored_value& one = program_.values[value];
    const float* found = gradient(value, image);
    if (!one.norm) {
        return found;
    }
    read_gradient(
        images * one.extents.size(), norms_[*one.norm].slope(), found, stored(value, image),
        buffer);
    return buffer;
}

const tensor& plan::forward(std::span<node> nodes, const tensor& batch, mode how) {
    resize(nodes, batch.shape()[0]);
    if (how == mode::evaluation) {
        for (std::size_t place = 0; place < norms_.size(); ++place) {
            norms_[place].use_running(nodes[program_.norms[place].index]);
        }
    }
    take_input(nodes, batch, how);
    for (std::size_t index = 0; index < program_.steps.size(); ++index) {
        run_step(nodes, index, how);
    }
    const reading& last = program_.readings.back();
    const image_shape& extents = nodes.back().output;
    output_.reshape(extents.batch_of(images_));
    to_channels_first(
        images_, extents.plane(), extents.channels, stored(last.first.value, 0), output_.data());
    return output_;
}

norm* plan::measured(std::size_t value, mode how) {
    const auto& found = program_.values[value].norm;
    return found && how == mode::training ? &norms_[*found] : nullptr;
}

void plan::take_input(std::span<node> nodes, const tensor& batch, mode how) {
    const image_shape& extents = program_.values[0].extents;
    norm* statistics = measured(0, how);
    for_each_part(input_split_, threads(), [&](const batch_part& part, std::size_t number) {
        to_channels_last(
            part.images, extents.plane(), extents.channels,
            batch.data() + part.first * extents.size(), stored(0, part.first));
        if (statistics != nullptr) {
            statistics->measure(part, number, stored(0, part.first));
        }
    });
    if (statistics != nullptr) {
        statistics->finish_measuring(
            nodes[program_.norms[*program_.values[0].norm].index], input_split_);
    }
}

void plan::run_step(std::span<node> nodes, std::size_t index, mode how) {
    const step& one = program_.steps[index];
    const batch_split& split = splits_[index];
    operation* computes = operations_[index].get();
    norm* statistics = measured(one.to, how);
    if (computes != nullptr) {
        memory_.start();
        computes->start_forward(nodes[one.computes->index], split, memory_);
    }
    for_each_part(split, threads(), [&](const batch_part& part, std::size_t number) {
        float* to = stored(one.to, part.first);
        if (computes == nullptr) {
            copy_or_read(one.from, part, to);
        } else {
            float* buffer = workspaces_[thread_index()].input.data();
            computes->forward(
                nodes[one.computes->index], part, read(one.from, part.first, part.images, buffer),
                to);
        }
        if (statistics != nullptr) {
            statistics->measure(part, number, to);
        }
    });
    if (statistics != nullptr) {
        statistics->finish_measuring(
            nodes[program_.norms[*program_.values[one.to].norm].index], split);
    }
}

void plan::copy_or_read(const reading& from, const batch_part& part, float* to) const {
    const float* found = read(from, part.first, part.images, to);
    if (found != to) {
        std::copy_n(found, part.images * program_.values[from.first.value].extents.size(), to);
    }
}

tensor plan::output(std::span<const node> nodes, node_id which) {
    const image_shape& extents = nodes[which.index].output;
    tensor made(extents.batch_of(images_));
    tensor rows(made.shape());
    const float* found = read(program_.readings[which.index], 0, images_, rows.data());
    to_channels_first(images_, extents.plane(), extents.channels, found, made.data());
    return made;
}

void plan::clear_unread(std::span<node> nodes) const {
    for (const node_id which : unread_) {
        for (parameter& one : nodes[which.index].parameters) {
            if (one.trainable() && nodes[which.index].trains()) {
                one.gradient.fill(0.0F);
            }
        }
    }
}

bool plan::reaches(const term& which) const {
    return reached_[which.node.index] != 0;
}

backward_macs
plan::backward(std::span<node> nodes, const tensor& output_gradient, tensor* input_gradient) {
    for (std::size_t slot = 0; slot < gradients_.size(); ++slot) {
        grow(gradients_[slot], images_ * gradient_sizes_[slot]);
    }
    find_reached(nodes, input_gradient != nullptr, reached_);
    clear_unread(nodes);
    written_.assign(values_.size(), 0);
    const std::size_t last = program_.readings.back().first.value;
    const image_shape& extents = nodes.back().output;
    to_channels_last(
        images_, extents.plane(), extents.channels, output_gradient.data(), gradient(last, 0));
    written_[last] = 1;
    backward_macs done;
    for (std::size_t index = program_.steps.size(); index-- > 0;) {
        if (written_[program_.steps[index].to] != 0) {
            run_back(nodes, index, done);
        }
    }
    if (input_gradient != nullptr) {
        give_input_gradient(nodes, *input_gradient);
    }
    return done;
}

void plan::give_input_gradient(std::span<const node> nodes, tensor& to) {
    const image_shape& extents = nodes[0].output;
    to.reshape(extents.batch_of(images_));
    aligned_vector<float> rows(to.size());
    const float* found = read_gradient_of(0, 0, images_, rows.data());
    to_channels_first(images_, extents.plane(), extents.channels, found, to.data());
}

void plan::run_back(std::span<node> nodes, std::size_t index, backward_macs& done) {
    const step& one = program_.steps[index];
    start_norm(one.from.first);
    if (one.from.second) {
        start_norm(*one.from.second);
    }
    if (one.computes) {
        if (reached_[one.computes->index] == 0) {
            return;
        }
        run_operation_back(nodes, index, done);
    } else if (reaches(one.from.first) || (one.from.second && reaches(*one.from.second))) {
        run_blend_back(index);
    }
    finish_norm(nodes, one.from.first);
    if (one.from.second) {
        finish_norm(nodes, *one.from.second);
    }
}

void plan::start_norm(const term& from) {
    if (from.norm && reaches(from)) {
        norms_[*from.norm].start_backward();
    }
}

void plan::finish_norm(std::span<node> nodes, const term& from) {
    if (from.norm && reaches(from)) {
        norms_[*from.norm].finish_backward(nodes[program_.norms[*from.norm].index], images_);
    }
}

void plan::run_operation_back(std::span<node> nodes, std::size_t index, backward_macs& done) {
    const step& one = program_.steps[index];
    node& self = nodes[one.computes->index];
    operation& computes = *operations_[index];
    const bool trains = self.trains();
    const bool passes = reaches(one.from.first);
    const bool first = written_[one.from.first.value] == 0;
    const image_shape& extents = program_.values[one.from.first.value].extents;
    memory_.start();
    computes.start_backward(self, splits_[index], {trains, passes}, memory_);
    for_each_part(splits_[index], threads(), [&](const batch_part& part, std::size_t) {
        workspace& own = workspaces_[thread_index()];
        const float* output_gradient =
            read_gradient_of(one.to, part.first, part.images, own.gradient.data());
        const float* input = trains || one.from.bounded()
                                 ? read(one.from, part.first, part.images, own.input.data())
                                 : nullptr;
        float* target = first ? gradient(one.from.first.value, part.first) : own.addend.data();
        computes.backward(self, part, {input, output_gradient, passes ? target : nullptr, trains});
        if (passes) {
            if (one.from.bounded()) {
                mask_pixels(part.images * extents.size(), one.from.bounds, input, target);
            }
            give_gradient(one.from.first, first, part, target);
        }
    });
    written_[one.from.first.value] = passes ? 1 : written_[one.from.first.value];
    const std::size_t macs = images_ * count_macs(self);
    if (trains) {
        computes.finish_gradients(self);
        done.weight_gradient += macs;
    }
    done.input_gradient += passes ? macs : 0;
}

void plan::run_blend_back(std::size_t index) {
    const step& one = program_.steps[index];
    const image_shape& extents = program_.values[one.to].extents;
    const bool passes = reaches(one.from.first);
    const bool first = written_[one.from.first.value] == 0;
    const bool second_passes = one.from.second && reaches(*one.from.second);
    const bool second_first = second_passes && written_[one.from.second->value] == 0 &&
                              !(passes && one.from.second->value == one.from.first.value);
    for_each_part(splits_[index], threads(), [&](const batch_part& part, std::size_t) {
        float* buffer = workspaces_[thread_index()].gradient.data();
        const bool in_place = read_gradient_of(one.to, part.first, part.images, buffer) != buffer;
        float* g = in_place ? gradient(one.to, part.first) : buffer;
        if (one.from.bounded()) {
            mask_pixels(
                part.images * extents.size(), one.from.bounds, stored(one.to, part.first), g);
        }
        if (passes) {
            give_gradient(one.from.first, first, part, g);
        }
        if (second_passes) {
            give_gradient(*one.from.second, second_first, part, g);
        }
    });
    written_[one.from.first.value] = passes ? 1 : written_[one.from.first.value];
    if (second_passes) {
        written_[one.from.second->value] = 1;
    }
}

void plan::give_gradient(const term& to, bool first, const batch_part& part, const float* from) {
    const image_shape& extents = program_.values[to.value].extents;
    const std::size_t size = part.images * extents.size();
    float* place = gradient(to.value, part.first);
    if (!first) {
        add_to(size, from, place);
    } else if (place != from) {
        std::copy_n(from, size, place);
    }
    if (to.norm) {
        norms_[*to.norm].sum_gradients(
            part.lane, {part.images * extents.plane(), extents.channels}, place,
            stored(to.value, part.first));
    }
}

} // namespace nn
