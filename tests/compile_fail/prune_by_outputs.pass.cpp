#include <coppice/backend/reference.hpp>
#include <coppice/score/apoz.hpp>
#include <coppice/toolbox/activations.hpp>
#include <coppice/toolbox/prune.hpp>

using namespace coppice;

void prune(backend::reference& backend, const view<float>& weight, const view<float>& output) {
    coppice::activations seen(backend, weight.extent(0), score::apoz{});
    seen.add(output);
    const auto means = seen.mean();
    const std::vector sources{score::stored{means.data(), weight.extent(0)}};
    static_cast<void>(coppice::prune_by(backend, sources, 0.5));
}
