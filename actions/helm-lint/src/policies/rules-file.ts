import { isJsonObject, stringAt, valueAt } from '@kube-delivery/shared/json/json';
import { readYaml } from '@kube-delivery/shared/manifests/yaml';
import type { YamlDocument, YamlProblem } from '@kube-delivery/shared/manifests/yaml';
import { nearestWord, suggestion } from '@kube-delivery/shared/text/nearest-word';
import type { Rule } from '../rules.ts';
import { policyNames } from './rule-levels.ts';
import type { PolicyName, RuleLevels } from './rule-levels.ts';

/** What a file of rules says; where there are problems, only as far as it could be read. */
export interface RulesFile {
  /** The named policy that it begins with. */
  readonly base: PolicyName;
  readonly levels: RuleLevels;
  readonly problems: readonly YamlProblem[];
}

const fields = ['extends', 'rules'];
const allowedLevels = ['error', 'warning', 'off'] as const;

/**
 * Reads a file of rules, which is YAML:
 *
 *     extends: recommended
 *     rules:
 *       policy/image-latest: error
 *       policy/pre-stop: off
 *
 * `extends` is `none`, `recommended` or `strict`, and `recommended` where it is left out; rules may
 * also stand beside it. Every
 * problem is given at once, an unknown rule with the nearest one.
 */
export function parseRulesFile(text: string, known: readonly Rule[]): RulesFile {
  // By YAML 1.2, in which `off` is text and no boolean.
  const { documents, problems } = readYaml(text, 'core');
  const [document, second] = documents;
  if (problems.length > 0) return nothing(problems);
  if (document === undefined || !isJsonObject(document.value)) {
    return nothing([
      { line: 1, message: 'is no map with rules, as rules: {policy/pre-stop: off}' },
    ]);
  }
  if (second !== undefined) {
    return nothing([
      { line: second.lineOf(), message: 'a second document is not read; take it out' },
    ]);
  }
  return readDocument(document, known);
}

function readDocument(document: YamlDocument, known: readonly Rule[]): RulesFile {
  const problems: YamlProblem[] = [];
  const levels = new Map<string, (typeof allowedLevels)[number]>();
  const reject = (path: readonly string[], message: string): void => {
    problems.push({ line: document.lineOf(...path), message });
  };
  const readLevel = (path: readonly string[], id: string, given: unknown): void => {
    const level = allowedLevels.find((each) => each === given);
    if (!known.some((rule) => rule.id === id)) {
      reject(path, `there is no rule ${id}${nearestRule(id, known)}`);
    } else if (level === undefined) {
      const shown = JSON.stringify(given);
      reject(path, `${id} is ${shown}; allowed are ${allowedLevels.join(', ')}`);
    } else levels.set(id, level);
  };
  for (const [field, given] of Object.entries(document.value as object)) {
    if (fields.includes(field)) continue;
    if (field.includes('/')) readLevel([field], field, given);
    else {
      const hint = suggestion(field, fields);
      reject([field], `${field} is no field of a rules file, which has extends and rules${hint}`);
    }
  }
  const rules = valueAt(document.value, 'rules') ?? {};
  if (!isJsonObject(rules)) reject(['rules'], 'rules is no map of rules to error, warning or off');
  for (const [id, given] of Object.entries(isJsonObject(rules) ? rules : {})) {
    readLevel(['rules', id], id, given);
  }
  const base = valueAt(document.value, 'extends') ?? 'recommended';
  const name = policyNames.find((each) => each === base);
  if (name === undefined) {
    const shown = JSON.stringify(stringAt(document.value, 'extends') ?? base);
    reject(['extends'], `extends is ${shown}; allowed are ${policyNames.join(', ')}`);
  }
  return { base: name ?? 'recommended', levels, problems };
}

function nothing(problems: readonly YamlProblem[]): RulesFile {
  return { base: 'recommended', levels: new Map(), problems };
}

/** Also where only the part after the slash was written, or another group before it. */
function nearestRule(id: string, known: readonly Rule[]): string {
  const ids = known.map((rule) => rule.id);
  const nameOf = (each: string): string => each.slice(each.indexOf('/') + 1);
  const name = nearestWord(nameOf(id), ids.map(nameOf));
  const nearest = nearestWord(id, ids) ?? ids.find((each) => nameOf(each) === name);
  return nearest === undefined ? '; RULES.md lists all' : ` (did you mean ${nearest}?)`;
}
