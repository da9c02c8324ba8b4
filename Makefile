# Descent: build, run and grade the labs. `make` alone lists the goals.
#
# Several goals in one call (`make setup lab01 grade`) run one after the other, each in a make of its
# own: what `setup` installs is there when the next one asks pkg-config, and -j never runs two side
# by side.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

ifneq ($(words $(MAKECMDGOALS)),1)
ifneq ($(MAKECMDGOALS),)

.NOTPARALLEL:
.PHONY: $(MAKECMDGOALS)
$(MAKECMDGOALS):
	@+GOALS='$(MAKECMDGOALS)' $(MAKE) $@

one_goal := no
endif
endif

ifneq ($(one_goal),no)
include reference/rules.mk
include labs/rules.mk
include autograder/rules.mk

.PHONY: help setup doctor clean format
help:
	@echo 'make setup           install what is missing, with apt'
	@echo 'make doctor          say what is there, what is missing and what that costs'
	@echo 'make lab01           build and run lab 01 with your files, draw its pictures (ARGS="--batch 16", SOLUTION=1)'
	@echo 'make grade           check your work (LAB=01 or CHECK=1.3 narrow it)'
	@echo 'make show CHECK=1.3  print the arrays of the first failing case'
	@echo 'make debug CHECK=1.3 stop in your function, in that case, under gdb (LAB=01: in the lab)'
ifneq ($(wildcard reference/kernels/cuda/emulator/rules.mk),)
	@echo 'make emulate FILE=my.cu    run a small CUDA program without a GPU, and look at every access'
endif
	@echo 'make plots           draw the pictures again (PLOT=terminal draws them here)'
	@echo 'make submit          build, grade and pack what you hand in'
	@echo 'make stubs           make the starter files again; what you changed is kept'
ifeq ($(is_handout),)
	@echo 'make reference       build the library and run the labs with its own files (BACKEND=cuda: 03, 04 on a GPU)'
	@echo 'make handout         make what students get (LAB=01 OUT=folder RELEASE=01 CUDA=0 GPU=1)'
	@echo 'make test            run the tests (make nightly: the slow ones, too)'
	@echo 'make test-gpu        test the CUDA kernels on a GPU, under compute-sanitizer, too'
	@echo 'make bench           measure'
	@echo 'make format          lay out the C code'
endif
	@echo 'make clean           remove build/'

setup:
	@.setup/setup $(filter-out setup,$(GOALS))

doctor:
	@.setup/doctor

clean:
	rm -rf build

# Our own C: everything but the exercises' files, which are students' or generated.
our_sources = $(filter-out $(patsubst %,labs/%.c,$(all_stems)),$(sort $(wildcard \
    reference/*/*.[ch] reference/*/*/*.[ch] reference/*/*/*/*.[ch] reference/*/*/*.cu labs/*/*.[ch] labs/*/*/*.[ch] labs/*/*/*.cu \
    reference/kernels/cuda/emulator/include/*/*.h reference/tests/emulator/*.cu \
    autograder/*/*.[ch] autograder/tests/others/*/*.cu .setup/*.c)))
format:
	clang-format -i $(our_sources)

.PHONY: list-sources list-flags
list-sources:
	@echo $(our_sources)
list-flags:
	@echo $(cflags) $(warnings)
endif
