# What the examples, their tests and their benchmarks link.

find_package(CLI11 REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_package(JPEG REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(OpenMP REQUIRED COMPONENTS CXX)
find_package(PNG REQUIRED)
find_package(ZLIB REQUIRED)
# Found by its header and its library: the package file that Debian ships with oneDNN stops the
# configuration where OpenCL's headers are not installed, which nothing here needs.
if(COPPICE_ONEDNN)
  find_path(COPPICE_ONEDNN_INCLUDE_DIR dnnl.hpp)
  find_library(COPPICE_ONEDNN_LIBRARY dnnl)
  mark_as_advanced(COPPICE_ONEDNN_INCLUDE_DIR COPPICE_ONEDNN_LIBRARY)
  if(COPPICE_ONEDNN_INCLUDE_DIR AND COPPICE_ONEDNN_LIBRARY)
    add_library(oneDNN::oneDNN UNKNOWN IMPORTED)
    set_target_properties(
      oneDNN::oneDNN
      PROPERTIES IMPORTED_LOCATION ${COPPICE_ONEDNN_LIBRARY}
                 INTERFACE_INCLUDE_DIRECTORIES ${COPPICE_ONEDNN_INCLUDE_DIR})
  endif()
endif()
# cuDNN brings no package file for CMake.
if(COPPICE_CUDA)
  find_package(CUDAToolkit REQUIRED)
  find_path(COPPICE_CUDNN_INCLUDE_DIR cudnn.h HINTS ${CUDAToolkit_INCLUDE_DIRS})
  find_library(COPPICE_CUDNN_LIBRARY cudnn HINTS ${CUDAToolkit_LIBRARY_DIR})
  mark_as_advanced(COPPICE_CUDNN_INCLUDE_DIR COPPICE_CUDNN_LIBRARY)
  if(COPPICE_CUDNN_INCLUDE_DIR AND COPPICE_CUDNN_LIBRARY)
    add_library(cuDNN::cuDNN UNKNOWN IMPORTED)
    set_target_properties(
      cuDNN::cuDNN
      PROPERTIES IMPORTED_LOCATION ${COPPICE_CUDNN_LIBRARY}
                 INTERFACE_INCLUDE_DIRECTORIES ${COPPICE_CUDNN_INCLUDE_DIR})
  else()
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
