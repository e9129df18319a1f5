// refused: The score reads outputs, not weights: use coppice::activations and coppice::prune_by.
#include <coppice/backend/reference.hpp>
#include <coppice/score/apoz.hpp>
#include <coppice/toolbox/prune.hpp>

using namespace coppice;

void prune(backend::reference& backend, const view<float>& weight, const view<float>& /*output*/) {
    static_cast<void>(coppice::prune(backend, weight, 0.5, granularity::filter{}, score::apoz{}));
}
