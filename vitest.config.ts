import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src,frontend,test}/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/engines/**', 'test/platforms/**', 'test/reproduce/**'],
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
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          // `make scan` names the folder with the scanners.
          exclude: process.env.SCANNERS === undefined ? ['test/e2e/scan.test.ts'] : [],
          globalSetup: 'test/support/e2e/setup.ts',
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // Some files assert what the engine has cached, which a build of another file at the same time changes.
          fileParallelism: false,
        },
      },
    ],
  },
});
