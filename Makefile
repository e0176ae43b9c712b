# SPDX-License-Identifier: GPL-2.0-only
#
# `make help` lists the targets.  The module itself is described to the
# kernel's build system by Kbuild, not here.

KVER ?= $(shell uname -r)
KERNEL ?= trixie
NODES ?= 1
MEM ?= 1G
FIRMWARE ?= bios
CMDLINE ?=
FUZZ_RUNS ?= 2000000

VERSION := $(shell sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' $(CURDIR)/dkms.conf)
SRC := $(DESTDIR)/usr/src/early_res-$(VERSION)
KDIR := /lib/modules/$(KVER)/build
# A kernel that clang made gets a module that clang made.
LLVM ?= $(if $(shell grep -sx CONFIG_CC_IS_CLANG=y $(KDIR)/.config),1)
PREFIX ?= /usr/local
# Fedora and Arch have one directory for all commands: bin
SBIN_DIR ?= sbin
PREFIX_DIR := $(DESTDIR)$(PREFIX)
SHARE := $(PREFIX_DIR)/share/early_res
# of bash, zsh and fish; Debian has another directory for those of zsh
ZSH_DIR ?= zsh/site-functions
COMPLETIONS := $(addprefix $(PREFIX_DIR)/share/,bash-completion/completions $(ZSH_DIR) fish/vendor_completions.d)
BOOT = tests/vm/boot.sh -v -k $(KERNEL) -n $(NODES) -m $(MEM) -f $(FIRMWARE) \
	-c "$(CMDLINE)" -M build/ko-$(KERNEL)

.DEFAULT_GOAL := help
.PHONY: help modules tools man install tools-install tools-remove dkms-source dkms-install dkms-remove deb check check-all check-debug check-configs check-memblock soak lint \
	guest shell demo bench picture clean

help:
	@echo 'For this machine (KVER=$(KVER)):'
	@echo '  make modules       build early_res.ko'
	@echo '  make tools         build the command early_res (package libsmartcols-dev)'
	@echo '  make man           make the manual page, doc/early_res.8, of its frame and the texts'
	@echo '  make install       and install it, and the command early_res'
	@echo '  make dkms-install  the same with DKMS, which rebuilds it for new kernels'
	@echo '  make dkms-remove   undo that'
	@echo '  make tools-remove  remove the command that make install installed'
	@echo '  make clean         remove what was built'
	@echo
	@echo 'In virtual machines (as root; tests/vm/deps.sh installs what they need):'
	@echo '  make check         the tests on one kernel, in six to eight minutes [KERNELS=trixie] [JOBS=2]'
	@echo '  make check-all     more tests, on three kernels, in an hour [KERNELS="bookworm trixie backports"]'
	@echo '  make check-debug  every test on a debug kernel of its own, which takes a quarter of an hour'
	@echo '                     to build, once; and fault injection, fuzzing, everything at once'
	@echo '  make check-configs  the module compiled for kernels with other configurations, and tests on'
	@echo '                     four of them, which take some minutes each to build, once, and one half an hour'
	@echo '  make deb           the Debian packages, in build/deb, and what lintian says   [KERNEL=trixie: built on its release]'
	@echo '  make soak          the long loops: 10,000 random cases, 1,000 cycles under stress,'
	@echo '                     2,000,000 fuzzed inputs     [KERNELS=...] [FUZZ_RUNS=2000000]'
	@echo '  make check-memblock  memblock itself, in user space, as a second opinion'
	@echo '  make lint          checkpatch, sparse, W=1, shellcheck  [KERNELS=...]'
	@echo '  make guest T=FILE  one guest script, e.g. T=tests/guest/law.sh'
	@echo '  make shell         a shell in a VM with the module loaded'
	@echo '  make demo          what the module shows, in two minutes'
	@echo '  make bench         the benchmarks'
	@echo '  make picture       doc/report.svg, of a snapshot that the tests have'
	@echo 'guest and shell take: KERNEL=$(KERNEL) NODES=$(NODES) MEM=$(MEM) FIRMWARE=$(FIRMWARE) CMDLINE=$(CMDLINE)'

modules:
	@test -d $(KDIR) || { echo 'No headers of kernel $(KVER): install linux-headers-$(KVER)' \
		'or say KVER=... (one of: '$$(ls /lib/modules 2>/dev/null)')' >&2; exit 1; }
	$(MAKE) -C $(KDIR) M=$(CURDIR) LLVM=$(LLVM) modules

tools:
	@test -e /usr/include/libsmartcols/libsmartcols.h || pkg-config --exists smartcols || \
		{ echo 'No libsmartcols: install libsmartcols-dev' >&2; exit 1; }
	@$(MAKE) -s -C tools O=$(CURDIR)/build/tools VERSION=$(VERSION)

man:
	@$(MAKE) -s -C tools man O=$(CURDIR)/build/tools VERSION=$(VERSION)

install: modules tools-install
	$(MAKE) -C $(KDIR) M=$(CURDIR) LLVM=$(LLVM) modules_install
	depmod $(KVER)

tools-install: tools
	install -d $(PREFIX_DIR)/$(SBIN_DIR) $(SHARE) $(PREFIX_DIR)/share/man/man8 \
		$(COMPLETIONS)
	install -m 755 build/tools/early_res $(PREFIX_DIR)/$(SBIN_DIR)
	install -m 755 tools/*.bt $(SHARE)
	install -m 644 doc/early_res.8 $(PREFIX_DIR)/share/man/man8
	install -m 644 tools/completion/early_res.bash $(word 1,$(COMPLETIONS))/early_res
	install -m 644 tools/completion/_early_res $(word 2,$(COMPLETIONS))
	install -m 644 tools/completion/early_res.fish $(word 3,$(COMPLETIONS))

tools-remove:
	rm -rf $(SHARE) $(PREFIX_DIR)/$(SBIN_DIR)/early_res $(PREFIX_DIR)/share/man/man8/early_res.8 \
		$(join $(COMPLETIONS),/early_res /_early_res /early_res.fish)

# What DKMS builds the module of
dkms-source:
	install -d $(SRC)/module
	install -m 644 Kbuild dkms.conf $(wildcard LICENSE) $(SRC)
	install -m 644 module/*.[ch] $(SRC)/module
	for d in module/*/; do install -d $(SRC)/$$d && install -m 644 $$d*.[ch] $(SRC)/$$d || exit 1; done

dkms-install: tools-install dkms-source
	dkms add early_res/$(VERSION)
	dkms build early_res/$(VERSION) -k $(KVER)
	dkms install early_res/$(VERSION) -k $(KVER)

dkms-remove: tools-remove
	dkms remove early_res/$(VERSION) --all
	rm -rf $(SRC)

# The variables are for the shell here: KERNELS=... make check, and make check KERNELS=...
check:
	@tests/vm/deps.sh >&2
	@MATRIX=$${MATRIX:-tests/quick} KERNELS=$${KERNELS:-trixie} FUZZ_RUNS=$${FUZZ_RUNS:-3000} tests/run.sh

check-all:
	@tests/vm/deps.sh --browser >&2
	@tests/run.sh

check-debug:
	@tests/vm/deps.sh >&2
	@KERNELS=debug MATRIX=tests/debug FUZZ_RUNS=1000000 OUT=$(CURDIR)/build/check-debug tests/run.sh

check-configs:
	@tests/vm/deps.sh >&2
	@KERNELS="nonuma noefi kcfi kmsan" MATRIX=tests/configs/matrix FIRST=tests/configs/compile.sh \
		OUT=$(CURDIR)/build/check-configs tests/run.sh

soak:
	@tests/vm/deps.sh >&2
	@MATRIX=tests/soak FUZZ_RUNS=$(FUZZ_RUNS) FUZZ_SEED=$$(date +%s) OUT=$(CURDIR)/build/soak tests/run.sh

deb:
	@tests/vm/deps.sh >&2
	@tests/vm/deb.sh $(KERNEL) build/deb

check-memblock:
	@tests/vm/deps.sh >&2
	@tests/unit/memblock/memblock.sh check "$$(tests/vm/source.sh)" build/memblock

lint:
	@tests/vm/deps.sh --lint >&2
	@tests/lint.sh

.PHONY: ko
ko:
	@EXTRA_DIRS=tests/modules tests/vm/build.sh $(KERNEL) build/ko-$(KERNEL)

guest: ko
	@test -n "$(T)" || { echo 'Say which: make guest T=tests/guest/law.sh' >&2; exit 1; }
	@$(BOOT) -o build/guest $(T)

shell: ko
	@$(BOOT) -o build/shell -i tests/guest/shell.sh

demo:
	@tests/vm/demo.sh

bench:
	@tests/bench/bench.sh

# The README shows it, and tests/tools/picture.sh compares it.
picture: tools
	@. tests/tools/snapshot.sh; d=$$(mktemp -d); unpack tests/tools/inputs $$d; \
		snapshot $$d | build/tools/early_res map --svg - --from - >doc/report.svg; rm -rf $$d

clean:
	rm -rf build
	find . -name build -prune -o '(' -name '*.o' -o -name '*.ko' -o -name '*.mod' -o -name '*.mod.c' \
		-o -name '.*.cmd' -o -name modules.order -o -name Module.symvers ')' -type f -exec rm -f {} +
