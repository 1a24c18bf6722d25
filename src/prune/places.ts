import { folderOf, join } from '../tree/paths.ts';
import type { Resolver } from '../tree/resolver.ts';
import type { Tree } from '../tree/tree.ts';
import type { Engine, Expander } from './engine.ts';
import type { PruneRequest } from './request.ts';

const ZONES = '/usr/share/zoneinfo';

/** The bundles of OpenSSL's users on Debian, Alpine and Fedora. */
export const BUNDLES: readonly string[] = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/ssl/cert.pem',
  '/usr/lib/ssl/cert.pem',
  '/etc/pki/tls/{cert.pem,certs/ca-bundle.crt}',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
];

/** Keeps what `certificates`, `timezones` and `locales` name. */
export function keepPlaces(engine: Engine): void {
  const { certificates = [], timezones = [], locales = [] } = engine.request;
  if (certificates.length > 0) {
    const detail = certificates.join(', ');
    for (const pattern of BUNDLES)
      for (const path of engine.expand(pattern))
        engine.keepThrough(path, { kind: 'certificates', detail, strength: 'hard' });
  }
  if (timezones === 'all') {
    const reason = { kind: 'timezones', detail: 'all', strength: 'hard' } as const;
    for (const path of engine.expand(`${ZONES}/**`)) if (!isCopy(path)) engine.keep(path, reason);
  } else {
    for (const name of timezones)
      engine.keepThrough(join(ZONES, name), { kind: 'timezones', detail: name, strength: 'hard' });
  }
  for (const name of locales) {
    const folder = localeFolder(name);
    engine.keepAll(folder, { kind: 'locales', detail: name, strength: 'hard' });
    // It is a file of the package whose sources the locale is made from, which so is in the package database and the SBOM.
    engine.keepThrough('/usr/share/locale/locale.alias', { kind: 'locales', detail: name, strength: 'soft' });
  }
}

/** Reports whether a path is a copy of the zones with leap seconds, or with the names of before 2005. */
function isCopy(path: string): boolean {
  return /^\/usr\/share\/zoneinfo\/(?:right|posix)(?:\/|$)/.test(path);
}

/** Returns the files of zones that `timezones` leaves out: no rule and no package brings them in. */
export function otherZones(tree: Tree, resolver: Resolver, { timezones }: PruneRequest): readonly string[] {
  if (timezones === undefined || timezones === 'all') return [];
  // /etc/localtime is a zone as well. It stays if it is one without being named.
  const named = new Set(
    [...timezones.map((name) => join(ZONES, name)), '/etc/localtime'].flatMap((path) => {
      const found = resolver.follow(path);
      return found === undefined ? [] : [path, found.path, ...found.links];
    }),
  );
  const left: string[] = [];
  const walk = (folder: string): void => {
    for (const name of tree.readdir(folder)) {
      const path = join(folder, name);
      if (resolver.lstat(path)?.type === 'folder') walk(path);
      else if (!named.has(path)) left.push(path);
    }
  };
  if (resolver.lstat(ZONES)?.type === 'folder') walk(ZONES);
  return left;
}

/** Returns the folder that setlocale(3) finds a locale in: the letters and digits of its codeset in lower case. */
export function localeFolder(name: string): string {
  const [, language = '', codeset, modifier = ''] = /^([^.@]*)(?:\.([^@]*))?(@.*)?$/.exec(name) ?? [];
  const plain = codeset?.toLowerCase().replace(/[^a-z0-9]/g, '');
  return `/usr/lib/locale/${language}${plain === undefined ? '' : `.${plain}`}${modifier}`;
}

/** Keeps the translations of each kept package for the locales that the Imagefile names. */
export function keepTranslations(): Expander {
  const seen = new Set<string>();
  return (engine, { id, entry }) => {
    const { locales = [] } = engine.request;
    if (locales.length === 0 || entry?.type !== 'file' || id.startsWith('/usr/share/locale/')) return;
    for (const owner of engine.packages.owners(id)) {
      if (seen.has(owner.info)) continue;
      seen.add(owner.info);
      // The messages of glibc itself are in a package of their own.
      const messages = owner.name === 'libc6' ? engine.packages.get('libc-l10n') : undefined;
      for (const each of [owner, ...(messages === undefined ? [] : [messages])])
        for (const path of engine.packages.files(each)) {
          const detail = locales.find((name) => isTranslation(path, name));
          if (detail !== undefined)
            engine.keep(path, { from: id, kind: 'locales', detail, strength: 'soft' });
        }
    }
  };
}

/** Reports whether gettext reads a catalogue for a locale: its folder may lack the territory and the codeset. */
function isTranslation(path: string, locale: string): boolean {
  if (!path.endsWith('.mo') || folderOf(path).split('/').at(-1)?.startsWith('LC_') !== true) return false;
  const folder = /^\/usr\/share\/locale(?:-langpack)?\/([^/]+)\//.exec(path)?.[1];
  const [, language = '', territory = '', modifier = ''] =
    /^([^_.@]*)(_[^.@]*)?(?:\.[^@]*)?(@.*)?$/.exec(locale) ?? [];
  const names = [language, language + territory, language + modifier, language + territory + modifier];
  return folder !== undefined && names.includes(folder.replace(/\.[^@]*/, ''));
}
