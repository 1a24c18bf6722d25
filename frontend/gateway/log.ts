import { format } from 'node:util';

const enabled =
  Boolean(process.env.MIB_DEBUG) || Object.values(process.env).includes('build-arg:MIB_DEBUG=1');

/** Writes one line to stderr, which BuildKit copies to the daemon's own log; silent unless the
 * build has `--build-arg MIB_DEBUG=1`. People who build do not see it: for them there are errors, warnings and the names of vertices. */
export function debug(message: string, ...values: readonly unknown[]): void {
  if (enabled) process.stderr.write(`mib: ${format(message, ...values)}\n`);
}
