# cmake -DCOMPILER= -DOPTIONS= -DSENTENCE= -DPAIR= -P check.cmake
#
# Fails unless PAIR.fail.cpp is refused, the compiler's messages contain SENTENCE, and PAIR.pass.cpp
# compiles.

set(ENV{LC_ALL} C)

# One space for any run of white space; Clang puts a backslash before a quotation mark.
function(normalise text result)
  string(REPLACE "\\\"" "\"" text "${text}")
  string(REGEX REPLACE "[ \t\r\n]+" " " text "${text}")
  string(STRIP "${text}" text)
  set(${result} "${text}" PARENT_SCOPE)
endfunction()

function(compile file status messages)
  execute_process(
    COMMAND ${COMPILER} ${OPTIONS} ${file}
    RESULT_VARIABLE code
    OUTPUT_VARIABLE output
    ERROR_VARIABLE output)
  set(${status} "${code}" PARENT_SCOPE)
  set(${messages} "${output}" PARENT_SCOPE)
endfunction()

normalise("${SENTENCE}" sentence)
if(sentence STREQUAL "")
  message(FATAL_ERROR "${PAIR}.fail.cpp names no sentence to be refused with")
endif()

compile(${PAIR}.pass.cpp status messages)
if(NOT status EQUAL 0)
  message("${messages}")
  message(FATAL_ERROR "${PAIR}.pass.cpp does not compile")
endif()

compile(${PAIR}.fail.cpp status messages)
if(status EQUAL 0)
  message(FATAL_ERROR "${PAIR}.fail.cpp compiles, though it must be refused: ${sentence}")
endif()
normalise("${messages}" said)
string(FIND "${said}" "${sentence}" position)
if(position EQUAL -1)
  message("${messages}")
  message(FATAL_ERROR "${PAIR}.fail.cpp is refused, but not with: ${sentence}")
endif()
