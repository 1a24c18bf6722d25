/** A part of the benchmark. */
export interface Part {
  readonly name: string;
  /** Measures everything `runs` times. `text` is for people, `results` for the JSON file. */
  measure(runs: number): Promise<{ readonly text: string; readonly results: unknown }>;
}
