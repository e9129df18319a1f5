#include "trainer/latency.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace trainer {

std::vector<double>
measure_latency(const std::vector<nn::network*>& networks, const nn::tensor& image, int rounds) {
    using clock = std::chrono::steady_clock;
    std::vector<std::vector<double>> seconds(networks.size());
    for (int round = -3; round < rounds; ++round) { // the first few only warm up
        for (std::size_t n = 0; n < networks.size(); ++n) {
            if (networks.size() > 1) { // brings its weights in place of another's
                networks[n]->forward(image, nn::mode::evaluation);
            }
            const clock::time_point start = clock::now();
            networks[n]->forward(image, nn::mode::evaluation);
            if (round >= 0) {
                seconds[n].push_back(std::chrono::duration<double>(clock::now() - start).count());
            }
        }
    }
    std::vector<double> medians;
    for (std::vector<double>& times : seconds) {
        const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
        std::nth_element(times.begin(), middle, times.end());
        medians.push_back(*middle);
    }
    return medians;
}

} // namespace trainer
