#include "reproduce/options.hpp"

#include <CLI/CLI.hpp>

#include <cstdlib>
#include <string>

#include "reproduce/reproductions.hpp"
#include "trainer/command_line.hpp"

namespace reproduce {

namespace {

/// The data set in the directory that COPPICE_DATA names, as for the tests.
std::filesystem::path default_directory(const std::string& data_set) {
    const char* const root = std::getenv("COPPICE_DATA");
    return root == nullptr ? std::filesystem::path() : std::filesystem::path(root) / data_set;
}

} // namespace

const char* to_string(scale size) {
    return size == scale::paper ? "paper" : "small";
}

command_line read_command_line(int argc, const char* const* argv) {
    command_line read;
    options& o = read.chosen;
    CLI::App app("Reproduces a table or figure of a paper next to the published numbers.");
    app.option_defaults()->always_capture_default()->multi_option_policy(
        CLI::MultiOptionPolicy::TakeLast);
    app.require_subcommand(1);
    std::string size = to_string(o.size);
    for (const reproduction& each : reproductions()) {
        CLI::App* const one = app.add_subcommand(each.name, each.summary);
        one->add_option("--scale", size, "how much of the paper's effort to take")
            ->check(CLI::IsMember({to_string(scale::small), to_string(scale::paper)}));
        trainer::add_seeds(*one, o.seeds);
        one->add_option(
            "--data-directory", o.data_directory,
            "where the files of " + each.data_set +
                (each.published_data_set.empty()
                     ? ""
                     : " (at the paper's scale: " + each.published_data_set + ")") +
                " lie (default: the folder of that name in $COPPICE_DATA)");
        one->add_option(
               "--output", o.output,
               "directory for document, data and plot (default: results/" + each.name + ")")
            ->default_str("");
        trainer::add_threads(*one, o.threads);
        one->callback([&o, name = each.name] { o.figure = name; });
    }
    if (argc > 1 && argv[1][0] != '-') {
        static_cast<void>(find_reproduction(argv[1])); // or else it would be as if none were named
    }
    try {
        app.parse(argc, argv);
        o.size = size == to_string(scale::paper) ? scale::paper : scale::small;
        read.run = true;
    } catch (const CLI::ParseError& problem) {
        read.exit_code = app.exit(problem);
    }
    if (read.run && o.data_directory.empty()) {
        o.data_directory = default_directory(find_reproduction(o.figure).data_set_at(o.size));
    }
    if (o.output.empty()) {
        o.output = std::filesystem::path("results") / o.figure;
    }
    return read;
}

} // namespace reproduce
