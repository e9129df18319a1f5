#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace report {

/// Which side of its column a cell leans to: numbers to the right, text to the left.
enum class align { left, right };

struct column {
    std::string header;
    align side = align::right;
};

/// Rows of cells under headers.
///
///     report::table table({{"layer", report::align::left}, {"parameters"}});
///     table.add_row({"conv1", report::grouped(1792)});
///     std::fputs(table.text().c_str(), stdout);
class table {
  public:
    /// @throws std::invalid_argument where there is no column
    explicit table(std::vector<column> columns);

    /// @throws std::invalid_argument where there are more or fewer cells than columns
    void add_row(std::vector<std::string> cells);

    /// Aligned plain text, a line under the headers; ends with a line end.
    [[nodiscard]] std::string text() const;

    /// A Markdown table, aligned as plain text too; ends with a line end.
    [[nodiscard]] std::string markdown() const;

    [[nodiscard]] std::size_t rows() const { return rows_.size(); }

  private:
    std::vector<column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

} // namespace report
