import { byName } from '../../tree/paths.ts';
import type { Entry } from '../../tree/tree.ts';
import { allFiles } from './all-files.ts';
import type { AuditRule } from './rule.ts';

/** The lint rule with this name reports the files that `files` adds. */
export const setuidFile: AuditRule = {
  name: 'setuid-file',
  summary: 'A setuid or setgid program gives its rights to anyone who can run it',
  find({ engine, cleared }) {
    if (engine.request.isWhole)
      return setuidFiles(allFiles(engine)).map(({ path, bit }) => ({
        detail: `"${path}" has its ${bit} bit`,
      }));
    const without = new Set([...cleared, ...engine.request.files]);
    const nodes = [...engine.graph.nodes.values()].flatMap(({ id, entry }) =>
      entry === undefined ? [] : [{ path: id, entry }],
    );
    return setuidFiles(nodes)
      .filter(({ path }) => !without.has(path))
      .map(({ path, bit }) => ({ detail: `"${path}" keeps its ${bit} bit: a check runs it` }));
  },
};

/** Returns the setuid and setgid files among some, sorted. */
function setuidFiles(files: Iterable<{ readonly path: string; readonly entry: Entry }>) {
  return [...files]
    .filter(({ entry: { type, mode } }) => type === 'file' && (mode & 0o6000) !== 0)
    .sort((a, b) => byName(a.path, b.path))
    .map(({ path, entry: { mode } }) => ({ path, bit: (mode & 0o4000) === 0 ? 'setgid' : 'setuid' }));
}
