// The contract of the backends, on a GPU: selections.

#include "backend/contract/every_count.cpp"
#include "backend/contract/selection.cpp"
#include "select/n_m.cpp"
