#include <coppice/backend/eigen.hpp>

#include "trainer/arithmetic_on.hpp"

namespace trainer {

const arithmetic& on_eigen() {
    const auto make = [] { return coppice::backend::eigen{}; };
    static const arithmetic_on only(make);
    return only;
}

} // namespace trainer
