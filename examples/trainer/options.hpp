#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "data/image_folder.hpp"
#include "trainer/recipes.hpp"

namespace trainer {

/// What the command line asks for.
struct options {
    std::string model = "resnet20";
    std::string data = "fashion-mnist";
    std::filesystem::path data_directory;
    data::image_folder_options folder; ///< for folders of images
    std::vector<std::string> recipes = {"naive-iterative", "ice-pick"};
    recipe_options recipe;
    std::string optimiser = "sgd";        ///< sgd, nesterov or nadam
    std::size_t batch_size = 128;         ///< images
    std::size_t calibration_images = 128; ///< of which layers show their outputs
    std::size_t training_images = 0;      ///< 0: all that are not held out
    std::size_t validation_images = 5000;
    bool flip = false; ///< augmentation by mirrored images
    int crop = 0;      ///< augmentation by shifts of so many pixels
    double rotate = 0; ///< augmentation by turns of so many degrees
    double warp = 0;   ///< augmentation by tilts in perspective
    std::vector<std::uint64_t> seeds = {1};
    bool sensitivity = false;   ///< scan how much each layer bears
    double tolerance = 1;       ///< percentage points that a layer may cost in the scan
    bool tune = false;          ///< find ICE-Pick's numbers first
    double tuning_share = 0.02; ///< of training and held-out images that tuning takes, in (0, 1)
    int tuning_trials = 6;
    bool shrink = false;          ///< retrain without what is pruned
    bool hold_statistics = false; ///< of the normalisations of frozen layers
    int threads = 0;              ///< 0: as OpenMP has it
    std::string backend = "cpu";  ///< where networks compute and are pruned: cpu or cuda
    std::filesystem::path output = "results";
    bool resume = false;         ///< go on from the output's snapshot, where there is one
    double snapshot_seconds = 0; ///< that pass at least between two snapshots
    int latency_rounds = 51;     ///< passes of one image that a latency is the median of
    std::filesystem::path save;  ///< directory for every network that is made; empty: keep none
    std::filesystem::path load;  ///< a network to measure again, instead of making any
};

/// Reads the command line. Prints help or what is wrong with it, and then says so in `exit_code`.
struct command_line {
    options chosen;
    bool run = false;
    int exit_code = 0;
};

[[nodiscard]] command_line read_command_line(int argc, const char* const* argv);

} // namespace trainer
