/**
 * protobufjs for the generated code (scripts/generate.mjs names this file as its runtime).
 *
 * If the package `long` is installed, protobufjs decodes 64-bit fields as Long objects, even where the generated types
 * say `number`. The generated code checks for it while loading, so it must be disabled before that. Every 64-bit field of
 * BuildKit used here fits a number (-1, indexes, sizes); only times in nanoseconds lose less than a microsecond of
 * precision.
 *
 * Unknown fields are kept, so that metadata made by a newer BuildKit passes through unchanged.
 */
import protobuf from 'protobufjs/minimal.js';

Reflect.set(protobuf.util, 'Long', undefined);
protobuf.configure();
protobuf.Reader.discardUnknown = false;

export default protobuf;
