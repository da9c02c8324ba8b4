/* The sanitizers' options, for the worker that is built with them: it runs confined, with an
 * environment that is not the caller's. Their limit on memory stands in for the sandbox's, which
 * their shadow memory would break; looking for leaks would take a second process.
 */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0:hard_rss_limit_mb=1024:max_allocation_size_mb=1024:"
           "allocator_may_return_null=1:handle_segv=1:exitcode=99";
}

const char *__ubsan_default_options(void);
const char *__ubsan_default_options(void)
{
    return "print_stacktrace=1";
}
