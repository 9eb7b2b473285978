// SPDX-License-Identifier: Apache-2.0

// What Linux offers to whoever supervises processes and Swift's Glibc does not import: functions with
// a variable number of arguments, and those that glibc only shows to its own dialect of C.
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>

extern int memfd_create(const char *name, unsigned int flags);
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);

/// Has the kernel send a signal to this process when the thread that started it ends.
static inline int setaside_signal_at_parent_death(int number) {
  return prctl(PR_SET_PDEATHSIG, (unsigned long)number, 0UL, 0UL, 0UL);
}

/// Memory without a name that other processes can be given; closed when a program is started.
static inline int setaside_shared_memory(const char *name) { return memfd_create(name, 3U); }

/// Has the system refuse to make such memory smaller or larger: who reads beyond its end dies.
static inline int setaside_seal_size(int descriptor) {
  // F_ADD_SEALS with F_SEAL_SEAL, F_SEAL_SHRINK and F_SEAL_GROW.
  return fcntl(descriptor, 1033, 1 | 2 | 4);
}

/// Has a process that is about to be started close every descriptor from this one on.
static inline int setaside_close_from(posix_spawn_file_actions_t *actions, int from) {
  return posix_spawn_file_actions_addclosefrom_np(actions, from);
}
