import { matcher } from '../../tree/glob.ts';
import type { Package } from '../../tree/package.ts';
import type { Engine } from '../engine.ts';
import { groupOf } from '../packages.ts';
import { DOCUMENTATION } from '../patterns.ts';
import type { AuditRule } from './rule.ts';

const isDocumentation = matcher(DOCUMENTATION);
const isProgram = matcher(['/usr/{,local/}{bin,sbin,games}/*']);

/** A package that has only documentation is there for what it depends on. */
export const unusedPackage: AuditRule = {
  name: 'unused-package',
  summary: 'A package that leaves nothing in the image need not be installed',
  find({ engine, contributors }) {
    return engine.request.packages.flatMap((name) => {
      const of = engine.packages.get(name);
      if (of === undefined || contributors.has(name) || !hasFiles(engine, of)) return [];
      if (leads(engine, of) || namesProgram(engine, of)) return [];
      return [{ detail: `nothing of the package "${name}" is in the image`, package: name }];
    });
  },
};

function hasFiles({ packages, resolver }: Engine, of: Package): boolean {
  return packages.files(of).some((path) => {
    const type = resolver.lstat(path)?.type;
    return (type === 'file' || type === 'link') && !isDocumentation(path);
  });
}

/** Whether it has but a name, as guile-3.0 does, of a program that is kept by another one, such as an alternative. */
function namesProgram({ packages, resolver, graph }: Engine, of: Package): boolean {
  const target = (path: string) => resolver.file(path) ?? path;
  return packages.files(of).some((path) => isProgram(path) && graph.nodes.has(target(path)));
}

/** Whether a file is kept for the sake of the package, though that does not list it: what its scripts made. */
function leads({ graph }: Engine, of: Package): boolean {
  const groups = new Set([groupOf(of)]);
  for (const group of groups) {
    for (const { id, entry, reasons } of graph.nodes.values()) {
      if (!reasons.some(({ from }) => from === group)) continue;
      if (entry === undefined) groups.add(id);
      else if (entry.type !== 'folder') return true;
    }
  }
  return false;
}
