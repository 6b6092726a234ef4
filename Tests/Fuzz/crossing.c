// Calls between a script and its host, where the input decides what both do.
//
// The first bytes choose the settings; then one half of the input is the script's (crossing.h) and one
// is the host's: what it answers, in which order pending operations end, when it interrupts, and which
// functions it keeps and calls. Held throughout: every operation that was begun is taken or cancelled
// once, every error is released, every function that the host called has an end.
#include <string.h>

#include "cjson.h"
#include "crossing.h"
#include "fuzz.h"
#include "luashim.h"

enum { MOST = 4096, MOST_KEPT = 16, CALL = 1, BEGIN = 2 };

typedef enum { UNKNOWN, PENDING, DONE, OVER } operation_state;

typedef struct {
    const uint8_t *at, *end;
    luashim_vm *vm;
    luashim_task *tasks[MOST];
    uint8_t operations[MOST]; // operation_state
    uint8_t errors[MOST];     // 1: Lua has it
    uint8_t requests[MOST];   // 1: without an end
    uint64_t last_operation, last_error, last_request;
    uint64_t kept[MOST_KEPT];
    int kept_count, pending_count;
    uint32_t sum; // of all bytes read, so that reading them is not left out
} host;

static uint8_t draw(host *host) { return host->at < host->end ? *host->at++ : 0; }

static luashim_text draw_text(host *host) {
    size_t count = draw(host), left = (size_t)(host->end - host->at);
    luashim_text text = {host->at, count < left ? count : left};
    host->at += text.count;
    return text;
}

static void read_text(host *host, luashim_text text) {
    for (size_t i = 0; i < text.count; i++) host->sum += text.bytes[i];
}

static void read_value(host *host, luashim_call *call, int index) {
    luashim_type type = luashim_type_of(call, index);
    luashim_text text = luashim_bytes(call, index);
    read_text(host, text);
    if (index < LUASHIM_READ_AHEAD) {
        host->sum += (uint32_t)luashim_first_values(call)[index].type;
    }
    host->sum += (uint32_t)luashim_boolean(call, index) + (uint32_t)luashim_integer(call, index);
    double number = luashim_number(call, index);
    host->sum += number > 0 && number < 1e9 ? (uint32_t)number : 0;
    host->sum += (uint32_t)luashim_type_name(call, index)[0];
    if (type == LUASHIM_JSON) {
        cjson_reader reader = cjson_reader_make(text.bytes, text.count);
        REQUIRE(cjson_validate(&reader));
    }
    if (type == LUASHIM_FUNCTION && host->kept_count < MOST_KEPT && draw(host) % 2 == 0) {
        uint64_t reference = luashim_keep_function(call, index);
        if (reference != 0) host->kept[host->kept_count++] = reference;
    }
}

static void read_all(host *host, luashim_call *call) {
    int count = luashim_argument_count(call);
    REQUIRE(luashim_type_of(call, count) == LUASHIM_NIL); // one left out
    REQUIRE(luashim_bytes(call, count).count == 0);
    for (int index = count - 1; index >= 0; index--) read_value(host, call, index);
}

static uint64_t draw_function(host *host) {
    size_t choice = draw(host) % (MOST_KEPT + 1u);
    return choice < (size_t)host->kept_count ? host->kept[choice] : choice + 1000;
}

static void answer_value(host *host, luashim_call *call) {
    static const char *const texts[] = {
        "null", "[]", "{}", "[1,[2,{\"a\":null}]]", "{\"b\":[true,-0.0],\"\\u00e9\":\"\\n\"}", "[1,"};
    luashim_text text;
    switch (draw(host) % 8) {
    case 0: luashim_answer_nil(call); return;
    case 1: luashim_answer_boolean(call, draw(host) % 2); return;
    case 2: luashim_answer_integer(call, INT64_MIN + draw(host)); return;
    case 3: luashim_answer_number(call, draw(host) / 3.0); return;
    case 4:
        text = draw_text(host);
        luashim_answer_string(call, text.bytes, text.count);
        return;
    case 5:
        text.bytes = (const uint8_t *)texts[draw(host) % 6];
        luashim_answer_json(call, text.bytes, strlen((const char *)text.bytes));
        return;
    case 6:
        text = draw_text(host);
        luashim_answer_json(call, text.bytes, text.count);
        return;
    default: luashim_answer_function(call, draw_function(host));
    }
}

static void answer_values(host *host, luashim_call *call, int most) {
    for (int count = draw(host) % most; count > 0; count--) answer_value(host, call);
}

static luashim_answer answer_error(host *host, luashim_call *call) {
    static const char *const names[] = {"code", "message", "traceback", "status", ""};
    luashim_begin_error(call);
    luashim_answer_string(call, (const uint8_t *)"it failed", 9);
    for (int count = draw(host) % 4; count > 0; count--) {
        const char *name = names[draw(host) % 5];
        luashim_answer_string(call, (const uint8_t *)name, strlen(name));
        answer_value(host, call);
    }
    if (host->last_error + 1 < MOST) {
        host->errors[++host->last_error] = 1;
        luashim_set_error(call, host->last_error);
    }
    return LUASHIM_ERROR;
}

/// What may happen at any call of the host.
static void happen(host *host) {
    switch (draw(host)) {
    case 1: luashim_interrupt(host->vm); return;
    case 2: luashim_nudge(host->vm); return;
    case 3:
        if (luashim_charge(host->vm, 5000)) luashim_charge(host->vm, -5000);
        return;
    default: return;
    }
}

static luashim_answer answer(host *host, luashim_call *call) {
    happen(host);
    uint8_t choice = draw(host);
    answer_values(host, call, choice < 240 ? 5 : 16);
    return choice % 8 == 7 ? answer_error(host, call) : LUASHIM_OK;
}

static luashim_answer call_function(void *context, void *function, luashim_call *call) {
    host *host = context;
    host->sum += *(const uint8_t *)function;
    read_all(host, call);
    return answer(host, call);
}

static luashim_answer begin(void *context, void *function, luashim_call *call) {
    host *host = context;
    host->sum += *(const uint8_t *)function;
    read_all(host, call);
    if (host->last_operation + 1 >= MOST || draw(host) % 8 == 7) return answer(host, call);
    uint64_t operation = ++host->last_operation;
    host->operations[operation] = PENDING;
    host->tasks[operation] = luashim_current_task(host->vm);
    host->pending_count++;
    luashim_set_operation(call, operation);
    return LUASHIM_PENDING;
}

static luashim_answer take(void *context, uint64_t operation, luashim_call *call) {
    host *host = context;
    REQUIRE(operation <= host->last_operation && host->operations[operation] == DONE);
    host->operations[operation] = OVER;
    return answer(host, call);
}

static void cancel(void *context, uint64_t operation) {
    host *host = context;
    REQUIRE(operation <= host->last_operation);
    operation_state state = host->operations[operation];
    REQUIRE(state == PENDING || state == DONE);
    host->pending_count -= state == PENDING;
    host->operations[operation] = OVER;
}

static void complete(host *host, int choice) {
    for (uint64_t operation = 1; operation <= host->last_operation; operation++) {
        if (host->operations[operation] != PENDING || choice-- > 0) continue;
        host->operations[operation] = DONE;
        host->pending_count--;
        luashim_operation_done(host->vm, host->tasks[operation], operation);
        return;
    }
}

static void call_kept(host *host) {
    if (!luashim_accepts_functions(host->vm) || host->last_request + 1 >= MOST) return;
    uint64_t request = ++host->last_request; // first: a finalizer may get here once more meanwhile
    answer_values(host, luashim_arguments(host->vm), 5);
    host->requests[request] = luashim_begin_function(host->vm, draw_function(host), request);
}

static void release_kept(host *host) {
    if (host->kept_count > 0) luashim_release_function(host->vm, host->kept[--host->kept_count]);
}

static void wait_for_host(void *context, int64_t milliseconds) {
    host *host = context;
    // A host without anything to wait for would never come back.
    REQUIRE(milliseconds >= 0 || host->pending_count > 0);
    switch (draw(host) % 8) {
    case 1: call_kept(host); break;
    case 2: luashim_cancel_function(host->vm, draw(host)); break;
    case 3: release_kept(host); break;
    default: happen(host);
    }
    int count = milliseconds == 0 ? draw(host) % 2 : 1 + draw(host) % 3;
    for (; count > 0 && host->pending_count > 0; count--) {
        complete(host, draw(host) % host->pending_count);
    }
}

static luashim_answer list(void *context, int32_t module, luashim_call *call) {
    static const char *const names[] = {[CALL] = "call", [BEGIN] = "begin"};
    (void)context;
    REQUIRE(module == 0);
    for (int number = CALL; number <= BEGIN; number++) {
        luashim_answer_integer(call, number);
        luashim_answer_boolean(call, number == BEGIN);
        luashim_answer_string(call, (const uint8_t *)names[number], strlen(names[number]));
    }
    return LUASHIM_OK;
}

static luashim_answer chunks(void *context, int32_t module, luashim_call *call) {
    (void)context;
    (void)module;
    luashim_answer_string(call, (const uint8_t *)"host", 4);
    luashim_answer_string(call, (const uint8_t *)crossing_module, sizeof crossing_module - 1);
    return LUASHIM_OK;
}

static void release_error(void *context, uint64_t handle) {
    host *host = context;
    REQUIRE(handle <= host->last_error && host->errors[handle] == 1);
    host->errors[handle] = 0;
}

static void finished(
    void *context, uint64_t request, luashim_outcome outcome, luashim_call *result
) {
    host *host = context;
    REQUIRE(request <= host->last_request && host->requests[request] == 1);
    host->requests[request] = 0;
    host->sum += (uint32_t)outcome;
    read_all(host, result);
    host->sum += (uint32_t)luashim_cause(result);
}

static void write_output(void *context, int32_t stream, const uint8_t *bytes, size_t count) {
    host *host = context;
    host->sum += (uint32_t)stream;
    read_text(host, (luashim_text){bytes, count});
}

static luashim_vm *create(host *host, void *const *functions) {
    uint8_t choice = draw(host), profile = draw(host);
    luashim_options options = {
        .host = {
            host, functions, 3, call_function, begin, take, cancel, wait_for_host, list, chunks,
            release_error, finished, write_output},
        .profile = profile & 1 ? LUASHIM_RECIPE : LUASHIM_TRUSTED,
        .memory_limit = choice & 1 ? 400000 : 0,
        .output_limit = choice & 2 ? 300 : 0,
        .task_limit = choice & 4 ? 3 : 0,
        .hook_count = choice & 8 ? 0 : 100,
        .cleanup_grace = choice & 16 ? 0 : 5,
        .writes_to_host = true,
    };
    if ((choice & 0xe0) == 0xe0) options.failing_allocation = 900 + draw(host) * 8;
    return luashim_create(&options);
}

static void run_script(host *host, luashim_text input) {
    luashim_vm *vm = host->vm;
    luashim_script script = {
        .source = {(const uint8_t *)crossing_script, sizeof crossing_script - 1},
        .chunk_name = "=crossing", .arguments = &input, .argument_count = 1};
    luashim_begin_run(vm, 500);
    luashim_outcome outcome = luashim_run(vm, &script);
    host->sum += (uint32_t)outcome;
    REQUIRE(outcome != LUASHIM_NOT_COMPILED);
    luashim_begin_draining(vm);
    call_kept(host);
    luashim_run_functions(vm);
    read_all(host, luashim_result(vm));
    luashim_end_run(vm);
}

static void run_kept(host *host) {
    luashim_begin_run(host->vm, 500);
    for (int count = draw(host) % 4; count > 0; count--) call_kept(host);
    luashim_run_functions(host->vm);
    luashim_end_run(host->vm);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static uint8_t marks[3];
    void *const functions[] = {&marks[0], &marks[1], &marks[2]};
    size_t half = size / 2;
    host *host = calloc(1, sizeof *host);
    host->at = data + half;
    host->end = data + size;
    host->vm = create(host, functions);
    if (host->vm != NULL && luashim_add_module(host->vm, "host", 0, draw(host) % 2)) {
        run_script(host, (luashim_text){data, half});
        run_kept(host);
        REQUIRE(host->pending_count == 0);
        for (int i = 0; i < MOST; i++) {
            REQUIRE(host->operations[i] != DONE);
            REQUIRE(host->requests[i] == 0);
        }
    }
    if (host->vm != NULL) {
        luashim_close(host->vm);
        REQUIRE(luashim_bytes_in_use(host->vm) == 0);
        luashim_free(host->vm);
    }
    for (int i = 0; i < MOST; i++) REQUIRE(host->errors[i] == 0);
    free(host);
    return 0;
}
