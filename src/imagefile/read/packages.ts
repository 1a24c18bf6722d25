import type { PackageRequest } from '../spec.ts';
import { problem } from '../text/problem.ts';
import { type Path, quote } from '../text/tree.ts';
import { parsePackage } from '../values/package-line.ts';
import { at, type ReadContext, report } from './read-context.ts';

/** Reads a list of packages. Reports two lines about the same package on the same platform. */
export function readPackages(
  context: ReadContext,
  path: Path,
  items: readonly (string | undefined)[],
): PackageRequest[] {
  const requests = new Map<string, PackageRequest[]>();
  for (const [index, line] of items.entries()) {
    if (line === undefined) continue;
    const place = at(context, ...path, index);
    const parsed = parsePackage(line);
    if ('code' in parsed) {
      report(context, place, parsed);
      continue;
    }
    const request = { ...parsed, at: place };
    const others = requests.get(request.name) ?? [];
    const earlier = others.find((other) => overlap(other, request));
    if (earlier !== undefined) {
      const contradiction = earlier.exclude !== request.exclude;
      const message = `package ${quote(request.name)} is ${contradiction ? 'both requested and excluded' : 'written twice'}`;
      report(context, place, problem('invalid-value', message, 'keep one of the two'));
    }
    requests.set(request.name, [...others, request]);
  }
  return [...requests.values()].flat().sort((a, b) => a.at.start - b.at.start);
}

/** Reports whether both lines hold on some platform. */
function overlap(a: PackageRequest, b: PackageRequest): boolean {
  if (a.architectures.length === 0 || b.architectures.length === 0) return true;
  return a.architectures.some((architecture) => b.architectures.includes(architecture));
}
