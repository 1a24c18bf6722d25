import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { listFolder, type ResolveRequest } from '../../debian/resolution.ts';
import { archivePath } from '../../protocol/packages.ts';
import type { Places } from '../../protocol/steps.ts';
import type { Index } from './indexes.ts';

/**
 * Writes the archives in the layout of the mounts, with only the stanzas that apt was given. A request that holds some
 * packages at one version cannot lead to others.
 * @param known the stanzas of each call of apt, index by index
 */
export function leave(
  { archives, out }: Pick<Places<'resolve'>, 'archives' | 'out'>,
  request: ResolveRequest,
  indexes: readonly Index[],
  known: readonly (readonly (readonly string[])[])[],
): void {
  const left = `${out}/archives`;
  for (const archive of request.archives.keys()) {
    const [from, to] = [archivePath(archives, archive), archivePath(left, archive)];
    mkdirSync(to, { recursive: true });
    for (const name of ['InRelease', 'key'])
      if (existsSync(`${from}/${name}`)) copyFileSync(`${from}/${name}`, `${to}/${name}`);
  }
  for (const [position, { archive, component, architecture }] of indexes.entries()) {
    const isForeign = architecture !== request.architecture;
    const list = listFolder(component, isForeign ? architecture : undefined);
    const folder = `${archivePath(left, archive)}/${list}`;
    mkdirSync(folder, { recursive: true });
    const stanzas = new Set(known.flatMap((lists) => lists[position] ?? []));
    writeFileSync(`${folder}/Packages`, [...stanzas].join('\n'), 'latin1');
  }
}
