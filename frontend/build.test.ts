import { expect, test } from 'vitest';
import { build } from './build.ts';
import { type Bridge, BridgeError } from './gateway/bridge.ts';
import { parseOptions } from './options/options.ts';

/** Builds with a daemon that has only these files. */
function attempt(files: Readonly<Record<string, string>>, ...options: readonly string[]) {
  const bridge: Partial<Bridge> = {
    solve: async () => ({ id: 'tree' }),
    async statFile(_, path) {
      const text = files[path];
      if (text === undefined) throw new BridgeError(`lstat ${path}: no such file or directory`);
      return { mode: 0o644, size: text.length };
    },
    readFile: async (_, path) => Buffer.from(files[path] ?? ''),
    inputs: async () => new Map(),
    warn: async () => {},
  };
  const given = Object.fromEntries(options.map((option, n) => [`BUILDKIT_FRONTEND_OPT_${n}`, option]));
  const workers = JSON.stringify([{ platforms: [{ os: 'linux', architecture: 'amd64' }] }]);
  const session = {
    bridge: bridge as Bridge,
    options: parseOptions({ BUILDKIT_WORKERS: workers, BUILDKIT_SESSION_ID: 's', ...given }).options,
  };
  return build(session);
}

const SOUND = 'packages: [curl]\nentry: /usr/bin/curl\n';

test('what is wrong in the Imagefile names it, by the name that the client gives', async () => {
  const text = 'packages: [curl]\nentri: /usr/bin/curl\n';
  const said = ':2: unknown key "entri" [unknown-key]\n  did you mean "entry"?';
  await expect(attempt({ Imagefile: text })).rejects.toThrow(`Imagefile${said}`);
  await expect(attempt({ 'my.yaml': text }, 'filename=my.yaml')).rejects.toThrow(`my.yaml${said}`);
  await expect(attempt({ Imagefile: text }, 'requestid=frontend.plan')).rejects.toThrow(`Imagefile${said}`);
});

test('what concerns no line of it names it as well', async () => {
  await expect(attempt({ Imagefile: SOUND }, 'target=thi')).rejects.toThrow(
    'Imagefile: target "thi" does not exist [unknown-target]\n  did you mean "thin"?',
  );
});

test('what is wrong in the lock names the lock', async () => {
  const files = { Imagefile: SOUND, 'Imagefile.lock': '{\n"version": 0}\n' };
  await expect(attempt(files)).rejects.toThrow(/^Imagefile\.lock:2: .* \[invalid-lock\]\n {2}renew it: /);
});

test('an Imagefile that is not there is named', async () => {
  await expect(attempt({}, 'filename=x')).rejects.toThrow('the folder has no x');
});

test('the frontend describes itself without an Imagefile', async () => {
  const { metadata } = await attempt({}, 'requestid=frontend.subrequests.describe');
  expect(Buffer.from(metadata?.['result.txt'] ?? []).toString()).toMatch(/^NAME +VERSION +DESCRIPTION\n/);
});

test('an error of --call=check is part of its answer, with the name of the file', async () => {
  const { metadata } = await attempt({ Imagefile: 'entri: /x\n' }, 'requestid=frontend.lint');
  expect(Buffer.from(metadata?.['result.txt'] ?? []).toString()).toMatch(/^Imagefile:1: unknown key "entri"/);
});
