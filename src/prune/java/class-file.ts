/** ClassFile is what a Java class file refers to (JVM specification, chapter 4). */
export interface ClassFile {
  /** Its string constants. */
  readonly texts: readonly string[];
  readonly methods: readonly MethodReference[];
}

export interface MethodReference {
  /** As in `java/lang/Runtime`. */
  readonly owner: string;
  readonly name: string;
  readonly descriptor: string;
}

const MAGIC = 0xcafebabe;
const UTF8 = 1;
const CLASS = 7;
const STRING = 8;
const METHOD = 10;
const INTERFACE_METHOD = 11;
const NAME_AND_TYPE = 12;
/** Bytes after the tag, by tag (table 4.4-A). Those of a text follow its length. */
const SIZES: Readonly<Record<number, number>> = {
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  [CLASS]: 2,
  [STRING]: 2,
  9: 4,
  [METHOD]: 4,
  [INTERFACE_METHOD]: 4,
  [NAME_AND_TYPE]: 4,
  15: 3,
  16: 2,
  17: 4,
  18: 4,
  19: 2,
  20: 2,
};
/** Numbers of eight bytes take two places. */
const isWide = (tag: number) => tag === 5 || tag === 6;

/** Constant is an entry of the constant pool: where it is, or its text. */
interface Constant {
  readonly tag: number;
  readonly at: number;
  readonly text?: string;
}

/** Reads the constants of a class file. Returns undefined for a file that is no class or is damaged. */
export function readClass(bytes: Uint8Array): ClassFile | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.length < 10 || view.readUInt32BE(0) !== MAGIC) return undefined;
  const constants = readConstants(view);
  if (constants === undefined) return undefined;
  const refers = (at: number) => constants.get(view.readUInt16BE(at));
  const text = (of: Constant | undefined) => (of === undefined ? '' : (refers(of.at)?.text ?? ''));
  const all = [...constants.values()];
  return {
    texts: all.filter(({ tag }) => tag === STRING).map(text),
    methods: all
      .filter(({ tag }) => tag === METHOD || tag === INTERFACE_METHOD)
      .map(({ at }) => {
        const signature = refers(at + 2);
        const descriptor = signature?.tag === NAME_AND_TYPE ? refers(signature.at + 2)?.text : undefined;
        return { owner: text(refers(at)), name: text(signature), descriptor: descriptor ?? '' };
      }),
  };
}

function readConstants(view: Buffer): ReadonlyMap<number, Constant> | undefined {
  const constants = new Map<number, Constant>();
  const count = view.readUInt16BE(8);
  for (let index = 1, at = 10; index < count; index++) {
    const tag = view[at++];
    if (tag === undefined) return undefined;
    const isText = tag === UTF8;
    if (isText && at + 2 > view.length) return undefined;
    const size = isText ? 2 + view.readUInt16BE(at) : SIZES[tag];
    if (size === undefined || at + size > view.length) return undefined;
    constants.set(index, {
      tag,
      at,
      ...(isText && { text: view.toString('utf8', at + 2, at + size) }),
    });
    at += size;
    if (isWide(tag)) index++;
  }
  return constants;
}
