/* Pseudo terminals, and programs that have one as theirs: calls that glibc hides from Swift. */
#pragma once
#include <stddef.h>
#include <sys/types.h>

/* Opens a pseudo terminal, non-blocking, and writes the path of its far side. -1 with errno set. */
int terminal_open(char *path, size_t capacity);

/* Starts a program in the folder, with this environment and nothing else of ours. It leads a session of
   its own, whose terminal is the one at `terminal`: its only descriptors are 0, 1 and 2, all of them that
   terminal. Returns 0 or an error number. */
int terminal_spawn(const char *program, char *const arguments[], char *const environment[],
                   const char *folder, const char *terminal, pid_t *identifier);
