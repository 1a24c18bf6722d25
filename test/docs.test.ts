import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const PAGES = ['README.md', 'CHANGELOG.md', ...readdirSync('docs').map((name) => `docs/${name}`)].filter(
  (path) => path.endsWith('.md'),
);

test.each(PAGES)(
  '%s writes no lock over the old one, which a shell would empty before mib reads it',
  (path) => {
    expect(readFileSync(path, 'utf8')).not.toMatch(/--call=lock[^\n>]*> (?!new\.lock)/);
  },
);
