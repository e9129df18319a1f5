#include <oneapi/dnnl/dnnl.hpp>

#include <array>
#include <utility>
#include <vector>

#include "nn/engine/convolution_engine.hpp"
#include "nn/engine/lane_sums.hpp"
#include "nn/parallel.hpp"

namespace nn {
namespace {

using dnnl::memory;

const dnnl::engine& processor() {
    static const dnnl::engine made(dnnl::engine::kind::cpu, 0);
    return made;
}

memory::dim dim(std::size_t extent) {
    return static_cast<memory::dim>(extent);
}

memory::desc images_desc(std::size_t images, const image_shape& extents) {
    return {
        {dim(images), dim(extents.channels), dim(extents.height), dim(extents.width)},
        memory::data_type::f32,
        memory::format_tag::nhwc};
}

/// The caller's order of weights, or the one that suits the primitive best.
memory::desc weights_desc(const convolution_problem& problem, bool own) {
    const geometry& window = problem.window;
    if (window.groups == 1) {
        return {
            {dim(problem.output.channels), dim(problem.input.channels), dim(window.kernel),
             dim(window.kernel)},
            memory::data_type::f32,
            own ? memory::format_tag::any : memory::format_tag::oihw};
    }
    return {
        {dim(window.groups), dim(problem.group_outputs()), dim(problem.group_inputs()),
         dim(window.kernel), dim(window.kernel)},
        memory::data_type::f32,
        own ? memory::format_tag::any : memory::format_tag::goihw};
}

memory::desc bias_desc(const convolution_problem& problem) {
    if (!problem.bias) {
        return {};
    }
    return {{dim(problem.output.channels)}, memory::data_type::f32, memory::format_tag::x};
}

dnnl::primitive_attr caller_owns_scratchpad() {
    dnnl::primitive_attr made;
    made.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    return made;
}

/// A primitive with the arguments of one thread, whose memory is named anew for each call.
class thread_call {
  public:
    thread_call(
        dnnl::primitive primitive, const memory::desc& scratchpad,
        const std::vector<std::pair<int, memory::desc>>& arguments)
        : primitive_(std::move(primitive)), scratchpad_(scratchpad, processor()) {
        for (const auto& [index, desc] : arguments) {
            memories_.emplace_back(desc, processor(), nullptr);
            arguments_.push_back({index, memories_.back().get()});
        }
        arguments_.push_back({DNNL_ARG_SCRATCHPAD, scratchpad_.get()});
    }

    /// Naming other memory than before makes oneDNN clear the padding between its channels: what
    /// threads share is named while none of them runs.
    void name(std::size_t place, const float* memory) {
        if (memories_[place].get_data_handle() != memory) {
            memories_[place].set_data_handle(const_cast<float*>(memory));
        }
    }

    /// One pointer an argument, in the order they were given to the constructor in.
    template <std::size_t Count>
    void run(const std::array<const float*, Count>& places) {
        const one_thread alone;
        for (std::size_t place = 0; place < Count; ++place) {
            name(place, places[place]);
        }
        dnnl::error::wrap_c_api(
            dnnl_primitive_execute(
                primitive_.get(), stream_.get(), static_cast<int>(arguments_.size()),
                arguments_.data()),
            "a convolution could not be computed");
    }

  private:
    dnnl::primitive primitive_;
    dnnl::stream stream_{processor()};
    memory scratchpad_;
    std::vector<memory> memories_{};
    std::vector<dnnl_exec_arg_t> arguments_{};
};

/// Copies weights from one order to another.
class weight_order {
  public:
    weight_order(const memory::desc& from, const memory::desc& to)
        : from_(from, processor(), nullptr), to_(to, processor(), nullptr), copy_(from_, to_) {}

    void run(const float* from, float* to) {
        const one_thread alone;
        from_.set_data_handle(const_cast<float*>(from));
        to_.set_data_handle(to);
        copy_.execute(stream_, from_, to_);
    }

  private:
    dnnl::stream stream_{processor()};
    memory from_;
    memory to_;
    dnnl::reorder copy_;
};

/// Of weights among the arguments of a forward step and of an input's gradient.
constexpr std::size_t weights_place = 1;

std::size_t floats_of(const memory::desc& desc) {
    return desc.get_size() / sizeof(float);
}

/// Descriptions of the three primitives of a convolution.
struct convolution_descs {
    explicit convolution_descs(const convolution_problem& problem)
        : window{dim(problem.window.stride), dim(problem.window.stride)},
          padding{dim(problem.window.padding), dim(problem.window.padding)},
          input(images_desc(problem.images, problem.input)),
          output(images_desc(problem.images, problem.output)), weights(weights_desc(problem, true)),
          forward(
              {dnnl::prop_kind::forward_training, dnnl::algorithm::convolution_direct, input,
               weights, bias_desc(problem), output, window, padding, padding},
              caller_owns_scratchpad(), processor()),
          backward_input(
              {dnnl::algorithm::convolution_direct, input, weights, output, window, padding,
               padding},
              caller_owns_scratchpad(), processor(), forward),
          backward_weights(
              {dnnl::algorithm::convolution_direct, input, weights, output, window, padding,
               padding},
              caller_owns_scratchpad(), processor(), forward) {}

    memory::dims window;
    memory::dims padding;
    memory::desc input;
    memory::desc output;
    memory::desc weights;
    dnnl::convolution_forward::primitive_desc forward;
    dnnl::convolution_backward_data::primitive_desc backward_input;
    dnnl::convolution_backward_weights::primitive_desc backward_weights;
};

class onednn_engine : public convolution_engine {
  public:
    onednn_engine(const convolution_problem& problem, std::size_t threads, std::size_t lanes)
        : onednn_engine(problem, convolution_descs(problem), threads, lanes) {}

    void take_forward_weights(const float* weight, step_memory& memory) override {
        forward_weight_ = memory.take(forward_weights_size_);
        forward_order_.run(weight, forward_weight_);
        for (thread_call& each : forward_) {
            each.name(weights_place, forward_weight_);
        }
    }

    void take_backward_weights(const float* weight, step_memory& memory) override {
        backward_weight_ = memory.take(backward_weights_size_);
        backward_order_.run(weight, backward_weight_);
        for (thread_call& each : backward_input_) {
            each.name(weights_place, backward_weight_);
        }
    }

    void forward(const float* input, const float* bias, float* output) override {
        thread_call& call = forward_[thread_index()];
        if (bias == nullptr) {
            call.run(std::array<const float*, 3>{input, forward_weight_, output});
        } else {
            call.run(std::array<const float*, 4>{input, forward_weight_, output, bias});
        }
    }

    void input_gradient(const float* output_gradient, float* input_gradient) override {
        backward_input_[thread_index()].run(
            std::array<const float*, 3>{output_gradient, backward_weight_, input_gradient});
    }

    void clear_weight_gradient(step_memory& memory) override {
        sums_.clear(memory);
        given_ = memory.take(weights_size_);
    }

    void add_weight_gradient(
        std::size_t lane, const float* input, const float* output_gradient) override {
        sums_.add(lane, [&](const float* sum) {
            backward_weights_[thread_index()].run(
                std::array<const float*, 3>{input, output_gradient, sum});
        });
    }

    void give_weight_gradient(float* gradient) override {
        const float* total = sums_.total();
        if (total == nullptr) {
            return;
        }
        gradient_order_.run(total, given_);
        add_to(weights_size_, given_, gradient);
    }

  private:
    onednn_engine(
        const convolution_problem& problem, const convolution_descs& descs, std::size_t threads,
        std::size_t lanes)
        : weights_size_(problem.weights()),
          forward_weights_size_(floats_of(descs.forward.weights_desc())),
          backward_weights_size_(floats_of(descs.backward_input.weights_desc())),
          forward_order_(weights_desc(problem, false), descs.forward.weights_desc()),
          backward_order_(weights_desc(problem, false), descs.backward_input.weights_desc()),
          gradient_order_(descs.backward_weights.diff_weights_desc(), weights_desc(problem, false)),
          sums_(lanes, threads, floats_of(descs.backward_weights.diff_weights_desc())) {
        const dnnl::convolution_forward forward(descs.forward);
        const dnnl::convolution_backward_data backward_input(descs.backward_input);
        const dnnl::convolution_backward_weights backward_weights(descs.backward_weights);
        std::vector<std::pair<int, memory::desc>> forward_arguments{
            {DNNL_ARG_SRC, descs.input},
            {DNNL_ARG_WEIGHTS, descs.forward.weights_desc()},
            {DNNL_ARG_DST, descs.output}};
        if (problem.bias) {
            forward_arguments.emplace_back(DNNL_ARG_BIAS, bias_desc(problem));
        }
        for (std::size_t thread = 0; thread < threads; ++thread) {
            forward_.emplace_back(forward, descs.forward.scratchpad_desc(), forward_arguments);
            backward_input_.emplace_back(
                backward_input, descs.backward_input.scratchpad_desc(),
                std::vector<std::pair<int, memory::desc>>{
                    {DNNL_ARG_DIFF_DST, descs.output},
                    {DNNL_ARG_WEIGHTS, descs.backward_input.weights_desc()},
                    {DNNL_ARG_DIFF_SRC, descs.input}});
            backward_weights_.emplace_back(
                backward_weights, descs.backward_weights.scratchpad_desc(),
                std::vector<std::pair<int, memory::desc>>{
                    {DNNL_ARG_SRC, descs.input},
                    {DNNL_ARG_DIFF_DST, descs.output},
                    {DNNL_ARG_DIFF_WEIGHTS, descs.backward_weights.diff_weights_desc()}});
        }
    }

    std::size_t weights_size_;
    std::size_t forward_weights_size_;
    std::size_t backward_weights_size_;
    weight_order forward_order_;
    weight_order backward_order_;
    weight_order gradient_order_;
    float* forward_weight_ = nullptr;
    float* backward_weight_ = nullptr;
    overwritten_lane_sums sums_;
    float* given_ = nullptr;
    /// Of each thread.
    std::vector<thread_call> forward_{};
    std::vector<thread_call> backward_input_{};
    std::vector<thread_call> backward_weights_{};
};

} // namespace

std::unique_ptr<convolution_engine>
make_onednn_engine(const convolution_problem& problem, std::size_t threads, std::size_t lanes) {
    // oneDNN plans for the threads that it sees now, and each part is computed by one.
    const one_thread alone;
    return std::make_unique<onednn_engine>(problem, threads, lanes);
}

} // namespace nn
