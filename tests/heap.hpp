#pragma once

#include <cstddef>

/// Counts what a whole program takes from `operator new`: link heap.cpp, which replaces it. What
/// Eigen borrows for a product is taken elsewhere and does not count.
namespace heap {

/// How often memory was taken.
[[nodiscard]] std::size_t allocations();

/// The most bytes that were taken at once since this was made, beyond those taken before.
class peak {
  public:
    peak();
    [[nodiscard]] std::size_t bytes() const;

  private:
    std::size_t before_;
};

} // namespace heap
