import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BundleRun } from '../contract/support/run-bundle.ts';
import { arrayAt } from '../../shared/src/json/json.ts';
import { deadline } from './support/deadline.ts';
import { expectVerdict } from './support/expect-verdict.ts';
import type { Fault } from './support/fault-proxy.ts';
import { application, configMap, sampleImage } from './support/manifest-folder.ts';
import { releaseNamespace } from './support/release-namespace.ts';
import type { ReleaseNamespace } from './support/release-namespace.ts';
import { runShell } from './support/run-shell.ts';
import { withPods } from './support/slow-app.ts';
import { throughFaults } from './support/through-faults.ts';

const longest = 120_000;
let own: ReleaseNamespace;

beforeAll(async () => {
  own = await releaseNamespace('deploy-faults-rollback');
});

afterAll(async () => {
  await own.close();
});

const outcomes = async (release: string): Promise<readonly string[]> =>
  (await own.records(release)).map(({ outcome }) => outcome);

const refused = (status: number, reason: string, message: string): Fault => ({
  kind: 'answer',
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ kind: 'Status', status: 'Failure', reason, message, code: status }),
});

/** The commands of the report, after seeing that log and summary show them too. */
function commandsOf({ report, stdout, summary }: BundleRun): readonly string[] {
  const commands = arrayAt(report, 'byHand').map(String);
  expect(commands.length).toBeGreaterThan(0);
  for (const command of commands) {
    expect(stdout).toContain(`\n${command}\n`);
    expect(summary).toContain(`\n${command}\n`);
  }
  return commands;
}

describe('fault 19: the rollback itself fails', () => {
  const forbidden = refused(
    403,
    'Forbidden',
    'deployments.apps is forbidden: User "ci" cannot patch resource "deployments" in API group "apps"',
  );
  const moving = refused(409, 'Conflict', 'the object has been modified');
  const broken = { kind: 'answer', status: 503, body: 'no healthy upstream' } as const;
  const never = { kind: 'hold', until: () => new Promise(() => undefined) } as const;

  const faults: readonly (readonly [string, RegExp, Fault, RegExp])[] = [
    ['forbidden', /^PATCH .*deployments/, forbidden, /cannot patch resource "deployments"/],
    ['conflict', /^PATCH .*deployments(?!.*dryRun)/, moving, /object has been modified.*attempts/],
    ['broken', /deployments/, broken, /503|was not done within 10s/],
    ['timeout', /^PATCH .*deployments(?!.*dryRun)/, never, /was not done within 10s/],
    ['expired', /./, { kind: 'answer', status: 401 }, /401/],
  ];

  test.concurrent.each(faults)(
    'by %s: rollback-failed, with commands that do go back',
    (name, pattern, fault, why) =>
      throughFaults(own, async ({ proxy, deploy }) => {
        await own.deployed(name, application({ name, tag: 'v1' }));
        let isBad = false;
        const way = new RegExp(`^PATCH .*/deployments/${name}\\?(?!.*dryRun)`);
        proxy.spoil((asked) => {
          // From the second write of the Deployment on, or, for what comes before, its second plan.
          if (isBad && pattern.test(asked) && /^(PATCH|GET)/.test(asked)) return fault;
          if (way.test(asked)) setTimeout(() => (isBad = true), 1_000);
          return undefined;
        });
        const bad = [...application({ name, tag: 'none' }), configMap(`${name}-added`, { a: 'b' })];
        const run = await deploy(name, bad, { timeout: '10s', 'fail-fast': 'false' });
        expectVerdict(run, 'rollback-failed');
        expect(run.exitCode).toBe(1);
        expect(run.outputs.reason).toMatch(/^Deployment .* is not ready: .*(podinfo:none|pod)/);
        expect(run.outputs.reason).toMatch(/going back to revision 1 failed: /);
        expect(run.outputs.reason).toMatch(why);
        expect(run.stdout).toMatch(/::error::deploy: rollback-failed: .*go back by hand/);
        expect(await own.imageOf(name)).toBe(sampleImage('none'));
        const kept = name === 'expired' ? 'pending' : 'failed';
        expect(await outcomes(name)).toEqual(['deployed', kept]);

        for (const command of commandsOf(run)) await runShell(command);
        expect(await own.imageOf(name)).toBe(sampleImage('v1'));
        expect(await own.read('v1', 'ConfigMap', `${name}-added`)).toBeUndefined();
        proxy.spoil(() => undefined);
        const next = await deploy(name, application({ name, tag: 'v2' }));
        expectVerdict(next, 'deployed');
      }),
    longest,
  );

  test.concurrent(
    'as the old revision cannot start any more: both causes are told',
    async () => {
      const workload = { strategy: { type: 'Recreate' } };
      const app = (tag: string) =>
        withPods({ name: 'gone', tag, environmentFrom: ['outside'] }, { workload });
      await own.cluster.create(configMapObject('outside'), { signal: deadline() });
      await own.deployed('gone', app('v1'));
      await own.cluster.delete(
        { apiVersion: 'v1', kind: 'ConfigMap', name: 'outside' },
        { signal: deadline() },
      );
      const run = await own.deploy('gone', app('none'));
      expectVerdict(run, 'rollback-failed');
      expect(run.outputs.reason).toMatch(
        /podinfo:none .*cannot be pulled.*going back to revision 1 failed: .*"outside" not found/,
      );
      expect(arrayAt(run.report, 'diagnoses')).toHaveLength(2);
      expect(commandsOf(run).join('\n')).toContain(
        'kubectl rollout status deployment.v1.apps/gone',
      );
      expect(await outcomes('gone')).toEqual(['deployed', 'failed']);
    },
    longest,
  );
});

function configMapObject(name: string) {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: {} };
}
