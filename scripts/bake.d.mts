export interface BakeTarget {
  readonly context: string;
  readonly contexts?: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
}

export function bakeTargets(names: readonly string[]): Promise<Readonly<Record<string, BakeTarget>>>;
