/** Redirects stdout to stderr. fd 1 is the HTTP/2 connection to BuildKit, and one stray line of a dependency would break
 * it; so the entry file imports this module first. The getter is lazy, as in Node itself, because creating the stream takes
 * longer than loading most modules. */
Object.defineProperty(process, 'stdout', { get: () => process.stderr });
