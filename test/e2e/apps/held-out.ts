/** Checks of what no trace has seen: what an image must do beyond the checks of its Imagefile. */
import { chmodSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { makeAuthority, makeServerCertificate } from '../../support/e2e/certificate.ts';
import { docker, eventually, type Outcome, start, temporaryFolder } from '../../support/e2e/docker.ts';

type Variables = Readonly<Record<string, string>>;

/** The file `heldout.json` of an app. */
export interface HeldOut {
  /** Arguments of the image, which then is a daemon; the steps have its network, and a container each in any case. */
  readonly start?: readonly string[];
  /**
   * Whether there is a server, which every text may name `{https}`: it has the files of /work, and the certificate of its
   * authority is /work/authority.crt. Containers are without network otherwise.
   */
  readonly serve?: boolean;
  readonly env?: Variables;
  /** One after the other. They share the folder /work, which begins as the app's folder `work`. */
  readonly steps: readonly Step[];
}

interface Step {
  /** The program with its arguments. */
  readonly run: readonly string[];
  /** The app whose image has the program: a client of the daemon. */
  readonly from?: string;
  readonly stdin?: string;
  readonly env?: Variables;
  /** The exit status; 0 where absent. */
  readonly status?: number;
  /** The whole output, but for white space at its end. */
  readonly stdout?: string;
  /** A regular expression for the output and the messages; `^` and `$` are the ends of a line. */
  readonly matches?: string;
}

/**
 * Runs the held-out check of the app in a folder.
 * @param imageOf builds the image of an app, and returns its name
 */
export async function runHeldOut(
  folder: string,
  image: string,
  imageOf: (app: string) => Promise<string>,
): Promise<void> {
  const text = readFileSync(join(folder, 'heldout.json'), 'utf8');
  const work = workFolder(folder);
  const url = (JSON.parse(text) as HeldOut).serve ? await serve(work) : undefined;
  const heldOut: HeldOut = JSON.parse(text.replaceAll('{https}', url ?? ''));
  const shared = ['--volume', `${work}:/work`];
  const network = url === undefined ? 'none' : 'host';
  const daemon =
    heldOut.start &&
    (await start(...shared, '--network', network, ...flags(heldOut.env), image, ...heldOut.start));
  if (daemon !== undefined) onTestFinished(({ task }) => tell(daemon, task.result?.state));
  const reach = daemon === undefined ? network : `container:${daemon}`;
  for (const [position, step] of heldOut.steps.entries()) {
    const from = step.from === undefined ? image : await imageOf(step.from);
    const options = [...shared, '--network', reach, ...flags({ ...heldOut.env, ...step.env })];
    const attempt = async () => judge(step, await runOnce(from, step, options));
    // The first one finds out when a daemon is there.
    await (daemon !== undefined && position === 0 ? eventually(attempt) : attempt());
  }
}

function flags(env: Variables = {}): string[] {
  return Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
}

function runOnce(image: string, { run, stdin = '' }: Step, options: readonly string[]): Promise<Outcome> {
  const [program = '', ...args] = run;
  const all = ['run', '--rm', '--interactive', ...options, '--entrypoint', program, image, ...args];
  return docker(all, { input: stdin });
}

function judge(step: Step, { status, stdout, stderr }: Outcome): void {
  const told = `${step.run.join(' ')}\n${stdout}${stderr}`;
  expect(status, told).toBe(step.status ?? 0);
  if (step.stdout !== undefined) expect(stdout.trimEnd(), told).toBe(step.stdout);
  if (step.matches !== undefined) expect(stdout + stderr, told).toMatch(new RegExp(step.matches, 'm'));
}

/** Shows what a daemon said when its test failed. */
async function tell(daemon: string, state: string | undefined): Promise<void> {
  if (state !== 'fail') return;
  const { stdout, stderr } = await docker(['logs', daemon]);
  console.error(stdout + stderr);
}

/** A folder that every user may write to. */
function workFolder(app: string): string {
  const work = temporaryFolder();
  if (existsSync(join(app, 'work'))) cpSync(join(app, 'work'), work, { recursive: true });
  chmodSync(work, 0o777);
  return work;
}

const NAME = 'An authority of the tests';

/** Serves a folder by HTTPS on loopback until the test ends. @returns its URL, without a slash at the end */
async function serve(folder: string): Promise<string> {
  const authority = makeAuthority(NAME);
  const { pem, key } = makeServerCertificate(authority, NAME);
  writeFileSync(join(folder, 'authority.crt'), authority.pem);
  const settings = { cert: pem, key: key.export({ type: 'pkcs8', format: 'pem' }) };
  const server = createServer(settings, ({ url = '/' }, response) => {
    const path = join(folder, new URL(url, 'https://127.0.0.1').pathname);
    if (existsSync(path)) response.end(readFileSync(path));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
