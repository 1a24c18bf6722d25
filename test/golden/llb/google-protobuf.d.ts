/** The part of google-protobuf that these tests use; the package has no types of its own. */
declare module 'google-protobuf' {
  export class BinaryReader {
    constructor(bytes: Uint8Array);
    nextField(): boolean;
    getFieldNumber(): number;
    getWireType(): number;
    readBytes(): Uint8Array;
    readString(): string;
    readInt64(): number;
    skipField(): void;
  }
}
