#!/bin/sh
# Runs a small CUDA program on the emulator: make emulate FILE=my.cu
#
#   emulate.sh FILE 'COMPILER FLAGS' OBJECT...     from the kit's root
#
# OBJECT... are the emulator's. What the program prints comes first, then what the emulator saw (at_end.c). Exit
# status: the program's; 1 when there was a fault; 2 when it could not be run.
set -eu

file=$1 compile=$2
shift 2
if [ -z "$file" ]; then
    echo 'make emulate needs a program: make emulate FILE=labs/04-cnn/examples/square.cu' >&2
    exit 2
fi
if [ ! -f "$file" ]; then
    echo "$file: there is no such file" >&2
    exit 2
fi
if ! grep -q '[^a-z_]main *(' "$file"; then
    echo "$file has no main: emulate runs whole programs. (An exercise is graded: make grade CHECK=4.12)" >&2
    exit 2
fi
if ! command -v "${compile%% *}" >/dev/null; then
    echo "emulate needs a C++ compiler, ${compile%% *}: make setup installs it" >&2
    exit 2
fi

folder=build/emulate
mkdir -p $folder
build/emulator/rewrite "$file" >$folder/program.cpp || exit 2
$compile -I"$(dirname "$file")" -Wall -Wextra -c $folder/program.cpp -o $folder/program.o || exit 2
${compile%% *} $folder/program.o "$@" -o $folder/program -lm $EMULATOR_LIBS || exit 2
exec $folder/program
