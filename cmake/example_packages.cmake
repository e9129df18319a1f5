# What the examples, their tests and their benchmarks link.

find_package(CLI11 REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(nlohmann_json REQUIRED)
find_package(OpenMP REQUIRED COMPONENTS CXX)
find_package(ZLIB REQUIRED)
if(COPPICE_ONEDNN)
  find_package(dnnl QUIET)
endif()
