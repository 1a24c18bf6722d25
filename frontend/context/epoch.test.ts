import { describe, expect, test } from 'vitest';
import { git, http, type Output } from '../../src/llb/index.ts';
import type { Received, Sent } from '../../src/llb/proto.ts';
import { inFile } from '../../test/support/in-file.ts';
import type { Session } from '../gateway/session.ts';
import { epochOf } from './epoch.ts';
import type { RemoteContext } from './remote-context.ts';

const FILE = { name: 'Imagefile', text: '' };
type Request = Sent<'ResolveSourceMetaRequest'>;
type Response = Partial<Received<'ResolveSourceMetaResponse'>>;

/** Returns the date for the client's value, and the requests to the daemon. */
async function ask(epoch: string | undefined, remote?: RemoteContext, response: Response = {}) {
  const asked: Request[] = [];
  const resolveSourceMeta = async (request: Request) => {
    asked.push(request);
    return response;
  };
  const options = epoch === undefined ? {} : { epoch };
  const session = { options, bridge: { resolveSourceMeta } } as unknown as Session;
  const found = await inFile(FILE, () => epochOf(session, remote === undefined ? {} : { remote }));
  return { found, asked: asked.map(({ Source, Git }) => [Source?.identifier, Source?.attrs, Git]) };
}

const from = (origin: Output): RemoteContext => ({ tree: origin, origin });
const REPOSITORY = from(git('https://git.example/app.git', { ref: 'main' }));
const ARCHIVE = from(http('https://mirror.example/app.tar.gz', { filename: 'context' }));
const NOTHING = { found: undefined, asked: [] };

test.each([
  ['1700000000', { found: 1_700_000_000, asked: [] }],
  ['0', { found: 0, asked: [] }],
  ['', NOTHING],
  ['context', NOTHING],
  [undefined, NOTHING],
])('%j', async (epoch, expected) => expect(await ask(epoch)).toEqual(expected));

const COMMIT = `tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904
author A <a@mirror.example> 1500000000 +0200
committer B > C <b@mirror.example> 1600000000 -0700
gpgsig -----BEGIN PGP SIGNATURE-----
 committer D <d@mirror.example> 1 +0000

committer E <e@mirror.example> 2 +0000
`;

describe('the date of a context', () => {
  test('that is a commit is when it was made', async () => {
    const { found, asked } = await ask('context', REPOSITORY, {
      Git: { CommitObject: Buffer.from(COMMIT) } as never,
    });
    expect(found).toBe(1_600_000_000);
    const attributes = expect.objectContaining({ 'git.fullurl': 'https://git.example/app.git' });
    expect(asked).toEqual([['git://git.example/app.git#main', attributes, { ReturnObject: true }]]);
  });

  test('that is a file of the web is what its server says', async () => {
    const LastModified = { seconds: 1_700_000_001, nanos: 0 } as never;
    const { found } = await ask('context', ARCHIVE, { HTTP: { LastModified } as never });
    expect(found).toBe(1_700_000_001);
  });
});

describe('is refused', () => {
  test('what is no date', async () => {
    await expect(ask('yesterday')).rejects.toThrow(
      'Imagefile: SOURCE_DATE_EPOCH "yesterday" is neither a number of seconds since 1970 nor "context" [invalid-value]',
    );
  });

  test.each<[string, RemoteContext, Response]>([
    ['a commit that the daemon does not show', REPOSITORY, {}],
    ['a file whose server says no date', ARCHIVE, { HTTP: {} as never }],
    ['a context that another build made', { tree: undefined }, {}],
  ])('%s', async (_, remote, response) => {
    await expect(ask('context', remote, response)).rejects.toThrow(
      'Imagefile: SOURCE_DATE_EPOCH is "context", but the date of this build context is unknown [invalid-value]\n' +
        '  BuildKit reports the date of a git commit since 0.30, and that of a download if the server sends Last-Modified; ' +
        'otherwise, give the number that git log -1 --format=%ct prints',
    );
  });
});
