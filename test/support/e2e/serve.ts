import { execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createPortServer } from 'node:net';
import { onTestFinished } from 'vitest';
import { eventually, temporaryFolder } from './docker.ts';

/** Starts a server on loopback that ends with the test. @returns its URL, with a slash at its end */
export async function serve(files: Readonly<Record<string, Buffer | string>>): Promise<string> {
  const server = createServer(({ url = '' }, response) => {
    const content = files[url.slice(1)];
    response.statusCode = content === undefined ? 404 : 200;
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** Repository is a git repository on a server. */
interface Repository {
  readonly url: string;
  /** Commits all files of the folder as they are now. @returns the commit */
  readonly commit: (tag: string) => string;
  /** Runs git in it. @returns what it printed, without white space at its ends */
  readonly git: (args: readonly string[], input?: string) => string;
}

/** Serves the files of a folder as a repository on loopback, on branch `main`. It ends with the test. */
export async function repositoryOf(path: string): Promise<Repository> {
  const root = temporaryFolder();
  const git = (args: readonly string[], input = '') => {
    const name = ['-c', 'user.name=A', '-c', 'user.email=a@mirror.example', '-c', 'init.defaultBranch=main'];
    return execFileSync('git', [...name, ...args], { cwd: root, input, stdio: 'pipe' })
      .toString()
      .trim();
  };
  const commit = (tag: string) => {
    git(['--work-tree', path, 'add', '--all', '.']);
    git(['commit', '--quiet', '--message', tag]);
    git(['tag', tag]);
    return git(['rev-parse', 'HEAD']);
  };
  git(['init', '--quiet']);
  commit('first');
  const port = await freePort();
  const options = ['--listen=127.0.0.1', `--port=${port}`, `--base-path=${root}`, '--export-all', root];
  const daemon = spawn('git', ['daemon', ...options], { stdio: 'ignore', detached: true });
  onTestFinished(() => void process.kill(-(daemon.pid ?? 0)));
  await eventually(() => answers(port));
  return { url: `git://127.0.0.1:${port}/.git`, commit, git };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createPortServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function answers(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve();
    }).on('error', reject);
  });
}
