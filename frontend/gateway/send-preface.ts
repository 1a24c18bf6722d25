import { writeSync } from 'node:fs';
import { OPENING } from './preface.ts';

/**
 * The first thing that a frontend does, before anything else is loaded: the daemon ends one that has said nothing after 10 s
 * (golang.org/x/net `http2/server.go`, prefaceTimeout), and where many start at once, loading takes longer.
 */
writeSync(1, OPENING);
