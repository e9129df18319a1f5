#pragma once

#include <coppice/checkpoint/subject.hpp>
#include <coppice/compact/plan.hpp>
#include <coppice/drive/course.hpp>
#include <coppice/drive/in_steps.hpp>
#include <coppice/drive/sensitivity.hpp>
#include <coppice/granularity/filter.hpp>
#include <coppice/recipe/compose.hpp>

#include <type_traits>
#include <utility>

#include "trainer/arithmetic.hpp"
#include "trainer/experiment.hpp"
#include "trainer/watcher.hpp"

namespace trainer {

/// @tparam Make  gives a fresh backend of coppice's
template <class Make>
class arithmetic_on : public arithmetic {
  public:
    explicit arithmetic_on(Make make) : make_(std::move(make)) {}

    void check(
        const std::string& name, const recipe_options& numbers, const described& description,
        host& unused) const override {
        with_recipe(name, numbers, [&](const auto& recipe) {
            if constexpr (in_steps<std::remove_cvref_t<decltype(recipe)>>) {
                coppice::drive::check_in_steps(recipe, description.model, unused, make_());
            }
        });
    }

    void prune(
        experiment& of, const std::string& name, const recipe_options& numbers, std::uint64_t seed,
        const data_split& data, journal& log) const override {
        with_recipe(name, numbers, [&](const auto& recipe) {
            if constexpr (in_steps<std::remove_cvref_t<decltype(recipe)>>) {
                prune_in_steps(of, name, recipe, seed, data, log);
            } else {
                prune_while_training(of, name, recipe, seed, data, log);
            }
        });
    }

    [[nodiscard]] coppice::drive::run_report rehearse(
        double ratio, const coppice::tune::ice_pruning_settings& settings,
        const described& description, host& host) const override {
        return coppice::drive::in_steps(
                   coppice::recipe::ice_pick(
                       ratio, settings.threshold, settings.freezing, settings.rate),
                   description.model, host, make_())
            .report;
    }

    [[nodiscard]] coppice::drive::sensitivity_report scan(
        const described& description, host& host,
        const std::vector<double>& ratios) const override {
        return coppice::drive::sensitivity(
            coppice::compose(coppice::granularity::filter{}), description.model, host, make_(),
            ratios);
    }

  private:
    template <class Recipe>
    void prune_in_steps(
        experiment& of, const std::string& name, const Recipe& recipe, std::uint64_t seed,
        const data_split& data, journal& log) const {
        experiment::trained_again stage(of, seed, data, !rewinds<Recipe>);
        const auto subject = coppice::checkpoint::subject_of(recipe, stage.description.model);
        coppice::drive::stepper run(recipe, stage.description.model, stage.trains, make_());
        of.take_up(stage.trains, run, subject);
        watcher watching(
            name, seed, stage.trains, stage.description, log, of.state_.milestones,
            of.state_.current.watcher);
        while (run.proceed(watching)) {
            of.keep(stage.trains, run, subject, log);
        }
        const auto [report, pruned] = std::move(run).result();
        of.conclude_steps(
            name, seed, data, log, stage, report,
            coppice::compact::make_plan(stage.description.model, pruned), pruned.masked_size());
    }

    template <class Recipe>
    void prune_while_training(
        experiment& of, const std::string& name, const Recipe& recipe, std::uint64_t seed,
        const data_split& data, journal& log) const {
        nn::model model = of.fresh_model(seed);
        const described description = describe(model.net, model.blocks);
        host host(model.net, description, data, of.training_options(seed));
        const auto subject = coppice::checkpoint::subject_of(recipe, description.model);
        coppice::drive::course run(
            recipe, description.model, host, make_(), of.chosen_.recipe.epochs);
        of.take_up(host, run, subject);
        const auto announce = [&] {
            host.announce("  training, epoch " + std::to_string(run.done() + 1));
        };
        for (announce(); run.advance(); announce()) {
            const coppice::metric::accuracy now = host.evaluate();
            log.trained(seed, run.done(), host.last_loss(), now);
            of.state_.milestones.push_back(
                {name, seed, run.session().pruned().remaining(), now.percent(), 0});
            of.keep(host, run, subject, log);
        }
        const auto pruning = std::move(run).result();
        of.conclude_training(
            name, seed, data, log, model.net, pruning.pruned().size(),
            pruning.pruned().masked_size());
    }

    Make make_;
};

} // namespace trainer
