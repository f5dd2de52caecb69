import path from 'node:path';
import { Document, Scalar, isScalar, visit } from 'yaml';
import type { KubeObject } from '../cluster/kube-object.ts';
import { withAnnotations } from '../release/marks.ts';
import type { HelmHome } from './helm-home.ts';
import type { RenderedRelease } from './rendered-release.ts';

/** How Helm is told to apply other text than it rendered. */
export interface PostRenderer {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

const plugin = 'kube-delivery';

/** Helm 4 puts documents back into their templates by this (postrender-filename). */
const templateAnnotation = 'postrenderer.helm.sh/postrender-filename';

/** Takes what Helm rendered and answers with a file. */
const program = `
process.stdin.on('error', () => {}).resume();
process.stdout.write(require('node:fs').readFileSync(process.argv[2]));
`;

/** Text in quotes reads the same in every dialect of YAML, where `on` and `0o14` do not. */
const style = {
  version: '1.1',
  defaultStringType: 'QUOTE_DOUBLE',
  defaultKeyType: 'PLAIN',
  aliasDuplicateObjects: false,
  lineWidth: 0,
} as const;

/**
 * Sets up a post-renderer, run by Node itself, that answers with `release` whatever Helm renders this
 * time. What is applied is then exactly what was planned. Helm 4 takes plugins only, and gives them
 * hooks too; Helm 3 takes any program, and applies hooks as the chart has them.
 */
export function setUpReplacement(
  home: HelmHome,
  major: number,
  release: RenderedRelease,
): PostRenderer {
  const text = major >= 4 ? textOfAll(release) : textOfObjects(release);
  const file = home.write('replacement.yaml', text);
  const script = home.write('replace.cjs', program);
  if (major < 4) {
    const args = [script, file].flatMap((arg) => ['--post-renderer-args', arg]);
    return { args: ['--post-renderer', process.execPath, ...args], environment: {} };
  }
  home.write(path.join('plugins', plugin, 'plugin.yaml'), description);
  return {
    args: ['--post-renderer', plugin],
    environment: {
      KUBE_DELIVERY_NODE: process.execPath,
      KUBE_DELIVERY_SCRIPT: script,
      KUBE_DELIVERY_FILE: file,
    },
  };
}

/** Variables are filled in after the command was taken apart at its spaces. */
const description = `name: ${plugin}
version: 1.0.0
type: postrenderer/v1
apiVersion: v1
runtime: subprocess
runtimeConfig:
  platformCommand:
    - command: "\${KUBE_DELIVERY_NODE}"
      args: ["\${KUBE_DELIVERY_SCRIPT}", "\${KUBE_DELIVERY_FILE}"]
`;

function textOfAll({ documents }: RenderedRelease): string {
  return documents
    .flatMap(({ source, objects }) =>
      objects.map((object) => yamlOf(withAnnotations(object, { [templateAnnotation]: source }))),
    )
    .join('---\n');
}

function textOfObjects({ documents }: RenderedRelease): string {
  return documents
    .filter(({ isHook }) => !isHook)
    .flatMap(({ source, objects }) =>
      objects.map((object) => `---\n# Source: ${source}\n${yamlOf(object)}`),
    )
    .join('');
}

function yamlOf(object: KubeObject): string {
  const document = new Document(object, style);
  visit(document, {
    Pair: (_, { key }) => {
      // Plain, it could be a number to one reader and text to another.
      if (isScalar(key) && /^[\d.+-]/.test(String(key.value))) key.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString(style);
}
