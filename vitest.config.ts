import { defineConfig } from 'vitest/config';

/** Settings that the projects of end-to-end tests share. */
const E2E = {
  globalSetup: 'test/support/e2e/setup.ts',
  testTimeout: 300_000,
  hookTimeout: 300_000,
};

/** The files that assert what the engine has cached, which a build of another file at the same time changes. */
const CACHED = ['test/e2e/cache.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src,frontend,test}/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/engines/**', 'test/platforms/**', 'test/reproduce/**'],
          // Scripts of `check` wait in real time, and longer on a busy machine.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'engines',
          include: ['test/engines/**/*.test.ts'],
          globalSetup: 'test/support/e2e/setup.ts',
          testTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'platforms',
          include: ['test/platforms/**/*.test.ts'],
          globalSetup: 'test/support/e2e/setup.ts',
          testTimeout: 3_600_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'reproduce',
          include: ['test/reproduce/**/*.test.ts'],
          globalSetup: 'test/support/e2e/setup.ts',
          testTimeout: 3_600_000,
          hookTimeout: 3_600_000,
        },
      },
      {
        test: {
          ...E2E,
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          // `make scan` names the folder with the scanners.
          exclude: process.env.SCANNERS === undefined ? [...CACHED, 'test/e2e/scan.test.ts'] : CACHED,
          // A build has one step at a time for most of its run, so two files share two cores well. More would only wait.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...E2E,
          name: 'e2e-cached',
          include: CACHED,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
