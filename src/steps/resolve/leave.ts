import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { listFolder, type ResolveRequest } from '../../debian/resolution.ts';
import { archivePath } from '../../protocol/packages.ts';
import type { Places } from '../../protocol/steps.ts';
import type { Index } from './indexes.ts';

/**
 * Leaves the archives as they were mounted, with those stanzas alone that apt was told: a request that holds some of them in one
 * version can lead to no others.
 * @param known of each time that apt was asked, index by index
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
