#pragma once

#include <string>
#include <vector>

#include "reproduce/document.hpp"
#include "reproduce/options.hpp"

namespace reproduce {

/// A table or a figure of a paper that can be made again.
struct reproduction {
    std::string name;
    std::string summary;
    std::string data_set; ///< a name in data::known_data_sets()
    document (*run)(const options&, const listener& so_far);
    std::string published_data_set = {}; ///< the same at the paper's scale, if another

    [[nodiscard]] const std::string& data_set_at(scale size) const {
        return size == scale::paper && !published_data_set.empty() ? published_data_set : data_set;
    }
};

/// All of them. A new one is a function that makes a document, and a line here.
[[nodiscard]] const std::vector<reproduction>& reproductions();

/// The one of that name.
/// @throws std::invalid_argument for an unknown name, listing the known ones
[[nodiscard]] const reproduction& find_reproduction(const std::string& name);

} // namespace reproduce
