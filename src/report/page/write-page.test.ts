import { expect, test } from 'vitest';
import type { Contents } from './contents.ts';
import { writePage } from './write-page.ts';

const TEMPLATE = '<title>{{title}}</title><script type="application/json">{{contents}}</script>';
const NAME = '</script><!--<b>&$&\u2028';

test('no name ends the element that it stands in, and each comes back as it was', () => {
  const contents = { image: { name: NAME, platform: 'linux/amd64' } } as Contents;
  const page = writePage(TEMPLATE, contents);
  const [, title, json = ''] = /^<title>([^<]*)<\/title><script[^>]*>([^<]*)<\/script>$/.exec(page) ?? [];
  expect(title).toBe('&lt;/script>&lt;!--&lt;b>&amp;$&amp;\u2028, linux/amd64');
  expect(JSON.parse(json)).toEqual(contents);
});
