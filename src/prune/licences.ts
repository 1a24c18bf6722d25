import { commonLicences } from '../debian/copyright.ts';
import type { Package } from '../tree/package.ts';
import { readText } from '../tree/read-text.ts';
import type { Engine } from './engine.ts';

/**
 * Keeps the copyright file of the package that owns `from`, even behind a linked folder, and the licence texts that it
 * refers to.
 */
export function keepLicences(engine: Engine, of: Package, from: string): void {
  const reason = { from, kind: 'licence', detail: of.name, strength: 'soft' } as const;
  const path = `/usr/share/doc/${of.name}/copyright`;
  const file = engine.resolver.file(path);
  if (file === undefined) return;
  engine.keepThrough(path, reason);
  for (const name of commonLicences(readText(engine.tree, file) ?? '')) {
    engine.keepThrough(`/usr/share/common-licenses/${name}`, {
      from: file,
      kind: 'licence',
      strength: 'soft',
    });
  }
}
