import { expand } from '../tree/glob.ts';
import { folderOf, join } from '../tree/paths.ts';
import { readText } from '../tree/read-text.ts';
import type { Resolver } from '../tree/resolver.ts';
import type { Tree } from '../tree/tree.ts';

/** The limit of included files. Each is read once, even if files include each other. */
const MOST_FILES = 256;

/** Returns the folders that ldconfig puts into the cache, in the order of ld.so.conf and its includes (ldconfig(8)). */
export function configuredFolders(tree: Tree, resolver: Resolver): readonly string[] {
  const folders: string[] = [];
  const seen = new Set<string>();
  const read = (path: string) => {
    const file = resolver.file(path);
    if (file === undefined || seen.has(file) || seen.size >= MOST_FILES) return;
    seen.add(file);
    for (const line of (readText(tree, file) ?? '').split('\n')) {
      const words = line.replace(/#.*/, '').trim().split(/\s+/);
      if (words[0] === 'include') {
        for (const word of words.slice(1)) {
          // glob(3) knows no braces and no `**`.
          const pattern = absolute(word, path).replaceAll(/\*+/g, '*');
          for (const found of expand(tree, resolver, pattern, [pattern])) read(found);
        }
      } else if (words[0]?.startsWith('/'))
        folders.push(words[0].replace(/=.*/, '').replace(/(.)\/+$/, '$1'));
    }
  };
  read('/etc/ld.so.conf');
  return [...new Set(folders)];
}

function absolute(pattern: string, file: string): string {
  return pattern.startsWith('/') ? pattern : join(folderOf(file), pattern);
}
