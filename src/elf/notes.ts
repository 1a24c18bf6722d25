import type { Piece } from './bytes.ts';

/** DlopenNote declares a library that the file may load at run time. */
export interface DlopenNote {
  readonly feature?: string;
  readonly priority: 'required' | 'recommended' | 'suggested';
  /** Alternatives; the first existing one is used. */
  readonly sonames: readonly string[];
}

/** Owner and type of the note, from "ELF dlopen metadata" of the UAPI group, specification of `.note.dlopen`. */
const OWNER = 'FDO';
const TYPE = 0x407c0c0a;

/** Returns the dlopen notes of one PT_NOTE. Skips malformed ones, because no loader reads these notes. */
export function dlopenNotes(notes: Piece, align: number): readonly DlopenNote[] {
  const step = align === 8 ? 8 : 4;
  const round = (value: number) => Math.ceil(value / step) * step;
  const found: DlopenNote[] = [];
  for (let at = 0; at + 12 <= notes.length; ) {
    const [nameSize, size, type] = [notes.u32(at), notes.u32(at + 4), notes.u32(at + 8)];
    // The alignment counts from the start of the record: 12 bytes of header and the name precede the descriptor.
    const descriptor = round(at + 12 + nameSize);
    if (descriptor + size > notes.length) break;
    if (type === TYPE && nameSize === OWNER.length + 1 && notes.text(at + 12) === OWNER) {
      found.push(...parse(notes.text(descriptor)));
    }
    at = round(descriptor + size);
  }
  return found;
}

function parse(json: string | undefined): readonly DlopenNote[] {
  let value: unknown;
  try {
    value = JSON.parse(json ?? '');
  } catch {
    return [];
  }
  return Array.isArray(value) ? value.flatMap(note) : [];
}

function note(value: unknown): readonly DlopenNote[] {
  if (typeof value !== 'object' || value === null || !('soname' in value) || !Array.isArray(value.soname))
    return [];
  const sonames = value.soname.filter(
    (soname): soname is string => typeof soname === 'string' && soname !== '',
  );
  const feature = 'feature' in value && typeof value.feature === 'string' ? value.feature : undefined;
  const given = 'priority' in value ? value.priority : undefined;
  // The specification's default is "recommended".
  const priority = given === 'required' || given === 'suggested' ? given : 'recommended';
  return [{ priority, sonames, ...(feature !== undefined && { feature }) }];
}
