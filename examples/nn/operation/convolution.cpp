#include "nn/operation/convolution.hpp"

#include <algorithm>

#include "nn/channels.hpp"
#include "nn/parallel.hpp"

namespace nn {
namespace {

convolution_problem problem_of(const node& self, std::size_t images) {
    return {
        images, self.input, self.output, self.window, self.find(parameter_role::bias) != nullptr};
}

} // namespace

// Adding a part's weight gradient to its lane costs as much as a thousand or so output pixels of
// the convolution itself: a part has at least as many.
std::size_t convolution::part_images(const node& self, std::size_t images) const {
    constexpr std::size_t pixels = 1024;
    const std::size_t least = (pixels + self.output.plane() - 1) / self.output.plane();
    const std::size_t most = (images + 1) / 2;
    return std::min(std::max(images_in_cache(self, images), least), most);
}

void convolution::choose_engines(const node& self, const batch_split& split) {
    used_.clear();
    const std::size_t rest = split.images % split.part;
    used_.push_back(engine_for(problem_of(self, split.part), split.lanes));
    if (rest != 0) {
        used_.push_back(engine_for(problem_of(self, rest), split.lanes));
    }
}

std::size_t convolution::engine_for(const convolution_problem& problem, std::size_t lanes) {
    auto found = std::find_if(engines_.begin(), engines_.end(), [&](const sized_engine& one) {
        return one.problem.images == problem.images;
    });
    if (found == engines_.end()) {
        found = engines_.insert(engines_.end(), sized_engine{});
    }
    const std::size_t threads = thread_count();
    if (found->problem != problem || found->threads < threads || found->lanes < lanes) {
        *found = {problem, threads, lanes, make_convolution_engine(problem, threads, lanes)};
    }
    return static_cast<std::size_t>(found - engines_.begin());
}

convolution_engine& convolution::engine_of(const batch_part& part) const {
    const auto found = std::find_if(used_.begin(), used_.end(), [&](std::size_t engine) {
        return engines_[engine].problem.images == part.images;
    });
    return *engines_[*found].computes;
}

void convolution::start_forward(const node& self, const batch_split& split, step_memory& memory) {
    choose_engines(self, split);
    for (const std::size_t engine : used_) {
        engines_[engine].computes->take_forward_weights(
            self.find(parameter_role::weight)->value.data(), memory);
    }
}

void convolution::forward(
    const node& self, const batch_part& part, const float* input, float* output) {
    const parameter* bias = self.find(parameter_role::bias);
    engine_of(part).forward(input, bias == nullptr ? nullptr : bias->value.data(), output);
}

void convolution::start_backward(
    const node& self, const batch_split& split, const backward_needs& needs, step_memory& memory) {
    lanes_ = split.lanes;
    bias_gradients_.assign(lanes_ * self.output.channels, 0.0);
    for (const std::size_t engine : used_) {
        if (needs.input) {
            engines_[engine].computes->take_backward_weights(
                self.find(parameter_role::weight)->value.data(), memory);
        }
        if (needs.parameters) {
            engines_[engine].computes->clear_weight_gradient(memory);
        }
    }
}

void convolution::backward(node& self, const batch_part& part, const backward_part& memory) {
    convolution_engine& engine = engine_of(part);
    if (memory.parameters) {
        engine.add_weight_gradient(part.lane, memory.input, memory.output_gradient);
        if (self.find(parameter_role::bias) != nullptr) {
            sum_gradient(
                {part.images * self.output.plane(), self.output.channels}, memory.output_gradient,
                bias_gradients_.data() + part.lane * self.output.channels);
        }
    }
    if (memory.input_gradient != nullptr) {
        engine.input_gradient(memory.output_gradient, memory.input_gradient);
    }
}

void convolution::finish_gradients(node& self) {
    tensor& gradient = self.find(parameter_role::weight)->gradient;
    gradient.fill(0.0F);
    for (const std::size_t engine : used_) {
        engines_[engine].computes->give_weight_gradient(gradient.data());
    }
    parameter* bias = self.find(parameter_role::bias);
    if (bias == nullptr) {
        return;
    }
    for (std::size_t channel = 0; channel < self.output.channels; ++channel) {
        double sum = 0.0;
        for (std::size_t lane = 0; lane < lanes_; ++lane) {
            sum += bias_gradients_[lane * self.output.channels + channel];
        }
        bias->gradient[channel] = static_cast<float>(sum);
    }
}

} // namespace nn
