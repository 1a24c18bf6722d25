import { matcher } from '../../tree/glob.ts';
import { byName } from '../../tree/paths.ts';
import { type Reason, sortedReasons } from '../graph.ts';
import { ownersThrough } from '../packages.ts';
import { reasonText, why } from '../why.ts';
import type { AuditRule, Finding, Pruning } from './rule.ts';

const isShell = matcher([
  '/usr/{bin,sbin}/{sh,ash,dash,bash,busybox,csh,tcsh,fish,ksh,ksh93,mksh,yash,zsh,zsh5}',
]);
/** Reasons written in the Imagefile: they request the shell itself, or a script that needs it. */
const ASKED = new Set<Reason['kind']>(['entry', 'keep', 'file', 'application']);

export const shellInImage: AuditRule = {
  name: 'shell-in-image',
  summary: 'A shell in the image helps an attacker who breaks in',
  find({ engine }) {
    const shells = [...engine.graph.nodes.values()].filter(
      ({ id, entry }) => entry?.type === 'file' && isShell(id),
    );
    return shells.sort((a, b) => byName(a.id, b.id)).flatMap(({ id }) => judge(engine, id));
  },
};

function judge(engine: Pruning['engine'], id: string): readonly Finding[] {
  const named = new Set(engine.request.packages);
  if (ownersThrough(engine, id).some(({ name }) => named.has(name))) return [];
  const way = why((each) => {
    const node = engine.graph.nodes.get(each);
    return node === undefined ? [] : sortedReasons(node);
  }, id);
  if (way === undefined || ASKED.has(way.at(-1)?.reason.kind ?? 'entry')) return [];
  const reason = way.find(({ reason: { kind } }) => kind !== 'link')?.reason;
  const detail = `"${id}" is a shell${reason === undefined ? '' : `: ${words(reason)}`}`;
  const program = reason?.kind === 'program' ? reason.detail : undefined;
  return [{ detail, ...(program === undefined ? {} : { program }) }];
}

function words(reason: Reason): string {
  switch (reason.kind) {
    case 'program':
      return 'a check starts it';
    case 'shebang':
      return `the script "${reason.from}" needs it`;
    case 'named':
    case 'shell-word':
      return reason.from === undefined ? 'a command of the image calls it' : `"${reason.from}" calls it`;
    case 'rule':
      return `the rule "${reason.from?.replace(/^rule:/, '')}" keeps it`;
    default:
      return `kept for ${reasonText(reason)}`;
  }
}
