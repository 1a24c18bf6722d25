import type { Component } from './component.ts';
import type { Contents } from './contents.ts';

/**
 * The URL that names a package wherever it lies (purl specification, types `deb` and `apk`). `upstream` is the source where it has
 * another name or version: what scanners look defects up by.
 * @param suite for an image that does not say which system it is
 */
export function packageUrl(
  { type, name, version, architecture, source }: Component,
  system: Contents['system'],
  suite: string,
): string {
  const { id = type === 'deb' ? 'debian' : 'alpine', version: release } = system ?? {};
  const sourceVersion = source.version === version ? '' : `@${source.version}`;
  const distro = release === undefined ? suite : `${id}-${release}`;
  const qualifiers = {
    ...(architecture === '' ? {} : { arch: architecture }),
    ...(distro === '' ? {} : { distro }),
    ...(source.name === name && sourceVersion === '' ? {} : { upstream: source.name + sourceVersion }),
  };
  const query = Object.entries(qualifiers).map(([key, value]) => `${key}=${encode(value)}`);
  return `pkg:${type}/${id}/${encode(name)}@${encode(version)}${query.length === 0 ? '' : `?${query.join('&')}`}`;
}

/** Percent-encodes a text; a colon stays (purl specification). */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll('%3A', ':');
}
