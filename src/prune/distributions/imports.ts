import { folderOf, join, nameOf } from '../../tree/paths.ts';
import { readText } from '../../tree/read-text.ts';
import type { Engine } from '../engine.ts';
import { LONGEST_LINE, shebang } from '../shebang.ts';
import type { Language, Requirement } from './distribution.ts';
import { classPathOf } from './jars.ts';
import { normalised } from './markers.ts';
import { nodeKeys } from './npm.ts';

/** Bytes. Larger files are data or made by a program. */
const LARGEST = 1 << 20;

/** The languages whose text names modules. */
type Importing = Exclude<Language, 'java'>;

const EXTENSIONS: readonly (readonly [RegExp, Importing])[] = [
  [/\.py$/, 'python'],
  [/\.p[lm]$/, 'perl'],
  [/\.r[bu]$/, 'ruby'],
  [/\.[cm]?[jt]sx?$/, 'node'],
];

const IMPORTS: Readonly<Record<Importing, RegExp>> = {
  python: /^[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import\b|import[ \t]+([\w., \t]+))/gm,
  perl: /^[ \t]*(?:use|require)[ \t]+([A-Za-z]\w*(?:::\w+)*)/gm,
  ruby: /^[ \t]*require[ \t]*\(?[ \t]*["']([^"'\n]+)["']/gm,
  node: /\b(?:require\s*\(|import\s*\(|from|import)\s*["']((?:@[\w.-]+\/)?[\w.-]+)(?:\/[^"'\n]*)?["']/g,
};

/** Returns the modules that the text of a program imports, or the archives that one of Java names, by the keys of their distributions. */
export function importsOf(engine: Engine, path: string): readonly Pick<Requirement, 'detail' | 'keys'>[] {
  if (path.endsWith('.jar')) return archivesOf(engine, path);
  const language = languageOf(engine, path);
  const entry = engine.resolver.lstat(path);
  if (language === undefined || entry?.type !== 'file' || entry.size > LARGEST) return [];
  const text = readText(engine.tree, path) ?? '';
  const names = [...text.matchAll(IMPORTS[language])].flatMap(([, first, second]) =>
    second === undefined ? [first ?? ''] : second.split(',').map((each) => each.trim().split(/\s/)[0] ?? ''),
  );
  return [...new Set(names)].map((detail) => ({ detail, keys: keysOf(language, path, detail) }));
}

function archivesOf({ tree, resolver }: Engine, path: string) {
  return classPathOf(tree, path).map((detail) => ({
    detail,
    keys: [`jar:${resolver.file(join(folderOf(path), detail)) ?? ''}`],
  }));
}

function keysOf(language: Importing, path: string, module: string): readonly string[] {
  if (language === 'node') return nodeKeys(path, module);
  const [first = ''] = module.split('/');
  const gems = [module, module.replaceAll('/', '-'), first].map((name) => `gem:${name}`);
  return [keyOf(language, module), ...(language === 'ruby' ? gems : [])];
}

/** Returns the key that the distribution with a module has. */
export function keyOf(language: Importing, module: string): string {
  if (language === 'node') return `node:${module}`;
  return `${language}-module:${language === 'python' ? normalised(module.split('.')[0] ?? '') : module}`;
}

function languageOf({ tree, resolver }: Engine, path: string): Importing | undefined {
  if (/\./.test(nameOf(path))) return EXTENSIONS.find(([extension]) => extension.test(path))?.[1];
  if (resolver.lstat(path)?.type !== 'file') return undefined;
  const line = shebang(tree.read(path, 0, LONGEST_LINE))?.join(' ') ?? '';
  return /\b(python|perl|ruby|node)/.exec(line)?.[1] as Importing | undefined;
}
