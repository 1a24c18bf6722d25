import { Transform } from 'node:stream';

/** The receive window in bytes; the default of HTTP/2, 64 KiB, makes large files slow. */
export const RECEIVE_WINDOW = 4 << 20;

const INITIAL_WINDOW_SIZE = 4;

/** The first bytes of a client: the connection preface and a SETTINGS frame (RFC 9113, sections 3.4 and 6.5). */
export const OPENING = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  Buffer.of(0, 0, 6, 4, 0, 0, 0, 0, 0, 0, INITIAL_WINDOW_SIZE),
  bigEndian(RECEIVE_WINDOW),
]);

/** Removes the opening from the bytes that Node sends, because `send-preface.ts` has already sent it. */
export function withoutOpening(): Transform {
  let head: Buffer | undefined = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (head === undefined) return done(null, chunk);
      head = Buffer.concat([head, chunk]);
      if (head.length < OPENING.length) return done();
      const [said, rest] = [head.subarray(0, OPENING.length), head.subarray(OPENING.length)];
      head = undefined;
      if (said.equals(OPENING)) return done(null, rest);
      done(new Error(`Node opens the connection with ${said.toString('hex')}`));
    },
  });
}

function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
