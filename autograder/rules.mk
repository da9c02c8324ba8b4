# The autograder's programs, the workers, and what runs them.

autograder_flags := -DDESCENT_DOUBLE
pkg = $$(pkg-config --$(1) $(2))

# What of the library has nothing to do with an exercise; the judge may link it.
base_sources := $(wildcard reference/base/*.c) reference/tensor/shape.c
# The data sets that the judge trains on, as far as they are there: a handout has those of its labs.
judge_data_sources := $(wildcard $(addprefix reference/data/,csv.c made_line.c glyphs.c image_set.c))
catalogue_sources := $(wildcard autograder/catalogue/*.c)
wire_sources := $(wildcard autograder/wire/*.c)
# How programs are confined: what starts them so, and the one that does it to itself.
sandbox_sources := $(addprefix autograder/sandbox/,layers.c profiles.c bubble.c sandbox.c probe.c words.c)
confine_sources := $(addprefix autograder/sandbox/,confine.c filter.c landlock.c limits.c layers.c profiles.c)

# link PROGRAM, SOURCES, LIBRARIES
define link_program
$(1): $(call objects,double,$(2))
	@mkdir -p $$(@D)
	@$$(CC) $$^ -o $$@ $(3) -lm
endef
$(eval $(call link_program,build/autograder/variant,$(wildcard autograder/variants/*.c) $(catalogue_sources) $(base_sources)))
$(eval $(call link_program,build/autograder/judge,$(wildcard autograder/judge/*.c) $(catalogue_sources) $(wire_sources) $(sandbox_sources) $(base_sources) $(judge_data_sources),$$$$(pkg-config --libs criterion jansson expat)))
$(eval $(call link_program,build/autograder/grade,$(filter-out %/show.c,$(wildcard autograder/grade/*.c)) $(catalogue_sources) $(sandbox_sources) $(base_sources),$$$$(pkg-config --libs jansson)))
$(eval $(call link_program,build/autograder/launch,autograder/sandbox/launch.c $(sandbox_sources) $(base_sources)))
$(eval $(call link_program,build/autograder/sandbox-bench,autograder/sandbox/bench.c $(sandbox_sources) $(base_sources)))
# static: nothing of anyone's runs before its limits stand
$(eval $(call link_program,build/autograder/confine,$(confine_sources) reference/base/message.c,-static $$$$(pkg-config --static --libs libseccomp)))
$(eval $(call link_program,build/autograder/show,autograder/grade/show.c $(wire_sources) $(base_sources)))
$(eval $(call link_program,build/autograder/run_all,$(wildcard autograder/submissions/*.c) $(wildcard autograder/report/*.c) $(catalogue_sources) $(sandbox_sources) $(base_sources),$$$$(pkg-config --libs jansson)))

$(eval $(call link_program,build/autograder/record,autograder/replay/record.c autograder/replay/exchange.c $(wire_sources) $(base_sources)))
$(eval $(call link_program,build/autograder/replay,autograder/replay/replay.c autograder/replay/exchange.c $(wire_sources) $(base_sources)))
# it compares every file with every answer: seconds instead of minutes
build/double/autograder/handout/tokens.o: flags_double := -O3 -DDESCENT_DOUBLE
$(eval $(call link_program,build/autograder/leak,autograder/handout/leak.c autograder/handout/tokens.c $(catalogue_sources) autograder/variants/source.c $(base_sources)))

# what students get: make handout LAB=01 OUT=folder RELEASE=01; CUDA=0 takes the exercises in CUDA out of the tables first,
# GPU=1 puts in what trains on a GPU
.PHONY: handout submit
ifneq ($(CUDA),)
handout:
	@autograder/handout/cuda.sh '$(CUDA)'
	@$(MAKE) handout CUDA=
else
handout: tools mistakes build/autograder/record build/autograder/leak
	@autograder/handout/make_handout.sh '$(or $(OUT),build/handout)' '$(or $(LAB),$(foreach folder,$(lab_folders),$(call number_of,$(folder))))' '$(RELEASE)' '$(GPU)'
endif

# what they give back: packed after it was built and graded
submit: missing-starters tools
	@autograder/handout/submit.sh '$(LAB)'

# A worker reads no data and loads no library: no_blas.c stands in for blas.c, and nothing for load.c. The library without a
# lab's exercises, and the whole, as workers have it.
as_in_workers = $(patsubst reference/kernels/fast/blas.c,autograder/worker/no_blas.c,\
    $(filter-out $(image_file_sources) reference/kernels/cuda/load.c,$(1)))
worker_other_sources = $(call as_in_workers,$(call other_sources,$(1)))
worker_library_sources := $(call as_in_workers,$(library_sources))

# The workers of labs that have kernels: the emulator, drivers, launches, and nothing of the library but what is
# at its bottom. Static, as the other ones are; there is no other kind, since the emulator sees each access.
flags_emulated-double := $(flags_double) -I$(emulator_include)
$(eval $(call compile_kind,emulated-double))
kernel_sources = $(addprefix autograder/worker/,denied.c main.c call.c emulated.c cuda$(1).c) $(wire_sources) $(base_sources)
kernel_driver = $(patsubst %.c,build/emulated-double/%.o,$(call kernel_sources,$(1))) \
    $(filter-out %/message.o,$(emulator_objects)) build/emulated/autograder/worker/cuda$(1)_launches.o
reference_kernels = $(patsubst %.cu,build/emulated/reference/%.o,$(filter %.cu,$(call exercise_files,$(1))))
student_kernels = $(patsubst %,$(STUDENT_BUILD)/$(1)/%.o,$(call kernel_stems,$(2)))

# $(1) folder, $(2) number
define kernel_worker_rules
build/given/worker$(2)-emulated.o: $(call kernel_driver,$(2))
	@mkdir -p $$(@D)
	@ld -r $$^ -o $$@
link_kernels_$(2) = @CONFINE='$$(CONFINE)' KERNEL='$$(CXX) $$(student_kernel_flags)' autograder/worker/link_worker.sh $$@ \
	    $$(filter build/given/%,$$^) $$(filter $(STUDENT_BUILD)/%.o,$$^) -- $$(CC) -static
$(STUDENT_BUILD)/worker$(2)-emulated: $(call student_kernels,emulated,$(1)) build/given/worker$(2)-emulated.o
	$$(link_kernels_$(2))
$(STUDENT_BUILD)/worker$(2)-emulated-debug: $(call student_kernels,emulated-debug,$(1)) build/given/worker$(2)-emulated.o
	$$(link_kernels_$(2))
$(STUDENT_BUILD)/worker$(2): $(STUDENT_BUILD)/worker$(2)-emulated
ifeq ($(is_handout),)
build/reference/worker$(2)-emulated: $(call kernel_driver,$(2)) $(call reference_kernels,$(1))
	@mkdir -p $$(@D)
	@$$(CC) $$^ -o $$@ -lm
else
build/reference/worker$(2)-emulated: build/reference/worker$(2)
	@cp $$< $$@
endif
tools$(2): build/reference/worker$(2)-emulated build/given/worker$(2)-emulated.o build/emulator/rewrite \
    $(patsubst %,build/starters/%.cu,$(call kernel_stems,$(1)))
endef
# The same worker on a GPU, where nvcc and a GPU are: for a student's own kernels, by make grade alone, never by run_all,
# since nothing would confine them there. A file that nvcc does not compile has its starter in its place.
GPU_ARCH ?= native
gpu_flags := -O3 -Xcompiler -Wall
build/gpu/%.o: %.cu
	@mkdir -p $(@D)
	@$(NVCC) -std=c++17 $(gpu_flags) -arch=$(GPU_ARCH) -Ireference -Iautograder -MMD -MP -MF $(@:.o=.d) -c $< -o $@
build/gpu/%.o: %.c
	@mkdir -p $(@D)
	@$(NVCC) $(gpu_flags),-std=gnu17 -DDESCENT_DOUBLE -Ireference -Iautograder -MMD -MP -MF $(@:.o=.d) -c $< -o $@
# no kernels in these: any will do, and none that must be there
build/gpu/reference/kernels/cuda/find.o build/gpu/reference/kernels/cuda/probe/probe.o: GPU_ARCH := sm_75
build/gpu/probe: $(addprefix build/gpu/reference/kernels/cuda/,find.o probe/probe.o) $(call objects,double,reference/base/message.c)
	@$(NVCC) $(nvcc_link) $^ -o $@
$(STUDENT_BUILD)/gpu/%.o: build/starters/%.cu $(library_headers) $(if $(SOLUTION),build/solution/%.cu,$$(wildcard $(STUDENT)/$$*.cu))
	@mkdir -p $(@D)
	@for file in $(STUDENT)/$*.cu $<; do \
	    ! $(NVCC) -std=c++17 $(gpu_flags) -arch=$(GPU_ARCH) -Ibuild/include -c $$file -o $@ || exit 0; \
	done; exit 1
gpu_driver = $(call objects,double,$(addprefix autograder/worker/,main.c call.c) $(wire_sources) $(base_sources)) \
    $(addprefix build/gpu/autograder/worker/,cuda$(1).o cuda$(1)_launches.o on_gpu.o)

# $(1) folder, $(2) number
define gpu_worker_rules
$(STUDENT_BUILD)/worker$(2)-gpu: $(patsubst %,$(STUDENT_BUILD)/gpu/%.o,$(call kernel_stems,$(1))) $(call gpu_driver,$(2))
	@$$(NVCC) $$(nvcc_link) $$^ -o $$@
.PHONY: gpu$(2)
gpu$(2):
	@autograder/worker/gpu.sh '$$(NVCC)' $(STUDENT_BUILD)/gpu.txt $(STUDENT_BUILD)/worker$(2)-gpu
endef
$(foreach folder,$(lab_folders),$(if $(call kernel_stems,$(folder)),\
    $(eval $(call gpu_worker_rules,$(folder),$(call number_of,$(folder))))))

# Without a compiler for kernels there is no such worker, not an older one either: grade says so of these exercises.
define without_kernels
.PHONY: no-kernels$(2)
no-kernels$(2):
	@rm -f $(STUDENT_BUILD)/worker$(2)-emulated
$(STUDENT_BUILD)/worker$(2): | no-kernels$(2)
endef
$(foreach folder,$(lab_folders),$(if $(call kernel_stems,$(folder)),\
    $(eval $(call $(if $(has_cxx),kernel_worker_rules,without_kernels),$(folder),$(call number_of,$(folder))))))

# $(1) folder, $(2) number
define worker_rules
lab$(2)_sources := $(addprefix autograder/worker/,denied.c main.c call.c) $(wildcard autograder/worker/lab$(2)*.c) $(wire_sources)
lab$(2)_driver := $$(call objects,double,$$(lab$(2)_sources))

# a worker but for the student's objects, as one object
build/given/worker$(2).o: $$(lab$(2)_driver) $(call objects,double,$(call worker_other_sources,$(1)))
	@mkdir -p $$(@D)
	@ld -r $$^ -o $$@
build/given/worker$(2)-asan.o: $$(call objects,asan-double,autograder/worker/sanitizers.c $$(lab$(2)_sources)) \
    $(call objects,asan-double,$(call worker_other_sources,$(1)))
	@mkdir -p $$(@D)
	@ld -r $$^ -o $$@

# four workers: static, so that it has no need to open a file; for Valgrind, which would see false
# errors in that one; with the sanitizers; and to step through
link_$(2) = @CONFINE='$$(CONFINE)' autograder/worker/link_worker.sh $$@ $$(filter build/given/%,$$^) \
    $$(filter $(STUDENT_BUILD)/%.o,$$^) -- $$(CC) $$(student_cflags)
$(STUDENT_BUILD)/worker$(2): $(call student_objects,double,$(1)) $(call unreleased_objects,double,$(1)) build/given/worker$(2).o
	$$(link_$(2)) $$(flags_double) -static
$(STUDENT_BUILD)/worker$(2)-checked: $(STUDENT_BUILD)/worker$(2) build/given/worker$(2).o $(call student_objects,double,$(1)) \
    $(call unreleased_objects,double,$(1))
	$$(link_$(2)) $$(flags_double)
$(STUDENT_BUILD)/worker$(2)-asan: $(call student_objects,asan-double,$(1)) $(call unreleased_objects,asan-double,$(1)) build/given/worker$(2)-asan.o
	$$(link_$(2)) $$(flags_asan-double)
$(STUDENT_BUILD)/worker$(2)-debug: $(call student_objects,debug-double,$(1)) $(call unreleased_objects,debug-double,$(1)) build/given/worker$(2).o
	$$(link_$(2)) $$(flags_debug-double)

ifeq ($(is_handout),)
build/reference/worker$(2): $$(lab$(2)_driver) $(call objects,double,$(worker_library_sources))
	@mkdir -p $$(@D)
	@$$(CC) $$^ -o $$@ -lm

# EXERCISE-NAME/worker of each known mistake: the reference with one file edited
mistakes$(2) := $$(shell awk 'NR == FNR { exercises[$$$$1]; next } $$$$1 == "mistake" && $$$$2 in exercises { print $$$$2 "-" $$$$3 }' \
    labs/$(1)/exercises.tsv autograder/mistakes/lab$(2).txt 2>/dev/null)
build/mistakes/lab$(2)/%/worker: build/autograder/variant autograder/mistakes/lab$(2).txt \
    $$(lab$(2)_driver) $(call objects,double,$(worker_library_sources)) $(if $(has_cxx),$(if $(call kernel_stems,$(1)),build/reference/worker$(2)-emulated))
	@KERNEL='$$(CXX) $$(emulated_flags) -I$$(emulator_include) -Ireference' \
	    KERNEL_WORKER='$(if $(call kernel_stems,$(1)),$(call kernel_driver,$(2)) $(call reference_kernels,$(1)))' \
	    autograder/mistakes/build_worker.sh $(2) $$* $$@ '$$(CC) $$(cflags) $$(flags_double)' $$(filter %.o,$$^)
build/mistakes/lab$(2)/questions.txt: autograder/mistakes/lab$(2).txt
	@mkdir -p $$(@D)
	@cp $$< $$@
else
# no answer is there: recordings stand in for the reference and for each mistake
build/reference/worker$(2): autograder/recorded/lab$(2)/reference.frames build/autograder/replay
	@autograder/replay/worker.sh $$< $$@
mistakes$(2) := $$(basename $$(notdir $$(wildcard autograder/recorded/lab$(2)/mistakes/*.frames)))
build/mistakes/lab$(2)/%/worker: autograder/recorded/lab$(2)/mistakes/%.frames build/autograder/replay
	@autograder/replay/worker.sh $$< $$@
build/mistakes/lab$(2)/questions.txt: autograder/recorded/lab$(2)/questions.txt
	@mkdir -p $$(@D)
	@cp $$< $$@
endif
.PHONY: mistakes$(2)
mistakes$(2): build/mistakes/lab$(2)/questions.txt $$(patsubst %,build/mistakes/lab$(2)/%/worker,$$(mistakes$(2)))

# all that the grading of one submission needs besides the submission
.PHONY: tools$(2)
tools$(2): build/autograder/grade build/autograder/judge build/autograder/confine build/autograder/launch \
    build/autograder/show build/reference/worker$(2) build/given/worker$(2).o $(library_headers) \
    build/libc.symbols $(patsubst %,build/starters/%.c,$(call stems,$(1)))
endef
$(foreach folder,$(lab_folders),$(eval $(call worker_rules,$(folder),$(call number_of,$(folder)))))

.PHONY: tools mistakes grade show debug test nightly
tools: $(foreach folder,$(lab_folders),tools$(call number_of,$(folder)))
mistakes: $(foreach folder,$(lab_folders),mistakes$(call number_of,$(folder)))

grade_options := --kit . --student $(STUDENT) --build $(STUDENT_BUILD) --work build/grade \
    $(if $(LAB),--lab $(LAB)) $(if $(CHECK),--check $(CHECK)) $(if $(NO_VALGRIND),--no-valgrind)
# one's own kernels are run on a GPU as well, where there is one: NO_GPU=1 leaves that out, and so does STUDENT=, for
# nothing confines them there

grade: $(if $(SOLUTION),$(patsubst %,build/solution/%.c,$(all_stems)) $(patsubst %,build/solution/%.cu,$(all_kernel_stems)),missing-starters) tools
	@build/autograder/grade $(grade_options) $(if $(NO_GPU)$(filter-out labs build/solution,$(STUDENT)),,--gpu) --results build/grade/results.json

show: tools
	@autograder/grade/show.sh '$(CHECK)' $(STUDENT) $(STUDENT_BUILD)

debug: tools
	@autograder/grade/debug.sh '$(CHECK)' '$(LAB)' $(STUDENT) $(STUDENT_BUILD)

test: tools
	@autograder/tests/all.sh
# also: the address sanitizer in float, fuzz targets, and 1000 seeds where the day's tests take fewer
nightly: tools
	@autograder/tests/all.sh --nightly

# The autograder's unit tests: everything but the programs' own main functions.
autograder_tests := $(wildcard autograder/tests/*.c)
programs := autograder/worker/% autograder/judge/main.c autograder/grade/main.c autograder/grade/show.c \
    autograder/variants/variant.c autograder/submissions/run_all.c autograder/replay/record.c autograder/replay/replay.c \
    autograder/handout/leak.c $(addprefix autograder/sandbox/,bench.c confine.c filter.c launch.c)
autograder_library := $(filter-out $(programs) autograder/tests/%,$(wildcard autograder/*/*.c))

define autograder_test
build/tests/autograder-$(1): $(call objects,$(1),$(autograder_tests) $(autograder_library) $(base_sources) \
    $(judge_data_sources) reference/tests/support.c)
	@mkdir -p $$(@D)
	@$$(CC) $$(flags_$(1)) $$^ -o $$@ $$$$(pkg-config --libs criterion jansson expat) -lm
endef
$(foreach kind,double asan-double,$(eval $(call autograder_test,$(kind))))
