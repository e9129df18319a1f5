# Two programs for the library itself, one of them for its backends: tests/<room>/<name>.cpp tests
# include/coppice/<room>/<name>.hpp. A new file is found without an entry here. A unity build takes
# a room at a time.

set(library_sources "")
foreach(
  room
  checkpoint
  compact
  core
  couple
  drive
  freeze
  granularity
  lr
  mask
  metric
  model
  normalise
  objective
  operation
  recipe
  reduce
  rewind
  schedule
  score
  search
  select
  step
  stop
  toolbox
  trigger
  tune)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${room}/*.cpp)
  set_source_files_properties(${sources} PROPERTIES UNITY_GROUP ${room})
  list(APPEND library_sources ${sources})
endforeach()

# Counts allocations, for whichever program it is linked to.
set_source_files_properties(heap.cpp PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)

find_package(OpenMP)
set(library_links coppice::eigen $<TARGET_NAME_IF_EXISTS:OpenMP::OpenMP_CXX>)

coppice_add_test(library heap.cpp ${library_sources} LINK ${library_links})
set_target_properties(test_library PROPERTIES UNITY_BUILD_MODE GROUP)
set_tests_properties(library PROPERTIES ENVIRONMENT OMP_NUM_THREADS=1)

file(GLOB_RECURSE backend_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/backend/*.cpp)
coppice_add_test(backend heap.cpp ${backend_sources} OPTIMISED LINK ${library_links})
# With sanitizers too, where nothing else is optimised: every count of many weights is tried.
target_compile_options(test_backend PRIVATE $<$<CONFIG:RelWithDebInfo>:-O1>)
set_tests_properties(backend PROPERTIES ENVIRONMENT OMP_NUM_THREADS=1)

set(own_tests backend library)

# Eigen's backend once more, with threads: all but what is a test of another one.
if(OpenMP_CXX_FOUND)
  add_test(
    NAME threads
    COMMAND test_backend "--source-file=*/backend/eigen.cpp,*/backend/contract/*,*/backend/detail/*"
            "--test-case-exclude=*backend::reference*,*grid_backend*")
  set_tests_properties(threads PROPERTIES ENVIRONMENT "OMP_NUM_THREADS=3;OMP_WAIT_POLICY=passive")
  list(APPEND own_tests threads)
endif()
if(COPPICE_SANITIZE)
  set_tests_properties(${own_tests} PROPERTIES TIMEOUT 1200)
endif()
