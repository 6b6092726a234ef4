// The program of a worker: make a VM as the host wants it, close the sandbox, run what comes.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "worker.h"

static luashim_worker worker; // one a process; its signal handler finds it here

/// The host wants a run to stop. It asks again until that has happened, so what comes between two
/// coroutines, or just before a wait, is not lost.
static void stop_if_asked(void) {
    if (!worker.is_running || worker.asked != worker.run_number) return;
    atomic_store(&worker.vm->interrupted, true);
    worker.woken = 1;
    raise(SIGURG); // whose handler arms the hook that raises the stop
}

static void on_ask(int number, siginfo_t *details, void *context) {
    (void)number, (void)context;
    int saved_errno = errno;
    worker.asked = details->si_value.sival_int;
    stop_if_asked();
    errno = saved_errno;
}

static void install_signals(void) {
    struct sigaction action = {.sa_sigaction = on_ask, .sa_flags = SA_SIGINFO};
    sigemptyset(&action.sa_mask);
    sigaction(SIGUSR1, &action, NULL);
    sigset_t asks; // held back until here
    sigemptyset(&asks);
    sigaddset(&asks, SIGUSR1);
    sigprocmask(SIG_UNBLOCK, &asks, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
}

// Reading the host's records ----------------------------------------------------------------------

static luashim_text take_text(const uint8_t **record) {
    luashim_text text = {NULL, 0};
    if (**record == LUASHIM_STRING) text = luashim_record_text(*record);
    *record = luashim_worker_skip_record(*record);
    return text;
}

static int64_t take_integer(const uint8_t **record) {
    int64_t integer;
    memcpy(&integer, *record + 1, sizeof integer);
    *record = luashim_worker_skip_record(*record);
    return integer;
}

static bool take_boolean(const uint8_t **record) {
    bool value = (*record)[1] != 0;
    *record = luashim_worker_skip_record(*record);
    return value;
}

static char *copy(luashim_text text) {
    char *copied = text.bytes != NULL ? malloc(text.count + 1) : NULL;
    if (copied == NULL) return NULL;
    memcpy(copied, text.bytes, text.count);
    copied[text.count] = '\0';
    return copied;
}

/// One function more: what the VM passes to `call` and `begin` for it is its number.
static bool note_function(void) {
    size_t count = (size_t)worker.function_count;
    void **functions = realloc(worker.functions, (count + 1) * sizeof *functions);
    if (functions == NULL) return false;
    worker.functions = functions;
    functions[count] = (void *)count;
    worker.function_count++;
    return true;
}

/// Notes a function under its number, which counts through all modules.
static bool add_function(worker_module *module, const uint8_t **record) {
    const uint8_t *rest = *record; // whether it is begun, and its name
    *record = luashim_worker_skip_record(luashim_worker_skip_record(rest));
    uint8_t tag = LUASHIM_INTEGER;
    int64_t number = worker.function_count;
    luashim_buffer *functions = &module->functions;
    return note_function()
        && luashim_buffer_append(functions, &tag, 1)
        && luashim_buffer_append(functions, &number, sizeof number)
        && luashim_buffer_append(functions, rest, (size_t)(*record - rest));
}

static bool read_modules(const uint8_t *record) {
    worker.modules = calloc(worker.settings.module_count + 1, sizeof *worker.modules);
    if (worker.modules == NULL || !note_function()) return false; // number 0 is task.sleep
    for (uint32_t i = 0; i < worker.settings.module_count; i++) {
        worker_module *module = &worker.modules[i];
        module->name = copy(take_text(&record));
        module->is_global = take_boolean(&record);
        module->function_count = (int)take_integer(&record);
        for (int j = 0; j < module->function_count; j++) {
            if (!add_function(module, &record)) return false;
        }
        module->chunk_count = (int)take_integer(&record);
        module->chunks = record;
        for (int j = 0; j < module->chunk_count * 2; j++) {
            record = luashim_worker_skip_record(record);
        }
        module->chunk_size = (size_t)(record - module->chunks);
        if (module->name == NULL) return false;
    }
    return true;
}

static bool make_vm(void) {
    const luashim_open_frame *settings = &worker.settings;
    if (!read_modules(worker.open_frame + sizeof *settings)) return false;
    luashim_options options = {
        .host = luashim_worker_host(&worker),
        .profile = LUASHIM_RECIPE,
        .memory_limit = settings->memory_limit,
        .output_limit = settings->output_limit,
        .task_limit = settings->task_limit,
        .cleanup_grace = settings->cleanup_grace,
        .writes_to_host = true,
    };
    worker.vm = luashim_create(&options);
    if (worker.vm == NULL) return false;
    for (uint32_t i = 0; i < settings->module_count; i++) {
        const worker_module *module = &worker.modules[i];
        if (!luashim_add_module(worker.vm, module->name, (int32_t)i, module->is_global)) {
            return false;
        }
    }
    return true;
}

// Runs --------------------------------------------------------------------------------------------

static void send_finished(
    const luashim_run_frame *run, luashim_outcome outcome, const luashim_call *result
) {
    luashim_finished_frame fields = {
        .run = run->run,
        .cause = luashim_cause(result),
        .bytes_in_use = luashim_bytes_in_use(worker.vm),
        .outcome = outcome,
        .exit_status = luashim_exit_status(worker.vm),
        .count = (uint32_t)luashim_argument_count(result),
    };
    uint8_t *start = luashim_worker_begin(&worker, LUASHIM_FRAME_FINISHED, sizeof fields);
    if (start == NULL) _exit(EXIT_FAILURE);
    memcpy(start, &fields, sizeof fields);
    if (!luashim_worker_put_values(&worker, result) || !luashim_worker_end(&worker)) {
        // Results beyond what may cross: as if there had been no memory for them.
        fields.outcome = LUASHIM_OUT_OF_MEMORY;
        fields.count = 0;
        start = luashim_worker_begin(&worker, LUASHIM_FRAME_FINISHED, sizeof fields);
        if (start == NULL) _exit(EXIT_FAILURE);
        memcpy(start, &fields, sizeof fields);
        luashim_worker_end(&worker);
    }
    luashim_worker_flush(&worker);
}

/// Puts the run's values where the VM takes them from, as they came.
static bool pass_values(const uint8_t *records, size_t size, uint32_t count) {
    luashim_call *values = luashim_arguments(worker.vm);
    luashim_buffer *answers = &luashim_scratch_of(values)->answer;
    if (size > 0 && !luashim_buffer_append(answers, records, size)) return false;
    values->answers = (int)count;
    return true;
}

static luashim_outcome run_script(const luashim_run_frame *run) {
    const uint8_t *record = worker.run_frame + sizeof *run;
    luashim_script script = {
        .source = take_text(&record),
        .argument_count = run->argument_count,
        .passes_values = run->passes_values != 0,
    };
    char *chunk_name = copy(take_text(&record));
    luashim_text script_name = take_text(&record);
    char *script_name_text = copy(script_name);
    // Those of `arg`, then the words before the script.
    size_t count = (size_t)run->argument_count + run->command_count;
    luashim_text *arguments = calloc(count + 1, sizeof *arguments);
    luashim_outcome outcome = LUASHIM_OUT_OF_MEMORY;
    if (chunk_name != NULL && arguments != NULL) {
        for (size_t i = 0; i < count; i++) arguments[i] = take_text(&record);
        size_t size = worker.run_size - (size_t)(record - worker.run_frame);
        script.chunk_name = chunk_name;
        script.script_name = script_name_text;
        script.arguments = arguments;
        script.command = arguments + run->argument_count;
        script.command_count = run->command_count;
        if (!script.passes_values || pass_values(record, size, run->value_count)) {
            outcome = luashim_run(worker.vm, &script);
        }
    }
    free(chunk_name);
    free(script_name_text);
    free(arguments);
    return outcome;
}

static void serve_run(void) {
    luashim_run_frame run;
    memcpy(&run, worker.run_frame, sizeof run);
    worker.run_came = false;
    luashim_begin_run(worker.vm, -1); // the host has the clock
    worker.run_number = (int)run.run;
    worker.is_running = 1;
    stop_if_asked();
    luashim_outcome outcome =
        worker.run_lacks_memory ? LUASHIM_OUT_OF_MEMORY : run_script(&run);
    worker.is_running = 0;
    free(worker.run_frame);
    worker.run_frame = NULL;
    luashim_worker_forget_operations(&worker);
    send_finished(&run, outcome, luashim_result(worker.vm));
    luashim_end_run(worker.vm);
}

// Start -------------------------------------------------------------------------------------------

static void refuse(const char *reason) {
    if (luashim_worker_begin(&worker, LUASHIM_FRAME_REFUSED, 0) != NULL) {
        luashim_worker_append(&worker, reason, strlen(reason));
        luashim_worker_end(&worker);
        luashim_worker_flush(&worker);
    }
    _exit(EXIT_FAILURE);
}

static void await_settings(void) {
    worker.settings.frame_limit = UINT32_MAX;
    while (worker.open_frame == NULL) luashim_worker_receive(&worker, -1);
    memcpy(&worker.settings, worker.open_frame, sizeof worker.settings);
}

/// What the process may grow by: Lua's memory, twice, for blocks that move and for frames.
static uint64_t room(void) {
    enum { SPARE = 32 << 20 };
    const uint64_t most = (uint64_t)1 << 46; // beyond this there is no address space to limit
    uint64_t limit = worker.settings.memory_limit;
    return limit == 0 || limit > most ? 0 : limit * 2 + SPARE;
}

int luashim_worker_main(int descriptor) {
    int type;
    socklen_t size = sizeof type;
    if (getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) != 0) {
        static const char message[] = "this is the worker of a Lua host, which starts it itself\n";
        return write(STDERR_FILENO, message, sizeof message - 1) < 0 ? 3 : 2;
    }
    worker.descriptor = descriptor;
    fcntl(descriptor, F_SETFL, O_NONBLOCK);
    // A host that ended before this line has closed its end of the socket.
    prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
    install_signals();
    await_settings();
    if (!make_vm()) refuse("not enough memory");
    const char *problem = luashim_enter_sandbox(descriptor, room());
    if (problem != NULL) refuse(problem);
    if (luashim_worker_begin(&worker, LUASHIM_FRAME_READY, 0) == NULL) refuse("not enough memory");
    luashim_worker_end(&worker);
    luashim_worker_flush(&worker);
    while (true) {
        while (!worker.run_came) luashim_worker_receive(&worker, -1);
        serve_run();
    }
}
