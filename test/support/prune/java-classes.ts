import { zipSync } from 'fflate';

/** A class for tests: its string constants, and the methods that it calls, such as `java/lang/Runtime.exec(I)V`. */
export interface ClassShape {
  readonly texts?: readonly string[];
  readonly calls?: readonly string[];
}

/** Returns a class file with only a constant pool. */
export function encodeClass({ texts = [], calls = [] }: ClassShape): Uint8Array {
  const pool: Buffer[] = [];
  const add = (...parts: readonly Buffer[]) => pool.push(Buffer.concat(parts));
  const utf8 = (text: string) => add(Buffer.of(1), u16(Buffer.byteLength(text)), Buffer.from(text));
  // A number of eight bytes takes two places.
  add(Buffer.of(5), Buffer.alloc(8));
  pool.push(Buffer.alloc(0));
  for (const text of texts) add(Buffer.of(8), u16(utf8(text)));
  for (const call of calls) {
    const [, owner = '', name = '', descriptor = ''] = /^(.*)\.([^(]*)(.*)$/.exec(call) ?? [];
    const type = add(Buffer.of(7), u16(utf8(owner)));
    const signature = add(Buffer.of(12), u16(utf8(name)), u16(utf8(descriptor)));
    add(Buffer.of(10), u16(type), u16(signature));
  }
  const head = [Buffer.of(0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 65), u16(pool.length + 1)];
  return Buffer.concat([...head, ...pool, Buffer.alloc(14)]);
}

/** Returns a Java archive. */
export function encodeJar(files: Readonly<Record<string, Uint8Array | string>>): Uint8Array {
  const encoder = new TextEncoder();
  return zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, content]) => [
        name,
        typeof content === 'string' ? encoder.encode(content) : content,
      ]),
    ),
    { mtime: '2025-08-09' },
  );
}

function u16(value: number): Buffer {
  return Buffer.of(value >> 8, value & 0xff);
}
