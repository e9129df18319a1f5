// refused: The score reads more than the weights, such as a gradient, or lacks something that coppice/score/concept.hpp asks of one: call coppice::scores and pass the result to coppice::prune_by.
#include <coppice/backend/reference.hpp>
#include <coppice/score/taylor.hpp>
#include <coppice/toolbox/prune.hpp>

using namespace coppice;

void prune(
    backend::reference& backend, const view<float>& weight, const view<float>& /*gradient*/) {
    static_cast<void>(coppice::prune(backend, weight, 0.5, granularity::filter{}, score::taylor{}));
}
