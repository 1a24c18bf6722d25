import { format } from 'node:util';

const enabled =
  Boolean(process.env.MIB_DEBUG) || Object.values(process.env).includes('build-arg:MIB_DEBUG=1');

/** Writes a line to stderr if the build has `--build-arg MIB_DEBUG=1`. BuildKit copies it to the daemon's log; the client
 * does not show it. */
export function debug(message: string, ...values: readonly unknown[]): void {
  if (enabled) process.stderr.write(`mib: ${format(message, ...values)}\n`);
}
