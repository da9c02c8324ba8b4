# The labs: starter files, a program of the student's files and the reference's others, its pictures.
#
# STUDENT        the folder that holds 01-linear-sgd/ and the like: labs unless told otherwise
# MINE=1         links the student's own files of the earlier labs as well: their own framework
# WITHOUT=mse    with MINE=1: but for these, of which the reference's are taken
# STUDENT_BUILD  where what is made of it goes
# FULL=1         lets lab 04 train on all images, however long that takes
# BACKEND=cuda   trains labs 03 and 04 on a GPU, lab 04 with the student's own kernels; BACKEND=emulated does the
#                same on the CPU, slowly
# SOLUTION=1     takes the reference's own files as if a student had written them
# CONFINE        how the compiler and the linker are run on a student's files: see
#                autograder/sandbox/confined.sh; grade sets it, one's own lab is built without
#
# is_handout     not empty in what students get: there the judge answers from recordings
#
# The stem % of the rules below is a lab's file without its ending: 01-linear-sgd/linear.

is_handout := $(wildcard autograder/recorded/seed)

ifeq ($(SOLUTION),1)
STUDENT := build/solution
STUDENT_BUILD := build/with-solution
endif
STUDENT ?= labs
STUDENT_BUILD ?= build/student

comma := ,
space := $(subst ,, )
lab_folders := $(sort $(notdir $(patsubst %/exercises.tsv,%,$(wildcard labs/*/exercises.tsv))))
number_of = $(firstword $(subst -, ,$(1)))

# The reference's files of a lab's exercises, "kernels/naive/linear.c ...", and their stems.
exercise_files = $(files_of_$(1))
$(foreach folder,$(lab_folders),$(eval files_of_$(folder) := \
    $(shell awk -F '\t' '!/^\#/ && !seen[$$3]++ { print $$3 }' labs/$(folder)/exercises.tsv)))
stems = $(addprefix $(1)/,$(basename $(notdir $(filter %.c,$(call exercise_files,$(1))))))
all_stems := $(foreach folder,$(lab_folders),$(call stems,$(folder)))
# Those in CUDA: their objects are the emulator's.
kernel_stems = $(addprefix $(1)/,$(basename $(notdir $(filter %.cu,$(call exercise_files,$(1))))))
all_kernel_stems := $(foreach folder,$(lab_folders),$(call kernel_stems,$(folder)))

.SECONDEXPANSION:

# The library's headers alone: what a student's file may include. (The answers stand beside them.)
library_headers := $(patsubst reference/%,build/include/%,$(wildcard reference/*/*.h reference/*/*/*.h \
    reference/kernels/cuda/emulator/include/*.h reference/kernels/cuda/emulator/include/*/*.h))
build/include/%.h: reference/%.h
	@mkdir -p $(@D)
	@cp $< $@
student_cflags := $(filter-out -I%,$(cflags)) -Ibuild/include

# Warnings that help who learns; never -Werror: a warning must not cost a grade.
student_warnings := -Wall -Wextra -Wshadow

# How kernels are compiled for the emulator, which finds its cuda_runtime.h before any other.
student_kernel_flags = $(emulated_flags) -Ibuild/include/kernels/cuda/emulator/include -Ibuild/include \
    $(filter-out -Wshadow,$(student_warnings))

# The names that libc and libm define: what a student's object may call. Those with one @ are there
# for old programs only.
build/libc.symbols:
	@mkdir -p build
	@for library in libc.so.6 libm.so.6; do \
	    nm -D --defined-only "$$($(CC) -print-file-name=$$library)"; \
	done | awk '$$NF !~ /@[^@]/ || $$NF ~ /@@/ { sub(/@.*/, "", $$NF); print $$NF }' | sort -u > $@

# What students get, and the reference's own files as if a student had written them. A handout has
# the starters as files, and of the reference's own what is released.
ifeq ($(is_handout),)
# $(1) folder in build/, $(2) what variant is asked for, $(3) ending, $(4) what it is made of
define made_by_variant
build/$(1)/%.$(3): build/autograder/variant $(4) $(wildcard labs/*/exercises.tsv)
	@mkdir -p $$(@D)
	@build/autograder/variant $(2) . $$(call number_of,$$*) $$(notdir $$*).$(3) > $$@.new && mv $$@.new $$@
endef
kernel_sources_of_labs := $(wildcard reference/kernels/cuda/*_kernel.cu)
$(eval $(call made_by_variant,starters,starter,c,$(library_sources)))
$(eval $(call made_by_variant,solution,solution,c,$(library_sources)))
$(eval $(call made_by_variant,starters,starter,cu,$(kernel_sources_of_labs)))
$(eval $(call made_by_variant,solution,solution,cu,$(kernel_sources_of_labs)))
starter_files = $(patsubst %,build/starters/%.c,$(all_stems)) $(patsubst %,build/starters/%.cu,$(all_kernel_stems))
else
build/starters/%: autograder/recorded/starters/%
	@mkdir -p $(@D)
	@cp $< $@
# $(1) ending
define made_of_released
build/solution/%.$(1): $$$$(wildcard reference/*/$$$$(notdir $$$$*).$(1) reference/*/*/$$$$(notdir $$$$*).$(1))
	@mkdir -p $$(@D)
	@$$(if $$<,cp $$< $$@,echo 'the solution of $$*.$(1) is not released yet: write your own' >&2; false)
endef
$(foreach ending,c cu,$(eval $(call made_of_released,$(ending))))
starter_files = $(patsubst autograder/recorded/%,build/%,$(wildcard autograder/recorded/starters/*/*))
endif
.PRECIOUS: build/starters/%.c build/solution/%.c build/starters/%.cu build/solution/%.cu

# The student's objects, in both precisions, and for the worker with sanitizers.
define student_rule
$(STUDENT_BUILD)/$(1)/%.o: build/starters/%.c build/libc.symbols $(library_headers) \
    autograder/worker/student_object.sh autograder/sandbox/confined.sh $(if $(SOLUTION),build/solution/%.c,$$$$(wildcard $(STUDENT)/$$$$*.c))
	@mkdir -p $$(@D)
	@CONFINE='$$(CONFINE)' autograder/worker/student_object.sh labs/$$(patsubst %/,%,$$(dir $$*)) $(STUDENT)/$$*.c $$< $$@ \
	    build/libc.symbols $$(CC) $$(student_cflags) $$(flags_$(1)) $$(student_warnings)
endef
$(foreach kind,float double asan-double debug-double,$(eval $(call student_rule,$(kind))))
.PRECIOUS: $(STUDENT_BUILD)/float/%.o $(STUDENT_BUILD)/double/%.o

# Their kernels' objects, whose every access the emulator looks at; and the same to step through: kind, flags besides.
define student_kernel_rule
$(STUDENT_BUILD)/$(1)/%.o: build/starters/%.cu build/libc.symbols $(library_headers) build/emulator/rewrite \
    autograder/worker/student_object.sh autograder/sandbox/confined.sh $(if $(SOLUTION),build/solution/%.cu,$$$$(wildcard $(STUDENT)/$$$$*.cu))
	@mkdir -p $$(@D)
	@CONFINE='$$(CONFINE)' autograder/worker/student_object.sh labs/$$(patsubst %/,%,$$(dir $$*)) $(STUDENT)/$$*.cu $$< $$@ \
	    build/libc.symbols $$(CXX) $$(student_kernel_flags) $(2)
.PRECIOUS: $(STUDENT_BUILD)/$(1)/%.o
endef
$(eval $(call student_kernel_rule,emulated))
$(eval $(call student_kernel_rule,emulated-debug,-O0))

student_objects = $(patsubst %,$(STUDENT_BUILD)/$(1)/%.o,$(call stems,$(2)))

# The labs whose files are the student's own in the program of lab $(1), and the stems of these files.
labs_up_to = $(foreach other,$(lab_folders),$(if $(filter $(1),$(lastword $(sort $(1) $(other)))),$(other)))
own_labs = $(if $(MINE),$(call labs_up_to,$(1)),$(1))
left_out := $(foreach stem,$(basename $(notdir $(subst $(comma),$(space),$(WITHOUT)))),\
    $(if $(filter %/$(stem).c,$(library_sources)),$(stem)))
own_stems = $(foreach other,$(call own_labs,$(1)),\
    $(foreach stem,$(call stems,$(other)),$(if $(filter $(left_out),$(notdir $(stem))),,$(stem))))
own_objects = $(patsubst %,$(STUDENT_BUILD)/float/%.o,$(call own_stems,$(1)))
# The library without a lab's exercises; without those that are a student's own.
other_sources = $(filter-out $(addprefix reference/,$(call exercise_files,$(1))),$(library_sources))
not_own_sources = $(filter-out $(foreach stem,$(notdir $(call own_stems,$(1))),%/$(stem).c),$(library_sources))
# Other labs' exercises that are not in reference/, because a handout does not release them: there the
# student's own stand for them.
unreleased_objects = $(foreach other,$(filter-out $(2),$(lab_folders)),\
    $(foreach file,$(filter %.c,$(call exercise_files,$(other))),$(if $(wildcard reference/$(file)),,\
    $(STUDENT_BUILD)/$(1)/$(other)/$(basename $(notdir $(file))).o)))
# What is given in a lab's folder: all but the exercises.
given_sources = $(filter-out $(patsubst %,labs/%.c,$(call stems,$(1))),$(wildcard labs/$(1)/*.c labs/$(1)/given/*.c))

common_sources := $(wildcard labs/common/*.c)

# Labs whose program knows --full, and a card of one's own framework (--lines).
labs_with_full := 04
labs_with_card := 04

# What they train on with BACKEND=...: kernels for it in a shared object, lab 04's exercises as the student wrote them.
# OWN_KERNELS  the files that are taken from the student
labs_with_backend := 03 04
device_kind := $(if $(filter emulated,$(BACKEND)),emulated-shared,cuda)
written_kernels = $(if $(SOLUTION),,$(shell grep -L 'TODO."4' \
    $(wildcard $(patsubst %,$(STUDENT)/%.cu,$(call kernel_stems,$(1)))) /dev/null | grep -v '^/dev/null'))
device_of_lab = $(if $(call written_kernels,$(1)),$(STUDENT_BUILD)/$(device_kind)/descent_cuda.so,build/$(device_kind)/descent_cuda.so)
device_options = labs/common/device.sh '$(BACKEND)' $(call device_of_lab,$(1)) $(call written_kernels,$(1))

# A student's kernels, and the shared object with them.
$(STUDENT_BUILD)/cuda/%.o: $(STUDENT)/%.cu
	@mkdir -p $(@D)
	@$(NVCC) $(filter-out -Werror all-warnings,$(nvcc_flags)) $(cuda_code_cuda) -c $< -o $@
$(STUDENT_BUILD)/emulated-shared/%.o: $(STUDENT)/%.cu build/emulator/rewrite
	@mkdir -p $(@D)
	@build/emulator/rewrite $< > $(@:.o=.cpp)
	@$(CXX) $(emulated_shared_flags) -I$(emulator_include) -Ireference $(filter-out -Werror,$(emulated_warnings)) \
	    -c $(@:.o=.cpp) -o $@
# $(1) kind
define student_device_library
$(STUDENT_BUILD)/$(1)/descent_cuda.so: $(call device_kernels,$(1),$(filter-out $(notdir $(OWN_KERNELS)),$(exercise_kernels))) \
    $(call device_others,$(1)) $(patsubst $(STUDENT)/%.cu,$(STUDENT_BUILD)/$(1)/%.o,$(OWN_KERNELS)) $(device_support_$(1)) $(device_map) link-again
	@$$(link_device_$(1))
endef
$(foreach kind,cuda emulated-shared,$(eval $(call student_device_library,$(kind))))

# $(1) folder, $(2) number
define lab_rules
lab$(2)_students := $(sort $(call own_objects,$(1)) $(call unreleased_objects,float,$(call own_labs,$(1))))
lab$(2)_program := $(STUDENT_BUILD)/lab$(2)$(if $(MINE),-mine)

$$(lab$(2)_program): $$(lab$(2)_students) $(call objects,float,$(common_sources) \
    $(call given_sources,$(1)) $(call not_own_sources,$(1))) $(if $(MINE),link-again)
	@$$(CC) $$(filter %.o,$$^) -o $$@ $$(library_libs) -lm

.PHONY: lab$(2) plots$(2)
lab$(2): $(if $(SOLUTION),,missing-starters)
	@$$(MAKE) -s $$(lab$(2)_program)
	@mkdir -p build/lab$(2)
	@autograder/worker/say_problems.sh $$(lab$(2)_students)
	@$(if $(MINE),labs/common/mine.sh $(2) '$(WITHOUT)' $(STUDENT) $$(lab$(2)_students))
	@$(if $(MINE),,$(if $(WITHOUT),echo 'WITHOUT changes nothing without MINE=1: make lab$(2) MINE=1 WITHOUT="$(WITHOUT)"' >&2))
	@$(if $(and $(FULL),$(filter-out $(labs_with_full),$(2))),echo 'FULL=1 changes nothing in lab $(2): it is for lab $(labs_with_full)' >&2)
	@$(if $(and $(MINE),$(filter $(labs_with_card),$(2))),labs/common/mine.sh --lines $(2) '$(WITHOUT)' $(STUDENT) $$(lab$(2)_students) >build/lab$(2)/lines.tsv)
	@$(if $(and $(BACKEND),$(filter-out $(labs_with_backend),$(2))),echo 'BACKEND changes nothing in lab $(2): it is for labs $(labs_with_backend)' >&2)
	@device=$$$$($(if $(and $(BACKEND),$(filter $(labs_with_backend),$(2))),$$(call device_options,$(1)))) || exit; \
	    $$(lab$(2)_program) $$$$device $(if $(filter-out 1,$(words $(call own_labs,$(1)))),--mine) \
	    $(if $(and $(FULL),$(filter $(labs_with_full),$(2))),--full) \
	    $(if $(and $(MINE),$(filter $(labs_with_card),$(2))),--lines build/lab$(2)/lines.tsv) $$(ARGS)
	@$(if $(NO_PLOTS),:,labs/common/draw.sh --new labs/$(1) build/lab$(2))
	@autograder/worker/say_problems.sh --again $$(lab$(2)_students)
	@$(if $(MINE),labs/common/mine.sh --again $(2) '$(WITHOUT)' $(STUDENT) $$(lab$(2)_students))
plots$(2):
	@labs/common/draw.sh $$(of_all_labs) labs/$(1) build/lab$(2)
endef
$(foreach folder,$(lab_folders),$(eval $(call lab_rules,$(folder),$(call number_of,$(folder)))))

# What the student's kernel of 4.14 moves, beside others, as a picture.
ifneq ($(wildcard labs/04-cnn/given/traffic.cu),)
$(STUDENT_BUILD)/traffic: $(STUDENT_BUILD)/emulated/04-cnn/matmul_tiled_kernel.o build/emulated/labs/04-cnn/given/traffic.o $(emulator_objects)
	@$(CC) $^ -o $@ -lm
.PHONY: traffic
traffic: $(if $(SOLUTION),,missing-starters)
	@$(if $(has_cxx),$(MAKE) -s $(STUDENT_BUILD)/traffic,echo 'make traffic: there is no $(CXX), which the emulator needs' >&2; false)
	@mkdir -p build/lab04
	@$(STUDENT_BUILD)/traffic build/lab04/traffic.dat
	@PICTURE=traffic labs/common/draw.sh labs/04-cnn build/lab04
endif

# With MINE=1 what is linked depends on WITHOUT, which no file's time tells.
.PHONY: link-again
link-again:

.PHONY: plots reference stubs
plots: of_all_labs := --of-all-labs
plots: $(foreach folder,$(lab_folders),plots$(call number_of,$(folder)))

reference: $(call objects,float,$(library_sources)) $(call objects,double,$(library_sources))
	@$(foreach folder,$(lab_folders),$(MAKE) lab$(call number_of,$(folder)) SOLUTION=1 \
	    $(if $(filter $(labs_with_backend),$(call number_of,$(folder))),,BACKEND=);)

# What a student has written is never overwritten; a file that is not there is written anew.
.PHONY: missing-starters
stubs: $(starter_files)
	@labs/common/stubs.sh $(lab_folders)
missing-starters: $(starter_files)
	@labs/common/stubs.sh --missing $(lab_folders)
