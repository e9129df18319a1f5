#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <doctest/doctest.h>

#include "data/normalisation.hpp"
#include "data/open.hpp"

namespace {

void skip(const std::string& reason) {
    std::printf("skipped: %s\n", reason.c_str());
    std::fflush(stdout);
}

/// The directory `name` within that named by COPPICE_DATA, or an empty path, with the reason said.
std::filesystem::path real_directory(const std::string& name) {
    const char* root = std::getenv("COPPICE_DATA");
    if (root == nullptr) {
        skip("the real " + name + ", because COPPICE_DATA is not set");
        return {};
    }
    std::filesystem::path directory = std::filesystem::path(root) / name;
    if (!std::filesystem::is_directory(directory)) {
        skip("the real " + name + ", because there is no " + directory.string());
        return {};
    }
    return directory;
}

/// Each class has as many images as every other.
bool balanced(const data::images& set) {
    std::vector<std::size_t> seen(static_cast<std::size_t>(set.classes));
    for (const data::label label : set.labels) {
        ++seen.at(label);
    }
    for (const std::size_t count : seen) {
        if (count * seen.size() != set.count) {
            return false;
        }
    }
    return true;
}

} // namespace

TEST_CASE("real data: mnist") {
    const std::filesystem::path directory = real_directory("mnist");
    if (directory.empty()) {
        return;
    }
    const data::data_set set = data::open_data_set("mnist", directory);
    data::check(set.training);
    data::check(set.test);
    CHECK(set.training.count == 60'000);
    CHECK(set.test.count == 10'000);
    CHECK(set.training.height == 28);
    CHECK(set.training.width == 28);
    CHECK(set.training.labels[0] == 5);
    CHECK(set.test.labels[0] == 7);
    const data::normalisation scale = data::measure_normalisation(set.training);
    CHECK(scale.mean[0] == doctest::Approx(0.1307).epsilon(0.001));
    CHECK(scale.deviation[0] == doctest::Approx(0.3081).epsilon(0.001));
}

TEST_CASE("real data: fashion-mnist") {
    if (!std::filesystem::is_directory(data::fashion_mnist_directory)) {
        skip("the real fashion-mnist, because Debian's package dataset-fashion-mnist is missing");
        return;
    }
    const data::data_set set = data::open_data_set("fashion-mnist");
    data::check(set.training);
    data::check(set.test);
    CHECK(set.training.count == 60'000);
    CHECK(set.test.count == 10'000);
    CHECK(set.training.height == 28);
    CHECK(set.training.width == 28);
    CHECK(balanced(set.training));
    CHECK(balanced(set.test));
    const data::normalisation scale = data::measure_normalisation(set.training);
    CHECK(scale.mean[0] == doctest::Approx(0.2860).epsilon(0.001));
    CHECK(scale.deviation[0] == doctest::Approx(0.3530).epsilon(0.001));
}

TEST_CASE("real data: cifar10") {
    const std::filesystem::path directory = real_directory("cifar10");
    if (directory.empty()) {
        return;
    }
    if (!std::filesystem::exists(directory / "data_batch_1.bin") &&
        !std::filesystem::exists(directory / "data_batch_1.bin.gz")) {
        skip("the real cifar10, because there is no data_batch_1.bin in " + directory.string());
        return;
    }
    const data::data_set set = data::open_data_set("cifar10", directory);
    data::check(set.training);
    data::check(set.test);
    CHECK(set.training.count == 50'000);
    CHECK(set.test.count == 10'000);
    CHECK(balanced(set.training));
    CHECK(balanced(set.test));
    const data::normalisation scale = data::measure_normalisation(set.training);
    CHECK(scale.mean[0] == doctest::Approx(0.4914).epsilon(0.01));
    CHECK(scale.mean[1] == doctest::Approx(0.4822).epsilon(0.01));
    CHECK(scale.mean[2] == doctest::Approx(0.4465).epsilon(0.01));
}
