#include "reproduce/cifar.hpp"

#include <coppice/drive/train.hpp>

#include <algorithm>

#include "data/split.hpp"
#include "report/format.hpp"
#include "trainer/fresh_model.hpp"

namespace reproduce {

namespace {

/// Nothing is decided by an accuracy, so nothing is held out; a host evaluates on a part of the
/// test set.
trainer::data_split split(const data::data_set& set, const cifar_setting& how, std::uint64_t seed) {
    data::images training = data::draw(set.training, how.images, seed);
    const data::normalisation scale = data::measure_normalisation(training);
    const std::size_t checked =
        how.checked_images == 0 ? set.test.count : std::min(how.checked_images, set.test.count);
    return {std::move(training), data::take(set.test, checked), set.test, scale};
}

} // namespace

std::vector<cifar_setting> cifar_settings(scale size) {
    if (size == scale::paper) {
        const cifar_setting resnet{
            .model = "resnet18",
            .name = "ResNet-18",
            .rate = {.base = 0.1},
            .augment = {.flip = true, .padding = 4, .rotation = 10, .warp = 0.2}};
        cifar_setting vgg = resnet;
        vgg.model = "vgg16";
        vgg.name = "VGG-16";
        return {resnet, vgg};
    }
    return {
        {.model = "resnet8",
         .name = "ResNet-8",
         .images = 5'000,
         .checked_images = 1'000,
         .batch_size = 32,
         .rate = {.base = 0.05},
         .augment = {.flip = true, .padding = 2}}};
}

cifar_setting residual_setting(scale size) {
    return cifar_settings(size).front();
}

std::string describe(const cifar_setting& how) {
    const data::augmentation& changes = how.augment;
    std::string augmented = changes.flip ? "mirrored" : "";
    if (changes.padding > 0) {
        augmented.append(augmented.empty() ? "" : ", ")
            .append("cropped by ")
            .append(std::to_string(changes.padding))
            .append(" pixels");
    }
    if (changes.bends()) {
        augmented.append(augmented.empty() ? "" : ", ")
            .append("turned by ")
            .append(coppice::text(changes.rotation))
            .append(" degrees, warped by ")
            .append(coppice::text(changes.warp));
    }
    return how.name + " on " + (how.images == 0 ? "all" : report::grouped(how.images)) +
           " training images of CIFAR-10" + (augmented.empty() ? "" : ", " + augmented) +
           ": SGD with momentum 0.9 and weight decay 1e-4, batches of " +
           std::to_string(how.batch_size) + ", a rate up to " + coppice::text(how.rate.base) +
           " that rises over " + report::percent(how.rate.rise, 0) +
           " of the training and falls over the rest";
}

cifar::cifar(const data::data_set& set, const cifar_setting& how, std::uint64_t seed)
    : how_(how), seed_(seed), data_(split(set, how, seed)),
      fresh_(trainer::fresh_model(how.model, set.training, seed)) {}

pruned_run cifar::train(int epochs) const {
    nn::network net = fresh_.net;
    const trainer::described description = trainer::describe(net, fresh_.blocks);
    trainer::host host(net, description, data_, host_options());
    host.announce(label("dense", epochs));
    coppice::drive::train(how_.rate, host, epochs, [](int) {});
    return {how_.name, "dense", 0, 0, epochs, seed_, test(net)};
}

trainer::host_options cifar::host_options() const {
    return {.batch_size = how_.batch_size, .seed = seed_, .augment = how_.augment};
}

coppice::metric::accuracy cifar::test(nn::network& net) const {
    return trainer::count_answers(net, data_.test, data_.scale, 250);
}

std::string cifar::label(const std::string& schedule, int epochs) const {
    return "  seed " + std::to_string(seed_) + ", " + how_.name + ", " + schedule + ", " +
           std::to_string(epochs) + " epochs";
}

} // namespace reproduce
