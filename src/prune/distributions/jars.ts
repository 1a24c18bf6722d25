import { unzipSync } from 'fflate';
import type { Tree } from '../../tree/tree.ts';

/** Bytes. Larger archives hold programs, not the names of others. */
const LARGEST = 64 << 20;
const LARGEST_MANIFEST = 1 << 20;
const MANIFEST = 'META-INF/MANIFEST.MF';

/** Returns the other archives that the manifest of a Java archive names (JAR File Specification, "Class-Path attribute"). */
export function classPathOf(tree: Tree, path: string): readonly string[] {
  const size = tree.lstat(path)?.size ?? 0;
  if (size > LARGEST) return [];
  try {
    const found = unzipSync(tree.read(path, 0, size), {
      filter: ({ name, originalSize }) => name === MANIFEST && originalSize <= LARGEST_MANIFEST,
    })[MANIFEST];
    const text = new TextDecoder().decode(found).replace(/\r?\n /g, '');
    return (/^Class-Path: *(.*)$/im.exec(text)?.[1] ?? '').split(/\s+/).filter((name) => name !== '');
  } catch {
    return [];
  }
}
