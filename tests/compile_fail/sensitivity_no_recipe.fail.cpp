// refused: sensitivity() takes granularity and score from a recipe: make one with coppice::compose(...).
#include <coppice/backend/reference.hpp>
#include <coppice/drive/sensitivity.hpp>

#include "../archetype/trainer.hpp"
#include "../step/network.hpp"

using namespace coppice;

auto scanned(network& net, archetype::trainer& host) {
    return drive::sensitivity(score::l1{}, net.described, host, backend::reference{}, {0.5});
}
