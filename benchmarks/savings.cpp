// What pruning saves of a training step, beside what the saved work promises.
//
//     phases    where a step's time goes, as shares of it
//     frozen    a step with the first layers frozen; "promised" is the share of the step that the
//               saved multiply-accumulates of the backward pass took, "saved" the share that went
//     shrunk    a network without half of its filters; "promised" is the ratio of
//               multiply-accumulates, "train" and "infer" are the ratios of times
//
// Both sides of a ratio take turns within each round; counters are medians over the rounds, and
// "kept" is how much of the promise came true.

#include <coppice/backend/eigen.hpp>
#include <coppice/compact/plan.hpp>
#include <coppice/core/count.hpp>
#include <coppice/drive/pruner.hpp>
#include <coppice/granularity/filter.hpp>
#include <coppice/recipe/compose.hpp>
#include <coppice/select/local.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "nn/loss/cross_entropy.hpp"
#include "nn/models/model.hpp"
#include "nn/optimiser/sgd.hpp"
#include "nn/random.hpp"
#include "trainer/describe.hpp"
#include "trainer/shrink.hpp"

namespace {

constexpr std::size_t classes = 10;
constexpr std::size_t batch = 128;
constexpr nn::image_shape cifar{3, 32, 32};

template <class Work>
double seconds_of(const Work& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
    return spent.count();
}

double median(std::vector<double> numbers) {
    const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 2);
    std::nth_element(numbers.begin(), middle, numbers.end());
    return *middle;
}

/// A network with a batch to train on.
class subject {
  public:
    explicit subject(nn::network net) : net_(std::move(net)), images_(cifar.batch_of(batch)) {
        nn::random_bits bits(1);
        for (float& value : images_.values()) {
            value = bits.symmetric();
        }
        for (std::size_t image = 0; image < batch; ++image) {
            labels_.push_back(static_cast<int>(image % classes));
        }
        step();
        infer();
    }

    [[nodiscard]] nn::network& net() { return net_; }

    void forward() { logits_ = &net_.forward(images_, nn::mode::training); }
    void loss() { nn::cross_entropy(*logits_, labels_, gradient_); }
    void backward() { net_.backward(gradient_); }
    void optimise() { descent_.step(net_, 0.01); }
    void infer() { net_.forward(images_, nn::mode::evaluation); }

    void step() {
        forward();
        loss();
        backward();
        optimise();
    }

    [[nodiscard]] double backward_work() const {
        return static_cast<double>(
            net_.last_backward().weight_gradient + net_.last_backward().input_gradient);
    }

  private:
    nn::network net_;
    nn::tensor images_;
    std::vector<int> labels_;
    const nn::tensor* logits_ = nullptr;
    nn::tensor gradient_;
    nn::sgd descent_{{.momentum = 0.9, .weight_decay = 1e-4}};
};

nn::model make(const std::string& name) {
    return nn::make_model(name, cifar, classes, 1);
}

void phases(benchmark::State& state, const std::string& model) {
    subject one(make(model).net);
    std::vector<double> forward;
    std::vector<double> loss;
    std::vector<double> backward;
    std::vector<double> optimiser;
    for ([[maybe_unused]] auto round : state) {
        forward.push_back(seconds_of([&] { one.forward(); }));
        loss.push_back(seconds_of([&] { one.loss(); }));
        backward.push_back(seconds_of([&] { one.backward(); }));
        optimiser.push_back(seconds_of([&] { one.optimise(); }));
    }
    const double all = median(forward) + median(loss) + median(backward) + median(optimiser);
    state.counters["forward"] = median(forward) / all;
    state.counters["loss"] = median(loss) / all;
    state.counters["backward"] = median(backward) / all;
    state.counters["optimiser"] = median(optimiser) / all;
}

void frozen(benchmark::State& state, const std::string& model, std::size_t percent) {
    subject whole(make(model).net);
    subject less(make(model).net);
    std::vector<std::size_t> layers;
    const auto nodes = less.net().nodes();
    for (std::size_t index = 0; index < nodes.size(); ++index) {
        if (nodes[index].kind == nn::node_kind::convolution ||
            nodes[index].kind == nn::node_kind::dense) {
            layers.push_back(index);
        }
    }
    const std::size_t end = layers[layers.size() * percent / 100];
    for (std::size_t index = 0; index < end; ++index) {
        less.net().freeze({index}, true);
    }
    less.step();
    const double saved_work = 1.0 - less.backward_work() / whole.backward_work();
    std::vector<double> promised;
    std::vector<double> saved;
    for ([[maybe_unused]] auto round : state) {
        const double before = seconds_of([&] {
            whole.forward();
            whole.loss();
        });
        const double backward = seconds_of([&] { whole.backward(); });
        const double after = seconds_of([&] { whole.optimise(); });
        const double step = before + backward + after;
        promised.push_back(saved_work * backward / step);
        saved.push_back(1.0 - seconds_of([&] { less.step(); }) / step);
    }
    state.counters["promised"] = median(promised);
    state.counters["saved"] = median(saved);
    state.counters["kept"] = median(saved) / median(promised);
}

/// Without the filters of each layer that have the lowest sums of magnitudes.
nn::network without_filters(nn::model whole, double share, coppice::index multiple) {
    const trainer::described description = trainer::describe(whole.net, whole.blocks);
    const auto recipe =
        coppice::compose(coppice::granularity::filter{}, coppice::select::local{multiple});
    coppice::drive::pruner pruning(recipe, description.model, coppice::backend::eigen{});
    pruning.prune([share](coppice::index groups, coppice::index) {
        return coppice::floor_share(share, groups);
    });
    pruning.apply();
    return trainer::shrink(
        whole.net, description, coppice::compact::make_plan(description.model, pruning));
}

void shrunk(
    benchmark::State& state, const std::string& model, double share, coppice::index multiple) {
    subject whole(make(model).net);
    subject less(without_filters(make(model), share, multiple));
    std::vector<double> train;
    std::vector<double> infer;
    for ([[maybe_unused]] auto round : state) {
        const double step = seconds_of([&] { whole.step(); });
        train.push_back(step / seconds_of([&] { less.step(); }));
        const double pass = seconds_of([&] { whole.infer(); });
        infer.push_back(pass / seconds_of([&] { less.infer(); }));
    }
    const double promised =
        static_cast<double>(whole.net().macs()) / static_cast<double>(less.net().macs());
    state.counters["promised"] = promised;
    state.counters["train"] = median(train);
    state.counters["infer"] = median(infer);
    state.counters["kept_train"] = median(train) / promised;
    state.counters["kept_infer"] = median(infer) / promised;
}

template <class... Arguments>
void add(const std::string& name, Arguments... arguments) {
    benchmark::RegisterBenchmark(name.c_str(), arguments...)
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond);
}

[[maybe_unused]] const bool registered = [] {
    for (const std::string model : {"resnet20", "vgg16", "resnet18"}) {
        add("phases/" + model, phases, model);
    }
    for (const std::string model : {"resnet20", "vgg16"}) {
        add("frozen/" + model + "/70", frozen, model, std::size_t{70});
    }
    for (const std::string model : {"vgg16", "resnet18"}) {
        add("shrunk/" + model + "/half", shrunk, model, 0.5, coppice::index{8});
        add("shrunk/" + model + "/uneven", shrunk, model, 0.47, coppice::index{1});
    }
    return true;
}();

} // namespace
