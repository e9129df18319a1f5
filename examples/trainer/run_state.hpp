#pragma once

#include <coppice/checkpoint/value.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "trainer/history.hpp"
#include "trainer/host.hpp"
#include "trainer/journal.hpp"
#include "trainer/recipes.hpp"
#include "trainer/sensitivity.hpp"

namespace trainer {

/// What a watcher of a step-wise pruning remembers.
struct watcher_state {
    coppice::metric::accuracy before = {}; ///< of the last step, after pruning
    double seconds = 0;                    ///< spent pruning so far
};

/// The numbers that a recipe is made with.
struct prepared_recipe {
    bool done = false;
    recipe_options numbers = {};
    double seconds = 0; ///< that looking for them took
};

/// The stage in hand: the training of a dense network, or one recipe.
struct stage_state {
    bool begun = false; ///< or else the rest, but for what is prepared, is of the stage before
    int epoch = 0;      ///< of a dense training, done
    host_state host = {};
    std::vector<std::byte> driver = {}; ///< of a recipe: the packed state of its stepper or course
    watcher_state watcher = {};
    prepared_recipe prepared = {}; ///< of a recipe
};

/// All that a run has done so far and needs to go on.
struct run_state {
    std::string settings = {}; ///< of its command line, as JSON
    std::uint32_t data = 0;    ///< checksum of its images and labels
    int threads = 0;
    std::string log = {}; ///< all of it
    bool started = false; ///< does the log say so?
    std::vector<result> results = {};
    std::vector<milestone> milestones = {};
    std::vector<sensitivity_scan> scans = {};
    std::uint64_t seed = 0;  ///< place of the seed in hand
    std::uint64_t stage = 0; ///< 0 for its dense training, then the recipes from 1 on
    snapshot dense = {};     ///< the trained network, from stage 1 on
    history original = {};   ///< epochs of its training
    stage_state current = {};
};

// Tensors are written as rank, extents and values: see coppice/checkpoint/concept.hpp.
void encode(coppice::checkpoint::writer& out, const snapshot& kept);
void decode(coppice::checkpoint::reader& in, snapshot& kept);
void encode(coppice::checkpoint::writer& out, const history& kept);
void decode(coppice::checkpoint::reader& in, history& kept);

} // namespace trainer
