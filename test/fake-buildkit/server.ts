/** Serves BuildKit's end of a frontend's stdin and stdout, with scripted answers. */

import { once } from 'node:events';
import { createServer, connect as dial, type Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import {
  type handleUnaryCall,
  Metadata,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type ServiceError,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { gateway, google, type Received, type Sent } from '../../src/llb/proto.ts';

const METHODS = [
  'Ping',
  'Solve',
  'ResolveSourceMeta',
  'ReadFile',
  'StatFile',
  'Inputs',
  'Warn',
  'Return',
] as const;

/** Handlers are a test's answers to the calls. A call without a handler succeeds with an empty answer. */
export interface Handlers {
  Solve?: Handler<Received<'SolveRequest'>, Sent<'SolveResponse'>>;
  ResolveSourceMeta?: Handler<Received<'ResolveSourceMetaRequest'>, Sent<'ResolveSourceMetaResponse'>>;
  ReadFile?: Handler<Received<'ReadFileRequest'>, Sent<'ReadFileResponse'>>;
  StatFile?: Handler<Received<'StatFileRequest'>, Sent<'StatFileResponse'>>;
  Inputs?: Handler<Received<'InputsRequest'>, Sent<'InputsResponse'>>;
  Warn?: Handler<Received<'WarnRequest'>, Sent<'WarnResponse'>>;
  Return?: Handler<Received<'ReturnRequest'>, Sent<'ReturnResponse'>>;
  Ping?: Handler<Received<'PingRequest'>, Sent<'PongResponse'>>;
}

type Handler<Q, A> = (request: Q) => A | Promise<A>;

/** Refusal is an error that a handler throws. It reaches the frontend like an error of BuildKit, with details in a trailer. */
export class Refusal extends Error {
  readonly status: google.rpc.Status.$Properties;
  constructor(status: google.rpc.Status.$Properties) {
    super(status.message ?? '');
    this.status = status;
  }
}

/** The answer to Ping, with all capabilities that the tests need. */
export const PONG: Sent<'PongResponse'> = {
  FrontendAPICaps: [
    'source.metaresolver',
    'frontend.inputs',
    'gateway.warnings',
    'readfile',
    'statfile',
    'reference.attestations',
  ].map((ID) => ({ ID, Enabled: true })),
  LLBCaps: [{ ID: 'file.base', Enabled: true }],
};

/** Serves one connection. @param called receives the name of each call @returns a function that closes the connection */
export async function serve(
  output: Readable,
  input: Writable,
  handlers: Handlers,
  called: (method: string) => void,
): Promise<() => void> {
  const server = new Server({
    'grpc.max_receive_message_length': 16 << 20,
    'grpc.max_send_message_length': 16 << 20,
  });
  server.addService(definition(), implementation({ Ping: () => PONG, ...handlers }, called));
  const [near, far] = await socketPair();
  server.createConnectionInjector(ServerCredentials.createInsecure()).injectConnection(near);
  output.pipe(far).pipe(input);
  far.on('error', () => undefined);
  return () => far.destroy();
}

/** Returns a pair of connected sockets: http2 works best on a real socket, not on two pipes. */
async function socketPair(): Promise<[Socket, Socket]> {
  const address = `\0fake-buildkit-${process.pid}-${pairs++}`;
  const listener = createServer().listen(address);
  await once(listener, 'listening');
  const far = dial(address);
  const [near] = await once(listener, 'connection');
  listener.close();
  return [near, far];
}
let pairs = 0;

function definition(): ServiceDefinition {
  return Object.fromEntries(
    METHODS.map((method) => {
      const request = gateway[`${method}Request`];
      const response = method === 'Ping' ? gateway.PongResponse : gateway[`${method}Response`];
      return [
        method,
        {
          path: `/moby.buildkit.v1.frontend.LLBBridge/${method}`,
          requestStream: false,
          responseStream: false,
          requestSerialize: (value: object) => Buffer.from(request.encode(value).finish()),
          requestDeserialize: (bytes: Buffer) => request.decode(bytes),
          responseSerialize: (value: object) => Buffer.from(response.encode(value).finish()),
          responseDeserialize: (bytes: Buffer) => response.decode(bytes),
        },
      ];
    }),
  );
}

function implementation(handlers: Handlers, called: (method: string) => void): UntypedServiceImplementation {
  return Object.fromEntries(
    METHODS.map((method): [string, handleUnaryCall<object, object>] => [
      method,
      (call, callback) => {
        called(method);
        Promise.resolve()
          .then(() => (handlers[method] as Handler<object, object> | undefined)?.(call.request) ?? {})
          .then(
            (value) => callback(null, value),
            (error) => callback(serviceError(error)),
          );
      },
    ]),
  );
}

function serviceError(error: unknown): Partial<ServiceError> {
  if (!(error instanceof Refusal)) return { code: 2, details: String(error) };
  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', Buffer.from(google.rpc.Status.encode(error.status).finish()));
  return { code: error.status.code ?? 2, details: error.status.message ?? '', metadata };
}
