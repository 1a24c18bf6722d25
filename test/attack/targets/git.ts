import { headerOf, signedParts } from '../../../src/steps/signature/signed.ts';
import { must, never, type Target } from '../fuzz/target.ts';

const ID = '1'.repeat(40);
const SIGNATURE = '-----BEGIN PGP SIGNATURE-----\n\niQ==\n=abcd\n-----END PGP SIGNATURE-----';
const COMMIT = `tree ${ID}\nparent ${ID}\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\ngpgsig ${SIGNATURE.replaceAll('\n', '\n ')}\n\nmessage\n`;
const TAG = `object ${ID}\ntype commit\ntag v1\ntagger A <a@b> 1 +0000\n\nmessage\n${SIGNATURE}\n`;

export const git: Target = {
  name: 'git',
  seeds: () => [COMMIT, TAG],
  words: [
    '\n\n',
    '\n ',
    'gpgsig ',
    'gpgsig-sha256 ',
    SIGNATURE,
    '-----BEGIN SSH SIGNATURE-----',
    '-----BEGIN SIGNED MESSAGE-----',
    'object ',
    'tag ',
    'type ',
    '\0',
    '\r',
  ],
  read(content) {
    for (const type of ['commit', 'tag', 'blob'])
      for (const id of [ID, ID.padEnd(64, '1')]) {
        const object = { id, type, content };
        const signed = signedParts(object);
        must(
          signed === undefined || signed.payload.length + signed.signature.length <= content.length,
          'no more bytes than there are',
        );
        for (const name of ['object', 'type', 'tag']) headerOf(object, name);
      }
  },
  refuses: never,
};
