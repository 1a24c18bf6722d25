import './console.ts';
import { type Bridge, type Outcome, openBridge } from './bridge.ts';
import { build } from './build.ts';
import { toStatus } from './errors.ts';
import { debug } from './log.ts';
import { readOptions } from './session.ts';
import { connect } from './transport.ts';

/** One run: connect, build, return the result or the error once, and be gone. BuildKit takes a frontend that is
 * killed, fails or closes the connection for a failed build, even after a result; so the process ends by
 * exit status 0 with the connection still open (`frontend/gateway/gateway.go`). */
async function main(): Promise<void> {
  const client = await connect(() => process.exit(1));
  const bridge = await openBridge(client);
  const finish = onceOnly((outcome: Outcome) => giveBack(bridge, outcome));
  process.on('uncaughtException', (error) => {
    debug('uncaught', error);
    finish({ error: toStatus(error) });
  });
  finish(await run(bridge));
}

async function run(bridge: Bridge): Promise<Outcome> {
  try {
    return { result: await build({ options: readOptions(process.env), bridge }) };
  } catch (error) {
    debug('failed', error);
    return { error: toStatus(error) };
  }
}

async function giveBack(bridge: Bridge, outcome: Outcome): Promise<void> {
  try {
    await bridge.return(outcome);
  } catch (error) {
    debug('return', error);
    if ('error' in outcome) process.exit(1);
    await giveBack(bridge, { error: toStatus(error) });
  }
  process.exit(0);
}

function onceOnly<T>(action: (value: T) => void): (value: T) => void {
  let done = false;
  return (value) => {
    if (done) return;
    done = true;
    action(value);
  };
}

main().catch((error) => {
  process.stderr.write(`mib: ${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});
