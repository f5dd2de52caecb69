import { describe, expect, test } from '@jest/globals';
import { readOutput, splitOutput } from '../../src/renders/read-output.ts';
import { RenderedDocuments } from '../../src/renders/rendered-documents.ts';

const web = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n';

function documentOf(text: string, source = 'shop/templates/web.yaml'): string {
  return `---\n# Source: ${source}\n${text}`;
}

function read(...texts: readonly string[]) {
  return readOutput(texts.join(''), new RenderedDocuments());
}

describe('the text of helm template', () => {
  test('is taken apart at the lines that Helm writes, counted for each template', () => {
    const other = documentOf(web, 'shop/charts/db/templates/a b.yaml');
    const data = 'data:\n  text: |\n    ---\n    # Source: none\n';
    const parts = splitOutput(documentOf(web + data) + other + documentOf('# nothing\n'));
    expect(parts).toEqual([
      { source: 'shop/templates/web.yaml', document: 0, text: web + data },
      { source: 'shop/charts/db/templates/a b.yaml', document: 0, text: web },
      { source: 'shop/templates/web.yaml', document: 1, text: '# nothing\n' },
    ]);
  });

  test('gives objects with their place, without comments and empty documents', () => {
    const { objects, problems } = read(
      documentOf('# nothing\n'),
      documentOf(web),
      documentOf('null\n'),
    );
    expect(problems).toEqual([]);
    expect(objects).toEqual([
      {
        object: { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } },
        source: 'shop/templates/web.yaml',
        document: 1,
        base: [],
        isHook: false,
        isTest: false,
      },
    ]);
  });

  test('gives the items of lists, lists in lists too', () => {
    const item = (name: string): string => `{apiVersion: v1, kind: Pod, metadata: {name: ${name}}}`;
    const { objects, problems } = read(
      documentOf(
        `apiVersion: v1\nkind: List\nitems:\n- ${item('a')}\n- kind: PodList\n  items: [${item('b')}]\n- text\n`,
      ),
    );
    expect(objects.map(({ base, object }) => [object.metadata.name, base])).toEqual([
      ['a', ['items', 0]],
      ['b', ['items', 1, 'items', 0]],
    ]);
    expect(problems).toMatchObject([{ rule: 'template/not-an-object', path: ['items', 2] }]);
  });

  test.each([
    ['pre-install', true, false],
    ['"pre-upgrade, post-upgrade"', true, false],
    ['test', true, true],
    ['"test-success"', true, true],
    ['"pre-install,test"', true, true],
    ['""', false, false],
  ])('of the hook %s', (hook, isHook, isTest) => {
    const { objects } = read(documentOf(`${web}  annotations:\n    helm.sh/hook: ${hook}\n`));
    expect(objects).toMatchObject([{ isHook, isTest }]);
  });

  test('has numbers as Helm keeps them', () => {
    const { objects, problems } = read(
      documentOf(`${web}spec:\n  a: 0644\n  b: 9007199254740993\n`),
    );
    expect(problems).toEqual([]);
    expect(objects[0]?.object.spec).toEqual({ a: 420, b: 9007199254740992 });
  });

  test.each([
    [
      'without a name',
      'apiVersion: v1\nkind: Pod\nmetadata: {generateName: a-}\n',
      { generateName: 'a-' },
    ],
    ['without metadata', 'apiVersion: v1\nkind: Pod\n', {}],
    ['without a kind', 'metadata: {name: a}\n', { name: 'a' }],
  ])('gives an object %s', (_, text, metadata) => {
    const { objects, problems } = read(documentOf(text));
    expect(objects.map(({ object }) => object.metadata)).toEqual([metadata]);
    expect(problems).toEqual([]);
  });
});

describe('what stands twice', () => {
  test('is told with the path of the key in its object', () => {
    const { objects, problems } = read(
      documentOf(
        `${web}  labels:\n    app: a\n    tier: b\n    app: c\nspec:\n  ports: [{port: 1, port: 2}]\n`,
      ),
    );
    expect(problems).toMatchObject([
      { rule: 'template/duplicate-key', about: 'key', path: ['metadata', 'labels', 'app'] },
      { rule: 'template/duplicate-key', about: 'key', path: ['spec', 'ports', 0, 'port'] },
    ]);
    expect(problems[0]?.message).toBe(
      'the key app stands already 2 lines above as rendered, and only one of the two values counts',
    );
    expect(objects[0]?.object.metadata.labels).toEqual({ app: 'c', tier: 'b' });
  });

  test('is told of the item of a list that has it', () => {
    const { problems } = read(
      documentOf(
        'kind: List\nitems:\n- {kind: A, metadata: {}}\n- {kind: B, metadata: {name: a, name: b}}\n',
      ),
    );
    expect(problems).toMatchObject([
      { path: ['metadata', 'name'], subject: { base: ['items', 1], object: { kind: 'B' } } },
    ]);
  });

  test.each([
    ['in another template', web, 'shop/templates/b.yaml', 1],
    ['in the same template', web, 'shop/templates/web.yaml', 1],
    [
      'in the release namespace by name',
      `${web}  namespace: default\n`,
      'shop/templates/b.yaml',
      1,
    ],
    ['of another version of its API', web.replace('v1', 'v2'), 'shop/templates/b.yaml', 1],
    ['in another namespace', `${web}  namespace: other\n`, 'shop/templates/b.yaml', 0],
    ['of another kind', web.replace('Service', 'Pod'), 'shop/templates/b.yaml', 0],
    ['of another group', web.replace('v1', 'example.com/v1'), 'shop/templates/b.yaml', 0],
    ['of a hook', `${web}  annotations: {helm.sh/hook: test}\n`, 'shop/templates/b.yaml', 0],
    ['without a name', 'apiVersion: v1\nkind: Service\nmetadata: {generateName: web}\n', 'b', 0],
  ])('an object %s', (_, text, source, count) => {
    const { problems } = read(documentOf(web), documentOf(text, source));
    const rule = 'template/duplicate-object';
    expect(problems.map((problem) => problem.rule)).toEqual(Array(count).fill(rule));
  });
});

test('texts that were read before share their objects', () => {
  const documents = new RenderedDocuments();
  const [one] = readOutput(documentOf(web), documents).objects;
  const [other] = readOutput(documentOf(web), documents).objects;
  expect(other?.object).toBe(one?.object);
  expect(other).not.toBe(one);
});
