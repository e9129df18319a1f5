#include "reproduce/lenet.hpp"

#include <coppice/drive/train.hpp>

#include <algorithm>
#include <array>

#include "data/split.hpp"
#include "report/format.hpp"

namespace reproduce {

namespace {

/// Nothing is decided by an accuracy, so nothing is held out.
trainer::data_split split(const data::data_set& set, const lenet_setting& how, std::uint64_t seed) {
    data::images training =
        how.images == 0 || how.images >= set.training.count
            ? set.training
            : data::split(set.training, set.training.count - how.images, seed).training;
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

} // namespace

lenet_setting lenet_300_100(scale size) {
    return {
        .model = "lenet_300_100",
        .name = "LeNet-300-100",
        .data = "mnist",
        .data_name = "MNIST",
        .images = size == scale::paper ? std::size_t{0} : std::size_t{10'000},
        .rate = {.base = 1.2e-3},
        .epochs = 6,
        .back_to = 5,
        .rise = size == scale::paper ? 0.01 : 0.05};
}

lenet_setting lenet_5(scale size) {
    lenet_setting how{
        .model = "conv_2",
        .name = "LeNet-5",
        .data = "cifar10",
        .data_name = "CIFAR-10",
        .rate = {.base = 2e-4},
        .epochs = 24,
        .back_to = 22};
    if (size == scale::small) {
        how.images = 2'000;
        how.tested_images = 2'000;
        how.epochs = 12;
        how.back_to = 11;
        how.rise = 0.05;
    }
    return how;
}

std::string describe(const lenet_setting& how) {
    return how.name + " on " + (how.images == 0 ? "all" : report::grouped(how.images)) +
           " training images of " + how.data_name + ": Nesterov Adam at " +
           coppice::text(how.rate.base) + ", batches of 60, " + spelled(how.epochs) + " epochs" +
           (how.tested_images == 0
                ? ""
                : "; tested on " + report::grouped(how.tested_images) + " images") +
           "; each round goes back to the weights of epoch " + spelled(how.back_to) +
           " and retrains for " + spelled(how.epochs - how.back_to);
}

lenet::lenet(const data::data_set& set, const lenet_setting& how, std::uint64_t seed)
    : how_(how), seed_(seed), data_(split(set, how, seed)),
      trained_(nn::make_model(
          how.model,
          {static_cast<std::size_t>(set.training.channels),
           static_cast<std::size_t>(set.training.height),
           static_cast<std::size_t>(set.training.width)},
          static_cast<std::size_t>(set.training.classes), seed)) {
    const trainer::described description = trainer::describe(trained_.net, trained_.blocks);
    trainer::host host(trained_.net, description, data_, host_options());
    coppice::drive::train(how.rate, host, how.epochs, [&](int epoch) {
        original_.keep(epoch, host.save());
        host.announce(label("training, epoch " + std::to_string(epoch + 1)));
    });
}

trainer::host_options lenet::host_options() const {
    return {
        .how = trainer::method::nadam, .batch_size = 60, .calibration_images = 60, .seed = seed_};
}

coppice::metric::accuracy lenet::test(nn::network& net) const {
    return trainer::count_answers(net, data_.test, data_.scale, 500);
}

std::string lenet::label(const std::string& what) const {
    return "  seed " + std::to_string(seed_) + ", " + what;
}

} // namespace reproduce
