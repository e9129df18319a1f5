#include <coppice/backend/reference.hpp>
#include <coppice/select/global.hpp>
#include <coppice/toolbox/prune.hpp>

using namespace coppice;

void prune(backend::reference& backend, const view<float>& weight) {
    static_cast<void>(
        coppice::prune(backend, weight, 0.5, granularity::filter{}, score::l1{}, select::global{}));
}
