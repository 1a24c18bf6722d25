import { expect, test } from 'vitest';
import { suiteDay } from './suite-day.ts';

const day = (suite: string) => new Date(suiteDay(suite) * 1000).toISOString();

test.each([
  ['bookworm', '2023-06-10T00:00:00.000Z'],
  ['bookworm-backports', '2023-06-10T00:00:00.000Z'],
  ['trixie', '2025-08-09T00:00:00.000Z'],
  ['sid', '2025-08-09T00:00:00.000Z'],
  ['constructor', '2025-08-09T00:00:00.000Z'],
])('%s is of %s', (suite, expected) => expect(day(suite)).toBe(expected));
