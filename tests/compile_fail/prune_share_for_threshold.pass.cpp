#include <coppice/backend/reference.hpp>
#include <coppice/select/threshold.hpp>
#include <coppice/toolbox/prune.hpp>

using namespace coppice;

void prune(backend::reference& backend, const view<float>& weight) {
    static_cast<void>(
        coppice::prune(backend, weight, granularity::filter{}, score::l1{}, select::threshold{}));
}
