import type { Status } from './errors/status.ts';
import './gateway/send-preface.ts';
import './gateway/stdout.ts';
import { build } from './build.ts';
import { StatusError } from './errors/status.ts';
import { toStatus, UserError } from './errors/user-error.ts';
import { type Bridge, importing, type Outcome, openBridge } from './gateway/bridge.ts';
import { connect } from './gateway/transport.ts';
import { readOptions } from './options/read-options.ts';

/** Connects, builds, and returns the result or the error exactly once. If a frontend is killed, fails or closes the
 * connection, BuildKit fails the build even after a result; so the process exits with status 0 while the connection is
 * still open (`frontend/gateway/gateway.go`). */
async function main(): Promise<void> {
  const client = await connect(() => process.exit(1));
  const bridge = await openBridge(client);
  const finish = onceOnly((outcome: Outcome) => {
    giveBack(bridge, outcome).then(() => process.exit(0), die);
  });
  // As the first process of its container, it has no default for the signal, and would ignore it.
  process.on('SIGTERM', () => finish({ error: statusOf(new StatusError(STOPPED)) }));
  process.on('uncaughtException', (error) => finish({ error: statusOf(error) }));
  finish(await run(bridge));
}

const STOPPED = 'something outside of the build stopped mib with SIGTERM';

async function run(bridge: Bridge): Promise<Outcome> {
  try {
    const options = readOptions(process.env);
    return { result: await build({ options, bridge: importing(bridge, options.cacheImports) }) };
  } catch (error) {
    return { error: statusOf(error) };
  }
}

/** Returns the outcome. If BuildKit rejects a result, for example because it is too large, returns that error instead. */
async function giveBack(bridge: Bridge, outcome: Outcome): Promise<void> {
  try {
    await bridge.return(outcome);
  } catch (error) {
    if ('error' in outcome) throw error;
    await bridge.return({ error: statusOf(error) });
  }
}

function die(error: unknown): never {
  complain(error);
  process.exit(1);
}

/** Returns the status of an error. A fault of mib is also written to the daemon's log, with its stack. */
function statusOf(error: unknown): Status {
  if (!(error instanceof UserError || error instanceof StatusError)) complain(error);
  return toStatus(error);
}

function complain(error: unknown): void {
  process.stderr.write(`mib: ${error instanceof Error ? error.stack : String(error)}\n`);
}

function onceOnly<T>(action: (value: T) => void): (value: T) => void {
  let done = false;
  return (value) => {
    if (done) return;
    done = true;
    action(value);
  };
}

main().catch(die);
