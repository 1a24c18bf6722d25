import type { Contents } from './contents.ts';

/**
 * The page: a template, as scripts/page.mjs makes it, with what it shows as JSON in it. A browser takes that for text until the
 * end tag of the script element; without `<` no name in it can be one.
 */
export function writePage(template: string, contents: Contents): string {
  const { name, platform } = contents.image;
  const title = `${name}, ${platform}`.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const json = JSON.stringify(contents).replaceAll('<', '\\u003c');
  return template.replace('{{title}}', () => title).replace('{{contents}}', () => json);
}
