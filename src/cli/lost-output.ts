// What becomes of output that nobody takes: a reader that has seen enough, such as `head`, is no fault and leaves no trace
// of the stack; a disk that is full is told in one line. Must never end the process: the command's own answer counts.

/** A standard stream, as far as it can fail. */
interface Sink {
  on(event: "error", listener: (error: NodeJS.ErrnoException) => void): unknown;
}

/** @param failed told once of output that got lost although somebody wanted it; `why` is the system's sentence */
export function watchOutput(sinks: readonly Sink[], failed: (why: string) => void): void {
  let isTold = false;
  for (const sink of sinks) {
    sink.on("error", ({ code, message }) => {
      if (code === "EPIPE" || isTold) return;
      isTold = true;
      failed(message);
    });
  }
}
