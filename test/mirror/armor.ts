/** Encodes bytes as the ASCII armor of RFC 9580 section 6; `title` is e.g. `SIGNATURE`. */
export function armor(title: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  const body = [...lines, `=${crc24(bytes).toString('base64')}`].join('\n');
  return `-----BEGIN PGP ${title}-----\n\n${body}\n-----END PGP ${title}-----\n`;
}

/** Computes the checksum of RFC 9580 section 6.1.1. */
function crc24(bytes: Buffer): Buffer {
  let crc = 0xb704ce;
  for (const byte of bytes) {
    crc ^= byte << 16;
    for (let bit = 0; bit < 8; bit++) {
      crc <<= 1;
      if ((crc & 0x1000000) !== 0) crc ^= 0x1864cfb;
    }
  }
  return Buffer.of((crc >> 16) & 0xff, (crc >> 8) & 0xff, crc & 0xff);
}
