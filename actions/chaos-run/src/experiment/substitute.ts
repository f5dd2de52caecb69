import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import type { Scope } from './experiment.ts';
import { marksBelow, noFloatMarks } from './float-marks.ts';
import type { FloatMarks } from './float-marks.ts';
import { pythonText } from './python-text.ts';

// `$$`, `$name` or `${name}`: Python's string.Template.
const pattern = /\$(?:(?<escaped>\$)|(?<named>[_a-z][_a-z0-9]*)|\{(?<braced>[_a-z][_a-z0-9]*)\})/gi;
const whole = /^\$\{([_a-z][_a-z0-9]*)\}$/i;

interface Found {
  readonly value: Json;
  readonly floats: FloatMarks;
}

/**
 * Replaces names by their values as Chaos Toolkit does, in every text inside `value` but not in keys:
 * a text that is `${name}` and nothing else becomes the value itself, in any other text `${name}` and
 * `$name` become the value's text as Python writes it, and `$$` becomes `$`. Configuration wins over
 * the groups of secrets, which win in their order. Unknown names stay as they are. A secret that lies in no
 * group is not found by its name.
 */
export function substitute(value: Json, scope: Scope): Json {
  if (typeof value === 'string') return substituteText(value, scope);
  if (Array.isArray(value))
    return (value as readonly Json[]).map((each) => substitute(each, scope));
  if (!isJsonObject(value)) return value;
  // Object.fromEntries defines, so that a key named __proto__ stays a key.
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, substitute(each, scope)]),
  ) satisfies JsonObject;
}

/** The text of a substituted value, as Python writes it: for titles and messages. */
export function substitutedText(text: string, scope: Scope): string {
  const [, name] = whole.exec(text) ?? [];
  const found = name === undefined ? undefined : lookUp(name, scope);
  return found === undefined
    ? pythonText(substituteText(text, scope))
    : pythonText(found.value, found.floats);
}

function substituteText(text: string, scope: Scope): Json {
  const [, name] = whole.exec(text) ?? [];
  const alone = name === undefined ? undefined : lookUp(name, scope);
  if (alone !== undefined) return alone.value;
  return text.replace(pattern, (match: string, ...groups: readonly unknown[]) => {
    const { escaped, named, braced } = groups.at(-1) as Record<string, string | undefined>;
    if (escaped !== undefined) return '$';
    const found = lookUp(named ?? braced ?? '', scope);
    return found === undefined ? match : pythonText(found.value, found.floats);
  });
}

function lookUp(name: string, scope: Scope): Found | undefined {
  const { configuration, secrets, floats = noFloatMarks } = scope;
  const own = configuration[name];
  if (own !== undefined && Object.hasOwn(configuration, name)) {
    return { value: own, floats: marksBelow(floats, ['configuration', name]) };
  }
  for (const [group, values] of Object.entries(secrets)) {
    if (!isJsonObject(values) || !Object.hasOwn(values, name)) continue;
    const value = values[name];
    if (value !== undefined) {
      return { value, floats: marksBelow(floats, ['secrets', group, name]) };
    }
  }
  return undefined;
}
