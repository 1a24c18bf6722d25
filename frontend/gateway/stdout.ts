/** Imported first by the entry file, for its effect: fd 1 is the HTTP/2 connection to BuildKit, so one stray
 * line of a dependency would break it. Whatever is printed, by console or otherwise, goes to stderr instead.
 * Lazily, as in Node itself: making the stream takes longer than loading most modules. */
Object.defineProperty(process, 'stdout', { get: () => process.stderr });
