#include <coppice/coppice.hpp>

#include <iostream>

int main() {
    std::cout << coppice::version << '\n';
}
