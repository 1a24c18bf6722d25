import { matcher } from '../../tree/glob.ts';
import type { Package } from '../../tree/package.ts';
import type { Engine } from '../engine.ts';
import { groupOf } from '../packages.ts';
import { DOCUMENTATION } from '../patterns.ts';
import type { AuditRule } from './rule.ts';

const isDocumentation = matcher(DOCUMENTATION);
const isProgram = matcher(['/usr/{,local/}{bin,sbin,games}/*']);

/** Ignores packages with nothing but documentation: they are installed for their dependencies. */
export const unusedPackage: AuditRule = {
  name: 'unused-package',
  summary: 'A package without files in the image may not be needed',
  find({ engine, contributors }) {
    return engine.request.packages.flatMap((name) => {
      const of = engine.packages.get(name);
      if (of === undefined || contributors.has(name) || !hasFiles(engine, of)) return [];
      if (leads(engine, of) || namesProgram(engine, of)) return [];
      return [{ detail: `no file of the package "${name}" is in the image`, package: name }];
    });
  },
};

function hasFiles({ packages, resolver }: Engine, of: Package): boolean {
  return packages.files(of).some((path) => {
    const type = resolver.lstat(path)?.type;
    return (type === 'file' || type === 'link') && !isDocumentation(path);
  });
}

/** Reports whether a package has a link, such as guile-3.0's, to a program that is kept under another name. */
function namesProgram({ packages, resolver, graph }: Engine, of: Package): boolean {
  const target = (path: string) => resolver.file(path) ?? path;
  return packages.files(of).some((path) => isProgram(path) && graph.nodes.has(target(path)));
}

/** Reports whether a file that the package does not list is kept for it, such as one made by its maintainer scripts. */
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
