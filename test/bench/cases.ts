/** What the Dockerfile's COPY and the Imagefile's `files:` put into the image, and which packages. */
export interface Input {
  readonly page: string;
  readonly packages: readonly string[];
}

export interface Case {
  readonly name: string;
  readonly input: Input;
  /** At most this many times the Dockerfile's time is what mib is meant to take. It is shown and never asserted. */
  readonly aim?: number;
}

export const PLAIN: Input = {
  page: '<!doctype html>\n<title>nginx</title>\n<h1>It works.</h1>\n',
  packages: ['nginx-light'],
};

/** In this order, after the build cache was emptied: each build finds the cache that the ones before it left. */
export const CASES: readonly [cold: Case, ...warm: Case[]] = [
  { name: 'cold', input: PLAIN, aim: 0.6 },
  { name: 'no-op', input: PLAIN, aim: 2.5 },
  { name: 'one file changed', input: { ...PLAIN, page: `${PLAIN.page}<p>Changed.\n` } },
  { name: 'one package added', input: { ...PLAIN, packages: [...PLAIN.packages, 'jq'] } },
];
