import { digestOf } from '../../../src/llb/encode.ts';
import { pb } from '../../../src/llb/proto.ts';

/** Mounts whose outputs are trees that an image is made from: of a container, of a step, of `bootstrap`, of `prune`. */
const TREES = ['/', '/tree', '/target', '/out/rootfs'];

/**
 * Lists what later steps take from outputs that are not trees, such as that of a check: the source pattern of each copy,
 * and the mount point of each writable mount whose content is an output again.
 */
export function takenFromOthers(definition: pb.Definition.$Properties): readonly string[] {
  const ops = (definition.def ?? []).map((bytes) => ({ digest: digestOf(bytes), op: pb.Op.decode(bytes) }));
  const others = new Set(
    ops.flatMap(({ digest, op }) => otherOutputs(op).map((index) => `${digest}:${index}`)),
  );
  return ops.flatMap(({ op }) =>
    op.inputs.flatMap(({ digest, index }, input) =>
      others.has(`${digest}:${index ?? 0}`) ? takenFrom(op, input) : [],
    ),
  );
}

function otherOutputs({ exec }: pb.Op): readonly number[] {
  const mounts = exec?.mounts ?? [];
  return mounts.flatMap(({ dest, output }) =>
    Number(output ?? 0) >= 0 && !TREES.includes(dest ?? '') ? [Number(output ?? 0)] : [],
  );
}

function takenFrom({ exec, file }: pb.Op, input: number): readonly string[] {
  const mounts = (exec?.mounts ?? []).filter((mount) => Number(mount.input ?? 0) === input);
  const kept = mounts.filter(({ readonly, output }) => !readonly && Number(output ?? 0) >= 0);
  const actions = (file?.actions ?? []).flatMap((action) => {
    if (Number(action.input ?? 0) === input) return ['the whole output'];
    return Number(action.secondaryInput ?? 0) === input ? [action.copy?.src ?? ''] : [];
  });
  return [...kept.map(({ dest }) => `mount ${dest}`), ...actions];
}
