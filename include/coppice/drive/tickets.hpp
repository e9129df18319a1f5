#pragma once

#include "coppice/drive/ticket_search.hpp"

#include <utility>

namespace coppice::drive {

/// Looks for a lottery ticket in a number of rounds, all of them: see drive::ticket_search. The
/// host is left with the ticket, W0 where the masks keep it; train it with
///
///     drive::train(recipe.lr, host, recipe.rewind.retraining(1), ticket);
///
/// @param rounds   at least 1
/// @param watcher  called as watcher(session, round, epoch) after each epoch, before anything is
///                 rewound; round and epoch count from 1
/// @return the pruner, for its masks and counts
/// @throws coppice::error as making a ticket_search and `ticket_search::advance` do
template <class Recipe, element T, class Host, class Backend, class Watcher>
auto tickets(
    const Recipe& recipe, const model::description<T>& model, Host& host, Backend backend,
    int rounds, Watcher&& watcher) {
    ticket_search<Recipe, T, Host, Backend> search(recipe, model, host, std::move(backend), rounds);
    while (search.advance(watcher)) {
    }
    return std::move(search).result();
}

/// The same, watched by nobody.
template <class Recipe, element T, class Host, class Backend>
auto tickets(
    const Recipe& recipe, const model::description<T>& model, Host& host, Backend backend,
    int rounds) {
    return tickets(recipe, model, host, std::move(backend), rounds, [](const auto&, int, int) {});
}

} // namespace coppice::drive
