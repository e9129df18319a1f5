#include "prune/choose_in.hpp"

namespace prune {

template std::vector<tensor_mask>
choose(const method&, const std::vector<coppice::view<const double>>&, coppice::index);

} // namespace prune
