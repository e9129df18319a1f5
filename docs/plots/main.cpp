// Writes the gnuplot commands that draw every policy's plot: see docs/plots/draw.

#include "figure.hpp"

int main() {
    plots::couple();
    plots::freeze();
    plots::granularity();
    plots::lr();
    plots::normalise();
    plots::objective();
    plots::reduce();
    plots::rewind();
    plots::schedule();
    plots::score();
    plots::search();
    plots::select();
    plots::step();
    plots::stop();
    plots::trigger();
}
