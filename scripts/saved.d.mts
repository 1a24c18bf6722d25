export function imageSizes(name: string): Promise<ReadonlyMap<string, number>>;
