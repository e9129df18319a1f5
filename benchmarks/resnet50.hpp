#pragma once

#include <coppice/core/view.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

/// The convolution and dense weights of a ResNet-50: 54 tensors, 25,502,912 numbers.
[[nodiscard]] inline std::vector<coppice::shape> resnet50_shapes() {
    std::vector<coppice::shape> shapes{{64, 3, 7, 7}};
    coppice::index inputs = 64;
    coppice::index width = 64;
    for (const int blocks : {3, 4, 6, 3}) {
        for (int block = 0; block < blocks; ++block) {
            shapes.push_back({width, inputs, 1, 1});
            shapes.push_back({width, width, 3, 3});
            shapes.push_back({4 * width, width, 1, 1});
            if (block == 0) {
                shapes.push_back({4 * width, inputs, 1, 1});
            }
            inputs = 4 * width;
        }
        width *= 2;
    }
    shapes.push_back({1000, 2048});
    return shapes;
}

[[nodiscard]] inline std::vector<float> random_weights(coppice::index count) {
    std::mt19937 random(1);
    std::normal_distribution<float> normal(0.0F, 0.05F);
    std::vector<float> weights(static_cast<std::size_t>(count));
    std::generate(weights.begin(), weights.end(), [&] { return normal(random); });
    return weights;
}

/// The weights of a ResNet-50, one tensor after the other: those in the file that COPPICE_WEIGHTS
/// names, as 32-bit floats, or random ones.
class resnet50 {
  public:
    resnet50() {
        coppice::index count = 0;
        for (const coppice::shape& extents : resnet50_shapes()) {
            count += extents.size();
        }
        const char* const path = std::getenv("COPPICE_WEIGHTS");
        if (path == nullptr) {
            original_ = random_weights(count);
        } else {
            original_.resize(static_cast<std::size_t>(count));
            std::ifstream file(path, std::ios::binary);
            const auto bytes = static_cast<std::streamsize>(original_.size() * sizeof(float));
            if (!file.read(reinterpret_cast<char*>(original_.data()), bytes)) {
                throw std::runtime_error(
                    std::string(path) + ": " + std::to_string(bytes) + " bytes expected");
            }
        }
        weights_ = original_;
    }

    /// Undoes what was pruned.
    void restore() { std::copy(original_.begin(), original_.end(), weights_.begin()); }

    [[nodiscard]] std::vector<coppice::view<float>> tensors() {
        std::vector<coppice::view<float>> views;
        float* first = weights_.data();
        for (const coppice::shape& extents : resnet50_shapes()) {
            views.emplace_back(first, extents);
            first += extents.size();
        }
        return views;
    }

    [[nodiscard]] std::vector<float>& weights() { return weights_; }

  private:
    std::vector<float> original_;
    std::vector<float> weights_;
};
