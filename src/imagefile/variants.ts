/** The built-in targets of every Imagefile (`--target`), with descriptions. The first is the default. */
export const VARIANTS = {
  thin: 'The program and what it needs',
  fat: 'Everything that was installed, with the package manager',
  debug: 'Like thin, with a static shell and tools in /debug',
  tree: 'Like fat, without running the checks',
  report: 'What is in thin and why: report.html, keep.jsonl and summary.json',
} as const;

export type Variant = keyof typeof VARIANTS;

export function isVariant(name: string): name is Variant {
  return Object.hasOwn(VARIANTS, name);
}
