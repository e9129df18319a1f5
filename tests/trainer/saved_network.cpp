#include "trainer/saved_network.hpp"

#include <coppice/backend/eigen.hpp>
#include <coppice/granularity/filter.hpp>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <span>
#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "message.hpp"
#include "safetensors/reader.hpp"
#include "safetensors/writer.hpp"
#include "temporary_directory.hpp"
#include "trainer/shrink.hpp"

namespace {

nn::tensor probe(const nn::image_shape& input) {
    nn::tensor images(input.batch_of(3));
    for (std::size_t i = 0; i < images.size(); ++i) {
        images[i] = std::sin(static_cast<float>(i));
    }
    return images;
}

trainer::network_origin
origin_of(const std::string& model, const nn::image_shape& input, std::size_t classes) {
    return {
        .model = model,
        .input = input,
        .classes = classes,
        .data = "mnist",
        .folder = {.per_class = 7, .test_share = 0.3, .skip_broken = true},
        .recipe = "ice-pick",
        .ratio = 0.6,
        .epochs = 5,
        .seed = 3,
        .scale = {
            std::vector<float>(input.channels, 0.1307F),
            std::vector<float>(input.channels, 1.0F / 3.0F)}};
}

/// The model with 60 % of its filters gone, and statistics as training leaves them.
nn::network pruned_network(const trainer::network_origin& origin) {
    nn::model model = nn::make_model(origin.model, origin.input, origin.classes, origin.seed);
    model.net.forward(probe(origin.input), nn::mode::training);
    const trainer::described description = trainer::describe(model.net, model.blocks);
    const auto recipe = coppice::compose(coppice::granularity::filter{});
    coppice::drive::pruner pruning(recipe, description.model, coppice::backend::eigen{});
    pruning.prune(
        [](coppice::index groups, coppice::index) { return coppice::floor_share(0.6, groups); });
    pruning.apply();
    return trainer::shrink(
        model.net, description, coppice::compact::make_plan(description.model, pruning));
}

/// A saved LeNet, to damage.
struct saved_lenet {
    temporary_directory directory;
    std::filesystem::path weights = directory / "net.safetensors";
    std::filesystem::path sidecar = directory / "net.json";

    saved_lenet() {
        const auto origin = origin_of("lenet_300_100", {1, 8, 8}, 10);
        trainer::save_network(weights, pruned_network(origin), origin);
    }

    /// The complaint after a change of the sidecar, without its path in front.
    [[nodiscard]] std::string after(const std::function<void(nlohmann::json&)>& change) const {
        const std::string good = content_of(sidecar);
        nlohmann::json json = nlohmann::json::parse(good);
        change(json);
        std::ofstream(sidecar) << json.dump();
        std::string said = complaint(sidecar);
        std::ofstream(sidecar) << good;
        return said;
    }

    [[nodiscard]] std::string complaint(const std::filesystem::path& about) const {
        const std::string whole = message_of<std::runtime_error>(
            [&] { static_cast<void>(trainer::load_network(weights)); });
        const std::string start = about.string() + ": ";
        CHECK(whole.substr(0, start.size()) == start);
        return whole.substr(std::min(start.size(), whole.size()));
    }
};

} // namespace

TEST_CASE("saved network: loaded, it is the same network to the last bit") {
    const temporary_directory directory;
    for (const auto& network : std::vector<std::pair<std::string, nn::image_shape>>{
             {"lenet_300_100", {1, 28, 28}},
             {"conv_2", {3, 12, 12}},
             {"resnet8", {1, 13, 13}},
             {"resnet20", {3, 16, 16}},
             {"mobilenet_v2", {3, 16, 16}}}) {
        const std::string& name = network.first;
        const nn::image_shape& input = network.second;
        CAPTURE(name);
        const trainer::network_origin origin = origin_of(name, input, 10);
        nn::network net = pruned_network(origin);
        trainer::save_network(directory / "net.safetensors", net, origin);
        trainer::saved_network saved = trainer::load_network(directory / "net.safetensors");
        nn::network& loaded = saved.model.net;
        const nn::tensor images = probe(input);

        CHECK(loaded.state() == net.state());
        CHECK(loaded.parameter_count() == net.parameter_count());
        CHECK(loaded.parameter_count() < nn::make_model(name, input, 10, 3).net.parameter_count());
        CHECK(loaded.macs() == net.macs());
        CHECK(
            loaded.forward(images, nn::mode::evaluation) ==
            net.forward(images, nn::mode::evaluation));
        CHECK(saved.origin.model == name);
        CHECK(saved.origin.input == input);
        CHECK(saved.origin.recipe == "ice-pick");
        CHECK(saved.origin.seed == 3);
        CHECK(saved.origin.folder.size == static_cast<int>(input.height));
        CHECK(saved.origin.folder.per_class == 7);
        CHECK(saved.origin.folder.test_share == 0.3);
        CHECK(saved.origin.folder.skip_broken);
        CHECK(saved.origin.scale.mean == origin.scale.mean);
        CHECK(saved.origin.scale.deviation == origin.scale.deviation);

        // It can be described, pruned and trained as any other.
        const auto description = trainer::describe(loaded, saved.model.blocks);
        CHECK(
            description.layers.size() == trainer::describe(net, saved.model.blocks).layers.size());
    }
}

TEST_CASE("saved network: its file is one that PyTorch's users know their way in") {
    const temporary_directory directory;
    const trainer::network_origin origin = origin_of("resnet8", {1, 13, 13}, 10);
    trainer::save_network(directory / "net.safetensors", pruned_network(origin), origin);
    const safetensors::reader file(directory / "net.safetensors");
    CHECK(file.metadata() == safetensors::metadata_map{{"format", "pt"}});
    CHECK(file.find("stem.weight").shape == std::vector<std::uint64_t>{16, 1, 3, 3});
    CHECK(file.find("stage1.block1.conv1.weight").shape == std::vector<std::uint64_t>{7, 16, 3, 3});
    CHECK(file.find("stage1.block1.bn1.weight").shape == std::vector<std::uint64_t>{7});
    CHECK(file.find("stage1.block1.bn1.bias").shape == std::vector<std::uint64_t>{7});
    CHECK(file.find("stage1.block1.bn1.running_mean").shape == std::vector<std::uint64_t>{7});
    CHECK(file.find("stage1.block1.bn1.running_var").shape == std::vector<std::uint64_t>{7});
    const auto json = nlohmann::json::parse(content_of(directory / "net.json"));
    CHECK(json["layers"][1]["name"] == "stage1.block1.conv1");
    CHECK(json["layers"][1]["channels"] == 7);
    CHECK(json["layers"][1]["of"] == 16);
}

TEST_CASE("saved network: a sidecar that does not fit is refused in a sentence") {
    const saved_lenet saved;
    using nlohmann::json;
    CHECK(saved.after([](json& s) {
        s["layers"][0]["channels"] = 121;
    }) == "found 121 channels of layer \"fc1\", expected 120 of \"fc1\", as the weights have them");
    CHECK(saved.after([](json& s) {
        s["layers"][1]["name"] = "fc9";
    }) == "found 40 channels of layer \"fc9\", expected 40 of \"fc2\", as the weights have them");
    CHECK(saved.after([](json& s) {
        s["layers"].erase(2);
    }) == "found a \"layers\" of 2 entries, expected a list of 3");
    CHECK(saved.after([](json& s) {
        s["parameters"] = 7;
    }) == "found 7 parameters, expected 13050, as the weights have them");
    CHECK(
        saved.after([](json& s) { s["model"] = "lenet_3"; })
            .find(
                "found a model that cannot be built (model: found \"lenet_3\", expected one of") ==
        0);
    CHECK(saved.after([](json& s) { s.erase("model"); }) == "found no \"model\", expected one");
    CHECK(saved.after([](json& s) {
        s["folder"].erase("test_share");
    }) == "found no \"test_share\", expected one");
    CHECK(saved.after([](json& s) {
        s["folder"]["skip_broken"] = 7;
    }) == "found \"skip_broken\" with 7, expected true or false");
    CHECK(saved.after([](json& s) {
        s["input"][1] = 1'000'000'000;
    }) == "found \"input\" with 1000000000, expected a whole number from 1 to 256");
    CHECK(saved.after([](json& s) {
        s["classes"] = -1;
    }) == "found \"classes\" with -1, expected a whole number from 1 to 65536");
    CHECK(saved.after([](json& s) {
        s["normalisation"]["deviation"][0] = 0;
    }) == "found the deviation 0.000000, expected one above 0");
    CHECK(saved.after([](json& s) { s["version"] = 1; }) == "found version 1, expected 2");
    CHECK(
        saved.after([](json& s) { s = json::array(); }) ==
        "found something else, expected a JSON object whose \"format\" is \"coppice-trainer "
        "network\"");
    std::ofstream(saved.sidecar) << std::string(100'000, '[');
    CHECK(
        saved.complaint(saved.sidecar) ==
        "found a file that is not JSON, expected the sidecar of the network");
    std::filesystem::remove(saved.sidecar);
    CHECK(
        saved.complaint(saved.sidecar) ==
        "found no readable file, expected the sidecar of the network");
}

TEST_CASE("saved network: weights of another network are refused by name") {
    const saved_lenet saved;
    // The sidecar speaks of another model, of other images, of other classes.
    const auto about_weights = [&](const std::function<void(nlohmann::json&)>& change) {
        nlohmann::json json = nlohmann::json::parse(content_of(saved.sidecar));
        change(json);
        std::ofstream(saved.sidecar) << json.dump();
        return saved.complaint(saved.weights);
    };
    CHECK(about_weights([](nlohmann::json& s) {
              s["classes"] = 9;
          }) == "tensor \"fc3.weight\": found 10 x 40 F32, expected at most 9 x 100 F32");
    CHECK(about_weights([](nlohmann::json& s) {
              s["classes"] = 10;
              s["input"] = {1, 9, 9};
          }).find("found layers that do not fit together (fc1: weight is 120x64") == 0);
    CHECK(about_weights([](nlohmann::json& s) {
              s["input"] = {1, 8, 8};
              s["model"] = "resnet8";
          }) == "found no tensor \"stem.weight\", expected one of that name");
}

TEST_CASE("saved network: a directory that is not there") {
    const trainer::network_origin origin = origin_of("lenet_300_100", {1, 8, 8}, 10);
    CHECK(message_of<std::runtime_error>([&] {
              trainer::save_network("/nowhere/net.safetensors", pruned_network(origin), origin);
          }) == "/nowhere/net.safetensors: cannot be written (No such file or directory)");
}
