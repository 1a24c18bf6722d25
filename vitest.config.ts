import { defineConfig } from 'vitest/config';

/** Marks the end-to-end tests that only `make test-all` runs, so that `make test` takes at most 20 minutes. */
const tags = [{ name: 'long', description: 'takes long, and its kind has a shorter test' }];

export default defineConfig({
  test: {
    tags,
    projects: [
      {
        test: {
          tags,
          name: 'unit',
          include: ['{src,frontend,test}/**/*.test.ts'],
          exclude: [
            ...['e2e', 'engines', 'platforms', 'reproduce', 'attack/engine', 'attack/shared'].map(
              (name) => `test/${name}/**`,
            ),
            // `make shell` names the folder with the scripts.
            ...(process.env.SHELL_SCRIPTS === undefined ? ['src/prune/shell/debian.test.ts'] : []),
          ],
          // Scripts of `check` wait in real time, and longer on a busy machine.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          tags,
          name: 'engines',
          include: ['test/engines/**/*.test.ts'],
          globalSetup: 'test/support/e2e/setup.ts',
          testTimeout: 600_000,
        },
      },
      {
        test: {
          tags,
          name: 'platforms',
          include: ['test/platforms/**/*.test.ts'],
          globalSetup: 'test/support/e2e/setup.ts',
          testTimeout: 3_600_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          tags,
          name: 'reproduce',
          include: ['test/reproduce/**/*.test.ts'],
          globalSetup: 'test/support/e2e/setup.ts',
          testTimeout: 3_600_000,
          hookTimeout: 3_600_000,
        },
      },
      {
        test: {
          tags,
          name: 'attack',
          include: ['test/attack/{engine,shared}/**/*.test.ts'],
          globalSetup: 'test/attack/engine/setup.ts',
          testTimeout: 900_000,
          hookTimeout: 900_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          tags,
          name: 'e2e',
          include: ['test/{e2e,attack/shared}/**/*.test.ts'],
          // `make scan` names the folder with the scanners.
          exclude: process.env.SCANNERS === undefined ? ['test/e2e/scan.test.ts'] : [],
          globalSetup: 'test/support/e2e/setup.ts',
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // A build keeps two cores busy, so two files at a time are no faster, and some assert what the engine has cached.
          fileParallelism: false,
        },
      },
    ],
  },
});
