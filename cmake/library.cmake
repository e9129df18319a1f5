# The library's targets, their installation and their package file.
#
#   coppice::coppice  the headers; C++20 and nothing else
#   coppice::eigen    coppice::coppice and Eigen, for <coppice/backend/eigen.hpp>
#   coppice::cuda     coppice::coppice as nvcc takes it, for <coppice/backend/cuda.cuh>

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

add_library(coppice INTERFACE)
add_library(coppice::coppice ALIAS coppice)
target_compile_features(coppice INTERFACE cxx_std_20)
target_include_directories(
  coppice INTERFACE $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
                    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)

find_package(Eigen3 3.4 QUIET NO_MODULE)
if(TARGET Eigen3::Eigen)
  add_library(coppice_eigen INTERFACE)
  add_library(coppice::eigen ALIAS coppice_eigen)
  set_target_properties(coppice_eigen PROPERTIES EXPORT_NAME eigen)
  target_link_libraries(coppice_eigen INTERFACE coppice Eigen3::Eigen)
endif()

# Policies are constexpr, which is how a device may call them. CMake 3.25 knows no C++20 for CUDA.
# Nothing of the toolkit is needed until a file of the host's is CUDA.
add_library(coppice_cuda INTERFACE)
add_library(coppice::cuda ALIAS coppice_cuda)
set_target_properties(coppice_cuda PROPERTIES EXPORT_NAME cuda)
target_link_libraries(coppice_cuda INTERFACE coppice)
target_compile_options(
  coppice_cuda INTERFACE "$<$<COMPILE_LANGUAGE:CUDA>:-std=c++20;--expt-relaxed-constexpr>")

if(PROJECT_IS_TOP_LEVEL)
  install(DIRECTORY include/coppice DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  install(TARGETS coppice coppice_cuda EXPORT coppice-targets)
  set(coppice_exports coppice-targets)
  if(TARGET coppice_eigen)
    install(TARGETS coppice_eigen EXPORT coppice-eigen-targets)
    list(APPEND coppice_exports coppice-eigen-targets)
  endif()
  foreach(export IN LISTS coppice_exports)
    install(
      EXPORT ${export}
      NAMESPACE coppice::
      DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/coppice)
  endforeach()
  configure_package_config_file(
    cmake/coppice-config.cmake.in ${PROJECT_BINARY_DIR}/coppice-config.cmake
    INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/coppice)
  write_basic_package_version_file(
    ${PROJECT_BINARY_DIR}/coppice-config-version.cmake
    COMPATIBILITY SameMinorVersion
    ARCH_INDEPENDENT)
  install(FILES ${PROJECT_BINARY_DIR}/coppice-config.cmake
                ${PROJECT_BINARY_DIR}/coppice-config-version.cmake
          DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/coppice)
endif()
