import { DATE } from './tar.ts';

const AR_MAGIC = '!<arch>\n';

/** Packs an archive as deb(5) describes it. */
export function ar(members: Readonly<Record<string, Buffer>>): Buffer {
  const parts = Object.entries(members).flatMap(([name, content]) => {
    const numbers = [
      String(DATE.getTime() / 1000).padEnd(12),
      '0'.padEnd(6),
      '0'.padEnd(6),
      '100644'.padEnd(8),
    ];
    const header = `${name.padEnd(16)}${numbers.join('')}${String(content.length).padEnd(10)}\`\n`;
    return [Buffer.from(header), content, Buffer.from(content.length % 2 === 0 ? '' : '\n')];
  });
  return Buffer.concat([Buffer.from(AR_MAGIC), ...parts]);
}

export function unar(archive: Buffer): Record<string, Buffer> {
  const members: Record<string, Buffer> = {};
  for (let at = AR_MAGIC.length; at + 60 <= archive.length; ) {
    const name = archive
      .toString('latin1', at, at + 16)
      .trim()
      .replace(/\/$/, '');
    const size = Number(archive.toString('latin1', at + 48, at + 58));
    members[name] = archive.subarray(at + 60, at + 60 + size);
    at += 60 + size + (size % 2);
  }
  return members;
}
