import type { z } from 'zod';
import { readWords } from './read-command.ts';
import { readMounts } from './read-mounts.ts';
import { at, type Reading } from './reading.ts';
import type { RunItem } from './schema-command.ts';
import type { Command } from './spec.ts';
import type { Path } from './tree.ts';

/** The commands of a list, argv each, with what they are given; those that cannot be split are reported and left out. */
export function readCommands(
  reading: Reading,
  list: Path,
  items: readonly (z.infer<typeof RunItem> | undefined)[],
): Command[] {
  return items.flatMap((item, index) => {
    if (item === undefined) return [];
    const path = [...list, index];
    const isPlain = typeof item === 'string' || Array.isArray(item);
    const value = isPlain ? readWords(reading, path, item) : readWords(reading, [...path, 'run'], item.run);
    const mounts = isPlain ? [] : readMounts(reading, path, item);
    return value === undefined ? [] : [{ value, mounts, at: at(reading, ...path) }];
  });
}
