import type { Json, JsonObject } from '@kube-delivery/shared/json/json';

/** Keys of an experiment; each has a value that does nothing unless given. */
export interface Parts {
  readonly probes?: readonly JsonObject[];
  readonly method?: readonly JsonObject[];
  readonly rollbacks?: readonly JsonObject[];
  readonly configuration?: JsonObject;
  readonly secrets?: JsonObject;
  /** Further keys of the top level. */
  readonly more?: JsonObject;
}

/** An experiment in the Open Chaos format. */
export function experiment(parts: Parts): JsonObject {
  const { probes, method = [], rollbacks, configuration, secrets, more = {} } = parts;
  return {
    title: 'What if nothing happens?',
    description: 'It should not matter.',
    ...(configuration === undefined ? {} : { configuration }),
    ...(secrets === undefined ? {} : { secrets }),
    ...(probes === undefined
      ? {}
      : { 'steady-state-hypothesis': { title: 'All is well', probes } }),
    method,
    ...(rollbacks === undefined ? {} : { rollbacks }),
    ...more,
  };
}

/** An action that leaves its name in `played.txt`. */
export function play(name: string, more: JsonObject = {}): JsonObject {
  return shell(name, `echo ${name} >> played.txt`, { type: 'action', ...more });
}

/** A probe that runs a shell's line. */
export function shell(name: string, line: string, more: JsonObject = {}): JsonObject {
  return command(name, 'sh', ['-c', line], more);
}

/** A probe that runs a program. */
export function command(
  name: string,
  path: string,
  args: Json | undefined,
  more: JsonObject = {},
): JsonObject {
  const provider = { type: 'process', path, ...(args === undefined ? {} : { arguments: args }) };
  return { type: 'probe', name, provider, ...more };
}

/** A probe that asks the service. */
export function request(
  name: string,
  path: string,
  provider: JsonObject = {},
  more: JsonObject = {},
): JsonObject {
  return {
    type: 'probe',
    name,
    provider: { type: 'http', url: `{{base}}${path}`, timeout: 10, ...provider },
    ...more,
  };
}

/** A probe that tells whether a file exists; its output is true or false. */
export function fileExists(name: string, file: string, more: JsonObject = {}): JsonObject {
  return {
    type: 'probe',
    name,
    provider: { type: 'python', module: 'os.path', func: 'exists', arguments: { path: file } },
    ...more,
  };
}

/** A probe that prints what it was given, each argument in brackets. */
export function show(...list: readonly Json[]): JsonObject {
  return tell('printf "[%s]" "$@"', ...list);
}

/**
 * A probe whose shell's line has the given arguments as $1 and so on. Of a secret a line only tells
 * whether it is right: chaos-run never puts one into its journal.
 */
export function tell(line: string, ...list: readonly Json[]): JsonObject {
  return command('tell', 'sh', ['-c', line, 'sh', ...list]);
}

/** A value of the configuration or of the secrets that the environment has. */
export function env(key: string, more: JsonObject = {}): JsonObject {
  return { type: 'env', key, ...more };
}
