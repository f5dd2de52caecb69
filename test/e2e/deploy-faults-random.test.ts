import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { application, configMap, sampleImage } from './support/manifest-folder.ts';
import { randomFaults } from './support/random-faults.ts';
import { releaseNamespace } from './support/release-namespace.ts';
import type { ReleaseNamespace } from './support/release-namespace.ts';
import { throughFaults } from './support/through-faults.ts';

const longest = 240_000;
let own: ReleaseNamespace;

beforeAll(async () => {
  own = await releaseNamespace('deploy-faults-random');
});

afterAll(async () => {
  await own.close();
});

interface Step {
  readonly tag: string;
  readonly verdict: string;
  /** What runs afterwards. */
  readonly serving: string;
  readonly reason: RegExp;
}

const steps: readonly Step[] = [
  { tag: 'v1', verdict: 'deployed', serving: 'v1', reason: /^$/ },
  { tag: 'v1', verdict: 'unchanged', serving: 'v1', reason: /^$/ },
  { tag: 'none', verdict: 'rolled-back', serving: 'v1', reason: /podinfo:none .*cannot be pulled/ },
  { tag: 'v2', verdict: 'deployed', serving: 'v2', reason: /^$/ },
];

// Each is a release of its own that takes all of the steps.
const ways = [0.01, 0.05].flatMap((share) =>
  [1, 2].map((seed) => ({ share, seed, name: `way-${share * 100}-${seed}` })),
);

test.concurrent.each(ways)(
  'with $share of all calls failing, slow answers and cut watches every verdict is right (seed $seed)',
  ({ name, share, seed }) =>
    throughFaults(own, async ({ proxy, deploy }) => {
      const met: string[] = [];
      const faults = randomFaults({ seed, share });
      proxy.spoil((asked) => {
        const fault = faults(asked);
        if (fault !== undefined) met.push(fault.kind);
        return fault;
      });
      for (const { tag, verdict, serving, reason } of steps) {
        const objects = [
          ...application({ name, tag }),
          ...['a', 'b', 'c'].map((part) => configMap(`${name}-${part}`, { tag })),
        ];
        const run = await deploy(name, objects, { timeout: '90s' });
        const shown = run.outputs.verdict === verdict ? '' : run.stdout;
        expect({ tag, verdict: run.outputs.verdict, shown }).toEqual({ tag, verdict, shown: '' });
        expect(run.outputs.reason).toMatch(reason);
        expect(await own.imageOf(name)).toBe(sampleImage(serving));
        expect(await own.read('v1', 'ConfigMap', `${name}-c`)).toMatchObject({
          data: { tag: serving },
        });
      }
      expect((await own.records(name)).map(({ outcome }) => outcome)).toEqual([
        'deployed',
        'rolled-back',
        'deployed',
      ]);
      expect(new Set(met)).toContain('hold');
      expect(met.filter((kind) => kind !== 'hold').length).toBeGreaterThan(0);
    }),
  longest,
);
