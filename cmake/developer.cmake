# Warnings, sanitizers and the native CPU, for this project's own programs only: whoever links
# coppice::coppice sees none of it.

add_library(coppice_developer INTERFACE)
target_compile_options(
  coppice_developer INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow
                              $<$<BOOL:${COPPICE_NATIVE}>:-march=native>)
# GCC 12 takes "text" + std::string for a copy onto itself (its bug 105651), and its own AVX-512
# headers for a use of what was never set (its bug 105593).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(coppice_developer INTERFACE -Wno-restrict -Wno-maybe-uninitialized)
endif()
if(COPPICE_SANITIZE)
  # Sanitizers keep loops scalar that are marked for vectors, which Clang would warn of.
  target_compile_options(coppice_developer INTERFACE -fsanitize=${COPPICE_SANITIZE}
                                                     -fno-sanitize-recover=all
                                                     -fno-omit-frame-pointer
                                                     -Wno-pass-failed)
  target_link_options(coppice_developer INTERFACE -fsanitize=${COPPICE_SANITIZE})
endif()

# For what spends its time computing, and for what runs for less time than it takes to compile, such
# as tests. The rest is built at -O2; with sanitizers all but what computes at -O0.
add_library(coppice_computes INTERFACE)
target_compile_options(
  coppice_computes INTERFACE $<$<CONFIG:Release>:-O3> $<$<CONFIG:RelWithDebInfo>:-O2>)
add_library(coppice_briefly INTERFACE)
target_compile_options(coppice_briefly INTERFACE $<$<CONFIG:Release>:-O1>)

set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
