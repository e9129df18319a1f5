#include "trainer/command_line.hpp"

#include <coppice/core/text.hpp>

#include <algorithm>

#include "report/text.hpp"

namespace trainer {

void list_without_repeats(CLI::Option& option) {
    option.delimiter(',')->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    option.each([&option](const std::string& value) {
        const std::vector<std::string>& all = option.results();
        if (std::count(all.begin(), all.end(), value) > 1) {
            throw CLI::ValidationError("Value " + value + " is given twice");
        }
    });
}

void require(bool holds, const std::string& option, double value, const std::string& range) {
    if (!holds) {
        throw CLI::ValidationError(
            option + " is " + coppice::text(value) + "; it must be " + range);
    }
}

void add_threads(CLI::App& app, int& threads) {
    app.add_option("--threads", threads, "number of threads (0: all cores)")
        ->check(CLI::Range(0, 1024));
}

void add_seeds(CLI::App& app, std::vector<std::uint64_t>& seeds) {
    CLI::Option& option =
        *app.add_option("--seeds", seeds, "one run per seed, separated by commas");
    option.check(CLI::Validator(report::unlike_a_seed, "in [0 - 9223372036854775807]"));
    list_without_repeats(option);
}

} // namespace trainer
