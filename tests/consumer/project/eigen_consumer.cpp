#include <coppice/backend/eigen.hpp>
#include <coppice/coppice.hpp>

int main() {}
