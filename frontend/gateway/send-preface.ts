import { writeSync } from 'node:fs';
import { OPENING } from './preface.ts';

/**
 * Sends the opening before other modules are loaded. The daemon drops a frontend that sends nothing for 10 s
 * (golang.org/x/net `http2/server.go`, prefaceTimeout), and loading can take longer when many frontends start at once.
 */
writeSync(1, OPENING);
