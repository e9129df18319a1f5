// The examples of docs/policies/couple.

#include "examples.hpp"

#include <coppice/backend/eigen.hpp>
#include <coppice/coppice.hpp>

#include <iostream>
#include <vector>

using coppice::view;

namespace {

/// input -> first -> inner -> second, whose output is added to that of first -> last
struct residual {
    std::vector<float> first = {1, 1, 6, 6, 2, 2, 5, 5};  // L1 norms of its rows: 2 12 4 10
    std::vector<float> inner = {1, 1, 1, 1, 3, 3, 3, 3};  // 4 12
    std::vector<float> second = {9, 9, 1, 1, 2, 2, 3, 3}; // 18 2 4 6
    std::vector<float> last = {1, 1, 1, 1};
    coppice::model::description<float> model;

    residual() {
        using coppice::operation::dense;
        const auto x = model.input(2);
        const auto a = model.add("first", dense<float>{view<float>(first.data(), {4, 2})}, {x});
        const auto b = model.add("inner", dense<float>{view<float>(inner.data(), {2, 4})}, {a});
        const auto c = model.add("second", dense<float>{view<float>(second.data(), {4, 2})}, {b});
        const auto sum = model.add("sum", coppice::operation::add{}, {a, c});
        model.output(model.add("last", dense<float>{view<float>(last.data(), {1, 4})}, {sum}));
    }
};

void none() {
    // [none]
    residual net; // inner -> second beside a shortcut, as in the next page's example
    coppice::drive::pruner pruning(
        coppice::compose(coppice::granularity::filter{}, coppice::couple::none{}), net.model,
        coppice::backend::eigen{});
    pruning.prune([](coppice::index rows, coppice::index) { return rows / 2; });

    for (const auto& layer : pruning.outcomes()) {
        std::cout << net.model.layer_at(layer.layer).name << " loses " << layer.pruned << '\n';
    }
    for (const auto& layer : pruning.left_alone()) {
        std::cout << net.model.layer_at(layer.layer).name << ": " << layer.reason << '\n';
    }
    // [/none]
}

void together() {
    // [together]
    residual net; // first has rows of L1 norm 2 12 4 10, second of 18 2 4 6; their outputs add up
    coppice::drive::pruner pruning(
        coppice::compose(
            coppice::granularity::filter{},
            coppice::couple::together{.by = coppice::couple::reduction::mean}),
        net.model, coppice::backend::eigen{});
    pruning.prune([](coppice::index rows, coppice::index) { return rows / 2; });

    std::cout << "kept of first and of second:"; // means 10 7 4 8
    for (coppice::index row = 0; row < 4; ++row) {
        std::cout << ' ' << pruning.mask(0)[row] << pruning.mask(2)[row];
    }
    std::cout << '\n' << coppice::compact::summary(coppice::compact::make_plan(net.model, pruning));
    // [/together]
}

} // namespace

int main() {
    examples::run({
        {"none", none},
        {"together", together},
    });
}
