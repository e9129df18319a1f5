#include <coppice/backend/reference.hpp>
#include <coppice/score/taylor.hpp>
#include <coppice/toolbox/prune.hpp>

using namespace coppice;

void prune(backend::reference& backend, const view<float>& weight, const view<float>& gradient) {
    const auto losses =
        coppice::scores(backend, weight, granularity::filter{}, score::taylor{}, gradient);
    const std::vector sources{score::stored{losses.data(), weight.extent(0)}};
    static_cast<void>(coppice::prune_by(backend, sources, 0.5));
}
