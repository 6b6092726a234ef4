import Glibc

/// Opens those of the three standard streams that whoever started the program has closed.
///
/// Else the next file or socket would get the number: what is printed would go into it, and a prompt would read
/// from it for ever. As in gnulib's stdopen, using one still fails: input can only be written, output only read.
func openStandardStreams() {
    for stream in STDIN_FILENO...STDERR_FILENO where fcntl(stream, F_GETFD) == -1 && errno == EBADF
    {
        // It gets the lowest number that is free, which is this one.
        _ = open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
}
