#include "trainer/command_line.hpp"

#include <algorithm>
#include <limits>

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

void add_seeds(CLI::App& app, std::vector<std::uint64_t>& seeds) {
    CLI::Option& option = *app.add_option("--seeds", seeds, "one run each, separated by commas");
    option.check(CLI::Range(std::int64_t{0}, std::numeric_limits<std::int64_t>::max()));
    list_without_repeats(option);
}

} // namespace trainer
