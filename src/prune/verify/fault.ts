import { byName } from '../../tree/paths.ts';
import { type Advice, IN_IMAGEFILE } from '../advice.ts';

/** Fault is a difference between the image and the full tree. Paths are canonical except `expected`. */
export type Fault =
  /** `path` refers to another file in the image, or to none. */
  | {
      readonly kind: 'lost';
      readonly path: string;
      readonly what: 'library' | 'interpreter' | 'link';
      /** The reference as written in `path`: a soname, a program, a link's text. */
      readonly name: string;
      /** The path of the file in the full tree. */
      readonly expected: string;
      /** The path of the file in the image; absent if there is none. */
      readonly found?: string;
    }
  | {
      readonly kind: 'differs';
      readonly path: string;
      readonly what:
        | 'type'
        | 'owner'
        | 'mode'
        | 'size'
        | 'time'
        | 'target'
        | 'names'
        | 'attributes'
        | 'content';
      /** Values to compare; contents have none. */
      readonly expected?: string;
      readonly found?: string;
    }
  /** The image has the path, and the report has no reason for it. */
  | { readonly kind: 'unexplained'; readonly path: string }
  /** The report has a reason for the path, and the image lacks it. */
  | { readonly kind: 'absent'; readonly path: string };

/** The limit of faults in the output. */
const MOST_SHOWN = 20;

/** Returns the lines of the step's error, sorted by path. */
export function faultLines(faults: readonly Fault[], advice: Advice = IN_IMAGEFILE): readonly string[] {
  const sorted = faults.map((fault) => ({ path: fault.path, lines: lines(fault, advice) }));
  sorted.sort((a, b) => byName(a.path, b.path) || byName(a.lines.join(), b.lines.join()));
  const shown = sorted.slice(0, MOST_SHOWN).flatMap((fault) => fault.lines);
  const more = sorted.length - MOST_SHOWN;
  return more > 0 ? [...shown, `and ${more} more`] : shown;
}

function lines(fault: Fault, { add, keep }: Advice): string[] {
  const said = `${message(fault)} [verify-failed]`;
  if (fault.kind === 'lost') return [said, `  ${add}: ${keep(fault.expected)}`];
  return [said, '  this is a bug in mib; please report it'];
}

function message(fault: Fault): string {
  switch (fault.kind) {
    case 'lost': {
      const { path, what, name, expected, found } = fault;
      const verb = { library: 'needs', interpreter: 'is started by', link: 'is a link to' }[what];
      const where = found === undefined ? 'missing in' : `"${found}" in`;
      return `"${path}" ${verb} "${name}", which is "${expected}" in the full tree and ${where} the image`;
    }
    case 'differs': {
      const { path, what, expected, found } = fault;
      if (expected === undefined) return `"${path}" differs in its ${what} from the full tree`;
      return `"${path}" has the ${what} ${found} in the image and ${expected} in the full tree`;
    }
    case 'unexplained':
      return `"${fault.path}" is in the image without a reason`;
    case 'absent':
      return `"${fault.path}" should be in the image but is missing`;
  }
}
