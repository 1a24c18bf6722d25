import { posix } from 'node:path';

const BOM = '\uFEFF';

/** Parses a `.dockerignore` into exclude patterns for a local source. BuildKit does the matching.
 * Comments, blank lines and surrounding white space are removed. Paths are normalized and lose their leading
 * slash; `!` stays in front. Source: moby/patternmatcher `ignorefile/ignorefile.go`. */
export function parseIgnoreFile(text: string): readonly string[] {
  const lines = (text.startsWith(BOM) ? text.slice(BOM.length) : text).split('\n');
  return lines.filter((line) => !line.startsWith('#')).flatMap(pattern);
}

function pattern(line: string): readonly string[] {
  const trimmed = line.trim();
  if (trimmed === '') return [];
  const negated = trimmed.startsWith('!');
  const path = negated ? trimmed.slice(1).trim() : trimmed;
  if (path === '') return ['!'];
  const cleaned = posix.normalize(path);
  const bare = cleaned.length > 1 ? cleaned.replace(/^\/|\/$/g, '') : cleaned;
  return [negated ? `!${bare}` : bare];
}
