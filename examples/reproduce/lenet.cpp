#include "reproduce/lenet.hpp"

#include <coppice/drive/train.hpp>

#include "data/split.hpp"

namespace reproduce {

namespace {

/// Nothing is decided by an accuracy, so nothing is held out.
trainer::data_split split(const data::data_set& set, scale size, std::uint64_t seed) {
    const std::size_t count = lenet::training_images(size);
    data::images training =
        count == 0 || count >= set.training.count
            ? set.training
            : data::split(set.training, set.training.count - count, seed).training;
    const data::normalisation scale = data::measure_normalisation(training);
    return {std::move(training), data::same_shape(set.test), set.test, scale};
}

} // namespace

std::size_t lenet::training_images(scale size) {
    return size == scale::paper ? 0 : 10'000;
}

lenet::lenet(const data::data_set& set, scale size, std::uint64_t seed)
    : seed_(seed), data_(split(set, size, seed)),
      trained_(nn::make_model(
          "lenet_300_100",
          {static_cast<std::size_t>(set.training.channels),
           static_cast<std::size_t>(set.training.height),
           static_cast<std::size_t>(set.training.width)},
          static_cast<std::size_t>(set.training.classes), seed)) {
    const trainer::described description = trainer::describe(trained_.net, trained_.blocks);
    trainer::host host(trained_.net, description, data_, host_options());
    coppice::drive::train(rate, host, epochs, [&](int epoch) {
        original_.keep(epoch, host.save());
        host.announce(
            "  seed " + std::to_string(seed) + ", training, epoch " + std::to_string(epoch + 1));
    });
}

trainer::host_options lenet::host_options() const {
    return {
        .how = trainer::method::nadam, .batch_size = 60, .calibration_images = 60, .seed = seed_};
}

coppice::metric::accuracy lenet::test(nn::network& net) const {
    return trainer::count_answers(net, data_.test, data_.scale, 500);
}

} // namespace reproduce
