// The contract of the backends, on a GPU: memory, scores and weights.

#include "backend/contract/memory.cpp"
#include "backend/contract/scores.cpp"
#include "backend/contract/weights.cpp"
