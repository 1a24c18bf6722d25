import type { Archive } from './archive.ts';

/** Returns the deb822 stanza of an archive for sources.list(5); `keyring` is the path of its keys. */
export function sourceStanza(
  { url, suite }: Archive,
  components: readonly string[],
  keyring: string,
): string {
  return `Types: deb\nURIs: ${url}\nSuites: ${suite}\nComponents: ${components.join(' ')}\nSigned-By: ${keyring}\n`;
}
