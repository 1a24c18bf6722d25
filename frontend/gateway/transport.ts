import { createServer, Socket } from 'node:net';
import { Client, credentials } from '@grpc/grpc-js';
import { RECEIVE_WINDOW, withoutOpening } from './preface.ts';

/** Largest message in bytes, in both directions: containerd `defaults.DefaultMaxRecvMsgSize`, which the gateway uses. */
const MAX_MESSAGE = 16 << 20;

/** Returns a gRPC client for the server at the other end of stdin and stdout.
 *
 * grpc-js can only dial (grpc-node issue 2038). It dials an abstract unix socket, which leaves no file behind, and that
 * connection is piped to stdin and stdout. `onEnd` is called when BuildKit closes its end. */
export async function connect(onEnd: () => void): Promise<Client> {
  const address = `\0mib-${process.pid}`;
  await listenOnce(address, (connection) => {
    const input = new Socket({ fd: 0, readable: true, writable: false });
    const output = new Socket({ fd: 1, readable: false, writable: true });
    const opened = withoutOpening();
    for (const stream of [input, output, connection, opened]) stream.on('error', onEnd);
    input.on('end', onEnd);
    input.pipe(connection).pipe(opened).pipe(output);
  });
  return new Client(`unix:${address}`, credentials.createInsecure(), {
    'grpc.default_authority': 'localhost',
    'grpc.max_receive_message_length': MAX_MESSAGE,
    'grpc.max_send_message_length': MAX_MESSAGE,
    'grpc-node.flow_control_window': RECEIVE_WINDOW,
    'grpc.enable_http_proxy': 0,
    'grpc.enable_retries': 0,
    'grpc.enable_channelz': 0,
    'grpc.service_config_disable_resolution': 1,
  });
}

/** Accepts one connection, then stops listening. */
function listenOnce(address: string, join: (connection: Socket) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer((connection) => {
      server.close();
      join(connection);
    });
    server.maxConnections = 1;
    server.once('error', reject);
    server.listen(address, resolve);
  });
}
