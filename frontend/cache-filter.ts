import type { Options } from './options.ts';

/** Whether what is built is built anew: `--no-cache`, or `--no-cache-filter` with its name, in whatever case. */
export function ignoresCache({ noCache, target }: Pick<Options, 'noCache' | 'target'>): boolean {
  if (noCache === 'all') return true;
  const built = (target || 'thin').toLowerCase();
  return noCache.some((name) => name.toLowerCase() === built);
}
