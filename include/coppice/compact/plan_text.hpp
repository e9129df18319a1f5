#pragma once

#include "coppice/compact/plan.hpp"

#include <charconv>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Plans in words, and in a form that reads back.
namespace coppice::compact {

/// What a plan changes, a line each: parameters that get smaller, sizes, and what stays whole and
/// why.
[[nodiscard]] inline std::string summary(const plan& planned) {
    std::string written;
    for (const change& of : planned.changes()) {
        if (of.after != of.before) {
            written += of.parameter + ": " + text(of.before) + " -> " + text(of.after) + '\n';
        }
    }
    const auto number = [&](const char* what, index before, index after) {
        written += std::string(what) + ": " + text(before) + " -> " + text(after) + '\n';
    };
    number("parameters", planned.before().parameters, planned.after().parameters);
    number("weights", planned.before().weights, planned.after().weights);
    number("multiply-accumulates", planned.before().macs, planned.after().macs);
    for (const note& of : planned.notes()) {
        written += of.layer + ": " + of.reason + '\n';
    }
    return written;
}

namespace detail {

/// "0-3 7 9-12"
[[nodiscard]] inline std::string ranges(const std::vector<index>& positions) {
    std::string written;
    for (std::size_t i = 0; i < positions.size();) {
        std::size_t end = i + 1;
        while (end < positions.size() && positions[end] == positions[end - 1] + 1) {
            ++end;
        }
        written += ' ' + text(positions[i]);
        if (end - i > 1) {
            written += '-' + text(positions[end - 1]);
        }
        i = end;
    }
    return written;
}

[[nodiscard]] inline std::string one_line(const std::string& written) {
    if (written.find('\n') != std::string::npos) {
        throw error("plan", "a name or reason", '"' + written + '"', "of one line to be saved");
    }
    return written;
}

/// Reads a saved plan line by line.
class plan_reader {
  public:
    explicit plan_reader(std::string_view all) : left_(all) {}

    /// The rest of the next line, which begins with `keyword`.
    std::string_view line(std::string_view keyword) {
        ++number_;
        const std::size_t end = left_.find('\n');
        if (end == std::string_view::npos) {
            refuse("the end of the text", std::string(keyword) + " ...");
        }
        const std::string_view found = left_.substr(0, end);
        left_.remove_prefix(end + 1);
        const bool followed = found.size() > keyword.size() && found[keyword.size()] == ' ';
        if (!found.starts_with(keyword) || (found.size() != keyword.size() && !followed)) {
            refuse('"' + std::string(found.substr(0, 60)) + '"', std::string(keyword) + " ...");
        }
        return found.substr(keyword.size() + (followed ? 1 : 0));
    }

    /// Takes a number from the front of a line.
    /// @param most  the largest that makes sense
    index take(std::string_view& line, index most) const {
        index value = 0;
        const char* const end = line.data() + line.size();
        const auto [rest, fault] = std::from_chars(line.data(), end, value);
        if (fault != std::errc{} || value < 0 || value > most) {
            refuse(
                '"' + std::string(line.substr(0, 30)) + '"', "a number in [0, " + text(most) + "]");
        }
        line.remove_prefix(static_cast<std::size_t>(rest - line.data()));
        return value;
    }

    /// Takes this character from the front of a line if it is there.
    static bool skip(std::string_view& line, char next) {
        const bool found = !line.empty() && line.front() == next;
        line.remove_prefix(found ? 1 : 0);
        return found;
    }

    /// Positions below `extent`, as `ranges` writes them. They rise, so there are never more of
    /// them than `extent`.
    [[nodiscard]] std::vector<index> positions(std::string_view line, index extent) const {
        std::vector<index> read;
        while (!line.empty()) {
            const index first = take(line, extent - 1);
            const index last = skip(line, '-') ? take(line, extent - 1) : first;
            if ((!read.empty() && first <= read.back()) || last < first ||
                (!line.empty() && !skip(line, ' '))) {
                refuse("a list of positions out of order", "rising positions and ranges of them");
            }
            for (index i = first; i <= last; ++i) {
                read.push_back(i);
            }
        }
        return read;
    }

    [[nodiscard]] metric::size size(std::string_view line) const {
        constexpr index most = std::numeric_limits<index>::max();
        metric::size read;
        read.parameters = take(line, most);
        skip(line, ' ');
        read.weights = take(line, most);
        skip(line, ' ');
        read.macs = take(line, most);
        require_end(line);
        return read;
    }

    void require_end(std::string_view line) const {
        if (!line.empty()) {
            refuse('"' + std::string(line.substr(0, 30)) + '"', "the end of the line");
        }
    }

    void require_end() const {
        if (!left_.empty()) {
            refuse("more text", "the end");
        }
    }

    [[noreturn]] void refuse(const std::string& found, const std::string& expected) const {
        throw error("plan, line " + text(number_), "what is written", found, expected);
    }

  private:
    std::string_view left_;
    index number_ = 0;
};

} // namespace detail

/// A plan as text that `load_plan` reads back.
/// @throws coppice::error for names of more than one line
[[nodiscard]] inline std::string save_plan(const plan& planned) {
    const auto size = [](const metric::size& of) {
        return text(of.parameters) + ' ' + text(of.weights) + ' ' + text(of.macs) + '\n';
    };
    std::string written = "coppice-plan 1\n";
    written += "before " + size(planned.before());
    written += "after " + size(planned.after());
    written += "dimensions " + text(planned.dimensions().size()) + '\n';
    for (const remainder& of : planned.dimensions()) {
        written += "dimension " + text(of.extent) + '\n';
        written += "kept" + detail::ranges(of.kept) + '\n';
    }
    written += "parameters " + text(planned.changes().size()) + '\n';
    for (const change& of : planned.changes()) {
        written += "parameter " + detail::one_line(of.parameter) + '\n';
        written += "shape " + text(of.before) + '\n';
    }
    written += "notes " + text(planned.notes().size()) + '\n';
    for (const note& of : planned.notes()) {
        written += "layer " + detail::one_line(of.layer) + '\n';
        written += "reason " + detail::one_line(of.reason) + '\n';
    }
    return written + "end\n";
}

/// Reads a plan of this model that `save_plan` has written, and checks it.
/// @throws coppice::error with the number of the line for text that is no plan, and as
/// `plan::check`
///         does for one of another model. No memory is taken on the word of the text alone.
template <element T>
[[nodiscard]] plan load_plan(std::string_view saved, const model::description<T>& model) {
    detail::plan_reader reader(saved);
    if (const std::string_view version = reader.line("coppice-plan"); version != "1") {
        reader.refuse('"' + std::string(version.substr(0, 30)) + '"', "version 1");
    }
    const metric::size before = reader.size(reader.line("before"));
    const metric::size after = reader.size(reader.line("after"));
    const auto expect = [&](std::string_view keyword, index count) {
        std::string_view line = reader.line(keyword);
        if (reader.take(line, std::numeric_limits<index>::max()) != count) {
            reader.refuse("another number of " + std::string(keyword), text(count));
        }
        reader.require_end(line);
    };
    expect("dimensions", model.couplings().dimensions());
    std::vector<remainder> dimensions;
    for (int d = 0; d < model.couplings().dimensions(); ++d) {
        const index extent = model.couplings().extent({d});
        expect("dimension", extent);
        dimensions.push_back({extent, reader.positions(reader.line("kept"), extent)});
    }
    expect("parameters", static_cast<index>(model.parameters().size()));
    std::vector<change> changes;
    for (const model::parameter<T>& parameter : model.parameters()) {
        if (reader.line("parameter") != parameter.name) {
            reader.refuse("another parameter", parameter.name);
        }
        const shape extents = parameter.values.extents();
        if (reader.line("shape") != text(extents)) {
            reader.refuse("another shape of " + parameter.name, text(extents));
        }
        changes.push_back(detail::change_of(parameter, dimensions));
    }
    std::string_view line = reader.line("notes");
    const index count = reader.take(line, std::numeric_limits<index>::max());
    reader.require_end(line);
    std::vector<note> notes;
    for (index i = 0; i < count; ++i) {
        const std::string_view layer = reader.line("layer");
        notes.push_back({std::string(layer), std::string(reader.line("reason"))});
    }
    reader.require_end(reader.line("end"));
    reader.require_end();
    plan read(std::move(changes), before, after, std::move(dimensions), std::move(notes));
    read.check(model);
    return read;
}

} // namespace coppice::compact
