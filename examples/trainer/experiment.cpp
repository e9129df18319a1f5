#include "trainer/experiment.hpp"

#include <coppice/backend/eigen.hpp>
#include <coppice/drive/in_steps.hpp>
#include <coppice/drive/train.hpp>
#include <coppice/drive/while_training.hpp>
#include <coppice/lr/warmup_decay.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <span>
#include <stdexcept>
#include <utility>

#include "data/open.hpp"
#include "data/split.hpp"
#include "report/format.hpp"
#include "trainer/describe.hpp"
#include "trainer/latency.hpp"
#include "trainer/saved_network.hpp"
#include "trainer/shrink.hpp"

namespace trainer {

namespace {

using coppice::backend::eigen;
using coppice::metric::accuracy;

/// Writes down what a step-wise pruning does. The accuracies that the recipe did not ask for are
/// measured here, off the recipe's clock.
class watcher : public coppice::drive::observer {
  public:
    watcher(
        std::string recipe, std::uint64_t seed, host& host, const described& description,
        journal& log, std::vector<milestone>& milestones)
        : recipe_(std::move(recipe)), seed_(seed), host_(host), description_(description),
          log_(log), milestones_(milestones) {}

    void frozen(const coppice::drive::run_report& so_far) {
        std::vector<std::string> names;
        for (const int layer : so_far.frozen) {
            names.push_back(description_.model.layer_at(layer).name);
        }
        seconds_ += so_far.spent.total();
        log_.froze(seed_, names, so_far.spent.probe);
    }

    void pruned(const coppice::drive::step_report& step) {
        before_ = step.before.total > 0 ? step.before : host_.evaluate();
        host_.announce("  retraining after " + step.name);
    }

    void finished(const coppice::drive::step_report& step) {
        const accuracy after = step.retrained ? host_.evaluate() : before_;
        seconds_ += step.spent.total();
        log_.stepped(recipe_, seed_, step, before_, after);
        milestones_.push_back({recipe_, seed_, step.remaining, after.percent(), seconds_});
    }

  private:
    std::string recipe_;
    std::uint64_t seed_;
    host& host_;
    const described& description_;
    journal& log_;
    std::vector<milestone>& milestones_;
    accuracy before_;
    double seconds_ = 0;
};

nn::tensor first_images(const data_split& data, std::size_t count) {
    const data::images& set = data.validation;
    nn::tensor images(
        {count, static_cast<std::size_t>(set.channels), static_cast<std::size_t>(set.height),
         static_cast<std::size_t>(set.width)});
    std::vector<int> labels(count);
    data::batches batches(set, data.scale, {.batch_size = count});
    batches.next(images.values(), labels);
    return images;
}

/// The masked and the shrunk network have to say the same.
void require_same(nn::network& masked, nn::network& shrunk, const nn::tensor& images) {
    const nn::tensor expected = masked.forward(images, nn::mode::evaluation);
    const nn::tensor& found = shrunk.forward(images, nn::mode::evaluation);
    double difference = 0;
    double norm = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        difference += std::pow(static_cast<double>(expected[i]) - static_cast<double>(found[i]), 2);
        norm += std::pow(static_cast<double>(expected[i]), 2);
    }
    const double relative = std::sqrt(difference / norm);
    if (!(relative <= 1e-4)) {
        throw coppice::error(
            "shrunk network", "relative difference of its outputs from the masked network's",
            coppice::text(relative), "at most 0.0001");
    }
}

/// The multiply-accumulates of a backward pass with frozen layers, as a share of those without.
double backward_share(
    nn::network net, const described& description, const std::vector<int>& frozen,
    const data_split& data) {
    const nn::tensor images = first_images(data, 8);
    nn::tensor gradient = net.forward(images, nn::mode::training);
    const auto macs = [&] {
        net.backward(gradient);
        return static_cast<double>(
            net.last_backward().weight_gradient + net.last_backward().input_gradient);
    };
    const double all = macs();
    for (const int layer : frozen) {
        freeze_layer(net, description.layers[static_cast<std::size_t>(layer)], true);
    }
    return macs() / all;
}

coppice::metric::size size_of(const nn::network& net) {
    return {
        .parameters = static_cast<coppice::index>(net.parameter_count()),
        .weights = 0,
        .macs = static_cast<coppice::index>(net.macs())};
}

void headline(const std::string& text) {
    std::fputs(("\n" + text + "\n").c_str(), stdout);
    std::fflush(stdout);
}

} // namespace

experiment::experiment(options chosen) : chosen_(std::move(chosen)) {
    for (const std::string& name : chosen_.recipes) {
        with_recipe(name, chosen_.recipe, [](const auto&) {});
    }
    training_rate(chosen_.recipe).validate();
    set_ = data::open_data_set(chosen_.data, chosen_.data_directory);
    check();
}

/// Whether the recipes fit the model.
void experiment::check() const {
    nn::model model = fresh_model(1);
    const described description = describe(model.net, model.blocks);
    const data_split data = split(1);
    host unused(model.net, description.layers, data, training_options(1));
    for (const std::string& name : chosen_.recipes) {
        with_recipe(name, chosen_.recipe, [&](const auto& recipe) {
            if constexpr (in_steps<std::remove_cvref_t<decltype(recipe)>>) {
                coppice::drive::check_in_steps(recipe, description.model, unused, eigen{});
            }
        });
    }
}

data_split experiment::split(std::uint64_t seed) const {
    data::parts parts = data::split(set_.training, chosen_.validation_images, seed);
    if (chosen_.training_images > 0) {
        parts.training = data::take(parts.training, chosen_.training_images);
    }
    const data::normalisation scale = data::measure_normalisation(parts.training);
    return {std::move(parts.training), std::move(parts.validation), set_.test, scale};
}

nn::model experiment::fresh_model(std::uint64_t seed) const {
    const data::images& set = set_.training;
    return nn::make_model(
        chosen_.model,
        {static_cast<std::size_t>(set.channels), static_cast<std::size_t>(set.height),
         static_cast<std::size_t>(set.width)},
        static_cast<std::size_t>(set.classes), seed);
}

host_options experiment::training_options(std::uint64_t seed) const {
    return {
        .batch_size = chosen_.batch_size,
        .seed = seed,
        .augment = {.flip = chosen_.flip, .padding = chosen_.crop}};
}

void experiment::run(journal& log) {
    log.started(chosen_);
    for (const std::uint64_t seed : chosen_.seeds) {
        const data_split data = split(seed);
        headline(
            "seed " + std::to_string(seed) + ": " + chosen_.model + " on " +
            report::grouped(data.training.count) + " images of " + chosen_.data + ", " +
            report::grouped(data.validation.count) + " held out");
        const trained dense = train_dense(seed, data, log);
        for (const std::string& name : chosen_.recipes) {
            with_recipe(name, chosen_.recipe, [&](const auto& recipe) {
                using made = std::remove_cvref_t<decltype(recipe)>;
                headline(
                    rewinds<made> ? name + ", going back to epoch " +
                                        std::to_string(chosen_.recipe.rewind) + ":"
                                  : name + " at " + coppice::text(chosen_.recipe.ratio) + ":");
                if constexpr (in_steps<made>) {
                    prune_in_steps(name, recipe, seed, dense, data, log);
                } else {
                    prune_while_training(name, recipe, seed, data, log);
                }
            });
        }
    }
}

experiment::trained
experiment::train_dense(std::uint64_t seed, const data_split& data, journal& log) {
    trained made{fresh_model(seed), {}};
    nn::model& model = made.model;
    const described description = describe(model.net, model.blocks);
    host host(model.net, description.layers, data, training_options(seed));
    host.announce("  training, epoch 1");
    coppice::drive::train(
        training_rate(chosen_.recipe), host, chosen_.recipe.epochs, [&](int epoch) {
            if (epoch == chosen_.recipe.rewind) {
                made.original.keep(epoch, host.save());
            }
            if (epoch > 0) {
                log.trained(seed, epoch, host.last_loss(), host.evaluate());
                host.announce("  training, epoch " + std::to_string(epoch + 1));
            }
        });
    result whole{.recipe = "dense", .seed = seed, .size = size_of(model.net)};
    whole.masked = whole.size;
    whole.test = count_answers(model.net, data.test, data.scale, chosen_.batch_size);
    whole.latency_masked = measure_latency({&model.net}, first_images(data, 1)).front();
    milestones_.push_back({"dense", seed, 1, host.evaluate().percent(), 0});
    conclude(log, std::move(whole));
    keep(model.net, "dense", seed, data);
    return made;
}

template <class Recipe>
void experiment::prune_in_steps(
    const std::string& name, const Recipe& recipe, std::uint64_t seed, const trained& dense,
    const data_split& data, journal& log) {
    nn::network net = dense.model.net;
    const described description = describe(net, dense.model.blocks);
    host_options training = training_options(seed);
    training.distil = !rewinds<Recipe>; // what is rewound is the original training
    host host(net, description.layers, data, training);
    host.remember(dense.original);
    host.announce("  rehearsal for freezing");
    watcher watcher(name, seed, host, description, log, milestones_);

    const auto made = coppice::drive::in_steps(recipe, description.model, host, eigen{}, watcher);

    for (const auto& [layer, reason] : made.report.left_alone) {
        log.left_alone(name, seed, description.model.layer_at(layer).name, reason);
    }
    if (!made.report.frozen.empty()) {
        log.saved_backward(
            name, seed, backward_share(dense.model.net, description, made.report.frozen, data));
    }
    nn::network small =
        shrink(net, description, coppice::compact::make_plan(description.model, made.pruned));
    require_same(net, small, first_images(data, 64));
    keep(small, name, seed, data);

    result left{
        .recipe = name, .seed = seed, .size = size_of(small), .masked = made.pruned.masked_size()};
    left.test = count_answers(small, data.test, data.scale, chosen_.batch_size);
    left.pruning_seconds = made.report.spent.total();
    left.retrained =
        std::count_if(made.report.steps.begin(), made.report.steps.end(), [](const auto& step) {
            return step.retrained;
        });
    const std::vector<double> latency = measure_latency({&net, &small}, first_images(data, 1));
    left.latency_masked = latency[0];
    left.latency_shrunk = latency[1];
    conclude(log, std::move(left));
}

template <class Recipe>
void experiment::prune_while_training(
    const std::string& name, const Recipe& recipe, std::uint64_t seed, const data_split& data,
    journal& log) {
    nn::model model = fresh_model(seed);
    const described description = describe(model.net, model.blocks);
    host host(model.net, description.layers, data, training_options(seed));
    host.announce("  training, epoch 1");
    const auto pruning = coppice::drive::while_training(
        recipe, description.model, host, eigen{}, chosen_.recipe.epochs,
        [&](const auto& session, int epoch) {
            const accuracy now = host.evaluate();
            log.trained(seed, epoch, host.last_loss(), now);
            milestones_.push_back({name, seed, session.pruned().remaining(), now.percent(), 0});
            host.announce("  training, epoch " + std::to_string(epoch + 1));
        });
    keep(model.net, name, seed, data);
    result left{.recipe = name, .seed = seed, .size = pruning.pruned().size()};
    left.masked = pruning.pruned().masked_size();
    left.test = count_answers(model.net, data.test, data.scale, chosen_.batch_size);
    left.latency_masked = measure_latency({&model.net}, first_images(data, 1)).front();
    conclude(log, std::move(left));
}

void experiment::keep(
    const nn::network& net, const std::string& recipe, std::uint64_t seed,
    const data_split& data) const {
    if (!chosen_.save.empty()) {
        save_network(
            chosen_.save / (recipe + "-" + std::to_string(seed) + ".safetensors"), net,
            {.model = chosen_.model,
             .input = net[net.input()].output,
             .classes = static_cast<std::size_t>(set_.training.classes),
             .data = chosen_.data,
             .recipe = recipe,
             .ratio = chosen_.recipe.ratio,
             .epochs = chosen_.recipe.epochs,
             .seed = seed,
             .scale = data.scale});
    }
}

void experiment::conclude(journal& log, result made) {
    log.finished(made);
    results_.push_back(std::move(made));
}

} // namespace trainer
