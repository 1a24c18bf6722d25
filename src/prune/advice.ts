import { commandLine } from '../imagefile/values/quote.ts';
import { typeable } from '../tree/printable.ts';

/** Advice tells the user how to write a setting: in an Imagefile or as an option. */
export interface Advice {
  readonly add: string;
  readonly keep: (...patterns: readonly string[]) => string;
  readonly drop: (...patterns: readonly string[]) => string;
  readonly user: string;
  readonly wholePackages: string;
}

export const IN_IMAGEFILE: Advice = {
  add: 'add it to the Imagefile',
  keep: (...patterns) => `keep: ${listed(patterns)}`,
  drop: (...patterns) => `drop: ${listed(patterns)}`,
  user: 'user:',
  wholePackages: 'prune: packages',
};

/** The advice of `export`, which takes options instead of an Imagefile. */
export const BY_OPTION: Advice = {
  add: 'add the option',
  keep: (...patterns) => options('--keep', patterns),
  drop: (...patterns) => options('--drop', patterns),
  user: '--user',
  wholePackages: '--prune packages',
};

function listed(patterns: readonly string[]): string {
  return `[${patterns.map((pattern) => `"${typeable(pattern)}"`).join(', ')}]`;
}

function options(name: string, patterns: readonly string[]): string {
  return patterns.map((pattern) => `${name} ${commandLine([typeable(pattern)])}`).join(' ');
}
