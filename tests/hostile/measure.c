/* SPDX-License-Identifier: MIT */
/*
 * measure FILE PROGRAM ARGUMENT...: runs the program and writes into FILE how long it took, in
 * milliseconds, and the most memory that it or any process below it had at a time, in kB. Ends as
 * the program did; 128 and the signal when one ended it.
 */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1000 + (double)t.tv_nsec * 1e-6;
}

int main(int n, char **arguments)
{
    double from = now();
    struct rusage used;
    int status;
    FILE *f;
    pid_t pid;
    if (n < 3)
        return 64;
    pid = fork();
    if (pid == 0) {
        execvp(arguments[2], arguments + 2);
        _exit(127);
    }
    if (pid < 0 || wait4(pid, &status, 0, &used) != pid || !(f = fopen(arguments[1], "w")))
        return 71;
    fprintf(f, "%.0f %ld\n", now() - from, used.ru_maxrss);
    fclose(f);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
