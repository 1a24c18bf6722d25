import { execFileSync, spawnSync } from 'node:child_process';

/** Finds the engine for the tests. Without one they fail instead of being skipped. */
export default function setup(): void {
  const settings = execFileSync('engine/use', { encoding: 'utf8' });
  for (const [, name = '', value = ''] of settings.matchAll(/^export (\w+)='?([^'\n]*)'?/gm)) {
    process.env[name] = name === 'PATH' ? `${value}:${process.env.PATH}` : value;
  }
  const { status } = spawnSync('docker', ['image', 'inspect', 'mib/frontend'], { stdio: 'ignore' });
  if (status !== 0) throw new Error('the image mib/frontend is missing: run `make frontend`');
}
