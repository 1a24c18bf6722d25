import type { BakeTarget } from './bake.mjs';

type Targets = Readonly<Record<string, Pick<BakeTarget, 'contexts'>>>;

export function basesOf(target: Pick<BakeTarget, 'contexts'>): { context: string; image: string }[];
export function inOrder(targets: Targets): string[];
export interface Answer {
  readonly changed?: readonly { readonly name: string; readonly line: string }[];
  readonly reason?: string;
  readonly holds?: ReadonlyMap<string, 'all' | readonly string[]>;
}
export function readAnswer(answer: {
  readonly outdated: boolean;
  readonly platforms: readonly {
    readonly changes: readonly { readonly package: string; readonly old?: string; readonly new?: string }[];
    readonly below?: string;
    readonly base?: { readonly name: string; readonly holds: 'all' | readonly string[] };
  }[];
}): Answer;
export function cascade(
  targets: Targets,
  answers: ReadonlyMap<string, Answer>,
): { name: string; reason: string }[];
export function matrix(
  targets: Targets,
  names: readonly string[],
): { include: { name: string; targets: string }[] };
