// Any text as a script, trusted or (of odd length) a recipe, in a VM with limits on memory, output,
// tasks and time, that looks for interrupts by a count hook: it has to end, to give its memory back,
// and to leave a VM that works.
//
// A crash inside liblua alone, which the same text brings about in plain lua5.4 too, is Lua's own.
#include <string.h>

#include "fuzz.h"
#include "luashim.h"

enum { MOST = 256, TIME_LIMIT = 200 }; // calls pending at once, and milliseconds

// For trusted scripts: nothing that reaches the system or the interpreter's own structures; and a bound
// for the functions that loop in C, where no hook looks. Recipes have functions that do look.
static const char prologue[] =
    "os = {time = os.time, clock = os.clock, date = os.date, exit = os.exit}\n"
    "io = {write = io.write, stdout = io.stdout, stderr = io.stderr}\n"
    "debug = {traceback = debug.traceback}\n"
    "local min = math.min\n"
    "getmetatable('').__index.dump = nil\n"
    "getmetatable(io.stdout).__index.setvbuf = nil\n"
    "loadfile, dofile = nil, nil\n"
    "package.path, package.cpath, package.loadlib = '', '', nil\n"
    "package.searchers[3], package.searchers[4] = nil, nil\n"
    "for _, name in ipairs {'os', 'io', 'debug'} do package.loaded[name] = _G[name] end\n"
    "local rep, move, type = string.rep, table.move, math.type\n"
    "function string.rep(s, n, ...)\n"
    "  return rep(s, type(n) == 'integer' and min(n, 1000) or 1, ...)\n"
    "end\n"
    "function table.move(a, f, e, ...)\n"
    "  if type(e) ~= 'integer' or type(f) ~= 'integer' then return a end\n"
    "  return move(a, f, e > f and math.ult(e - f, 1000) and e or f, ...)\n"
    "end\n"
    "for _, name in ipairs {'find', 'match', 'gmatch', 'gsub'} do\n"
    "  local f = string[name]\n"
    "  string[name] = function(s, pattern, ...)\n"
    "    return f(s:sub(1, 200), tostring(pattern):sub(1, 12), ...)\n"
    "  end\n"
    "end\n"
    "for _, name in ipairs {'insert', 'remove', 'concat', 'unpack', 'sort'} do\n"
    "  local f = table[name]\n"
    "  table[name] = function(t, ...) return f(rawlen(t) == #t and t or {}, ...) end\n"
    "end\n";

typedef struct {
    luashim_vm *vm;
    luashim_task *tasks[MOST]; // of pending operations; NULL: none
    uint32_t sum;
} host;

static luashim_answer call(void *context, void *function, luashim_call *call) {
    host *host = context;
    host->sum += *(const uint8_t *)function;
    for (int index = 0; index < luashim_argument_count(call); index++) {
        luashim_text text = luashim_bytes(call, index);
        if (luashim_type_of(call, index) == LUASHIM_JSON) {
            luashim_answer_json(call, text.bytes, text.count);
        } else {
            luashim_answer_string(call, text.bytes, text.count);
        }
    }
    return LUASHIM_OK;
}

static luashim_answer begin(void *context, void *function, luashim_call *given) {
    host *host = context;
    for (uint64_t operation = 0; operation < MOST; operation++) {
        if (host->tasks[operation] != NULL) continue;
        host->tasks[operation] = luashim_current_task(host->vm);
        luashim_set_operation(given, operation);
        return LUASHIM_PENDING;
    }
    return call(context, function, given);
}

static luashim_answer take(void *context, uint64_t operation, luashim_call *call) {
    (void)context;
    luashim_answer_integer(call, (int64_t)operation);
    return LUASHIM_OK;
}

static void cancel(void *context, uint64_t operation) {
    ((host *)context)->tasks[operation] = NULL;
}

static void wait_for_host(void *context, int64_t milliseconds) {
    host *host = context;
    (void)milliseconds;
    for (uint64_t operation = MOST; operation-- > 0;) {
        luashim_task *task = host->tasks[operation];
        if (task == NULL) continue;
        host->tasks[operation] = NULL;
        luashim_operation_done(host->vm, task, operation);
        return;
    }
}

static luashim_answer list(void *context, int32_t module, luashim_call *call) {
    static const char *const names[] = {"call", "begin"};
    (void)context;
    (void)module;
    for (int number = 0; number < 2; number++) {
        luashim_answer_integer(call, number + 1);
        luashim_answer_boolean(call, number == 1);
        luashim_answer_string(call, (const uint8_t *)names[number], strlen(names[number]));
    }
    return LUASHIM_OK;
}

static luashim_answer chunks(void *context, int32_t module, luashim_call *call) {
    static const char text[] =
        "local m, host, task = ... m.call, m.begin, m.task = host.call, host.begin, task";
    (void)context;
    (void)module;
    luashim_answer_string(call, (const uint8_t *)"host", 4);
    luashim_answer_string(call, (const uint8_t *)text, sizeof text - 1);
    return LUASHIM_OK;
}

static void release_error(void *context, uint64_t handle) {
    (void)context;
    (void)handle;
}

static void finished(void *context, uint64_t request, luashim_outcome outcome, luashim_call *result) {
    (void)context, (void)request, (void)outcome, (void)result;
}

static void write_output(void *context, int32_t stream, const uint8_t *bytes, size_t count) {
    host *host = context;
    host->sum += (uint32_t)stream;
    for (size_t i = 0; i < count; i++) host->sum += bytes[i];
}

static luashim_outcome run(host *host, const void *text, size_t count, int64_t time_limit) {
    luashim_script script = {.source = {text, count}, .chunk_name = "=chunk", .script_name = "chunk"};
    luashim_begin_run(host->vm, time_limit);
    luashim_outcome outcome = luashim_run(host->vm, &script);
    luashim_call *result = luashim_result(host->vm);
    for (int index = 0; index < luashim_argument_count(result); index++) {
        luashim_text bytes = luashim_bytes(result, index);
        for (size_t i = 0; i < bytes.count; i++) host->sum += bytes.bytes[i];
    }
    luashim_end_run(host->vm);
    return outcome;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char after[] = "return 1";
    static uint8_t marks[3];
    void *const functions[] = {&marks[0], &marks[1], &marks[2]};
    host host = {0};
    luashim_options options = {
        .host = {
            &host, functions, 3, call, begin, take, cancel, wait_for_host, list, chunks,
            release_error, finished, write_output},
        .profile = size % 2 == 0 ? LUASHIM_TRUSTED : LUASHIM_RECIPE, .memory_limit = 1 << 20, .output_limit = 1 << 14, .task_limit = 50, .hook_count = 100,
        .cleanup_grace = 5, .writes_to_host = true,
    };
    host.vm = luashim_create(&options);
    REQUIRE(host.vm != NULL && luashim_add_module(host.vm, "host", 0, true));
    if (options.profile == LUASHIM_TRUSTED) {
        REQUIRE(run(&host, prologue, sizeof prologue - 1, -1) == LUASHIM_FINISHED);
    }
    luashim_outcome outcome = run(&host, data, size, TIME_LIMIT);
    REQUIRE(outcome != LUASHIM_INTERRUPTED); // nobody did
    // What the script left behind, such as an endless finalizer, may be in the way of another one.
    outcome = run(&host, after, sizeof after - 1, TIME_LIMIT);
    REQUIRE(outcome != LUASHIM_INTERRUPTED && outcome != LUASHIM_NOT_COMPILED);
    luashim_close(host.vm);
    REQUIRE(luashim_bytes_in_use(host.vm) == 0);
    luashim_free(host.vm);
    return 0;
}
