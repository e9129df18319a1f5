#pragma once

#include <cstddef>
#include <vector>

#include "nn/shape.hpp"

/// An example network, and what it is measured on.
struct subject {
    const char* model;
    nn::image_shape image;
    std::size_t batch;
};

inline constexpr std::size_t classes = 10;

inline constexpr nn::image_shape mnist{1, 28, 28};
inline constexpr nn::image_shape cifar{3, 32, 32};

inline const std::vector<subject> subjects{{"lenet_300_100", mnist, 60}, {"conv_2", cifar, 60},
                                           {"resnet20", cifar, 128},     {"resnet110", cifar, 128},
                                           {"resnet18", cifar, 128},     {"vgg16", cifar, 128},
                                           {"mobilenet_v2", cifar, 128}};
