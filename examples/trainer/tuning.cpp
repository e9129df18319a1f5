#include "trainer/tuning.hpp"

#include <coppice/core/stopwatch.hpp>
#include <coppice/drive/train.hpp>
#include <coppice/objective/against_naive.hpp>

#include <algorithm>
#include <vector>

#include "data/split.hpp"
#include "trainer/describe.hpp"

namespace trainer {

namespace {

/// The first images of a set, at least one.
data::images first_part(const data::images& set, double share) {
    const auto count = coppice::ceil_share(share, static_cast<coppice::index>(set.count));
    return data::take(set, static_cast<std::size_t>(std::max<coppice::index>(count, 1)));
}

/// A random part of the data, the training's mean and deviation being those of all of it.
data_split part_of(const data_split& data, const tuning_options& how, std::uint64_t seed) {
    check_tuning(how, data);
    return {
        data::split(data.training, how.training_images, seed).validation,
        data::split(data.validation, how.validation_images, seed).validation,
        data::same_shape(data.test), data.scale};
}

/// A dense network to be pruned again and again.
class rehearsal_room {
  public:
    rehearsal_room(
        const nn::model& dense, const data_split& data, const host_options& training,
        const arithmetic& by)
        : dense_(dense), data_(data), training_(training), by_(by) {}

    /// An epoch for each step, as the naive recipe takes them.
    [[nodiscard]] double naive_seconds(double rate) const {
        nn::network net = dense_.net;
        const described description = describe(net, dense_.blocks);
        host host(net, description, data_, training_);
        host.announce("  tuning, what the naive recipe takes");
        double seconds = 0;
        {
            const coppice::stopwatch timing(seconds);
            coppice::drive::train(coppice::lr::constant{.base = rate}, host, 1, [](int) {});
        }
        return seconds * static_cast<double>(description.model.blocks().size());
    }

    [[nodiscard]] coppice::tune::outcome prune(
        double ratio, const coppice::tune::ice_pruning_settings& settings, const std::string& name,
        double share) const {
        const data_split part = {
            first_part(data_.training, share), first_part(data_.validation, share),
            data::same_shape(data_.test), data_.scale};
        nn::network net = dense_.net;
        const described description = describe(net, dense_.blocks);
        host host(net, description, part, training_);
        host.announce("  tuning, " + name);
        const coppice::drive::run_report made = by_.rehearse(ratio, settings, description, host);
        return {made.spent.total(), made.original.percent() - host.evaluate().percent()};
    }

  private:
    const nn::model& dense_;
    const data_split& data_;
    host_options training_;
    const arithmetic& by_;
};

} // namespace

recipe_options
with_settings(recipe_options numbers, const coppice::tune::ice_pruning_settings& settings) {
    numbers.threshold = settings.threshold.points;
    numbers.frozen = settings.freezing.share;
    numbers.base = settings.rate.base;
    numbers.midpoint = settings.rate.midpoint;
    numbers.shape = settings.rate.shape;
    numbers.change = settings.rate.change;
    return numbers;
}

void check_tuning(const tuning_options& how, const data_split& data) {
    const auto check_part = [](const data::images& set, std::size_t count, const char* name) {
        coppice::require(
            count >= 1 && count < set.count, "tuning", name, static_cast<double>(count),
            "in [1, " + coppice::text(set.count) + "), part of those there are");
    };
    check_part(data.training, how.training_images, "number of training images");
    check_part(data.validation, how.validation_images, "number of validation images");
}

tuned tune_ice_pick(
    const nn::model& dense, const data_split& data, const host_options& training,
    const recipe_options& numbers, const tuning_options& how, const trial_listener& told,
    const arithmetic& by) {
    how.grid.validate();
    tuned made;
    const coppice::tune::space space = how.grid.space();
    {
        const coppice::stopwatch timing(made.seconds);
        const data_split part = part_of(data, how, training.seed);
        host_options distilling = training;
        distilling.distil = true;
        const rehearsal_room room(dense, part, distilling, by);
        made.naive_seconds = room.naive_seconds(numbers.naive);
        int trial = 0;
        made.report = coppice::tune::find_best(
            space, how.search,
            coppice::objective::against_naive{
                .naive_seconds = made.naive_seconds, .points = how.points},
            [&](const std::vector<double>& values, double share) {
                return room.prune(
                    numbers.ratio, coppice::tune::ice_pruning::settings(values),
                    "trial " + std::to_string(++trial), share);
            },
            [&](const coppice::tune::trial_report& done) { told(space.name(done.point), done); });
    }
    made.best =
        with_settings(numbers, coppice::tune::ice_pruning::settings(made.report.winner().values));
    return made;
}

} // namespace trainer
