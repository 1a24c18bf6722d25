import { execFileSync } from 'node:child_process';

/** Another engine, which shares nothing with the one in use but the kernel. */
export interface Engine {
  /** The environment in which docker asks it. */
  readonly env: NodeJS.ProcessEnv;
  /** Stops it, and deletes all that it made. */
  purge(): void;
}

/** Makes a private engine in a folder of its own; it has an image of the one in use, and nothing else. */
export function startEngine(folder: string, image: string): Engine {
  const own = { ...process.env, MIB_ENGINE_DIR: folder };
  const run = (command: string) =>
    execFileSync(command, { env: own, stdio: ['ignore', 'inherit', 'inherit'], shell: true });
  run('engine/up');
  const settings = execFileSync('engine/env', { env: own, encoding: 'utf8' });
  const [, host] = /^export DOCKER_HOST='(.*)'$/m.exec(settings) ?? [];
  const env = { ...own, DOCKER_HOST: host };
  execFileSync('sh', ['-c', `docker save ${image} | DOCKER_HOST=${host} docker load`]);
  return { env, purge: () => run('engine/down --purge') };
}
