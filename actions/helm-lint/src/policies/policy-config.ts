import { readFileSync } from 'node:fs';
import type { InputReader } from '@kube-delivery/shared/action/input-reader';
import { resolveUserFile } from '@kube-delivery/shared/files/user-file';
import type { AllowedFolders } from '@kube-delivery/shared/files/user-file';
import { suggestion } from '@kube-delivery/shared/text/nearest-word';
import type { Rule } from '../rules.ts';
import { namedLevels, policyNames } from './rule-levels.ts';
import type { RuleLevels } from './rule-levels.ts';
import { parseRulesFile } from './rules-file.ts';

/**
 * Reads the input `policy`: a name, or a file of rules, which is only then read. `known` are all
 * rules that a file may name. Problems stay with the reader.
 */
export function readPolicy(
  reader: InputReader,
  folders: AllowedFolders,
  known: readonly Rule[],
): RuleLevels {
  const given = reader.text('policy', 'recommended');
  const name = policyNames.find((each) => each === given);
  if (name !== undefined) return namedLevels(name, known);
  const recommended = namedLevels('recommended', known);
  const file = resolveUserFile(given, folders);
  if ('problem' in file) {
    const meant = suggestion(given, policyNames);
    const names = policyNames.join(', ');
    reader.reject('policy', `${file.problem}; policies with a name are ${names}${meant}`);
    return recommended;
  }
  const { base, levels, problems } = parseRulesFile(readFileSync(file.path, 'utf8'), known);
  for (const { line, message } of problems) {
    reader.reject('policy', `${given}:${line}: ${message}`, { file: given, line });
  }
  return new Map([...namedLevels(base, known), ...levels]);
}
