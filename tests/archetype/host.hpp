#pragma once

#include "coppice/metric/accuracy.hpp"

#include <functional>
#include <string>
#include <vector>

namespace archetype {

/// A trainer that trains nothing: it writes down what it is asked, and answers as a test tells it.
struct host {
    std::vector<std::string> calls;
    std::vector<double> rates;            ///< of each epoch's first step
    std::vector<std::vector<int>> frozen; ///< layers, of each epoch
    int layers = 0;
    std::function<coppice::metric::accuracy()> answer = [] {
        return coppice::metric::accuracy{100, 100};
    };
    std::function<void()> change_weights = [] {};
    std::function<void()> restore_weights = [] {};

    template <class Guide>
    void train_epoch(Guide& guide) {
        calls.emplace_back("train");
        rates.push_back(guide.rate(0));
        frozen.emplace_back();
        for (int layer = 0; layer < layers; ++layer) {
            if (guide.frozen(layer)) {
                frozen.back().push_back(layer);
            }
        }
        change_weights();
        guide.after_step(0.5);
        change_weights();
        guide.after_step(1);
    }

    coppice::metric::accuracy evaluate() {
        calls.emplace_back("evaluate");
        return answer();
    }

    int save() {
        calls.emplace_back("save");
        return 7;
    }

    void restore(int /*saved*/) {
        calls.emplace_back("restore");
        restore_weights();
    }

    void reset_optimiser() { calls.emplace_back("reset"); }
};

} // namespace archetype
