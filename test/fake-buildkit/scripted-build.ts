import type { Session } from '../../frontend/gateway/session.ts';
/** Replaces frontend/build.ts in tests of the code around it. It runs the script that the build argument SCRIPT names. */

import { UserError } from '../../frontend/errors/user-error.ts';
import type { Result } from '../../frontend/gateway/bridge.ts';
import { answerResult } from '../../frontend/gateway/result.ts';

type Script = (session: Session) => Promise<Result>;

const TREE = { definition: { def: [new Uint8Array([1])] } };

const SCRIPTS: Readonly<Record<string, Script>> = {
  async nothing() {
    return answerResult({ text: 'done', json: '{}' });
  },
  async pollute() {
    process.stdout.write('stray');
    for (const print of [console.log, console.info, console.warn, console.dir, console.table]) print('stray');
    return answerResult({ text: 'done', json: '{}' });
  },
  async echo({ options }) {
    return answerResult({ text: options.buildArgs.get('TEXT') ?? '', json: '{}' });
  },
  async read({ bridge }) {
    const ref = await bridge.solve(TREE);
    const bytes = ref ? await bridge.readFile(ref, 'file') : Buffer.alloc(0);
    const sum = bytes.reduce((total, byte) => (total * 31 + byte) % 1000003, 7);
    return answerResult({ text: `${bytes.length} ${sum}`, json: '{}' });
  },
  async everything({ bridge }) {
    const ref = { id: 'r' };
    const [meta, stat, inputs] = await Promise.all([
      bridge.resolveSourceMeta({ Source: { identifier: 'http://mirror.example/x' } }),
      bridge.statFile(ref, '/f'),
      bridge.inputs(),
      bridge.warn({ short: Buffer.from('careful') }),
    ]);
    const seen = [meta.HTTP?.Checksum, stat.size, [...inputs.keys()]];
    return answerResult({ text: JSON.stringify(seen), json: '{}' });
  },
  async large() {
    return answerResult({ text: 'x'.repeat(17 << 20), json: '{}' });
  },
  async huge({ bridge }) {
    await bridge.solve({ definition: { def: [new Uint8Array(17 << 20)] } });
    return answerResult({ text: 'done', json: '{}' });
  },
  async throw() {
    throw new Error('something broke');
  },
  async user() {
    const text = '# syntax=mib/frontend\nsuite: trixie\npakages: [nginx]\n';
    const at = { start: text.indexOf('pakages'), end: text.indexOf('pakages') + 7 };
    const problem = {
      code: 'unknown-key',
      message: 'unknown key "pakages"',
      fix: 'did you mean "packages"?',
      at,
    } as const;
    throw new UserError([problem]).in({ name: 'Imagefile', text });
  },
  async crash() {
    setTimeout(() => {
      throw new Error('thrown from a timer');
    }, 1);
    return new Promise(() => undefined);
  },
  async reject() {
    Promise.reject(new Error('nobody waits for this'));
    return new Promise(() => undefined);
  },
  async late() {
    setTimeout(() => Promise.reject(new Error('after the result')), 20);
    return answerResult({ text: 'done', json: '{}' });
  },
  async hang() {
    return new Promise(() => undefined);
  },
};

export async function build(session: Session): Promise<Result> {
  const script = SCRIPTS[session.options.buildArgs.get('SCRIPT') ?? 'nothing'];
  if (script === undefined) throw new Error('no such script');
  return script(session);
}
