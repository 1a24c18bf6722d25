import type { Archive } from './archive.ts';

/** Tells apt of an archive, in the one-paragraph form of sources.list(5); `keyring` is the path of its keys. */
export function sourceStanza(
  { url, suite }: Archive,
  components: readonly string[],
  keyring: string,
): string {
  return `Types: deb\nURIs: ${url}\nSuites: ${suite}\nComponents: ${components.join(' ')}\nSigned-By: ${keyring}\n`;
}
