import { matcher } from '../../tree/glob.ts';
import type { Tree } from '../../tree/tree.ts';
import { nodejs } from '../rules/nodejs.ts';
import type { Language, Metadata } from './distribution.ts';
import { gemMetadata, isGemspec } from './gems.ts';
import { keyOf } from './imports.ts';
import type { MarkerEnvironment } from './markers.ts';
import { npmMetadata } from './npm.ts';
import { isPythonMetadata, pythonMetadata } from './python.ts';

/** LanguageFacts is what there is to know about the modules of a language that Debian's packages have. */
export interface LanguageFacts {
  /** Patterns of the folders with these modules. The standard library is elsewhere. */
  readonly roots: readonly string[];
  /** The rule that fires where the language is used. */
  readonly rule: string;
  /** Whether that rule keeps whole folders, so that distributions have to be taken out of them. */
  readonly isWhole: boolean;
  /** Reads what the files of one Debian package in a root say. */
  readonly metadata: (
    tree: Tree,
    root: string,
    files: readonly string[],
    environment: MarkerEnvironment,
  ) => Metadata;
  /** Reports whether a path describes a distribution. Tools read these files of all distributions. */
  readonly isMetadata: (path: string, root: string) => boolean;
  /** Reports whether the language's own programs use a file, whatever else they do. */
  readonly isOwn: (path: string) => boolean;
  /** The source package of the interpreter, whose modules and dependencies are its own. */
  readonly interpreter?: string;
}

const NOTHING: Metadata = { keys: [], requirements: [], isDeclared: false, plugs: [] };
const never = () => false;

/** Returns the keys of modules by their files: `Foo/Bar.pm` is Foo::Bar. A folder for one version of the language is none. */
function moduleKeys(language: 'perl' | 'ruby', root: string, files: readonly string[]): readonly string[] {
  return files.flatMap((path) => {
    const name = /^(?:\d[\d.]*\/)?(.*)\.(?:pm|rb|so)$/s.exec(path.slice(root.length + 1))?.[1];
    if (name === undefined) return [];
    return [keyOf(language, language === 'perl' ? name.replaceAll('/', '::') : name)];
  });
}

/** The languages of whose modules Debian has packages. Jars of Debian are in /usr/share/java, and no rule keeps them. */
export type InstalledLanguage = Exclude<Language, 'java'>;

export const LANGUAGES: Readonly<Record<InstalledLanguage, LanguageFacts>> = {
  python: {
    roots: ['/usr/lib/python3/dist-packages'],
    rule: 'rule:python',
    isWhole: true,
    metadata: pythonMetadata,
    isMetadata: isPythonMetadata,
    isOwn: never,
  },
  perl: {
    roots: ['/usr/share/perl5', '/usr/lib/*/perl5'],
    rule: 'rule:perl',
    isWhole: true,
    // Debian's packages have none of the files that CPAN writes.
    metadata: (_, root, files) => ({ ...NOTHING, keys: moduleKeys('perl', root, files) }),
    isMetadata: never,
    isOwn: never,
  },
  ruby: {
    roots: [
      '/usr/lib/ruby/vendor_ruby',
      '/usr/lib/*/ruby/vendor_ruby',
      '/usr/share/rubygems-integration',
      '/usr/lib/*/rubygems-integration',
    ],
    rule: 'rule:ruby',
    isWhole: true,
    metadata: (tree, root, files) => {
      const said = gemMetadata(tree, files);
      return { ...said, keys: [...said.keys, ...moduleKeys('ruby', root, files)] };
    },
    isMetadata: isGemspec,
    isOwn: never,
  },
  node: {
    roots: ['/usr/share/nodejs', '/usr/lib/nodejs', '/usr/lib/*/nodejs'],
    rule: 'rule:nodejs',
    isWhole: false,
    metadata: npmMetadata,
    isMetadata: never,
    isOwn: matcher(nodejs.keep),
    interpreter: 'nodejs',
  },
};
