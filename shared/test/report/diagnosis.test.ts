import { expect, test } from '@jest/globals';
import { describeDiagnosis } from '../../src/report/diagnosis.ts';

const object = { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web-0' };
const container = { pod: 'web-0', container: 'app', restarts: 0, log: [], previousLog: [] };

test('object, reason, hint, events, then each container with its logs', () => {
  const { markdown } = describeDiagnosis({
    object,
    reason: 'Pod web-0 is not ready: <b>*crash*</b>',
    hint: 'Look at its log.',
    events: ['Normal Pulled: image is there', 'Warning BackOff (3 times): restarting'],
    containers: [
      {
        ...container,
        state: 'CrashLoopBackOff',
        exitCode: 3,
        restarts: 2,
        log: ['```', 'no database'],
        previousLog: ['first life'],
      },
      { ...container, container: 'proxy', state: 'running' },
    ],
  });
  expect(markdown).toBe(`#### Pod web-0 in namespace shop

Pod web-0 is not ready: &lt;b&gt;\\*crash\\*&lt;/b&gt;

Look at its log.

- Normal Pulled: image is there
- Warning BackOff (3 times): restarting

web-0/app: CrashLoopBackOff, 2 restarts, exit code 3

\`\`\`\`
\`\`\`
no database
\`\`\`\`

<details><summary>log of the life before</summary>

\`\`\`
first life
\`\`\`

</details>

web-0/proxy: running, 0 restarts`);
});

test('what is not there leaves no gap', () => {
  const nothing = {
    object,
    reason: 'Pod web-0 is gone',
    hint: 'Look.',
    events: [],
    containers: [],
  };
  expect(describeDiagnosis(nothing).markdown).toBe(
    '#### Pod web-0 in namespace shop\n\nPod web-0 is gone\n\nLook.',
  );
});
