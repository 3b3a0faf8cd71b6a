// What the server's process has used, as the kernel counts it.
#pragma once

// Processor time of all its threads, in seconds (steps of 10 ms).
double process_cpu(int pid);

// Resident memory in kB.
long process_resident(int pid);
