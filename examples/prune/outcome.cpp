#include "prune/outcome.hpp"

#include <coppice/core/count.hpp>

#include <string_view>

#include <nlohmann/json.hpp>

#include "report/file.hpp"
#include "report/format.hpp"
#include "report/table.hpp"
#include "report/text.hpp"

namespace prune {

namespace {

using report::align;
using report::grouped;

std::string share_of(std::uint64_t part, std::uint64_t all) {
    return report::percent(
        all == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(all), 1);
}

std::string groups_of(const tensor_outcome& one) {
    return grouped(one.pruned) + " of " + grouped(one.groups);
}

std::string shape_of(const safetensors::tensor_info& tensor) {
    return safetensors::to_string(tensor.shape);
}

/// What came between, and how many groups that cost or added where the tensor itself was asked.
std::string limit_of(const tensor_outcome& one) {
    return one.limit.empty() || one.asked == one.pruned
               ? one.limit
               : one.limit + " (" + grouped(one.asked) + " were due)";
}

report::table table_of_pruned(const outcome& done) {
    report::table table(
        {{"pruned tensor", align::left},
         {"type", align::left},
         {"shape", align::left},
         {"groups pruned"},
         {"zeros"},
         {"bytes"},
         {"not zero"},
         {"what came between", align::left}});
    for (const tensor_outcome& one : done.tensors) {
        if (one.left_alone.empty()) {
            table.add_row(
                {report::one_line(one.tensor.name), std::string(name_of(one.tensor.type)),
                 shape_of(one.tensor), groups_of(one), share_of(one.zeros, one.tensor.elements()),
                 grouped(one.tensor.bytes()), grouped(one.bytes_left()), limit_of(one)});
        }
    }
    return table;
}

report::table table_of_the_rest(const outcome& done) {
    report::table table(
        {{"copied tensor", align::left},
         {"type", align::left},
         {"shape", align::left},
         {"bytes"},
         {"why it was left alone", align::left}});
    for (const tensor_outcome& one : done.tensors) {
        if (!one.left_alone.empty()) {
            table.add_row(
                {report::one_line(one.tensor.name), std::string(name_of(one.tensor.type)),
                 shape_of(one.tensor), grouped(one.tensor.bytes()), one.left_alone});
        }
    }
    return table;
}

nlohmann::ordered_json json_of(const tensor_outcome& one) {
    nlohmann::ordered_json json = {
        {"name", one.tensor.name},
        {"dtype", name_of(one.tensor.type)},
        {"shape", one.tensor.shape},
        {"bytes", one.tensor.bytes()}};
    if (!one.left_alone.empty()) {
        json["left_alone"] = one.left_alone;
        return json;
    }
    json["groups"] = one.groups;
    json["groups_pruned"] = one.pruned;
    json["groups_due"] = one.asked;
    if (!one.limit.empty()) {
        json["limit"] = one.limit;
    }
    json["zeros"] = one.zeros;
    json["bytes_not_zero"] = one.bytes_left();
    return json;
}

nlohmann::ordered_json json_of(const options& chosen) {
    nlohmann::ordered_json json = {{"granularity", chosen.granularity}, {"score", chosen.score}};
    if (chosen.granularity == "vector") {
        json["axis"] = chosen.axis;
    } else if (chosen.granularity == "block") {
        json["rows"] = chosen.rows;
        json["columns"] = chosen.columns;
    }
    if (chosen.score == "lp") {
        json["p"] = chosen.p;
    } else if (chosen.score == "random") {
        json["seed"] = chosen.seed;
    }
    if (!chosen.sparsity) { // N:M
        json["kept"] = chosen.kept;
        json["of"] = chosen.of;
        return json;
    }
    json["scope"] = chosen.scope;
    json["sparsity"] = *chosen.sparsity;
    json["round_to"] = chosen.round_to;
    if (chosen.layer_cap) {
        json["layer_cap"] = *chosen.layer_cap;
    }
    if (chosen.fewest_left) {
        json["fewest_left"] = *chosen.fewest_left;
    }
    return json;
}

} // namespace

std::uint64_t tensor_outcome::bytes_left() const {
    return (tensor.elements() - zeros) * safetensors::bits_of(tensor.type) / 8;
}

totals sum(const outcome& done) {
    totals all;
    for (const tensor_outcome& one : done.tensors) {
        if (one.left_alone.empty()) {
            ++all.tensors;
            all.groups += one.groups;
            all.pruned += one.pruned;
            all.asked += one.asked;
            all.weights += one.tensor.elements();
            all.zeros += one.zeros;
            all.bytes += one.tensor.bytes();
            all.bytes_left += one.bytes_left();
            all.bytes_bitmap += one.bytes_left() + (one.tensor.elements() + 7) / 8;
        }
    }
    if (done.chosen.scope == "global" && done.chosen.sparsity) {
        all.asked = coppice::floor_share(*done.chosen.sparsity, all.groups);
    }
    return all;
}

std::string text(const outcome& done) {
    const totals all = sum(done);
    std::string written = table_of_pruned(done).text();
    if (all.tensors < done.tensors.size()) {
        written += "\n" + table_of_the_rest(done).text();
    }
    written += "\n";
    if (done.chosen.sparsity && all.pruned < all.asked) {
        written += "Of the " + grouped(all.groups) + " groups " + grouped(all.pruned) +
                   " are pruned, fewer than the " + grouped(all.asked) +
                   " that --sparsity asks for.\n";
    }
    written += grouped(all.zeros) + " of the " + grouped(all.weights) + " weights of " +
               grouped(all.tensors) + (all.tensors == 1 ? " tensor are" : " tensors are") +
               " zero, " + share_of(all.zeros, all.weights) + ".\n";
    written += "They take " + grouped(all.bytes) + " bytes as before, for zeros are written out.\n";
    written += "Those that are not zero take " + grouped(all.bytes_left) + " bytes, and " +
               grouped(all.bytes_bitmap) + " with a bit a weight to say where they are.\n";
    return written;
}

void write_json(const outcome& done, const std::filesystem::path& path) {
    const totals all = sum(done);
    nlohmann::ordered_json json = {
        {"input", done.chosen.input.string()},
        {"output", done.chosen.output.string()},
        {"method", json_of(done.chosen)},
        {"file_bytes", done.file_bytes},
        {"total",
         {{"tensors_pruned", all.tensors},
          {"groups", all.groups},
          {"groups_pruned", all.pruned},
          {"groups_due", all.asked},
          {"weights", all.weights},
          {"zeros", all.zeros},
          {"bytes", all.bytes},
          {"bytes_not_zero", all.bytes_left},
          {"bytes_with_bitmap", all.bytes_bitmap}}},
        {"tensors", nlohmann::ordered_json::array()}};
    for (const tensor_outcome& one : done.tensors) {
        json["tensors"].push_back(json_of(one));
    }
    // A path need not be UTF-8.
    report::write_file(
        path, json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

} // namespace prune
