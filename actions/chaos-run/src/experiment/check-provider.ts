import {
  arrayAt,
  isJsonObject,
  objectAt,
  stringAt,
  valueAt,
} from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { suggestion } from '@kube-delivery/shared/text/nearest-word';
import { httpProblems } from '../providers/http-problems.ts';
import { processProblems } from '../providers/process-problems.ts';
import type { ActivityRole } from './check-activity.ts';
import type { PythonProvider } from './experiment.ts';
import { isTruthy } from './python-truth.ts';
import { pythonText } from './python-text.ts';
import type { DocumentPath, Reading } from './reading.ts';

const types = ['python', 'http', 'process'];

/** Reports what is wrong with the provider of an activity. */
export function checkProvider(
  reading: Reading,
  path: DocumentPath,
  activity: JsonObject,
  provider: Json,
  role: ActivityRole,
): void {
  if (!isJsonObject(provider)) {
    reading.refuse(path, 'provider must be a map');
    return;
  }
  const type = valueAt(provider, 'type');
  if (type === 'python') checkPython(reading, path, activity, provider, role);
  else if (type === 'http') checkHttp(reading, path, provider);
  else if (type === 'process') checkProcess(reading, path, provider);
  else if (!isTruthy(type)) reading.refuse(path, `provider needs a type: ${types.join(', ')}`);
  else {
    const nearest = suggestion(pythonText(type), types);
    const message = `provider type ${JSON.stringify(type)} is unknown${nearest}`;
    reading.refuse([...path, 'type'], `${message}; known are ${types.join(', ')}`);
  }
}

function checkPython(
  reading: Reading,
  path: DocumentPath,
  activity: JsonObject,
  provider: JsonObject,
  role: ActivityRole,
): void {
  const problems = shapeProblems(provider);
  for (const [below, message] of problems) reading.refuse([...path, ...below], message);
  if (problems.length > 0) return;
  const { secrets } = pythonProvider(reading, provider, role);
  for (const group of secrets) {
    if (valueAt(reading.document.value, 'secrets', group) !== undefined) continue;
    const message = `there is no group ${JSON.stringify(group)} among the experiment's secrets`;
    reading.warn([...path, 'secrets'], message);
  }
  const type = valueAt(activity, 'type') === 'action' ? 'action' : 'probe';
  const problem = reading.rules.pythonProblem(pythonProvider(reading, provider, role), type);
  if (problem !== undefined) reading.refuse([...path, 'func'], problem);
}

function shapeProblems(provider: JsonObject): readonly (readonly [DocumentPath, string])[] {
  const problems: [DocumentPath, string][] = [];
  for (const key of ['module', 'func']) {
    const value = valueAt(provider, key);
    if (!isTruthy(value)) problems.push([[], `a python provider needs ${key}`]);
    else if (typeof value !== 'string') problems.push([[key], `${key} must be a text`]);
  }
  const given = valueAt(provider, 'arguments');
  if (given !== undefined && !isJsonObject(given)) {
    problems.push([['arguments'], 'arguments of a python provider must be a map']);
  }
  const secrets = valueAt(provider, 'secrets');
  if (secrets !== undefined && !isTextList(secrets)) {
    problems.push([['secrets'], 'secrets must be a list of names of groups of secrets']);
  }
  return problems;
}

function pythonProvider(
  reading: Reading,
  provider: JsonObject,
  role: ActivityRole,
): PythonProvider {
  const own = objectAt(provider, 'arguments');
  // A tolerance's probe is given `value` when it runs; Chaos Toolkit wants it in the file, too.
  const given =
    role === 'tolerance' && reading.rules.compat === 'strict' ? { value: null, ...own } : own;
  return {
    type: 'python',
    module: stringAt(provider, 'module') ?? '',
    func: stringAt(provider, 'func') ?? '',
    arguments: given,
    secrets: arrayAt(provider, 'secrets').filter((each) => typeof each === 'string'),
  };
}

function isTextList(value: Json): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

function checkHttp(reading: Reading, path: DocumentPath, provider: JsonObject): void {
  if (!reading.rules.allowHttp) {
    const hint = 'allow them by allow-http: true';
    reading.forbid(path, `sends an HTTP request, and HTTP requests are not allowed; ${hint}`);
  }
  for (const problem of httpProblems(provider)) reading.refuse(path, problem);
  const texts = ['url', 'method'] as const;
  for (const key of texts) {
    const value = valueAt(provider, key);
    if (!isTruthy(value) || typeof value === 'string') continue;
    reading.refuse([...path, key], `${key} must be a text`);
  }
  const verify = valueAt(provider, 'verify_tls');
  if (verify !== undefined && typeof verify !== 'boolean') {
    reading.refuse([...path, 'verify_tls'], 'verify_tls must be true or false');
  }
  const retries = valueAt(provider, 'max_retries');
  if (retries !== undefined && !(Number.isSafeInteger(retries) && Number(retries) >= 0)) {
    reading.refuse([...path, 'max_retries'], 'max_retries must be a whole number');
  }
  if (valueAt(provider, 'expected_status') !== undefined) {
    const hint = 'check the status by a tolerance';
    reading.warn([...path, 'expected_status'], `expected_status is never looked at; ${hint}`);
  }
}

function checkProcess(reading: Reading, path: DocumentPath, provider: JsonObject): void {
  if (!reading.rules.allowProcess) {
    const hint = 'allow them by allow-process: true where the experiment is trusted';
    reading.forbid(path, `runs a process, and processes are not allowed; ${hint}`);
  }
  const { programs } = reading.rules;
  const problems =
    programs === undefined ? pathProblems(provider) : processProblems(provider, programs);
  for (const problem of problems) reading.refuse(path, problem);
  if (isJsonObject(valueAt(provider, 'arguments'))) {
    const hint = 'write a list';
    reading.warn([...path, 'arguments'], `a map of arguments is deprecated; ${hint}`);
  }
}

function pathProblems(provider: JsonObject): readonly string[] {
  const program = valueAt(provider, 'path');
  if (!isTruthy(program)) return ['a process provider needs a `path`'];
  return typeof program === 'string' ? [] : ['the path of a process provider is a text'];
}
