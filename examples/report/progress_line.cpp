#include "report/progress_line.hpp"

#include <algorithm>
#include <string_view>

#include "report/format.hpp"
#include "report/text.hpp"

namespace report {
namespace {

constexpr std::size_t shortest_bar = 10;
constexpr std::size_t longest_bar = 40;
constexpr std::string_view gap = "  ";

double share_done(const progress_state& state) {
    const double share = static_cast<double>(state.done) / static_cast<double>(state.total);
    return std::min(share, 1.0);
}

double per_second(const progress_state& state) {
    return state.seconds > 0 ? static_cast<double>(state.done) / state.seconds : 0;
}

std::string bar(double share, std::size_t length) {
    const auto full = static_cast<std::size_t>(share * static_cast<double>(length));
    return "[" + std::string(full, '#') + std::string(length - full, '.') + "]";
}

void append(std::string& line, const std::string& part) {
    if (!part.empty()) {
        line += (line.empty() ? "" : gap);
        line += part;
    }
}

std::string count(const progress_state& state) {
    const std::string done = grouped(state.done);
    if (state.total == 0) {
        return done + " " + state.unit;
    }
    const std::string total = grouped(state.total);
    return pad_left(done, display_width(total)) + "/" + total + " " + state.unit;
}

std::string remaining(const progress_state& state) {
    if (state.done == 0 || state.done >= state.total || per_second(state) <= 0) {
        return "";
    }
    const double left = static_cast<double>(state.total - state.done) / per_second(state);
    return duration(left) + " left";
}

std::string details(const progress_state& state, bool with_count, bool with_rate) {
    std::string line;
    if (state.total > 0) {
        append(line, pad_left(decimal(100 * share_done(state), 0), 3) + " %");
    }
    append(line, with_count ? count(state) : "");
    append(line, with_rate && per_second(state) > 0 ? rate(per_second(state), state.unit) : "");
    append(line, remaining(state));
    append(line, state.note);
    return line;
}

std::string joined(const std::string& first, const std::string& second) {
    std::string line = first;
    append(line, second);
    return line;
}

} // namespace

std::string running_line(const progress_state& state, int columns) {
    const auto width = static_cast<std::size_t>(std::max(columns - 1, 0));
    const std::string full = joined(state.label, details(state, true, true));
    const std::size_t around_bar = 2 + gap.size();
    if (state.total > 0 && display_width(full) + around_bar + shortest_bar <= width) {
        const std::size_t room = width - display_width(full) - around_bar;
        const std::string drawn = bar(share_done(state), std::min(room, longest_bar));
        return joined(joined(state.label, drawn), details(state, true, true));
    }
    for (const std::string& line : {full, joined(state.label, details(state, false, true))}) {
        if (display_width(line) <= width) {
            return line;
        }
    }
    return clip(joined(state.label, details(state, false, false)), width);
}

std::string finished_line(const progress_state& state) {
    std::string line = state.label + ": " + grouped(state.done);
    if (state.total > 0 && state.done != state.total) {
        line += " of " + grouped(state.total);
    }
    line += " " + state.unit + " in " + duration(state.seconds);
    if (per_second(state) > 0) {
        line += " (" + rate(per_second(state), state.unit) + ")";
    }
    return state.note.empty() ? line : line + ", " + state.note;
}

} // namespace report
