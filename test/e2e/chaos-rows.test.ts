import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { arrayAt, numberAt, stringAt } from '../../shared/src/json/json.ts';
import type { Json } from '../../shared/src/json/json.ts';
import { chaosNamespace } from './support/chaos-namespace.ts';
import type { ChaosNamespace } from './support/chaos-namespace.ts';
import { deadline } from './support/deadline.ts';
import { eventually } from './support/eventually.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import { application } from './support/manifest-folder.ts';

let own: ChaosNamespace;

beforeAll(async () => {
  own = await chaosNamespace('chaos-rows');
  await own.create(application({ name: 'web', tag: 'v1', replicas: 2 }));
});

beforeEach(() => own.untilReady('web'));

afterAll(async () => {
  await own.close();
});

/** What an experiment file holds besides its title, from its third line on. */
function file(title: string, rest: string): string {
  return `title: ${title}\ndescription: One of a row.\n${rest}`;
}

/** Breaks what its hypothesis asks for, and mends it. */
const deviating = file(
  'deviates',
  `steady-state-hypothesis:
  title: it is whole
  probes:
    - type: probe
      name: is whole
      tolerance: 0
      provider: { type: process, path: sh, arguments: [-c, 'test ! -e broken'] }
method:
  - type: action
    name: break it
    provider: { type: process, path: touch, arguments: broken }
rollbacks:
  - type: action
    name: mend it
    provider: { type: process, path: rm, arguments: broken }
`,
);

/** Leaves a file behind. */
const touching = (name: string): string =>
  file(
    name,
    `method: [{ type: action, name: act, provider: { type: process, path: touch, arguments: ${name} } }]\n`,
  );

/** Kills a pod in a namespace; the action is in line 5. */
const killing = (ns: string, configuration = 'configuration: {}'): string =>
  file(
    'kills',
    `${configuration}
method:
  - type: action
    name: kill
    provider:
      type: python
      module: chaosk8s.pod.actions
      func: terminate_pods
      arguments: { label_selector: app=web, ns: ${ns} }
`,
  );

const row = { experiment: 'a.yaml\nb.yaml\nc.yaml', 'allow-process': 'true' };

test('what is wrong with later files is told before the first begins, all at once', async () => {
  const running = own.start({
    inputs: row,
    files: {
      'a.yaml': touching('begun'),
      'b.yaml': killing('kube-system'),
      'c.yaml': killing('7'),
    },
  });
  const run = await running.finished;
  expectVerdict(run, 'invalid');
  expect(run.stdout).toMatch(
    /::error file=b\.yaml,line=5::.*kill would touch the namespace kube-system/,
  );
  expect(run.stdout).toMatch(/::error file=c\.yaml,line=5::.*argument ns is 7, but must be a text/);
  expect(existsSync(path.join(running.workspace, 'begun'))).toBe(false);
});

test('what is found wrong in its turn does not hide what was judged before', async () => {
  // Nobody knows what the probe gives before it was asked.
  const probe =
    "configuration: { ns: { type: probe, name: where, provider: { type: process, path: echo, arguments: 'kube-system' } } }";
  const running = own.start({
    inputs: row,
    files: {
      'a.yaml': deviating,
      'b.yaml': killing('"${ns}"', probe),
      'c.yaml': touching('begun'),
    },
  });
  const run = await running.finished;
  expectVerdict(run, 'deviated');
  expect(run.outputs.deviated).toBe('true');
  expect(run.outputs.reason).toMatch(
    /^the hypothesis did not hold after the method: .*; b\.yaml did not begin: .*b\.yaml:5: kill would touch the namespace kube-system/,
  );
  expect(run.stdout).toMatch(/::error .*file=b\.yaml,line=5::.*kube-system/);
  expect(run.stdout).toMatch(/::error .*file=a\.yaml,line=6::The hypothesis did not hold after/);
  expect(run.summary).toContain('`b.yaml` (kills) did not begin: ');
  expect(run.summary).toContain('`c.yaml` (begun) did not begin: b.yaml ended the row');
  expect(arrayAt(run.report as Json, 'unjudged')).toHaveLength(2);
  expect(existsSync(path.join(running.workspace, 'begun'))).toBe(false);
});

const web = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };

test('a lock that another run holds is told beside what was judged before', async () => {
  const first = own.start({
    inputs: { fault: 'scale-to', target: 'deployment/web', count: '1', duration: '10m' },
  });
  const replicas = async (): Promise<number | undefined> =>
    numberAt(await own.cluster.read(web, deadline()), 'spec', 'replicas');
  await eventually(replicas, (count) => count === 1, 30_000);
  const second = await own.run({
    inputs: { ...row, experiment: 'a.yaml\nb.yaml' },
    files: { 'a.yaml': touching('begun'), 'b.yaml': killing(own.namespace) },
    environment: { GITHUB_RUN_ID: '2', GITHUB_JOB: 'other' },
  });
  first.process.kill('SIGINT');
  expectVerdict(await first.finished, 'interrupted');
  expectVerdict(second, 'no-effect');
  expect(second.outputs.reason).toMatch(/^b\.yaml did not begin: .*is held by run 1 attempt 1/);
  expect(second.outputs.journal).toBe('journal-a.json');
});

test('what a rollback acts upon is not told as hit', async () => {
  const scale = (replicas: number): string =>
    `{ type: action, name: to ${replicas}, provider: { type: python, module: chaosk8s.deployment.actions,
       func: scale_deployment, arguments: { name: web, ns: ${own.namespace}, replicas: ${replicas} } } }`;
  const run = await own.run({
    inputs: { experiment: 'a.yaml' },
    files: { 'a.yaml': file('scales', `method:\n  - ${scale(1)}\nrollbacks:\n  - ${scale(2)}\n`) },
  });
  expectVerdict(run, 'passed');
  expect(run.summary).toContain('to 2');
  const targets = JSON.parse(run.outputs.targets ?? '') as readonly Json[];
  const reasons = targets.map((target) => stringAt(target, 'reason'));
  expect(reasons).toEqual(['scaled from 2 to 1']);
});
