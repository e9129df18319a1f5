// refused: The selection has to be told how many groups shall go: give prune() a share.
#include <coppice/backend/reference.hpp>
#include <coppice/select/global.hpp>
#include <coppice/toolbox/prune.hpp>

using namespace coppice;

void prune(backend::reference& backend, const view<float>& weight) {
    static_cast<void>(
        coppice::prune(backend, weight, granularity::filter{}, score::l1{}, select::global{}));
}
