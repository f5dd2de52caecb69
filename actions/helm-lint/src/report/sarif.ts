import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { codeBlock } from '@kube-delivery/shared/report/markdown';
import type { Finding, Severity } from '../finding.ts';
import type { Rule } from '../rules.ts';
import { lastingKey } from './baseline.ts';
import { findingSentences } from './finding-text.ts';

const home = 'https://github.com/kube-delivery/kube-delivery-actions';
const levels: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  notice: 'note',
};

/**
 * Findings as a log of SARIF 2.1.0 with the fields that GitHub's code scanning reads. Paths are
 * relative to the workspace. Results keep their fingerprint when lines move.
 */
export function sarifOf(findings: readonly Finding[], rules: readonly Rule[]): JsonObject {
  const known = [...rules.map(({ id }) => id), ...findings.map(({ rule }) => rule)];
  const ids = [...new Set(known)];
  const seen = new Map<string, number>();
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'helm-lint',
            informationUri: `${home}/tree/main/actions/helm-lint`,
            rules: ids.map((id) =>
              descriptorOf(
                id,
                rules.find((rule) => rule.id === id),
              ),
            ),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The workspace.' } } },
        results: findings.map((finding) => resultOf(finding, ids.indexOf(finding.rule), seen)),
      },
    ],
  };
}

function descriptorOf(id: string, rule: Rule | undefined): Json {
  if (rule === undefined) return { id };
  return {
    id,
    shortDescription: { text: rule.summary },
    fullDescription: { text: rule.reason },
    helpUri: `${home}/blob/main/actions/helm-lint/RULES.md#${id.replaceAll('/', '')}`,
    help: {
      text: `${rule.reason}\n\nBad:\n\n${rule.bad}\n\nGood:\n\n${rule.good}`,
      markdown: `${rule.reason}\n\nBad:\n\n${yamlBlock(rule.bad)}\n\nGood:\n\n${yamlBlock(rule.good)}`,
    },
    defaultConfiguration: { level: levels[rule.severity] },
  };
}

function resultOf(finding: Finding, ruleIndex: number, seen: Map<string, number>): Json {
  const { chart, column, file, line, object, path, renders, rule, severity } = finding;
  const key = lastingKey(finding);
  const before = seen.get(key) ?? 0;
  seen.set(key, before + 1);
  const digest = createHash('sha256').update(key).digest('hex');
  const logical = [object, path].filter((part) => part !== '').join(' ');
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[severity],
    message: { text: findingSentences(finding) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file), uriBaseId: '%SRCROOT%' },
          region: { startLine: line, startColumn: column },
        },
        ...(logical === '' ? {} : { logicalLocations: [{ fullyQualifiedName: logical }] }),
      },
    ],
    partialFingerprints: { 'lastingKey/v1': `${digest}:${before}` },
    properties: { chart, renders },
  };
}

function yamlBlock(text: string): string {
  return codeBlock(text, 'yaml').markdown;
}

function uriOf(file: string): string {
  return file.split('/').map(encodeURIComponent).join('/');
}
