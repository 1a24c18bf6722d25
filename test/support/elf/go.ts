/** Encodes build information as Go's linker does (Go's package `debug/buildinfo`), for an ELF file. */
export function encodeGoBuild(go: string, lines: readonly string[], flags = 2): Uint8Array {
  const sentinel = Buffer.alloc(16, 0xfe);
  const modules = Buffer.concat([sentinel, Buffer.from(lines.map((line) => `${line}\n`).join('')), sentinel]);
  const head = Buffer.concat([Buffer.from('\xff Go buildinf:', 'latin1'), Buffer.of(0, flags)]);
  return Buffer.concat([head, Buffer.alloc(16), sized(Buffer.from(go)), sized(modules)]);
}

function sized(bytes: Uint8Array): Uint8Array {
  const length: number[] = [];
  for (let rest = bytes.length; rest > 0 || length.length === 0; rest >>>= 7) {
    length.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
  }
  return Buffer.concat([Buffer.from(length), bytes]);
}
