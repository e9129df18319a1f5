#include "trainer/saved_network.hpp"

#include <coppice/checkpoint/file.hpp>

#include <algorithm>
#include <fstream>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "safetensors/failure.hpp"
#include "safetensors/reader.hpp"
#include "safetensors/writer.hpp"

namespace trainer {

namespace {

using nlohmann::ordered_json;
using safetensors::fail;

constexpr auto format = "coppice-trainer network";
constexpr int version = 2;

// What a sidecar may ask for: the model is built before its weights are read.
constexpr std::uintmax_t longest_sidecar = std::uintmax_t{16} << 20U; // bytes
constexpr std::size_t most_channels = 4;
constexpr std::size_t most_classes = 65536;

/// A parameter's name in PyTorch.
std::string name_of(const nn::node& node, nn::parameter_role role) {
    using nn::parameter_role;
    switch (role) {
    case parameter_role::scale:
        return node.name + ".weight";
    case parameter_role::shift:
        return node.name + ".bias";
    case parameter_role::running_variance:
        return node.name + ".running_var";
    default:
        return node.name + "." + to_string(role);
    }
}

std::vector<std::uint64_t> shape_in_file(const nn::tensor& values) {
    return {values.shape().begin(), values.shape().end()};
}

/// The layers of a network: what has a weight.
std::vector<const nn::node*> layers_of(const nn::network& net) {
    std::vector<const nn::node*> layers;
    for (const nn::node& node : net.nodes()) {
        if (node.find(nn::parameter_role::weight) != nullptr) {
            layers.push_back(&node);
        }
    }
    return layers;
}

nn::model build(const network_origin& origin) {
    return nn::make_model(origin.model, origin.input, origin.classes, origin.seed);
}

ordered_json to_json(const nn::network& net, const network_origin& origin) {
    const nn::model whole = build(origin);
    ordered_json layers = ordered_json::array();
    const auto before = layers_of(whole.net);
    const auto after = layers_of(net);
    for (std::size_t i = 0; i < after.size(); ++i) {
        layers.push_back(
            {{"name", after[i]->name},
             {"channels", after[i]->output.channels},
             {"of", before[i]->output.channels}});
    }
    return {
        {"format", format},
        {"version", version},
        {"model", origin.model},
        {"input", {origin.input.channels, origin.input.height, origin.input.width}},
        {"classes", origin.classes},
        {"data", origin.data},
        {"folder",
         {{"per_class", origin.folder.per_class},
          {"test_share", origin.folder.test_share},
          {"skip_broken", origin.folder.skip_broken}}},
        {"normalisation", {{"mean", origin.scale.mean}, {"deviation", origin.scale.deviation}}},
        {"recipe", origin.recipe},
        {"ratio", origin.ratio},
        {"epochs", origin.epochs},
        {"seed", origin.seed},
        {"parameters", net.parameter_count()},
        {"layers", std::move(layers)}};
}

/// A sidecar, field by field.
class sidecar {
  public:
    explicit sidecar(std::filesystem::path path) : path_(std::move(path)) {
        std::error_code unreadable;
        const std::uintmax_t size = std::filesystem::file_size(path_, unreadable);
        std::ifstream file(path_, std::ios::binary);
        if (unreadable || !file) {
            refuse("no readable file", "the sidecar of the network");
        }
        if (size > longest_sidecar) {
            refuse(std::to_string(size) + " bytes", "at most " + std::to_string(longest_sidecar));
        }
        json_ = ordered_json::parse(file, nullptr, false);
        if (json_.is_discarded()) {
            refuse("a file that is not JSON", "the sidecar of the network");
        }
        if (!json_.is_object() || !json_.contains("format") || json_["format"] != format) {
            refuse(
                "something else",
                R"(a JSON object whose "format" is ")" + std::string(format) + '"');
        }
        if (whole(json_, "version", 0, 1'000'000) != version) {
            refuse("version " + json_["version"].dump(), std::to_string(version));
        }
    }

    [[noreturn]] void refuse(const std::string& found, const std::string& expected) const {
        fail(path_.string(), found, expected);
    }

    [[nodiscard]] network_origin origin() const {
        network_origin made;
        made.model = text(json_, "model");
        const ordered_json& input = list(json_, "input", 3);
        made.input = {
            whole_number(input[0], "input", 1, most_channels),
            whole_number(input[1], "input", 1, longest_side),
            whole_number(input[2], "input", 1, longest_side)};
        made.classes = whole(json_, "classes", 1, most_classes);
        made.data = text(json_, "data");
        const ordered_json& folder = field(json_, "folder");
        made.folder.size = static_cast<int>(made.input.height);
        made.folder.per_class = whole(folder, "per_class", 0, ~std::uint64_t{0});
        made.folder.test_share = number(field(folder, "test_share"), "test_share");
        made.folder.skip_broken = truth(folder, "skip_broken");
        made.recipe = text(json_, "recipe");
        made.ratio = number(field(json_, "ratio"), "ratio");
        made.epochs = static_cast<int>(whole(json_, "epochs", 0, 1'000'000'000));
        made.seed = whole(json_, "seed", 0, ~std::uint64_t{0});
        const ordered_json& scale = field(json_, "normalisation");
        made.scale.mean = numbers(scale, "mean", made.input.channels);
        made.scale.deviation = numbers(scale, "deviation", made.input.channels);
        for (const float deviation : made.scale.deviation) {
            if (!(deviation > 0)) {
                refuse("the deviation " + std::to_string(deviation), "one above 0");
            }
        }
        return made;
    }

    /// The layers and the number of parameters have to be those of the network.
    void check(const nn::network& net) const {
        const auto layers = layers_of(net);
        const ordered_json& listed = list(json_, "layers", layers.size());
        for (std::size_t i = 0; i < layers.size(); ++i) {
            const std::string name = text(listed[i], "name");
            const std::size_t channels = whole(listed[i], "channels", 1, ~std::uint64_t{0});
            if (name != layers[i]->name || channels != layers[i]->output.channels) {
                refuse(
                    std::to_string(channels) + " channels of layer " + safetensors::in_quotes(name),
                    std::to_string(layers[i]->output.channels) + " of \"" + layers[i]->name +
                        "\", as the weights have them");
            }
        }
        const std::uint64_t parameters = whole(json_, "parameters", 0, ~std::uint64_t{0});
        if (parameters != net.parameter_count()) {
            refuse(
                std::to_string(parameters) + " parameters",
                std::to_string(net.parameter_count()) + ", as the weights have them");
        }
    }

  private:
    [[nodiscard]] const ordered_json& field(const ordered_json& of, const std::string& name) const {
        if (!of.is_object() || !of.contains(name)) {
            refuse("no \"" + name + "\"", "one");
        }
        return of[name];
    }

    [[nodiscard]] std::string text(const ordered_json& of, const std::string& name) const {
        const ordered_json& value = field(of, name);
        if (!value.is_string()) {
            refuse("a \"" + name + "\" that is no text", "one that is");
        }
        return value.get<std::string>();
    }

    [[nodiscard]] bool truth(const ordered_json& of, const std::string& name) const {
        const ordered_json& value = field(of, name);
        if (!value.is_boolean()) {
            refuse("\"" + name + "\" with " + value.dump(), "true or false");
        }
        return value.get<bool>();
    }

    [[nodiscard]] const ordered_json&
    list(const ordered_json& of, const std::string& name, std::size_t size) const {
        const ordered_json& value = field(of, name);
        if (!value.is_array() || value.size() != size) {
            refuse(
                "a \"" + name + "\" of " +
                    (value.is_array() ? std::to_string(value.size()) + " entries" : "another kind"),
                "a list of " + std::to_string(size));
        }
        return value;
    }

    [[nodiscard]] std::uint64_t whole_number(
        const ordered_json& value, const std::string& name, std::uint64_t low,
        std::uint64_t high) const {
        const bool good = value.is_number_unsigned() && value.get<std::uint64_t>() >= low &&
                          value.get<std::uint64_t>() <= high;
        if (!good) {
            refuse(
                "\"" + name + "\" with " + (value.is_number() ? value.dump() : "no number"),
                "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
        }
        return value.get<std::uint64_t>();
    }

    [[nodiscard]] std::uint64_t whole(
        const ordered_json& of, const std::string& name, std::uint64_t low,
        std::uint64_t high) const {
        return whole_number(field(of, name), name, low, high);
    }

    [[nodiscard]] double number(const ordered_json& value, const std::string& name) const {
        if (!value.is_number()) {
            refuse("\"" + name + "\" without a number", "a number");
        }
        return value.get<double>();
    }

    [[nodiscard]] std::vector<float>
    numbers(const ordered_json& of, const std::string& name, std::size_t size) const {
        std::vector<float> made;
        for (const ordered_json& value : list(of, name, size)) {
            made.push_back(static_cast<float>(number(value, name)));
        }
        return made;
    }

    std::filesystem::path path_;
    ordered_json json_;
};

/// A parameter from the file, no larger along any axis than that of the whole model.
nn::tensor read(const safetensors::reader& file, const std::string& name, const nn::tensor& whole) {
    const safetensors::tensor_info& stored = file.find(name);
    const std::vector<std::uint64_t> most = shape_in_file(whole);
    const bool fits = stored.type == safetensors::dtype::f32 &&
                      stored.shape.size() == most.size() &&
                      std::equal(
                          stored.shape.begin(), stored.shape.end(), most.begin(),
                          [](std::uint64_t extent, std::uint64_t bound) {
                              return extent >= 1 && extent <= bound;
                          });
    if (!fits) {
        fail(
            safetensors::place_of(file.path(), name),
            safetensors::to_string(stored.shape) + " " + std::string(name_of(stored.type)),
            "at most " + safetensors::to_string(most) + " F32");
    }
    const auto at = [&](std::size_t axis) { return static_cast<std::size_t>(stored.shape[axis]); };
    nn::tensor values(
        most.size() == 1   ? nn::shape{at(0)}
        : most.size() == 2 ? nn::shape{at(0), at(1)}
                           : nn::shape{at(0), at(1), at(2), at(3)});
    file.read(stored, std::as_writable_bytes(values.values()));
    return values;
}

void read_weights(const safetensors::reader& file, nn::network& net) {
    nn::network_state state;
    for (const nn::node& node : net.nodes()) {
        for (const nn::parameter& parameter : node.parameters) {
            state.push_back(read(file, name_of(node, parameter.role), parameter.value));
        }
    }
    if (file.tensors().size() != state.size()) {
        fail(
            file.path().string(), std::to_string(file.tensors().size()) + " tensors",
            std::to_string(state.size()) + ", those of the model");
    }
    try {
        net.load(state);
    } catch (const std::invalid_argument& misfit) {
        fail(
            file.path().string(),
            "layers that do not fit together (" + std::string(misfit.what()) + ")",
            "those of one network");
    }
}

} // namespace

std::filesystem::path sidecar_of(const std::filesystem::path& weights) {
    std::filesystem::path path = weights;
    return path.replace_extension(".json");
}

void save_network(
    const std::filesystem::path& weights, const nn::network& net, const network_origin& origin) {
    const std::size_t side = std::max(origin.input.height, origin.input.width);
    if (side > longest_side) {
        fail(
            weights.string(), "images of " + std::to_string(side) + " pixels a side",
            "at most " + std::to_string(longest_side));
    }
    std::vector<safetensors::tensor_info> tensors;
    for (const nn::node& node : net.nodes()) {
        for (const nn::parameter& parameter : node.parameters) {
            tensors.push_back(
                {.name = name_of(node, parameter.role),
                 .type = safetensors::dtype::f32,
                 .shape = shape_in_file(parameter.value)});
        }
    }
    safetensors::writer file(
        weights, std::move(tensors), safetensors::metadata_map{{"format", "pt"}});
    for (const nn::node& node : net.nodes()) {
        for (const nn::parameter& parameter : node.parameters) {
            file.write(std::as_bytes(parameter.value.values()));
        }
    }
    file.finish();
    const std::string text = to_json(net, origin).dump(2) + "\n";
    coppice::checkpoint::write_file(
        sidecar_of(weights).string(), std::as_bytes(std::span<const char>(text)));
}

saved_network load_network(const std::filesystem::path& weights) {
    const safetensors::reader file(weights);
    const sidecar about(sidecar_of(weights));
    network_origin origin = about.origin();
    try {
        saved_network saved{build(origin), std::move(origin)};
        read_weights(file, saved.model.net);
        about.check(saved.model.net);
        return saved;
    } catch (const std::invalid_argument& unknown) {
        about.refuse("a model that cannot be built (" + std::string(unknown.what()) + ")", "one");
    }
}

} // namespace trainer
