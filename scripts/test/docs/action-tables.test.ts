import { expect, test } from '@jest/globals';
import { withTables } from '../../docs/action-tables.ts';

const metadata = {
  name: 'Deploy',
  description: 'Deploys.',
  inputs: {
    manifests: { description: 'Files,\nfolders | globs.', required: true },
    wait: { description: 'Waits <timeout>, `<= 1m`.', default: 'true' },
  },
  outputs: { verdict: { description: 'The verdict.' } },
  runs: { using: 'node24', main: 'dist/index.js' },
};

test('tables are made between the markers, everything else is kept', () => {
  const readme =
    'a\n\n<!-- inputs -->\nold\n<!-- /inputs -->\n\nb\n\n<!-- outputs --><!-- /outputs -->\nc\n';
  const written = withTables(readme, metadata);
  expect(written).toBe(`a

<!-- inputs -->

| Input       | Default      | Meaning                      |
| ----------- | ------------ | ---------------------------- |
| \`manifests\` | **required** | Files, folders \\| globs.     |
| \`wait\`      | \`true\`       | Waits &lt;timeout>, \`<= 1m\`. |

<!-- /inputs -->

b

<!-- outputs -->

| Output    | Meaning      |
| --------- | ------------ |
| \`verdict\` | The verdict. |

<!-- /outputs -->
c
`);
  expect(withTables(written, metadata)).toBe(written);
});

test('a README without markers is refused', () => {
  expect(() => withTables('no markers', metadata)).toThrow('has no <!-- inputs -->');
});
