#pragma once

#include <cmath>
#include <cstddef>

#include "nn/anywhere.hpp"

namespace nn {

/// A step of gradient descent for one parameter of `size` elements, element by element: see sgd.
struct sgd_update {
    std::size_t size = 0;
    float* value = nullptr;
    const float* gradient = nullptr;
    float* velocity = nullptr;
    float rate = 0.0F;
    float momentum = 0.0F;
    float decay = 0.0F;
    bool nesterov = false;

    NN_ANYWHERE void operator()(std::size_t place) const {
        const float g = gradient[place] + decay * value[place];
        const float v = momentum * velocity[place] + g;
        velocity[place] = v;
        value[place] -= rate * (nesterov ? g + momentum * v : v);
    }
};

/// A step of Nesterov Adam for one parameter of `size` elements, element by element: see nadam.
struct nadam_update {
    std::size_t size = 0;
    float* value = nullptr;
    const float* gradient = nullptr;
    float* mean = nullptr;
    float* square = nullptr;
    float gradient_rate = 0.0F;
    float momentum_rate = 0.0F;
    /// 1 / (1 - beta2^t).
    float correction = 0.0F;
    float beta1 = 0.0F;
    float beta2 = 0.0F;
    float rest1 = 0.0F;
    float rest2 = 0.0F;
    float epsilon = 0.0F;
    float decay = 0.0F;

    NN_ANYWHERE void operator()(std::size_t place) const {
        const float g = gradient[place] + decay * value[place];
        const float m = beta1 * mean[place] + rest1 * g;
        const float v = beta2 * square[place] + rest2 * g * g;
        mean[place] = m;
        square[place] = v;
        value[place] -=
            (gradient_rate * g + momentum_rate * m) / (std::sqrt(v * correction) + epsilon);
    }
};

} // namespace nn
