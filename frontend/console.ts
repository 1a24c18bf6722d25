/** Imported first by the entry file, for its effect: stdout is the HTTP/2 connection to BuildKit, so one
 * stray line of a dependency would break it. Everything a console method prints goes to stderr instead. */
import { Console } from 'node:console';

globalThis.console = new Console(process.stderr, process.stderr);
