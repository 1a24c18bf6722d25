import { describe, expect, test } from 'vitest';
import { readImageConfig } from './image-config.ts';

const read = (value: unknown) => readImageConfig(JSON.stringify(value));

describe('an image config', () => {
  test('says how a container starts', () => {
    const config = {
      Env: ['A=1'],
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['node', 'server.js'],
      User: 'node',
      WorkingDir: '/app/',
      ExposedPorts: { '3000/tcp': {} },
      Volumes: { '/data': {} },
      Labels: { a: 'b' },
      StopSignal: 'SIGINT',
      Healthcheck: { Test: ['CMD', 'x'], Interval: 1e9, StartInterval: 5e9, Retries: 0 },
    };
    const history = [{ created_by: 'x', empty_layer: true }];
    const whole = { config, history, rootfs: { diff_ids: ['sha256:1'] }, os: 'linux' };
    expect(read(whole)).toEqual({
      whole,
      environment: ['A=1'],
      container: {
        entrypoint: ['docker-entrypoint.sh'],
        command: ['node', 'server.js'],
        user: 'node',
        workingDir: '/app',
        expose: ['3000/tcp'],
        volumes: ['/data'],
        labels: { a: 'b' },
        stopSignal: 'SIGINT',
        healthcheck: { test: ['CMD', 'x'], interval: 1e9, startInterval: 5e9 },
      },
      history,
      layers: ['sha256:1'],
    });
  });

  test.each([
    {},
    { config: null, history: null, rootfs: null },
    { config: { Env: null, Entrypoint: null, WorkingDir: '', StopSignal: '', Healthcheck: { Test: [] } } },
  ])('may say nothing: %j', (value) => {
    expect(read(value)).toEqual({
      whole: value,
      environment: [],
      container: {
        entrypoint: [],
        command: [],
        user: '',
        workingDir: '/',
        expose: [],
        volumes: [],
        labels: {},
      },
      history: [],
      layers: [],
    });
  });

  test.each([
    [{ config: { Env: 5 } }, 'has config.Env that is not a list of strings'],
    [{ config: { Entrypoint: ['x', { a: 1 }] } }, 'has config.Entrypoint[1] that is not a string'],
    [{ config: { Labels: { a: 1 } } }, 'has config.Labels.a that is not a string'],
    [{ config: { ExposedPorts: ['80'] } }, 'has config.ExposedPorts that is not a map'],
    [{ config: { WorkingDir: 'app' } }, 'has config.WorkingDir that is not an absolute path'],
    [
      { config: { Healthcheck: { Interval: '5s' } } },
      'has config.Healthcheck.Interval that is not an integer',
    ],
    [{ config: { Healthcheck: { Retries: 1.5 } } }, 'has config.Healthcheck.Retries that is not an integer'],
    [{ config: 'x' }, 'has config that is not a map'],
    [{ history: [1] }, 'has history[0] that is not a map'],
    [[], 'has a value that is not a map'],
  ])('of other types is refused: %j', (value, fault) => {
    expect(read(value)).toEqual({ fault });
  });

  test('that is not JSON is refused', () => {
    expect(readImageConfig('{"config": ')).toEqual({ fault: 'is not JSON' });
  });
});
