import { connect } from 'node:net';

/** Types of records and the role of a responder; the words are those of the FastCGI specification 1.0. */
const BEGIN_REQUEST = 1;
const END_REQUEST = 3;
const PARAMS = 4;
const STDIN = 5;
const STDOUT = 6;
const RESPONDER = 1;
const HEADER = 8;

/** Asks a FastCGI server for a path by a script that answers all. */
export async function askFastcgi(
  address: string,
  script: string,
  { path, method = 'GET' }: { readonly path: string; readonly method?: string },
  patience: number,
): Promise<{ readonly status: number; readonly text: string }> {
  const variables = {
    REQUEST_METHOD: method,
    REQUEST_URI: path,
    SCRIPT_FILENAME: script,
    SCRIPT_NAME: '/index.php',
    SERVER_PROTOCOL: 'HTTP/1.1',
  };
  const parameters = Object.entries(variables).map(([name, value]) => pair(name, value));
  const begin = Buffer.from([0, RESPONDER, 0, 0, 0, 0, 0, 0]);
  const records = [
    record(BEGIN_REQUEST, begin),
    record(PARAMS, Buffer.concat(parameters)),
    record(PARAMS, Buffer.alloc(0)),
    record(STDIN, Buffer.alloc(0)),
  ];
  return read(await exchange(address, Buffer.concat(records), patience));
}

function record(type: number, content: Buffer): Buffer {
  const header = Buffer.from([1, type, 0, 1, 0, 0, 0, 0]);
  header.writeUInt16BE(content.length, 4);
  return Buffer.concat([header, content]);
}

/** Both are short, so each length is one byte. */
function pair(name: string, value: string): Buffer {
  return Buffer.concat([
    Buffer.from([Buffer.byteLength(name), Buffer.byteLength(value)]),
    Buffer.from(name + value),
  ]);
}

/** @returns everything that comes back until the server ends the connection */
function exchange(address: string, sent: Buffer, patience: number): Promise<Buffer> {
  const { hostname, port } = new URL(`tcp://${address}`);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.write(sent));
    socket.setTimeout(patience, () => socket.destroy(new Error(`${address} did not answer`)));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(Buffer.concat(chunks)));
  });
}

function read(received: Buffer): { readonly status: number; readonly text: string } {
  const output: Buffer[] = [];
  let ended = false;
  for (let at = 0; at + HEADER <= received.length; ) {
    const [type, length] = [received[at + 1], received.readUInt16BE(at + 4)];
    if (type === STDOUT) output.push(received.subarray(at + HEADER, at + HEADER + length));
    if (type === END_REQUEST) ended = true;
    at += HEADER + length + (received[at + 6] ?? 0);
  }
  if (!ended) throw new Error('the FastCGI server ended the connection before its answer');
  const answer = Buffer.concat(output).toString();
  const end = answer.indexOf('\r\n\r\n');
  const [, status = '200'] = /^Status: (\d+)/im.exec(answer.slice(0, end)) ?? [];
  return { status: Number(status), text: answer.slice(end + 4) };
}
