/**
 * protobufjs as the generated code gets it (scripts/generate.mjs names this file as its runtime).
 *
 * protobufjs turns 64-bit fields into Long objects as soon as the package `long` is installed, also where the generated
 * types say `number`, and the generated code asks for it while it loads: so it has to be gone before that. Every 64-bit
 * field of BuildKit that is read or written here fits a number (-1, indexes, sizes); only times in nanoseconds lose
 * precision, of less than a microsecond.
 *
 * Unknown fields are kept, so that metadata made by a newer BuildKit passes through unchanged.
 */
import protobuf from 'protobufjs/minimal.js';

Reflect.set(protobuf.util, 'Long', undefined);
protobuf.configure();
protobuf.Reader.discardUnknown = false;

export default protobuf;
