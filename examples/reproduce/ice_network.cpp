#include "reproduce/ice_network.hpp"

#include <coppice/drive/train.hpp>
#include <coppice/lr/warmup_decay.hpp>

#include "data/split.hpp"
#include "report/format.hpp"
#include "trainer/fresh_model.hpp"

namespace reproduce {

namespace {

trainer::data_split split(const data::data_set& set, const ice_setting& how, std::uint64_t seed) {
    data::parts parts = data::split(set.training, how.validation_images, seed);
    if (how.training_images > 0 && how.training_images < parts.training.count) {
        parts.training = data::take(parts.training, how.training_images);
    }
    const data::normalisation scale = data::measure_normalisation(parts.training);
    return {std::move(parts.training), std::move(parts.validation), set.test, scale};
}

} // namespace

std::vector<ice_setting> ice_settings(scale size) {
    if (size == scale::paper) {
        const ice_setting published{
            .model = "resnet110",
            .name = "ResNet-110",
            .validation_images = 5'000,
            .epochs = 160,
            .augment = {.flip = true, .padding = 4},
            .tuning = {.training_images = 900, .validation_images = 100}};
        ice_setting deeper = published;
        deeper.model = "resnet152";
        deeper.name = "ResNet-152";
        ice_setting narrow = published;
        narrow.model = "mobilenet_v2";
        narrow.name = "MobileNetV2";
        return {published, deeper, narrow};
    }
    return {
        {.model = "resnet20",
         .name = "ResNet-20",
         .training_images = 2'500,
         .validation_images = 500,
         .batch_size = 32,
         .epochs = 20,
         .augment = {.flip = true, .padding = 2},
         .tuning =
             {.grid =
                  {.threshold = {2, 4},
                   .frozen = {0.3, 0.5},
                   .base = {0.005, 0.01},
                   .midpoint = {0.15, 0.3},
                   .shape = {50},
                   .change = {0.0006, 0.002}},
              .search = {.trials = 3},
              .training_images = 128,
              .validation_images = 60,
              .points = 2},
         .tuning_batch = 16}};
}

std::string describe(const ice_setting& how) {
    return how.name + " on " +
           (how.training_images == 0 ? "all other" : report::grouped(how.training_images)) +
           " training images of CIFAR-10, with " + report::grouped(how.validation_images) +
           " more held out for every decision; trained for " + std::to_string(how.epochs) +
           " epochs at up to " + coppice::text(how.rate) + " in batches of " +
           std::to_string(how.batch_size) +
           (how.augment.flip ? ", mirrored and shifted by up to " +
                                   std::to_string(how.augment.padding) + " pixels"
                             : "");
}

std::string describe(const std::vector<ice_setting>& all) {
    std::string text;
    for (const ice_setting& how : all) {
        text.append(text.empty() ? "" : "; ").append(describe(how));
    }
    return text + ". SGD with momentum 0.9 and weight decay 1e-4; retraining takes an epoch and "
                  "distils from the unpruned network.";
}

ice_network::ice_network(const data::data_set& set, const ice_setting& how, std::uint64_t seed)
    : how_(how), seed_(seed), data_(split(set, how, seed)),
      trained_(trainer::fresh_model(how.model, set.training, seed)) {
    const trainer::described description = trainer::describe(trained_.net, trained_.blocks);
    trainer::host host(trained_.net, description, data_, host_options());
    coppice::drive::train(
        coppice::lr::warmup_decay{.base = how.rate}, host, how.epochs,
        [&](int epoch) { host.announce(label("training, epoch " + std::to_string(epoch + 1))); });
    dense_ = test(trained_.net);
}

trainer::tuned ice_network::tune(const trainer::recipe_options& numbers) const {
    trainer::tuning_options how = how_.tuning;
    how.search.seed = seed_;
    trainer::host_options options = host_options();
    options.batch_size = how_.tuning_batch;
    return trainer::tune_ice_pick(
        trained_, data_, options, numbers, how,
        [](const std::string&, const coppice::tune::trial_report&) {});
}

trainer::sensitivity_scan ice_network::scan() const {
    return trainer::scan_sensitivity(trained_, data_, host_options());
}

trainer::host_options ice_network::host_options() const {
    return {.batch_size = how_.batch_size, .seed = seed_, .augment = how_.augment};
}

coppice::metric::accuracy ice_network::test(nn::network& net) const {
    return trainer::count_answers(net, data_.test, data_.scale, 250);
}

std::string ice_network::label(const std::string& what) const {
    return "  seed " + std::to_string(seed_) + ", " + how_.name + ", " + what;
}

} // namespace reproduce
