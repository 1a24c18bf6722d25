import { newInputs, newVertex } from './encode.ts';
import {
  type Copy,
  copy,
  type FileAction,
  type Mkdir,
  type Mkfile,
  mkdir,
  mkfile,
  type Rm,
  rm,
  type Symlink,
  symlink,
} from './file-action.ts';
import type { Common, Output, Tree } from './vertex.ts';

/** FileChain is a sequence of changes to a tree, run as one op. Paths are absolute. A chain is immutable. */
export interface FileChain {
  mkdir(path: string, options?: Mkdir): FileChain;
  mkfile(path: string, options: Mkfile): FileChain;
  /** Makes a link at `newpath` with the target `oldpath`. */
  symlink(oldpath: string, newpath: string, options?: Symlink): FileChain;
  rm(path: string, options?: Rm): FileChain;
  /** Copies `src` of another tree. A slash at the end of `dest` makes it a folder. */
  copy(from: Output, src: string, dest: string, options?: Copy): FileChain;
  /**
   * Returns the changed tree.
   * @throws {Error} without changes
   */
  output(): Output;
}

/** Changes `base` without a container. Independent of the platform. */
export function file(base: Tree, common?: Common): FileChain {
  return chain(base, [], common);
}

function chain(base: Tree, actions: readonly FileAction[], common: Common | undefined): FileChain {
  const add = (action: FileAction) => chain(base, [...actions, action], common);
  return {
    mkdir: (path, options) => add(mkdir(path, options)),
    mkfile: (path, options) => add(mkfile(path, options)),
    symlink: (oldpath, newpath, options) => add(symlink(oldpath, newpath, options)),
    rm: (path, options) => add(rm(path, options)),
    copy: (from, src, dest, options) => add(copy(from, src, dest, options)),
    output: () => fileOp(base, actions, common),
  };
}

function fileOp(base: Tree, actions: readonly FileAction[], common: Common | undefined): Output {
  if (actions.length === 0) throw new Error('a file op needs an action');
  const inputs = newInputs();
  const baseNumber = inputs.number(base);
  const numbered = actions.map((action) => ({
    secondaryInput: inputs.number(action.from),
    ...action.message(inputs),
  }));
  // Numbers above those of the inputs are the results of earlier actions.
  const result = (position: number) => inputs.outputs.length + position;
  const last = actions.length - 1;
  const messages = numbered.map((message, position) => ({
    input: position === 0 ? baseNumber : result(position - 1),
    output: position === last ? 0 : -1,
    ...message,
  }));
  const caps = ['file.base' as const, ...actions.flatMap((action) => action.caps)];
  const op = { file: { actions: messages } };
  return { vertex: newVertex({ inputs: inputs.outputs, op, caps }, common), index: 0 };
}
