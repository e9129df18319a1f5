# cmake -DWAY= -DVERSION= -DCOPPICE_SOURCE= -DCOPPICE_BUILD= -DCOMPILER= -DGENERATOR= -DWORK=
#       -P check.cmake
#
# Configures, builds and runs the project beside this file in an empty folder WORK.

function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(REMOVE_RECURSE ${WORK})
set(where -DCOPPICE_SOURCE=${COPPICE_SOURCE})
if(WAY STREQUAL "without_eigen")
  list(APPEND where -DCMAKE_DISABLE_FIND_PACKAGE_Eigen3=ON)
  set(WAY installed)
endif()
if(WAY STREQUAL "installed")
  # Installed in one place and moved to another, since a package must not depend on where it lies.
  run(${CMAKE_COMMAND} --install ${COPPICE_BUILD} --prefix ${WORK}/staging)
  file(RENAME ${WORK}/staging ${WORK}/prefix)
  list(APPEND where -DCMAKE_PREFIX_PATH=${WORK}/prefix)
endif()

run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR}/project -B ${WORK}/build -G ${GENERATOR}
    -DCMAKE_CXX_COMPILER=${COMPILER} -DWAY=${WAY} ${where})
run(${CMAKE_COMMAND} --build ${WORK}/build)
execute_process(
  COMMAND ${WORK}/build/consumer
  OUTPUT_VARIABLE version
  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
if(NOT version STREQUAL VERSION)
  message(FATAL_ERROR "The headers say they are coppice '${version}', the build says '${VERSION}'")
endif()
if(EXISTS ${WORK}/build/eigen_consumer)
  run(${WORK}/build/eigen_consumer)
endif()

# The project's `plain` target asks for nothing but coppice, so its command line may hold only the
# language, the headers and the file.
file(READ ${WORK}/build/compile_commands.json commands)
string(REGEX MATCH "\"command\": \"[^\n]*plain\\.dir[^\n]*" command "${commands}")
if(command STREQUAL "")
  message(FATAL_ERROR "compile_commands.json names no command for the target 'plain'")
endif()
string(REGEX MATCHALL " -[^ ]+" options "${command}")
list(FILTER options EXCLUDE REGEX "^ -(std=|I|isystem|o|c)")
if(options)
  message(FATAL_ERROR "These flags leak into a project that uses coppice:${options}")
endif()
if(WAY STREQUAL "installed" AND command MATCHES "${COPPICE_SOURCE}/include")
  message(FATAL_ERROR "The installed package points back to the source: ${command}")
endif()
