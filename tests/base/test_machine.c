/* SPDX-License-Identifier: MIT */
/* Time goes on; processors are those that this process may use. */
#include "base/machine.h"

#include <sched.h>
#include <time.h>

#include "kit.h"

START_TEST(time_goes_on)
{
    const struct timespec nap = {0, 20000000};
    double start = machine_seconds();
    ck_assert_int_eq(nanosleep(&nap, NULL), 0);
    ck_assert(machine_seconds() - start >= 0.02);
}
END_TEST

START_TEST(processors_are_those_allowed)
{
    cpu_set_t all, one;
    size_t first = 0;
    ck_assert_int_eq(sched_getaffinity(0, sizeof all, &all), 0);
    ck_assert_uint_eq(machine_processors(), (size_t)CPU_COUNT(&all));
    while (!CPU_ISSET(first, &all))
        first++;
    CPU_ZERO(&one);
    CPU_SET(first, &one);
    ck_assert_int_eq(sched_setaffinity(0, sizeof one, &one), 0);
    ck_assert_uint_eq(machine_processors(), 1);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {time_goes_on, processors_are_those_allowed, NULL};
    return kit_run("machine", tests);
}
