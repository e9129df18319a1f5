#include "reproduce/iap_network.hpp"

#include <coppice/drive/train.hpp>

#include <algorithm>
#include <array>
#include <cmath>

#include "data/split.hpp"
#include "report/format.hpp"
#include "trainer/fresh_model.hpp"

namespace reproduce {

namespace {

/// Nothing is decided by an accuracy, so nothing is held out.
trainer::data_split split(const data::data_set& set, const iap_setting& how, std::uint64_t seed) {
    data::images training = data::draw(set.training, how.images, seed);
    const data::normalisation scale = data::measure_normalisation(training);
    const std::size_t tested =
        how.tested_images == 0 ? set.test.count : std::min(how.tested_images, set.test.count);
    return {std::move(training), data::same_shape(set.test), data::take(set.test, tested), scale};
}

/// As people write small numbers of epochs.
std::string spelled(int number) {
    constexpr std::array words = {"no", "one", "two", "three", "four", "five", "six"};
    return number >= 0 && static_cast<std::size_t>(number) < words.size()
               ? words[static_cast<std::size_t>(number)]
               : std::to_string(number);
}

/// As text has them: "a, b and c".
std::string listed(const std::vector<std::string>& all) {
    std::string text;
    for (std::size_t i = 0; i < all.size(); ++i) {
        text.append(i == 0 ? "" : i + 1 == all.size() ? " and " : ", ").append(all[i]);
    }
    return text;
}

/// "Nesterov Adam at 0.0012", and where the rate goes from there.
std::string describe_optimiser(const iap_setting& how) {
    const bool adam = how.training.how == trainer::method::nadam;
    std::string text = std::string(adam ? "Nesterov Adam" : "Nesterov SGD") + " at " +
                       coppice::text(how.rate.base);
    if (how.rate.warmup > 0) {
        text += " after a rise over " + report::percent(how.rate.warmup, 0) + " of the training";
    }
    std::vector<std::string> falls;
    for (const double place : how.rate.at) {
        if (place < 1) {
            falls.push_back(std::to_string(std::lround(place * how.epochs)));
        }
    }
    if (!falls.empty()) {
        text += ", a tenth of it from epoch " + listed(falls) + " on each";
    }
    return text;
}

constexpr std::array<double, 4> never = {1, 1, 1, 1};

} // namespace

iap_setting lenet_300_100(scale size) {
    return {
        .model = "lenet_300_100",
        .name = "LeNet-300-100",
        .data = "mnist",
        .data_name = "MNIST",
        .images = size == scale::paper ? std::size_t{0} : std::size_t{10'000},
        .rate = {.base = 1.2e-3, .at = never},
        .rise = size == scale::paper ? 0.01 : 0.05,
        .share = 0.0123}; // 2 and 1 filters of 300 and 100, after 21 rounds
}

iap_setting lenet_5(scale size) {
    iap_setting how{
        .model = "conv_2",
        .name = "LeNet-5",
        .data = "cifar10",
        .data_name = "CIFAR-10",
        .rate = {.base = 2e-4, .at = never},
        .epochs = 24,
        .back_to = 22,
        .share = 0.0505};
    if (size == scale::small) {
        how.images = 2'000;
        how.tested_images = 2'000;
        how.epochs = 12;
        how.back_to = 11;
        how.rise = 0.05;
    }
    return how;
}

iap_setting resnet_50(scale size) {
    const iap_setting published{
        .model = "resnet50",
        .name = "ResNet-50",
        .data = "imagenet",
        .data_name = "ImageNet",
        .pixels = 224,
        .training =
            {.how = trainer::method::nesterov,
             .batch_size = 1024,
             .calibration_images = 128,
             .augment = {.flip = true, .padding = 28}},
        .rate = {.base = 0.4, .at = {30.0 / 90, 60.0 / 90, 80.0 / 90, 1}, .warmup = 8.0 / 90},
        .epochs = 90,
        .back_to = 80,
        .rewinds_weights = false,
        .round = {.convolution = 0.2, .rounds = 21, .slow_rounds = 4, .slow = 0.05},
        .rise = 0.2,
        .share = 0.4537};
    if (size == scale::paper) {
        return published;
    }
    iap_setting how = published;
    how.model = "resnet20";
    how.name = "ResNet-20";
    how.data = "cifar10";
    how.data_name = "CIFAR-10";
    how.images = 2'500;
    how.tested_images = 2'000;
    how.training.batch_size = 32;
    how.training.augment.padding = 2;
    how.rate = {.base = 0.1, .at = {0.5, 1, 1, 1}, .warmup = 0.05};
    how.epochs = 20;
    how.back_to = 19;
    how.rise = 0.05;
    how.share = 0.58; // 55% would be left with a single filter inside every block
    return how;
}

std::string describe(const iap_setting& how) {
    return how.name + " on " + (how.images == 0 ? "all" : report::grouped(how.images)) +
           " training images of " + how.data_name + ": " + describe_optimiser(how) +
           ", batches of " + report::grouped(how.training.batch_size) + ", " + spelled(how.epochs) +
           " epochs" +
           (how.tested_images == 0
                ? ""
                : "; tested on " + report::grouped(how.tested_images) + " images") +
           "; each round goes back to the " + (how.rewinds_weights ? "weights" : "learning rate") +
           " of epoch " + spelled(how.back_to) + " and retrains for " +
           spelled(how.epochs - how.back_to);
}

iap_network::iap_network(
    const data::data_set& set, const iap_setting& how, std::uint64_t seed,
    const std::vector<int>& kept)
    : how_(how), seed_(seed), data_(split(set, how, seed)),
      trained_(trainer::fresh_model(how.model, set.training, seed)) {
    const trainer::described description = trainer::describe(trained_.net, trained_.blocks);
    trainer::host host(trained_.net, description, data_, host_options());
    coppice::drive::train(how.rate, host, how.epochs, [&](int epoch) {
        if (epoch == how.epochs || std::find(kept.begin(), kept.end(), epoch) != kept.end()) {
            original_.keep(epoch, host.save());
        }
        host.announce(label("training, epoch " + std::to_string(epoch + 1)));
    });
}

trainer::host_options iap_network::host_options() const {
    trainer::host_options options = how_.training;
    options.seed = seed_;
    return options;
}

coppice::metric::accuracy iap_network::test(nn::network& net) const {
    return trainer::count_answers(net, data_.test, data_.scale, 500);
}

std::string iap_network::label(const std::string& what) const {
    return "  seed " + std::to_string(seed_) + ", " + what;
}

} // namespace reproduce
