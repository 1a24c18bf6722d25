import { posix } from 'node:path';
import { folderOf, join } from '../../tree/paths.ts';
import { libraryOf, type Reader, record, string, textOf } from './library.ts';

/** NPM reads package.json (docs.npmjs.com "package.json"). */
export const NPM: Reader = {
  isFor: (path) => path.endsWith('/package.json'),
  read: (tree, path) => {
    const { name, version, license } = record(JSON.parse(textOf(tree, path)));
    const licence = string(license) ?? string(record(license).type);
    return libraryOf('npm', string(name), string(version), { licence, roots: [folderOf(path)] });
  },
};

/** COMPOSER reads installed.json, an object since Composer 2 and a list before. */
export const COMPOSER: Reader = {
  isFor: (path) => path.endsWith('/composer/installed.json'),
  read: (tree, path) => {
    const parsed: unknown = JSON.parse(textOf(tree, path));
    const all = Array.isArray(parsed) ? parsed : record(parsed).packages;
    const packages: readonly unknown[] = Array.isArray(all) ? all : [];
    return packages.flatMap((each) => {
      const { name, version, license, 'install-path': place } = record(each);
      const licences = Array.isArray(license) ? license.filter((one) => typeof one === 'string') : [];
      const licence = licences.length === 0 ? undefined : licences.join(' OR ');
      const installed = string(place) ?? `../${string(name)}`;
      const roots = [posix.resolve(folderOf(path), installed)];
      return libraryOf('composer', string(name), string(version), { licence, roots });
    });
  },
};

const ABOUT = /\/[^/]+(?:\.dist-info\/METADATA|\.egg-info\/PKG-INFO|\.egg-info)$/i;

/** PYTHON reads core metadata, and RECORD for the files (packaging.python.org). */
export const PYTHON: Reader = {
  isFor: (path) => ABOUT.test(path),
  read: (tree, path) => {
    const [header = ''] = textOf(tree, path).split(/\r?\n\r?\n/, 1);
    const value = (key: string) => new RegExp(`^${key}:[ \\t]*(.*?)[ \\t\\r]*$`, 'im').exec(header)?.[1];
    const licence = string(value('License-Expression')) ?? string(value('License'));
    const isFile = /\.egg-info$/i.test(path);
    const folder = isFile ? path : folderOf(path);
    const listed = `${folder}/RECORD`;
    const lines = !isFile && tree.lstat(listed)?.type === 'file' ? textOf(tree, listed).split(/\r?\n/) : [];
    const files = lines.flatMap((line) => {
      const [, quoted, plain] = /^(?:"((?:[^"]|"")+)"|([^,]+)),/.exec(line) ?? [];
      const name = quoted?.replaceAll('""', '"') ?? plain;
      return name === undefined ? [] : [posix.resolve(folderOf(folder), name)];
    });
    return libraryOf('pypi', value('Name'), value('Version'), { licence, roots: [folder, ...files] });
  },
};

const STUB = /^# stub: (\S+) (\S+) /m;

/** GEM reads specifications as RubyGems writes them; they are programs, so only plain values count. */
export const GEM: Reader = {
  isFor: (path) => /\/specifications\/(?:[^/]+\/)?[^/]+\.gemspec$/.test(path),
  read: (tree, path) => {
    const text = textOf(tree, path);
    const [, stubName, stubVersion] = STUB.exec(text) ?? [];
    const value = (key: string) =>
      new RegExp(`^\\s*\\w+\\.${key}\\s*=.*?["']([^"'\\n]+)["']`, 'm').exec(text)?.[1];
    const [, list = ''] = /^\s*\w+\.licenses?\s*=\s*(.*)$/m.exec(text) ?? [];
    const licences = [...list.matchAll(/["']([^"']+)["']/g)].map(([, each = '']) => each);
    const [name, version] = [stubName ?? value('name'), stubVersion ?? value('version')];
    const [home = ''] = path.split('/specifications/');
    return libraryOf('gem', name, version, {
      licence: licences.length === 0 ? undefined : licences.join(' OR '),
      roots: [path, join(home, `gems/${name}-${version}`)],
    });
  },
};

/** DOTNET reads the dependencies of a program, which are keys `name/version` (.NET's runtime configuration files). */
export const DOTNET: Reader = {
  isFor: (path) => path.endsWith('.deps.json'),
  read: (tree, path) => {
    const libraries = record(record(JSON.parse(textOf(tree, path))).libraries);
    return Object.keys(libraries).flatMap((key) => {
      const [name, version] = key.split('/');
      return libraryOf('nuget', name, version, { licence: undefined, roots: [path] });
    });
  },
};
