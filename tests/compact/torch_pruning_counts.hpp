#pragma once

// Written by record_torch_pruning.py with torch-pruning 1.6.0; not by hand.

#include <vector>

namespace torch_pruning_recorded {

/// How many parameters are left of a network when a share of every group's channels is removed.
struct left {
    const char* network;
    double ratio;
    long long parameters;
};

// clang-format off
inline const std::vector<left> counts{
    {"resnet18", 0, 11689512},
    {"resnet18", 0.25, 6675352},
    {"resnet18", 0.5, 3055880},
    {"resnet18", 0.75, 831096},
    {"resnet50", 0, 25557032},
    {"resnet50", 0.25, 14771992},
    {"resnet50", 0.5, 6917640},
    {"resnet50", 0.75, 1993976},
    {"vgg16", 0, 138357544},
    {"vgg16", 0.25, 78597208},
    {"vgg16", 0.5, 35617672},
    {"vgg16", 0.75, 9418936},
    {"mobilenet_v2", 0, 3504872},
    {"mobilenet_v2", 0.25, 2230528},
    {"mobilenet_v2", 0.5, 1221768},
    {"mobilenet_v2", 0.75, 478592},
};
// clang-format on

} // namespace torch_pruning_recorded
