/* Preloaded into a process, makes its wall clock wrong by WRONG_CLOCK_SECONDS; its other clocks stay right. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

static long offset;
static int (*right_clock)(clockid_t, struct timespec *);

__attribute__((constructor)) static void begin(void) {
    const char *seconds = getenv("WRONG_CLOCK_SECONDS");
    offset = seconds ? atol(seconds) : 0;
    right_clock = (int (*)(clockid_t, struct timespec *)) dlsym(RTLD_NEXT, "clock_gettime");
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    if (!right_clock) {
        begin();
    }
    int result = right_clock(clock, now);
    if (clock == CLOCK_REALTIME) {
        now->tv_sec += offset;
    }
    return result;
}

int gettimeofday(struct timeval *now, void *zone) {
    struct timespec time;
    (void) zone;
    int result = clock_gettime(CLOCK_REALTIME, &time);
    now->tv_sec = time.tv_sec;
    now->tv_usec = time.tv_nsec / 1000;
    return result;
}
