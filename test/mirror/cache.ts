import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Cache is a folder of files that several runs may read and write at the same time. */
export interface Cache {
  /** Returns the file with that name; makes it once if it does not exist. */
  get(name: string, make: () => Promise<Buffer>): Promise<Buffer>;
  /** Replaces it. */
  put(name: string, bytes: Buffer): Promise<Buffer>;
}

export function openCache(folder: string): Cache {
  const making = new Map<string, Promise<Buffer>>();
  const put = async (name: string, bytes: Buffer): Promise<Buffer> => {
    await mkdir(folder, { recursive: true });
    const temporary = join(folder, `${name}.${randomUUID()}`);
    await writeFile(temporary, bytes);
    await rename(temporary, join(folder, name));
    return bytes;
  };
  return {
    put,
    async get(name, make) {
      const kept = await readFile(join(folder, name)).catch(() => undefined);
      if (kept !== undefined) return kept;
      const promise = making.get(name) ?? make().then((bytes) => put(name, bytes));
      making.set(name, promise);
      return promise.finally(() => making.delete(name));
    },
  };
}
