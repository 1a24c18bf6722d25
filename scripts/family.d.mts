import type { BakeTarget } from './bake.mjs';

type Targets = Readonly<Record<string, Pick<BakeTarget, 'contexts'>>>;

export function upon(target: Pick<BakeTarget, 'contexts'>): { context: string; image: string }[];
export function inOrder(targets: Targets): string[];
export function reasonIn(outdated: {
  readonly platforms: readonly {
    readonly changes: readonly { readonly package: string; readonly old?: string; readonly new?: string }[];
    readonly below?: string;
  }[];
}): string;
export function cascade(
  targets: Targets,
  own: ReadonlyMap<string, string>,
): { name: string; reason: string }[];
export function matrix(
  targets: Targets,
  names: readonly string[],
): { include: { name: string; targets: string }[] };
