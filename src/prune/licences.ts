import type { Package } from './dpkg.ts';
import type { Engine } from './engine.ts';
import { readText } from './tree.ts';

/**
 * Keeps the copyright file of a package that `from` belongs to, behind a linked folder too, and the licence texts
 * that it refers to.
 */
export function keepLicences(engine: Engine, of: Package, from: string): void {
  const reason = { from, kind: 'licence', detail: of.name, strength: 'soft' } as const;
  const path = `/usr/share/doc/${of.name}/copyright`;
  const file = engine.resolver.file(path);
  if (file === undefined) return;
  engine.keepThrough(path, reason);
  const text = readText(engine.tree, file) ?? '';
  const names = [
    ...text.matchAll(/\/usr\/share\/common-licenses\/([A-Za-z0-9][A-Za-z0-9.+-]*[A-Za-z0-9])/g),
  ].map(([, name]) => name);
  for (const name of new Set(names)) {
    engine.keepThrough(`/usr/share/common-licenses/${name}`, {
      from: file,
      kind: 'licence',
      strength: 'soft',
    });
  }
}
