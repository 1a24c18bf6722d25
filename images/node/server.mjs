// Says what it was asked for, in JSON.
import { createServer } from 'node:http';

const server = createServer(({ method, url }, response) => {
  response.setHeader('Content-Type', 'application/json');
  response.end(`${JSON.stringify({ method, path: url })}\n`);
});
// The first process of a container has no handler of its own.
process.on('SIGTERM', () => server.close());
server.listen(8080);
