#pragma once

#include <coppice/recipe/named.hpp>
#include <coppice/schedule/one_shot.hpp>

#include <array>
#include <string>

namespace reproduce {

/// What Hubens et al., "One-Cycle Pruning", compare, as their tables name it.
inline constexpr std::array<const char*, 4> schedule_names = {
    "one-shot", "iterative", "AGP", "One-Cycle"};

/// Calls visit(name, recipe) for each of them, pruning while training from scratch.
/// @param rate  of training, by its progress
template <class Rate, class Visit>
void each_recipe(double target, const Rate& rate, Visit visit) {
    visit(schedule_names[0], coppice::recipe::one_shot(target, rate));
    visit(schedule_names[1], coppice::recipe::iterative(target, rate));
    visit(schedule_names[2], coppice::recipe::agp(target, rate));
    visit(schedule_names[3], coppice::recipe::one_cycle(target, rate));
}

/// The same for lottery tickets, which go back to the initialisation after each round of so many
/// epochs. One-shot here prunes at a round's end.
template <class Rate, class Visit>
void each_ticket_recipe(double target, int epochs, const Rate& rate, Visit visit) {
    namespace schedule = coppice::schedule;
    const coppice::rewind::weights back{.to = 0, .of = epochs};
    const auto recipe = [&](const auto& inside) {
        return coppice::recipe::tickets(inside, back, rate);
    };
    visit(schedule_names[0], recipe(schedule::one_shot{.target = target, .at = 1}));
    visit(schedule_names[1], recipe(schedule::iterative{.target = target}));
    visit(schedule_names[2], recipe(schedule::agp{.target = target}));
    visit(schedule_names[3], recipe(schedule::one_cycle{.target = target}));
}

} // namespace reproduce
