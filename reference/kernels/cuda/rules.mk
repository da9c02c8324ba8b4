# How .cu files become objects for a GPU: by nvcc, where there is one. Nothing else needs it.
#
# build/cuda/path/file.o has machine code for every architecture below, and PTX, from which a driver makes code
# for what came later; build/cuda-one/path/file.o has one architecture's alone and is made in a fifth of the
# time: for the tests. A program or shared object of them is linked by $(NVCC) with $(nvcc_link).
#
# NVCC=...  which nvcc; empty where none is found

ifeq ($(origin NVCC),undefined)
NVCC := $(or $(shell command -v nvcc 2>/dev/null),$(wildcard /usr/local/cuda/bin/nvcc))
endif

# 75 Turing (T4) · 80 Ampere (A100) · 86 its smaller ones (RTX 30) · 89 Ada (L40, RTX 40) · 90 Hopper (H100, H200)
cuda_archs := 75 80 86 89 90
# An nvcc that is older than the last of them leaves these out, and makes PTX for its own last one.
cuda_archs_here = $(filter $(patsubst sm_%,%,$(shell $(NVCC) --list-gpu-code 2>/dev/null)),$(cuda_archs))
cuda_code_of = $(foreach arch,$(1),-gencode arch=compute_$(arch),code=sm_$(arch)) \
    -gencode arch=compute_$(lastword $(1)),code=compute_$(lastword $(1))
cuda_code_cuda = $(call cuda_code_of,$(or $(cuda_archs_here),$(cuda_archs)))
cuda_code_cuda-one := -arch=sm_75

# Host code is compiled as ours is; -Wpedantic would trip over nvcc's own output. Multiplications and additions
# on the device are one instruction where they can be (nvcc's default).
nvcc_flags := -std=c++17 -O3 -g -lineinfo -Ireference -Werror all-warnings -Xcompiler -fPIC,-Wall,-Wextra
nvcc_link := -cudart static

define compile_cuda_kind
build/$(1)/%.o: %.cu
	@mkdir -p $$(@D)
	@$$(NVCC) $$(nvcc_flags) $$(cuda_code_$(1)) -MMD -MP -MF $$(@:.o=.d) -c $$< -o $$@
endef
$(foreach kind,cuda cuda-one,$(eval $(call compile_cuda_kind,$(kind))))

cuda_sources := $(sort $(wildcard reference/kernels/cuda/*.cu))

# For the tests: each .cu of ours as an object for one architecture.
.PHONY: list-cuda-objects list-nvcc
list-cuda-objects:
	@echo $(patsubst %.cu,build/cuda-one/%.o,$(cuda_sources) \
	    $(sort $(wildcard reference/bench/*.cu reference/tests/cuda/*.cu labs/*/examples/*.cu \
	    autograder/tests/others/*/*.cu)))
list-nvcc:
	@echo $(NVCC)

# The emulator, on which they run on any machine.
include reference/kernels/cuda/emulator/rules.mk

# The shared object that programs load (load.h): all of the above. build/cuda/descent_cuda.so is for every architecture,
# build/cuda-one/descent_cuda.so for one, build/emulated-shared/descent_cuda.so for the emulator. What else of C is in
# it: a program does not show its own.
flags_cuda-shared := -O2 -fPIC
$(eval $(call compile_kind,cuda-shared))
device_map := reference/kernels/cuda/open.map
device_support_cuda := build/cuda-shared/reference/base/message.o
device_support_cuda-one := $(device_support_cuda)
device_support_emulated-shared := $(emulator_shared_objects)
link_device_cuda = $(NVCC) $(nvcc_link) -shared $(filter %.o,$^) -Xlinker --version-script=$(device_map) -o $@
link_device_cuda-one = $(link_device_cuda)
link_device_emulated-shared = $(CC) -shared $(filter %.o,$^) -Wl,-z,defs,--version-script=$(device_map) -o $@ -lm

# Of a kind: the kernels of lab 04's exercises by their names ($(2)), and all else. A handout has no sources of theirs, which would
# tell answers, but objects, compiled when it was made.
exercise_kernels := $(notdir $(filter %_kernel.cu,$(cuda_sources)))
compiled := autograder/recorded/device
ifeq ($(wildcard $(compiled)),)
device_kernels = $(patsubst %.cu,build/$(1)/reference/kernels/cuda/%.o,$(2))
device_others = $(patsubst %.cu,build/$(1)/%.o,$(filter-out %_kernel.cu,$(cuda_sources)))
else
device_kernels = $(patsubst %.cu,$(compiled)/$(1)/%.o,$(2))
device_others = $(compiled)/$(1)/others.o
exercise_kernels := $(patsubst %.o,%.cu,$(notdir $(wildcard $(compiled)/emulated-shared/*_kernel.o)))
endif

# $(1) kind
define device_library
build/$(1)/descent_cuda.so: $(call device_kernels,$(1),$(exercise_kernels)) $(call device_others,$(1)) \
    $(device_support_$(1)) $(device_map)
	@mkdir -p $$(@D)
	@$$(link_device_$(1))
endef
$(foreach kind,cuda cuda-one emulated-shared,$(eval $(call device_library,$(kind))))

# For handouts: KIND=cuda
.PHONY: list-device-kernels list-device-others
list-device-kernels:
	@echo $(call device_kernels,$(KIND),$(exercise_kernels))
list-device-others:
	@echo $(call device_others,$(KIND))
