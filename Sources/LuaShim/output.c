// Where a script's output goes when the host wants it: C streams whose bytes Swift gets.
//
// Without a host function for it nothing is replaced, and print is as fast as lua's own. Warnings
// are written in both cases: errors in finalizers would vanish otherwise.
#define _GNU_SOURCE // fopencookie
#include <string.h>

#include "bounded.h"

static ssize_t write_to_host(void *cookie, const char *bytes, size_t count) {
    host_stream *stream = cookie;
    luashim_vm *vm = stream->vm;
    if (stream == &vm->errors && vm->output.file != NULL) fflush(vm->output.file);
    vm->bytes_written += count;
    if (vm->output_limit > 0 && vm->bytes_written > vm->output_limit) {
        if (vm->stop != STOP_OUTPUT && !vm->closing) luashim_begin_stop(vm, STOP_OUTPUT);
        luashim_arm_hook(vm);
        return (ssize_t)count; // into nothing: the stream is to stay usable
    }
    vm->host.write(vm->host.context, stream->number, (const uint8_t *)bytes, count);
    return (ssize_t)count;
}

/// print, as the original writes it.
static int print(lua_State *L) {
    luashim_vm *vm = vm_of(L);
    FILE *file = vm->output.file != NULL ? vm->output.file : stdout;
    int count = lua_gettop(L);
    for (int index = 1; index <= count; index++) {
        luashim_check_stop(L);
        size_t size;
        const char *text = luaL_tolstring(L, index, &size);
        if (index > 1) fputc('\t', file);
        fwrite(text, 1, size, file);
        lua_pop(L, 1);
    }
    fputc('\n', file);
    return 0;
}

static int keep_open(lua_State *L) {
    luaL_Stream *stream = luaL_checkudata(L, 1, LUA_FILEHANDLE);
    stream->closef = keep_open;
    lua_pushnil(L);
    lua_pushliteral(L, "cannot close standard file");
    return 2;
}

/// Opens a stream and makes it the field `name` of the io table on top.
static void replace_stream(
    lua_State *L, host_stream *stream, int number, const char *name, int buffering
) { // [-0, +0] may raise
    *stream = (host_stream){.vm = vm_of(L), .number = number};
    luaL_Stream *handle = lua_newuserdatauv(L, sizeof *handle, 0);
    handle->closef = NULL; // closed, until it is complete
    luaL_setmetatable(L, LUA_FILEHANDLE);
    stream->file = fopencookie(stream, "w", (cookie_io_functions_t){.write = write_to_host});
    if (stream->file == NULL) luaL_error(L, "not enough memory");
    setvbuf(stream->file, NULL, buffering, BUFSIZ);
    handle->f = stream->file;
    handle->closef = keep_open;
    lua_setfield(L, -2, name);
}

void luashim_open_output(lua_State *L) { // [-0, +0] may raise
    luashim_vm *vm = vm_of(L);
    if (!vm->writes_to_host && vm->profile == LUASHIM_TRUSTED) return;
    lua_pushcfunction(L, print);
    lua_setglobal(L, "print");
    if (!vm->writes_to_host) return;
    lua_getglobal(L, LUA_IOLIBNAME);
    replace_stream(L, &vm->output, 1, "stdout", _IOLBF);
    replace_stream(L, &vm->errors, 2, "stderr", _IONBF);
    lua_getfield(L, -1, "stdout");
    lua_setfield(L, LUA_REGISTRYINDEX, "_IO_output"); // what io.write uses
    lua_pop(L, 1);
}

/// Before a wait and at the end of a run: what a script wrote without a newline is to be seen by
/// then.
void luashim_flush_output(luashim_vm *vm) {
    fflush(vm->output.file != NULL ? vm->output.file : stdout);
}

void luashim_close_output(luashim_vm *vm) {
    if (vm->output.file != NULL) fclose(vm->output.file);
    if (vm->errors.file != NULL) fclose(vm->errors.file);
    vm->output.file = vm->errors.file = NULL;
}

void luashim_warn_line(luashim_vm *vm, const char *text) {
    luashim_warn(vm, text, 0);
}

void luashim_write_to_process(int32_t stream, const uint8_t *bytes, size_t count) {
    FILE *file = stream == 1 ? stdout : stderr;
    if (stream == 3) {
        fflush(stdout);
        fprintf(stderr, "Lua warning: %.*s\n", (int)count, (const char *)bytes);
    } else {
        fwrite(bytes, 1, count, file);
        fflush(file);
    }
}

static void print_warning(luashim_vm *vm) {
    if (vm->writes_to_host) {
        if (vm->output.file != NULL) fflush(vm->output.file);
        vm->host.write(vm->host.context, 3, vm->warning.bytes, vm->warning.count);
    } else {
        luashim_write_to_process(3, vm->warning.bytes, vm->warning.count);
    }
}

/// Warnings are on from the start, unlike lua's; "@off" and "@on" work. A warning in pieces is passed
/// on as one.
void luashim_warn(void *context, const char *text, int continues) {
    luashim_vm *vm = context;
    if (vm->warning.count == 0 && !continues && text[0] == '@') {
        if (strcmp(text, "@off") == 0) vm->warnings_are_off = true;
        if (strcmp(text, "@on") == 0) vm->warnings_are_off = false;
        return;
    }
    luashim_buffer_append(&vm->warning, text, strlen(text)); // without memory, as much as fits
    if (continues) return;
    if (!vm->warnings_are_off) print_warning(vm);
    vm->warning.count = 0;
}
