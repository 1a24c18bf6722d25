import { expect, test } from 'vitest';
import { type Bridge, BridgeError } from './bridge.ts';
import { pathExists, readOptionalFile } from './optional-file.ts';
import { FileFault } from './regular-file.ts';

const REF = { id: '1' };

function failing(message: string): Bridge {
  const statFile = () => Promise.reject(new BridgeError(message));
  return { statFile } as unknown as Bridge;
}

test.each([
  'lstat /a: no such file or directory',
  'open /a/b: not a directory',
  'stat a: too many levels of symbolic links',
])('a file is not there: %s', async (message) => {
  expect(await readOptionalFile(failing(message), REF, 'a', 1)).toBeUndefined();
  expect(await pathExists(failing(message), REF, 'a')).toBe(false);
});

test.each(['rpc error: code = Unavailable desc = closing transport', 'input/output error'])(
  'a file that cannot be read is not taken for one that is not there: %s',
  async (message) => {
    await expect(readOptionalFile(failing(message), REF, 'Imagefile.lock', 1)).rejects.toThrow(message);
    await expect(pathExists(failing(message), REF, 'a')).rejects.toThrow(message);
  },
);

test('a file that is no regular one is a fault', async () => {
  const statFile = async () => ({ mode: 0x8000_0000 });
  const bridge = { statFile } as unknown as Bridge;
  await expect(readOptionalFile(bridge, REF, 'a', 1)).rejects.toThrow(FileFault);
});
