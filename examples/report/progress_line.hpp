#pragma once

#include <cstddef>
#include <string>

namespace report {

/// How far something has come.
struct progress_state {
    std::string label;     ///< what is going on, as in "epoch 3"
    std::string unit;      ///< what is counted, as in "images"
    std::size_t done = 0;  ///< units
    std::size_t total = 0; ///< units; 0 where it is not known
    double seconds = 0;    ///< since the start
    std::string note = {}; ///< what else to show, as in "loss 0.31"
};

/// One line with a bar, the percentage, the count, the rate, the remaining time and the note. It
/// leaves the last column free. Where there is too little room, first the bar goes, then the count,
/// then the rate, and then the end is cut off.
///
///     epoch 3  [##########..............]  43 %  25,984/60,000 images  4,912 images/s  7 s left
std::string running_line(const progress_state& state, int columns);

/// One line with the totals, as in "epoch 3: 60,000 images in 12 s (4,912 images/s), loss 0.31".
std::string finished_line(const progress_state& state);

} // namespace report
