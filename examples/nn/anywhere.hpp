#pragma once

/// Marks what the host and a GPU's threads may both call; nothing to a compiler that knows no GPU.
#ifdef __CUDACC__
#define NN_ANYWHERE __host__ __device__
#else
#define NN_ANYWHERE
#endif
