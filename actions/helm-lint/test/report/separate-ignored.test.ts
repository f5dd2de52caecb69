import { expect, test } from '@jest/globals';
import { readIgnores } from '../../src/report/inline-ignores.ts';
import { separateIgnored } from '../../src/report/separate-ignored.ts';
import { sampleFinding } from '../sample-finding.ts';

const text = `kind: Deployment
# helm-lint: ignore policy/probes -- it has no port
spec:
  # helm-lint: ignore policy/image-latest
  image: debug:latest
`;
const file = 'charts/web/templates/web.yaml';
const ignoresOf = (asked: string) => (asked === file ? readIgnores(text) : []);

test.each([
  ['the rule on the line below', { rule: 'policy/probes', line: 3 }, 'it has no port'],
  ['another rule', { rule: 'policy/resources', line: 3 }, undefined],
  ['another line', { rule: 'policy/probes', line: 5 }, undefined],
  ['another file', { rule: 'policy/probes', line: 3, file: 'charts/web/values.yaml' }, undefined],
  ['a comment without a reason', { rule: 'policy/image-latest', line: 5 }, undefined],
])('%s', (_, parts, reason) => {
  const finding = sampleFinding({ file, ...parts });
  expect(separateIgnored([finding], ignoresOf)).toEqual(
    reason === undefined
      ? { kept: [finding], ignored: [] }
      : { kept: [], ignored: [{ finding, reason }] },
  );
});
