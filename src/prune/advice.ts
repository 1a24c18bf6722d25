import { commandLine } from '../imagefile/values/quote.ts';

/** How a person says what they want, in the place where they asked for the image. */
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

/** For `export`, which has options instead of a file. */
export const BY_OPTION: Advice = {
  add: 'add the option',
  keep: (...patterns) => options('--keep', patterns),
  drop: (...patterns) => options('--drop', patterns),
  user: '--user',
  wholePackages: '--prune packages',
};

function listed(patterns: readonly string[]): string {
  return `[${patterns.map((pattern) => `"${pattern}"`).join(', ')}]`;
}

function options(name: string, patterns: readonly string[]): string {
  return patterns.map((pattern) => `${name} ${commandLine([pattern])}`).join(' ');
}
