#include "prune/options.hpp"

#include <CLI/CLI.hpp>

#include <coppice/core/text.hpp>

#include <cstdint>
#include <filesystem>
#include <string>

#include "report/text.hpp"

namespace prune {

namespace {

constexpr auto footer =
    R"(Without --include, all floating-point tensors with at least two axes whose names
end in "weight" are pruned. All others are copied unchanged and listed with the reason.
Patterns are those of a shell: * stands for anything, ? for one character, [ab] for one of these.

The zeros are written into the file, which keeps its size, its shapes and its element types. The
report says how much the weights that are left would take. To make a network smaller and faster its
filters have to be removed from all layers that touch them, with their biases and normalisation,
which takes the network's graph: coppice-trainer does that (--save); a checkpoint does not hold one.
For the same reason the biases of pruned filters stay.

A local scope holds one tensor in memory at a time, F16 and BF16 as F32 beside it. A global one
holds all that are pruned at once, as F32, or as F64 if one of them is, and a bit a group; filters,
channels and LAMP take another 8 bytes a group, LAMP 16 more for those of the largest tensor.

It ends with 0 if all went well, with 1 if it refused or failed, which leaves the output as it was
(but for a report that cannot be written, which comes last), and with more than 100 for a command line
that it does not understand.

Examples:
  coppice-prune net.safetensors --sparsity 0.9 -o sparse.safetensors
  coppice-prune net.safetensors --sparsity 0.9 --score lamp --scope global -o lamp.safetensors
  coppice-prune net.safetensors --granularity filter --sparsity 0.5 --round-to 8 -o half.safetensors
  coppice-prune net.safetensors --granularity n_m --kept 2 --of 4 -o two_of_four.safetensors
  coppice-prune net.safetensors --include 'encoder.*.weight' --exclude '*.norm.*' \
      --granularity block --rows 4 --columns 4 --sparsity 0.8 -o blocks.safetensors
)";

void require(bool holds, const std::string& option, double value, const std::string& range) {
    if (!holds) {
        throw CLI::ValidationError(
            option + " is " + coppice::text(value) + "; it must be " + range);
    }
}

/// NaN is in none.
void check_ranges(const options& o) {
    if (!o.sparsity && o.granularity != "n_m") {
        throw CLI::ValidationError("--sparsity is missing; it must be in [0, 1)");
    }
    const double share = o.sparsity.value_or(0);
    const double cap = o.layer_cap.value_or(1);
    const auto fewest = static_cast<double>(o.fewest_left.value_or(1));
    require(share >= 0 && share < 1, "--sparsity", share, "in [0, 1)");
    require(cap > 0 && cap <= 1, "--layer-cap", cap, "in (0, 1]");
    require(fewest >= 1, "--fewest-left", fewest, "at least 1");
    require(o.axis >= -8 && o.axis < 8, "--axis", o.axis, "in [-8, 8)");
    require(o.rows >= 1, "--rows", o.rows, "at least 1");
    require(o.columns >= 1, "--columns", o.columns, "at least 1");
    require(o.of >= 1 && o.of <= 64, "--of", o.of, "in [1, 64]");
    require(
        o.kept >= 1 && o.kept <= o.of, "--kept", o.kept,
        "in [1, --of], which is " + coppice::text(o.of));
    require(o.p >= 1 && o.p <= 64, "--p", o.p, "in [1, 64]");
}

/// Options of one policy, given beside another, would be ignored: they are refused.
void refuse_unread(const CLI::App& app, const options& o) {
    struct owned {
        const char* option;
        bool read;
        const char* by;
    };
    const auto granularity = [&](const char* name) { return o.granularity == name; };
    for (const owned& one :
         {owned{"--axis", granularity("vector"), "--granularity vector"},
          owned{"--rows", granularity("block"), "--granularity block"},
          owned{"--columns", granularity("block"), "--granularity block"},
          owned{"--kept", granularity("n_m"), "--granularity n_m"},
          owned{"--of", granularity("n_m"), "--granularity n_m"},
          owned{"--p", o.score == "lp", "--score lp"},
          owned{"--seed", o.score == "random", "--score random"}}) {
        if (app.count(one.option) > 0 && !one.read) {
            throw CLI::ValidationError(
                one.option, "is given, and only " + std::string(one.by) + " reads it");
        }
    }
}

/// The report takes the place of what it is written to.
void refuse_lost(const options& o) {
    const auto whole = [](const std::filesystem::path& path) {
        std::error_code none;
        return std::filesystem::weakly_canonical(path, none);
    };
    for (const std::filesystem::path& other : {o.input, o.output}) {
        if (!o.report.empty() && !other.empty() && whole(o.report) == whole(other)) {
            throw CLI::ValidationError(
                "--report", "is " + other.string() + ", which it would replace");
        }
    }
}

} // namespace

command_line read_command_line(int argc, const char* const* argv) {
    command_line read;
    options& o = read.chosen;
    CLI::App app("Prunes the weights of a safetensors file.");
    app.footer(footer);
    app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);

    app.add_option("input", o.input, "the file with the weights")->required();
    app.add_option("-o,--output", o.output, "the file to write; left out: only report");
    app.add_option("--report", o.report, "write the report to this file, too, as JSON");
    app.add_option("--include", o.include, "names to prune, instead of the usual; may be repeated")
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    app.add_option("--exclude", o.exclude, "names to leave alone; may be repeated")
        ->allow_extra_args(false)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);

    app.option_defaults()->always_capture_default();
    app.add_option("--granularity", o.granularity, "what stays or goes together")
        ->check(CLI::IsMember({"weight", "filter", "channel", "kernel", "vector", "block", "n_m"}));
    app.add_option("--score", o.score, "what says how much a group matters")
        ->check(CLI::IsMember({"l1", "l2", "lp", "geometric_median", "random", "lamp"}));
    app.add_option("--scope", o.scope, "a share of each tensor, or of all tensors together")
        ->check(CLI::IsMember({"local", "global"}));
    app.add_option("--sparsity", o.sparsity, "share of the groups that go, in [0, 1)");

    app.add_option("--round-to", o.round_to, "the groups left are a multiple of this")
        ->check(CLI::Range(1, 1'000'000'000));
    app.add_option("--layer-cap", o.layer_cap, "global: most of one tensor's groups that may go");
    app.add_option("--fewest-left", o.fewest_left, "global: groups that a tensor keeps");

    app.add_option("--axis", o.axis, "vector: along which, from the last one if negative");
    app.add_option("--rows", o.rows, "block: outputs");
    app.add_option("--columns", o.columns, "block: inputs");
    app.add_option("--kept", o.kept, "n_m: weights that stay ...");
    app.add_option("--of", o.of, "n_m: ... of so many neighbours along the inputs");
    app.add_option("--p", o.p, "lp: the norm");
    app.add_option("--seed", o.seed, "random: its seed")
        ->check(CLI::Validator(report::unlike_a_seed, "in [0 - 9223372036854775807]"));
    app.add_option("--threads", o.threads, "number of threads (0: all cores)")
        ->check(CLI::Range(0, 1024));
    try {
        app.parse(argc, argv);
        check_ranges(o);
        refuse_unread(app, o);
        refuse_lost(o);
        read.run = true;
    } catch (const CLI::ParseError& problem) {
        read.exit_code = app.exit(problem);
    }
    return read;
}

} // namespace prune
