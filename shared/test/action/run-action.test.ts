import { expect, test } from '@jest/globals';
import type { Action, ActionResult } from '../../src/action/action.ts';
import type { ActionContext } from '../../src/action/context.ts';
import { InputError, PreconditionError, VerdictError } from '../../src/action/errors.ts';
import { runAction } from '../../src/action/run-action.ts';
import { ApiError } from '../../src/cluster/api-error.ts';
import { empty, text } from '../../src/report/markdown.ts';
import { RecordedWorld } from './recorded-world.ts';

type Verdict = 'done' | 'failed' | 'refused';

function actionThat(
  run: (inputs: { token: string; count: number }, context: ActionContext) => ActionResult<Verdict>,
): Action<{ token: string; count: number }, Verdict> {
  return {
    name: 'sample',
    verdicts: { good: ['done'], bad: ['failed', 'refused'] },
    unmetPrecondition: 'failed',
    outputs: ['count'],
    readInputs: (reader, context) => {
      const token = reader.text('api-token', '');
      context.secrets.add(token);
      return { token, count: reader.integer('count', 1) };
    },
    run: async (inputs, context) => Promise.resolve(run(inputs, context)),
  };
}

const done: ActionResult<Verdict> = {
  verdict: 'done',
  reason: '',
  outputs: { count: 3, images: ['a:1'] },
  report: { count: 3 },
  summary: text('three things'),
};

test('a good run sets outputs, report and summary and exits 0', async () => {
  const world = new RecordedWorld({ INPUT_COUNT: '3' });
  await runAction(
    actionThat(() => done),
    world,
  );
  expect(world.exitCode).toBe(0);
  expect(Object.fromEntries(world.outputs)).toEqual({
    verdict: 'done',
    reason: '',
    report: '/runner/temp/kube-delivery/sample-0a1b2c3d.json',
    count: '3',
    images: '["a:1"]',
  });
  expect(
    JSON.parse(world.files.get('/runner/temp/kube-delivery/sample-0a1b2c3d.json') ?? ''),
  ).toEqual({
    schemaVersion: 1,
    action: 'sample',
    verdict: 'done',
    reason: '',
    startedAt: '2026-11-21T10:00:00.000Z',
    finishedAt: '2026-11-21T10:00:00.000Z',
    count: 3,
  });
  expect(world.summary).toContain('sample: done');
  expect(world.summary).toContain('three things');
  expect(world.annotations).toEqual([]);
});

const call = { verb: 'patch', resource: 'deployments.apps', namespace: 'shop', name: 'web' };
const failures: [string, Error, string, string][] = [
  [
    'a precondition',
    new PreconditionError('no route web', { hint: 'Create it' }),
    'failed',
    'error: sample: failed: no route web. Create it.',
  ],
  [
    'an API refusal',
    new ApiError('cannot patch', { status: 403, reason: 'Forbidden', call, hint: 'Add a rule' }),
    'failed',
    'error: sample: failed: cannot patch. Add a rule.',
  ],
  [
    'a verdict',
    new VerdictError('refused', 'older commit'),
    'refused',
    'error: sample: refused: older commit.',
  ],
  [
    'a bug',
    new TypeError('x is undefined'),
    'error',
    'error: sample: error: unexpected error: x is undefined. This is a bug in the action; please report it with the stack from the log.',
  ],
];

test.each(failures)(
  '%s ends with its verdict and one error line',
  async (_name, thrown, verdict, line) => {
    const world = new RecordedWorld();
    await runAction(
      actionThat(() => {
        throw thrown;
      }),
      world,
    );
    expect(world.exitCode).toBe(1);
    expect(world.outputs.get('verdict')).toBe(verdict);
    expect(world.annotations).toEqual([line]);
    const printedStack = world.lines.some((printed) => printed.includes('run-action.test'));
    expect(printedStack).toBe(verdict === 'error');
  },
);

test('wrong inputs are annotated one by one, and nothing runs', async () => {
  const world = new RecordedWorld({ INPUT_COUNT: 'many' });
  let ran = false;
  const action = actionThat(() => {
    ran = true;
    return done;
  });
  await runAction(
    {
      ...action,
      readInputs: (reader, context) => {
        reader.reject('manifests', 'malformed YAML', { file: 'k8s/web.yaml', line: 7 });
        return action.readInputs(reader, context);
      },
    },
    world,
  );
  expect(ran).toBe(false);
  expect(world.outputs.get('verdict')).toBe('invalid');
  expect(world.annotations).toEqual([
    'error: input manifests: malformed YAML at k8s/web.yaml:7',
    'error: input count: "many" is not a whole number',
    'error: sample: invalid: manifests: malformed YAML; count: "many" is not a whole number.',
  ]);
});

test('inputs found wrong while running count the same', async () => {
  const world = new RecordedWorld();
  await runAction(
    actionThat(() => {
      throw new InputError([{ input: 'images', message: 'matches nothing' }]);
    }),
    world,
  );
  expect(world.outputs.get('verdict')).toBe('invalid');
  expect(world.annotations[0]).toBe('error: input images: matches nothing');
});

test('a cancelled run ends interrupted whatever the abort threw', async () => {
  const world = new RecordedWorld();
  await runAction(
    actionThat((_inputs, { signal }) => {
      world.interrupt('SIGTERM');
      signal.throwIfAborted();
      return done;
    }),
    world,
  );
  expect(world.exitCode).toBe(1);
  expect(world.outputs.get('verdict')).toBe('interrupted');
  expect(world.outputs.get('reason')).toBe('the run was interrupted by SIGTERM');
});

test('a secret shows nowhere, in none of its forms', async () => {
  const secret = 'hunter2-and-more';
  const world = new RecordedWorld({ 'INPUT_API-TOKEN': secret });
  await runAction(
    actionThat((_inputs, { log }) => {
      log.info(`sent ${secret}`);
      log.quote(`decoded ${Buffer.from(secret).toString('base64')}`);
      log.warning(`a warning with ${secret}`);
      return {
        verdict: 'failed',
        reason: `server said ${secret}`,
        outputs: { count: secret },
        report: { body: { [secret]: [secret] } },
        summary: text(secret),
      };
    }),
    world,
  );
  expect(world.masked).toContain(secret);
  const everything = JSON.stringify([
    world.lines,
    world.annotations,
    [...world.outputs],
    [...world.files],
    world.summary.replaceAll('\\', ''),
  ]);
  expect(everything).not.toContain(secret);
  expect(everything).not.toContain(Buffer.from(secret).toString('base64'));
  expect(world.outputs.get('reason')).toBe('server said ***');
});

test('no line of untrusted text is a workflow command', async () => {
  const world = new RecordedWorld();
  await runAction(
    actionThat(({ count }, { log }) => {
      const hostile = 'ok\r::set-output name=a::b\n  ::error::x\nfine ##[add-mask]y';
      log.quote(hostile);
      log.info(hostile);
      return { ...done, outputs: { count }, summary: empty() };
    }),
    world,
  );
  for (const line of world.lines) {
    expect(line).not.toMatch(/^\s*::/);
    expect(line).not.toContain('##[');
  }
  expect(world.lines).toHaveLength(8);
});
