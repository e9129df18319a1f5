# What the examples, their tests and their benchmarks link.

find_package(CLI11 REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(JPEG REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(OpenMP REQUIRED COMPONENTS CXX)
find_package(PNG REQUIRED)
find_package(ZLIB REQUIRED)

# find_plain(<target> <prefix> <header> <libraries> [HINTS...]): what is found by its header and one of
# the libraries alone.
function(find_plain target prefix header libraries)
  find_path(${prefix}_INCLUDE_DIR ${header} ${ARGN})
  find_library(${prefix}_LIBRARY NAMES ${libraries} ${ARGN})
  mark_as_advanced(${prefix}_INCLUDE_DIR ${prefix}_LIBRARY)
  if(${prefix}_INCLUDE_DIR AND ${prefix}_LIBRARY)
    add_library(${target} UNKNOWN IMPORTED GLOBAL)
    set_target_properties(
      ${target} PROPERTIES IMPORTED_LOCATION ${${prefix}_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES
                                                                  ${${prefix}_INCLUDE_DIR})
  endif()
endfunction()

# The package file that Debian ships with oneDNN stops the configuration where OpenCL's headers are
# not installed, which nothing here needs.
if(COPPICE_ONEDNN)
  find_plain(oneDNN::oneDNN COPPICE_ONEDNN dnnl.hpp dnnl)
endif()
# cuDNN brings no package file; that from PyPI, in CUDNN_ROOT, has no library without a version either.
if(COPPICE_CUDA)
  find_package(CUDAToolkit REQUIRED)
  find_plain(
    cuDNN::cuDNN
    COPPICE_CUDNN
    cudnn.h
    "cudnn;libcudnn.so.9"
    HINTS
    ${CUDAToolkit_INCLUDE_DIRS}
    ${CUDAToolkit_LIBRARY_DIR}
    $ENV{CUDNN_ROOT}/include
    $ENV{CUDNN_ROOT}/lib)
  if(NOT TARGET cuDNN::cuDNN)
    message(STATUS "There is no cuDNN: the example networks will not compute on a GPU.")
  endif()
endif()

# For code of which nothing depends on the architecture, and which takes long to compile: a driver
# translates it for its GPU.
function(coppice_one_architecture target)
  if(NOT CMAKE_CUDA_ARCHITECTURES STREQUAL "native")
    set_target_properties(${target} PROPERTIES CUDA_ARCHITECTURES 75-virtual)
  endif()
endfunction()
