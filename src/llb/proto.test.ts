import { describe, expect, test } from 'vitest';
import { gateway, pb } from './proto.ts';

describe('the generated code', () => {
  test('reads 64-bit fields as numbers, also the ones that are absent', () => {
    const bytes = pb.Mount.encode({ input: -1, output: 2 ** 53 - 1 }).finish();
    expect(pb.Mount.decode(bytes)).toMatchObject({ input: -1, output: 2 ** 53 - 1 });
    expect(pb.TmpfsOpt.decode(new Uint8Array()).size).toBe(0);
  });

  test('leaves out what has its default value, and keeps -1 in ten bytes', () => {
    expect(pb.Mount.encode({ input: 0, dest: '', readonly: false }).finish()).toHaveLength(0);
    expect(pb.Mount.encode({ input: -1 }).finish()).toHaveLength(11);
  });

  test('keeps a zero that is a member of a oneof', () => {
    expect([...pb.UserOpt.encode({ byID: 0 }).finish()]).toEqual([0x10, 0x00]);
  });

  test('keeps fields that it does not know', () => {
    const field100 = [0xa2, 0x06, 0x01, 0x41];
    const metadata = pb.OpMetadata.decode(Uint8Array.from([0x08, 0x01, ...field100]));
    expect([...pb.OpMetadata.encode(metadata).finish()]).toEqual([0x08, 0x01, ...field100]);
  });

  test('names the messages of the gateway as BuildKit does', () => {
    const bytes = gateway.SolveRequest.encode({
      allowResultReturn: true,
      allowResultArrayRef: true,
    }).finish();
    expect([...bytes]).toEqual([0x28, 0x01, 0x30, 0x01]);
  });
});
