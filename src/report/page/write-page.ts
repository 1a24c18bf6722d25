import type { Contents } from './contents.ts';

/**
 * Inserts the data as JSON into the template made by scripts/page.mjs. The end tag of a script element would end the JSON
 * early, so `<` is escaped.
 */
export function writePage(template: string, contents: Contents): string {
  const { name, platform } = contents.image;
  const title = `${name}, ${platform}`.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const json = JSON.stringify(contents).replaceAll('<', '\\u003c');
  return template.replace('{{title}}', () => title).replace('{{contents}}', () => json);
}
