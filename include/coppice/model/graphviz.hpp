#pragma once

#include "coppice/model/leaders.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace coppice::model {

namespace detail {

/// In quotes, as Graphviz reads it.
[[nodiscard]] inline std::string quoted(const std::string& label) {
    std::string written = "\"";
    for (const char letter : label) {
        if (letter == '"' || letter == '\\') {
            written += '\\';
        }
        written += letter == '\n' ? std::string("\\n") : std::string(1, letter);
    }
    return written + '"';
}

/// Colours that are told apart next to each other, light enough for black letters.
[[nodiscard]] inline const char* colour(int group) {
    constexpr const char* colours[] = {"#a6cee3", "#b2df8a", "#fdbf6f", "#fb9a99",
                                       "#cab2d6", "#ffff99", "#8dd3c7", "#fccde5"};
    return colours[group % 8];
}

} // namespace detail

/// The model as a graph in the language of Graphviz: `dot -Tsvg` draws it. A node is an input or an
/// operation, with the channels and extents of what it makes; where groups make those, their
/// numbers and the colour of the first. What is grey cannot be removed, and says why.
/// @param leaders  of this model, alone or together
[[nodiscard]] inline std::string graphviz(const structure& model, const leaders& leaders) {
    std::string written = "digraph model {\n    node [shape=box, style=filled, fontname=sans];\n";
    for (std::size_t number = 0; number < model.nodes().size(); ++number) {
        const node& drawn = model.nodes()[number];
        const index channels = model.couplings().extent(drawn.channels);
        std::vector<int> groups;
        for (index i = 0; i < channels; ++i) {
            const auto& lead = leaders.of(model, drawn.channels, i);
            if (lead.layer >= 0 && (groups.empty() || groups.back() != lead.group)) {
                groups.push_back(lead.group);
            }
        }
        shape extents{channels};
        for (const index extent : drawn.spatial) {
            extents.push_back(extent);
        }
        std::string label = drawn.name + '\n' + text(extents);
        for (std::size_t i = 0; i < groups.size(); ++i) {
            label += (i == 0 ? "\ngroup " : ", ") + text(groups[i]);
        }
        const std::string& fixed = model.couplings().fixed(drawn.channels);
        if (groups.empty() && !fixed.empty()) {
            label += '\n' + fixed;
        }
        const std::string id = "    n" + text(number);
        written += id + " [label=" + detail::quoted(label) + ", fillcolor=" +
                   detail::quoted(groups.empty() ? "#e0e0e0" : detail::colour(groups.front()));
        written += "];\n";
        for (const int input : drawn.inputs) {
            written += "    n" + text(input) + " -> n" + text(number) + ";\n";
        }
    }
    return written + "}\n";
}

} // namespace coppice::model
