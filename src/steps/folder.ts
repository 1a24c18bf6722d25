import { type Dirent, readdirSync, readlinkSync } from 'node:fs';
import { decodeName, encodeName } from '../tree/names.ts';

/** Node reads names as text several times faster than as bytes, and puts this in place of what is not UTF-8. */
const REPLACED = '\ufffd';

/** FolderEntry is a name in a folder, with its type. */
export type FolderEntry = Pick<Dirent, 'name' | 'isDirectory' | 'isFile'>;

/** Returns the names in a folder, as src/tree/names.ts decodes them. */
export function namesIn(folder: string): string[] {
  const path = encodeName(folder);
  const names = readdirSync(path);
  if (!names.some((name) => name.includes(REPLACED))) return names;
  return readdirSync(path, { encoding: 'buffer' }).map(decodeName);
}

/** Returns the names in a folder with their types. */
export function entriesIn(folder: string): readonly FolderEntry[] {
  const path = encodeName(folder);
  const entries = readdirSync(path, { withFileTypes: true });
  if (!entries.some(({ name }) => name.includes(REPLACED))) return entries;
  return readdirSync(path, { withFileTypes: true, encoding: 'buffer' }).map((entry) => ({
    name: decodeName(entry.name),
    isDirectory: () => entry.isDirectory(),
    isFile: () => entry.isFile(),
  }));
}

/** Returns the target of a link. */
export function targetOf(link: string): string {
  const path = encodeName(link);
  const target = readlinkSync(path);
  return target.includes(REPLACED) ? decodeName(readlinkSync(path, 'buffer')) : target;
}
