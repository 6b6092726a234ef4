// A worker as a program of its own: small, and without anything of the host's.
#include "luashim_worker.h"

int main(void) { return luashim_worker_main(0); }
