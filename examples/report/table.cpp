#include "report/table.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "report/text.hpp"

namespace report {
namespace {

using row = std::vector<std::string>;

std::string aligned(const std::string& cell, std::size_t width, align side) {
    return side == align::left ? pad_right(cell, width) : pad_left(cell, width);
}

/// A bar would end the cell.
std::string escaped(const std::string& cell) {
    std::string result;
    for (const char byte : cell) {
        result += (byte == '|' ? "\\" : "");
        result += byte;
    }
    return result;
}

std::vector<std::size_t> widths_of(const std::vector<row>& lines, std::size_t least) {
    std::vector<std::size_t> widths(lines.front().size(), least);
    for (const row& line : lines) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            widths[i] = std::max(widths[i], display_width(line[i]));
        }
    }
    return widths;
}

row headers_of(const std::vector<column>& columns) {
    row result;
    for (const column& one : columns) {
        result.push_back(one.header);
    }
    return result;
}

} // namespace

table::table(std::vector<column> columns) : columns_(std::move(columns)) {
    if (columns_.empty()) {
        throw std::invalid_argument("table: found no column, expected at least one");
    }
    for (column& one : columns_) {
        one.header = one_line(one.header);
    }
}

void table::add_row(std::vector<std::string> cells) {
    if (cells.size() != columns_.size()) {
        throw std::invalid_argument(
            "table: found a row of " + std::to_string(cells.size()) + " cells, expected " +
            std::to_string(columns_.size()));
    }
    for (std::string& cell : cells) {
        cell = one_line(cell);
    }
    rows_.push_back(std::move(cells));
}

std::string table::text() const {
    std::vector<row> lines{headers_of(columns_)};
    lines.insert(lines.end(), rows_.begin(), rows_.end());
    const std::vector<std::size_t> widths = widths_of(lines, 0);
    row rule;
    for (const std::size_t width : widths) {
        rule.emplace_back(width, '-');
    }
    lines.insert(lines.begin() + 1, rule);

    std::string result;
    for (const row& line : lines) {
        std::string written;
        for (std::size_t i = 0; i < line.size(); ++i) {
            written += (i == 0 ? "" : "  ");
            written += aligned(line[i], widths[i], columns_[i].side);
        }
        result += written.substr(0, written.find_last_not_of(' ') + 1) + "\n";
    }
    return result;
}

std::string table::markdown() const {
    std::vector<row> lines{headers_of(columns_)};
    lines.insert(lines.end(), rows_.begin(), rows_.end());
    for (row& line : lines) {
        std::transform(line.begin(), line.end(), line.begin(), escaped);
    }
    const std::vector<std::size_t> widths = widths_of(lines, 3);
    row rule;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        const bool left = columns_[i].side == align::left;
        rule.push_back((left ? ":" : "-") + std::string(widths[i] - 2, '-') + (left ? "-" : ":"));
    }
    lines.insert(lines.begin() + 1, rule);

    std::string result;
    for (const row& line : lines) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            result += "| " + aligned(line[i], widths[i], columns_[i].side) + " ";
        }
        result += "|\n";
    }
    return result;
}

} // namespace report
