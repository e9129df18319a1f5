#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "nn/accelerator/accelerated_norm.hpp"
#include "nn/accelerator/accelerated_operation.hpp"
#include "nn/accelerator/buffer.hpp"
#include "nn/accelerator/concept.hpp"
#include "nn/accelerator/layout.hpp"
#include "nn/accelerator/pixels.hpp"
#include "nn/accelerator/recordings.hpp"
#include "nn/accelerator/update_batch.hpp"
#include "nn/executor.hpp"
#include "nn/node.hpp"
#include "nn/operation/extents.hpp"
#include "nn/plan/program.hpp"
#include "nn/tensor.hpp"

namespace nn {

/// Runs a network's program on batches, on an accelerator, each step of it on the whole batch. As
/// `plan` does, it reads values through batch norms and activations on the way into the operation
/// that reads them. A pass that was asked for before is run as it was recorded. Takes no memory for
/// a batch of a size seen before, unless the input's gradient is asked for.
template <accelerator Accelerator>
class accelerated_plan : public executor {
  public:
    accelerated_plan(Accelerator& on, std::span<const node> nodes)
        : on_(on), program_(lower(nodes)), unread_(find_unread(nodes)),
          operations_(program_.steps.size()), norms_(program_.norms.size()),
          values_(program_.values.size()), gradients_(program_.gradient_slots),
          givers_(program_.values.size()), within_(program_.values.size()) {
        for (const step& one : program_.steps) {
            givers_[one.to] = one.computes ? *one.computes : one.from.first.node;
            if (one.computes && one.from.first.norm && !one.from.second && one.from.bounded()) {
                within_[one.from.first.value] = one.from.bounds;
            }
        }
    }

    accelerated_plan(const accelerated_plan&) = delete;
    accelerated_plan(accelerated_plan&&) = delete;
    accelerated_plan& operator=(const accelerated_plan&) = delete;
    accelerated_plan& operator=(accelerated_plan&&) = delete;
    /// The device may still be at work in its memory.
    ~accelerated_plan() override {
        try {
            on_.wait();
        } catch (const std::exception&) { // whoever asks the device next is told
        }
    }

    [[nodiscard]] std::size_t images() const override { return images_; }

    const tensor& forward(std::span<node> nodes, const tensor& batch, mode how) override {
        resize(nodes, batch.shape()[0]);
        norms_follow_batch_ = how == mode::training;
        on_.upload(batch.size(), batch.data(), arrival_.data());
        take_key(nodes, how == mode::training ? pass::training : pass::evaluation);
        forward_.run(on_, key_, [&] {
            run_forward(nodes);
            return backward_macs{};
        });
        output_.reshape(nodes.back().output.batch_of(images_));
        on_.download(output_.size(), departure_.data(), output_.data());
        return output_;
    }

    [[nodiscard]] tensor output(std::span<const node> nodes, node_id which) override {
        const image_shape& extents = nodes[which.index].output;
        tensor made(extents.batch_of(images_));
        buffer<float> rows;
        buffer<float> swapped;
        rows.grow(on_.own_memory(), made.size(), nodes[which.index].name);
        swapped.grow(on_.own_memory(), made.size(), nodes[which.index].name);
        const float* found = read(program_.readings[which.index], rows.data());
        put_first(extents, found, swapped.data());
        on_.download(made.size(), swapped.data(), made.data());
        return made;
    }

    backward_macs backward(
        std::span<node> nodes, const tensor& output_gradient, tensor* input_gradient) override {
        grow_gradients(nodes);
        find_reached(nodes, input_gradient != nullptr, reached_);
        on_.upload(output_gradient.size(), output_gradient.data(), departure_.data());
        take_key(nodes, input_gradient == nullptr ? pass::backward : pass::backward_to_input);
        const backward_macs done = backward_.run(on_, key_, [&] { return run_backward(nodes); });
        if (input_gradient != nullptr) {
            give_input_gradient(nodes, *input_gradient);
        }
        return done;
    }

  private:
    enum class pass : std::uintptr_t { training, evaluation, backward, backward_to_input };

    [[nodiscard]] static std::uint32_t narrow(std::size_t number) {
        return static_cast<std::uint32_t>(number);
    }
    [[nodiscard]] static divisor by(std::size_t number) { return divisor(narrow(number)); }

    [[nodiscard]] const image_shape& extents_of(std::size_t value) const {
        return program_.values[value].extents;
    }
    [[nodiscard]] std::size_t count_of(std::size_t value) const {
        return images_ * extents_of(value).size();
    }
    [[nodiscard]] std::uint32_t pixels_of(std::size_t value) const {
        return narrow(images_ * extents_of(value).plane());
    }
    [[nodiscard]] divisor channels_of(std::size_t value) const {
        return by(extents_of(value).channels);
    }

    /// All that a pass depends on. Gradients' memory follows from the values', which are as large.
    void take_key(std::span<const node> nodes, pass which) {
        key_.clear();
        key_.push_back(static_cast<std::uintptr_t>(which));
        key_.push_back(images_);
        key_.push_back(norms_follow_batch_ ? 1 : 0);
        const bool forward = which == pass::training || which == pass::evaluation;
        for (const node& one : nodes) {
            key_.push_back((forward ? one.holds_statistics : one.frozen) ? 1 : 0);
            for (const parameter& each : one.parameters) {
                key_.push_back(reinterpret_cast<std::uintptr_t>(each.value.data()));
                key_.push_back(reinterpret_cast<std::uintptr_t>(each.gradient.data()));
            }
        }
    }

    // Memory.

    void resize(std::span<const node> nodes, std::size_t images) {
        if (images == images_) {
            return;
        }
        images_ = 0;
        replaced_ = replaced_ || images > most_images_; // whatever grows, or has tried to
        take_or_give_back([&] { make_room(nodes, images); });
        if (replaced_) {
            forward_.clear();
            backward_.clear();
            replaced_ = false;
        }
        images_ = images;
        most_images_ = std::max(most_images_, images);
    }

    /// Where not all can be taken, what was taken is left to others, smaller batches among them.
    template <class Take>
    void take_or_give_back(const Take& take) {
        try {
            take();
        } catch (...) {
            forward_.clear();
            backward_.clear();
            images_ = most_images_ = 0;
            for (std::vector<buffer<float>>* const some : {&values_, &gradients_}) {
                for (buffer<float>& one : *some) {
                    one = {};
                }
            }
            for (buffer<float>* const one : {&input_, &slope_, &addend_, &arrival_, &departure_}) {
                *one = {};
            }
            try {
                on_.own_memory().trim();
            } catch (const std::exception&) { // as in the destructor
            }
            throw;
        }
    }

    void make_room(std::span<const node> nodes, std::size_t images) {
        std::size_t widest = 0;
        std::size_t sums = 0;
        for (std::size_t value = 0; value < values_.size(); ++value) {
            const stored_value& one = program_.values[value];
            const std::string& layer = nodes[givers_[value].index].name;
            const std::size_t count = images * one.extents.size();
            expect_countable(layer, count);
            values_[value].grow(on_.own_memory(), count, layer);
            widest = std::max(widest, count);
            if (one.norm) {
                const sum_cut cut{
                    narrow(images * one.extents.plane()), narrow(one.extents.channels)};
                sums = std::max(sums, cut.sums());
            }
        }
        for (std::size_t index = 0; index < operations_.size(); ++index) {
            if (const auto& computes = program_.steps[index].computes) {
                const node& self = nodes[computes->index];
                operations_[index].resize(on_, self, images);
                sums = std::max(sums, accelerated_operation<Accelerator>::sums_for(self, images));
            }
        }
        for (std::size_t place = 0; place < norms_.size(); ++place) {
            norms_[place].resize(on_, nodes[program_.norms[place].index]);
        }
        const std::string& name = nodes[0].name;
        sums_.grow(on_.own_memory(), sums, name);
        input_.grow(on_.own_memory(), widest, name);
        slope_.grow(on_.own_memory(), widest, name);
        addend_.grow(on_.own_memory(), widest, name);
        arrival_.grow(on_.own_memory(), images * nodes[0].output.size(), name);
        departure_.grow(on_.own_memory(), images * nodes.back().output.size(), name);
    }

    static void expect_countable(const std::string& layer, std::size_t count) {
        if (count >= divisor::limit) {
            throw std::invalid_argument(
                layer + ": gives " + std::to_string(count) + " numbers for this batch, expected " +
                "fewer than " + std::to_string(divisor::limit) + ": take smaller batches");
        }
    }

    void grow_gradients(std::span<const node> nodes) {
        take_or_give_back([&] { make_room_for_gradients(nodes); });
        if (gradients_replaced_) {
            backward_.clear();
            gradients_replaced_ = false;
        }
    }

    void make_room_for_gradients(std::span<const node> nodes) {
        for (std::size_t value = 0; value < values_.size(); ++value) {
            if (const std::size_t slot = program_.values[value].gradient_slot;
                slot < gradients_.size()) {
                gradients_replaced_ =
                    gradients_[slot].grow(
                        on_.own_memory(), count_of(value), nodes[givers_[value].index].name) ||
                    gradients_replaced_;
            }
        }
    }

    // Forward.

    void run_forward(std::span<node> nodes) {
        if (!norms_follow_batch_) {
            for (std::size_t place = 0; place < norms_.size(); ++place) {
                norms_[place].use_running(on_, nodes[program_.norms[place].index]);
            }
        }
        last_orders_.clear();
        for (std::size_t index = 0; index < operations_.size(); ++index) {
            if (const auto& computes = program_.steps[index].computes) {
                operations_[index].prepare_forward(nodes[computes->index], last_orders_);
            }
        }
        update_all(on_, std::span<const reordered<put_channels_last>>(last_orders_));
        put_last(extents_of(0), arrival_.data(), values_[0].data());
        measure(nodes, 0);
        for (std::size_t index = 0; index < program_.steps.size(); ++index) {
            const step& one = program_.steps[index];
            if (one.computes) {
                operations_[index].forward(
                    on_, nodes[one.computes->index], read(one.from, input_.data()),
                    values_[one.to].data());
            } else {
                combine_into(one.from, values_[one.to].data());
            }
            measure(nodes, one.to);
        }
        const std::size_t last = program_.readings.back().first.value;
        put_first(extents_of(last), values_[last].data(), departure_.data());
    }

    /// Takes the statistics of a value's batch, where a norm is to follow them.
    void measure(std::span<node> nodes, std::size_t value) {
        if (const auto& found = program_.values[value].norm; found && norms_follow_batch_) {
            norms_[*found].measure(
                on_, nodes[program_.norms[*found].index], pixels_of(value), values_[value].data(),
                sums_.data());
        }
    }

    [[nodiscard]] affine_read how_to_read(const term& from) const {
        const float* stored = values_[from.value].data();
        return from.norm ? norms_[*from.norm].read(stored) : affine_read{stored};
    }

    void combine_into(const reading& from, float* to) {
        on_.for_each(
            count_of(from.first.value),
            combine{
                how_to_read(from.first), from.second ? how_to_read(*from.second) : affine_read{},
                from.bounds, channels_of(from.first.value), to});
    }

    /// What `from` says: in memory as it is, or made in `memory`.
    [[nodiscard]] const float* read(const reading& from, float* memory) {
        if (from.plain()) {
            return values_[from.first.value].data();
        }
        combine_into(from, memory);
        return memory;
    }

    void put_last(const image_shape& extents, const float* from, float* to) {
        on_.for_each(
            images_ * extents.size(),
            put_channels_last{from, by(extents.plane()), by(extents.channels), to});
    }

    void put_first(const image_shape& extents, const float* from, float* to) {
        on_.for_each(
            images_ * extents.size(),
            put_channels_first{from, by(extents.plane()), by(extents.channels), to});
    }

    // Backward.

    [[nodiscard]] float* gradient_of(std::size_t value) const {
        return gradients_[program_.values[value].gradient_slot].data();
    }

    [[nodiscard]] bool reaches(const term& which) const { return reached_[which.node.index] != 0; }

    backward_macs run_backward(std::span<node> nodes) {
        clear_unread(nodes);
        turn_orders_.clear();
        first_orders_.clear();
        for (std::size_t index = 0; index < operations_.size(); ++index) {
            const step& one = program_.steps[index];
            if (one.computes && reached_[one.computes->index] != 0 && reaches(one.from.first)) {
                operations_[index].prepare_backward(nodes[one.computes->index], turn_orders_);
            }
        }
        update_all(on_, std::span<const reordered<turn_weights>>(turn_orders_));
        written_.assign(values_.size(), 0);
        const std::size_t last = program_.readings.back().first.value;
        put_last(extents_of(last), departure_.data(), gradient_of(last));
        written_[last] = 1;
        backward_macs done;
        for (std::size_t index = program_.steps.size(); index-- > 0;) {
            const step& one = program_.steps[index];
            if (written_[one.to] == 0) {
                continue;
            }
            if (!one.computes) {
                run_blend_back(nodes, one);
            } else if (reached_[one.computes->index] != 0) {
                run_operation_back(nodes, index, done);
            }
        }
        update_all(on_, std::span<const reordered<put_channels_first>>(first_orders_));
        return done;
    }

    void clear_unread(std::span<node> nodes) {
        for (const node_id which : unread_) {
            for (parameter& one : nodes[which.index].parameters) {
                if (one.trainable() && nodes[which.index].trains()) {
                    on_.for_each(one.gradient.size(), fill_with{0.0F, one.gradient.data()});
                }
            }
        }
    }

    /// The gradient of what the norm of a stored value gives.
    [[nodiscard]] norm_gradient norm_gradient_of(std::size_t value) const {
        const auto& within = within_[value];
        return {
            gradient_of(value), norms_[*program_.values[value].norm].read(values_[value].data()),
            within.value_or(unbounded), within.has_value()};
    }

    /// The gradient of a stored value: as it is or, through its norm, made in `slope_`.
    [[nodiscard]] const float* read_gradient_of(std::size_t value) {
        const float* found = gradient_of(value);
        const auto& norm = program_.values[value].norm;
        if (!norm) {
            return found;
        }
        on_.for_each(
            count_of(value),
            read_norm_gradient{
                norm_gradient_of(value), norms_[*norm].slope(), channels_of(value), slope_.data()});
        return slope_.data();
    }

    void run_operation_back(std::span<node> nodes, std::size_t index, backward_macs& done) {
        const step& one = program_.steps[index];
        node& self = nodes[one.computes->index];
        const bool trains = self.trains();
        const bool passes = reaches(one.from.first);
        const bool first = written_[one.from.first.value] == 0;
        const float* dy = read_gradient_of(one.to);
        const bool bounded = one.from.bounded() && !within_[one.from.first.value];
        const float* x = trains || bounded ? read(one.from, input_.data()) : nullptr;
        float* target = first ? gradient_of(one.from.first.value) : addend_.data();
        operations_[index].backward(
            on_, self, {x, dy, passes ? target : nullptr, trains}, sums_.data());
        if (trains) {
            operations_[index].finish_backward(self, first_orders_);
        }
        if (passes) {
            give(
                nodes, one.from.first, first,
                {.from = target, .clamped = bounded ? x : nullptr, .bounds = one.from.bounds});
        }
        const std::size_t macs = images_ * count_macs(self);
        done.weight_gradient += trains ? macs : 0;
        done.input_gradient += passes ? macs : 0;
    }

    void run_blend_back(std::span<node> nodes, const step& one) {
        const bool passes = reaches(one.from.first);
        const bool second_passes = one.from.second && reaches(*one.from.second);
        if (!passes && !second_passes) {
            return;
        }
        const deliver gift{
            .from = read_gradient_of(one.to),
            .clamped = one.from.bounded() ? values_[one.to].data() : nullptr,
            .bounds = one.from.bounds};
        const bool in_place = passes && gradient_of(one.from.first.value) == gift.from;
        // What the first takes in place is no longer there for the second.
        for (const bool to_first : {!in_place, in_place}) {
            const bool wanted = to_first ? passes : second_passes;
            if (wanted) {
                const term& to = to_first ? one.from.first : *one.from.second;
                give(nodes, to, written_[to.value] == 0, gift);
            }
        }
    }

    /// Brings the gradient of what a term reads; the first to come overwrites it.
    void give(std::span<node> nodes, const term& to, bool first, deliver gift) {
        gift.to = gradient_of(to.value);
        gift.add = !first;
        if (gift.add || gift.clamped != nullptr || gift.to != gift.from) {
            on_.for_each(count_of(to.value), gift);
        }
        written_[to.value] = 1;
        if (to.norm) {
            norms_[*to.norm].take_gradient(
                on_, nodes[program_.norms[*to.norm].index], norms_follow_batch_,
                pixels_of(to.value), norm_gradient_of(to.value), sums_.data());
        }
    }

    void give_input_gradient(std::span<const node> nodes, tensor& to) {
        const image_shape& extents = nodes[0].output;
        to.reshape(extents.batch_of(images_));
        put_first(extents, read_gradient_of(0), arrival_.data());
        on_.download(to.size(), arrival_.data(), to.data());
    }

    Accelerator& on_;
    program program_;
    std::vector<node_id> unread_;
    /// By step; unused where a step only reads and stores.
    std::vector<accelerated_operation<Accelerator>> operations_;
    std::vector<accelerated_norm<Accelerator>> norms_;

    std::size_t images_ = 0;
    std::size_t most_images_ = 0; ///< that there was room for
    /// Memory was taken anew since what was recorded in it was forgotten, or may have been: so it
    /// stays where there was no room for all.
    bool replaced_ = false;
    bool gradients_replaced_ = false;
    /// The last forward pass was one of training.
    bool norms_follow_batch_ = false;
    std::vector<buffer<float>> values_;
    /// By slot.
    std::vector<buffer<float>> gradients_;
    /// By value, the node that it is the output of.
    std::vector<node_id> givers_;
    /// By value: how its one reader clamps what its norm gives, which is made again when gradients
    /// pass: so no pass of their own stops them.
    std::vector<std::optional<clamp>> within_;
    /// What a step reads, the gradient of what it gives, and the gradient of what it reads before
    /// that is added to another.
    buffer<float> input_;
    buffer<float> slope_;
    buffer<float> addend_;
    /// The batch and the output, or their gradients, channels first.
    buffer<float> arrival_;
    buffer<float> departure_;
    buffer<sum_pair> sums_;
    tensor output_;

    /// What a pass puts into another order, all at once: few requests for many small weights.
    std::vector<reordered<put_channels_last>> last_orders_;
    std::vector<reordered<turn_weights>> turn_orders_;
    std::vector<reordered<put_channels_first>> first_orders_;

    recordings<Accelerator> forward_;
    recordings<Accelerator> backward_;
    typename recordings<Accelerator>::key key_;
    /// By node, see find_reached.
    std::vector<char> reached_;
    /// By value: its gradient is there.
    std::vector<char> written_;
};

} // namespace nn
