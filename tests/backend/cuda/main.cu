// Where there is no GPU, all tests of this program are skipped.

#include <cuda_runtime.h>

#include <cstdio>

#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

int main(int count, char** arguments) {
    constexpr int skipped = 77; // as CMakeLists.txt says
    int devices = 0;
    if (cudaGetDeviceCount(&devices) != cudaSuccess || devices == 0) {
        std::puts("skipped: no GPU");
        return skipped;
    }
    return doctest::Context(count, arguments).run();
}
