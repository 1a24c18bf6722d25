import { stringify } from 'yaml';
import { digestOf } from './encode.ts';
import { pb } from './proto.ts';

/** Returns a definition as readable YAML. */
export function describe(definition: pb.Definition.$Properties): string {
  return stringify(describeOps(definition), { lineWidth: 0, aliasDuplicateObjects: false });
}

/**
 * Lists the ops of a definition in order, numbered from 1. Inputs are numbers instead of digests, so that a change to an
 * op does not change all ops after it. Omits unset fields.
 */
export function describeOps(
  definition: pb.Definition.$Properties,
): readonly Readonly<Record<string, unknown>>[] {
  const numbers = new Map((definition.def ?? []).map((bytes, position) => [digestOf(bytes), position + 1]));
  return [...numbers].map(([digest, number]) => {
    const bytes = definition.def?.[number - 1] ?? new Uint8Array();
    const { inputs, platform, constraints, ...op } = pb.Op.decode(bytes);
    const { description = {}, ...metadata } = definition.metadata?.[digest] ?? {};
    const { 'llb.customname': name, ...descriptions } = description ?? {};
    return plain({
      op: number,
      name,
      lines: linesOf(definition.Source?.locations?.[digest]),
      description: descriptions,
      ...metadata,
      inputs: inputs.map((input) => edgeName(numbers, input)).join(', '),
      platform: platform == null ? '' : platformName(platform),
      ...op,
    });
  });
}

/** Returns `3`, or `3:1` for an output other than the first. */
function edgeName(numbers: ReadonlyMap<string, number>, input: pb.Input.$Properties): string {
  const number = numbers.get(input.digest ?? '') ?? 'missing';
  return input.index ? `${number}:${input.index}` : `${number}`;
}

function platformName({ OS, Architecture, Variant }: pb.Platform.$Properties): string {
  return [OS, Architecture, ...(Variant ? [Variant] : [])].join('/');
}

/** Returns the lines in the first file, which the graph was made from. */
function linesOf(locations: pb.Locations.$Properties | undefined): string {
  const own = (locations?.locations ?? []).filter(({ sourceIndex }) => !sourceIndex);
  const ranges = own.flatMap((location) => location.ranges ?? []);
  return ranges.map(({ start }) => start?.line).join(', ');
}

const ENUMS: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  network: pb.NetMode,
  security: pb.SecurityMode,
  mountType: pb.MountType,
  sharing: pb.CacheSharingOpt,
  contentCache: pb.MountContentCache,
};

/** Number fields in which 0 is meaningful. */
const NUMBERS = ['input', 'secondaryInput', 'output', 'mode'] as const;

function plain(message: object): Record<string, unknown> {
  const numbers = NUMBERS.filter((name) => name in message).map((name) => [name, Reflect.get(message, name)]);
  const entries = Object.entries({ ...Object.fromEntries(numbers), ...message });
  return Object.fromEntries(
    entries.filter(([, value]) => isSet(value)).map(([key, value]) => [key, show(key, value)]),
  );
}

function isSet(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return false;
  return typeof value !== 'object' || value instanceof Uint8Array || Object.keys(value).length > 0;
}

function show(key: string, value: unknown): unknown {
  if (key === 'caps') return Object.keys(Object(value)).join(', ');
  if (key === 'mode' && value !== -1) return Number(value).toString(8).padStart(4, '0');
  if (typeof value === 'number') return ENUMS[key]?.[value] ?? value;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return text(value);
  return Array.isArray(value) ? value.map((element) => show('', element)) : plain(value);
}

function text(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return `base64:${Buffer.from(bytes).toString('base64')}`;
  }
}
