import type { ScalarTag } from 'yaml';
import { mergeTag } from './yaml-merge.ts';

const prefix = 'tag:yaml.org,2002:';

const nullTag: ScalarTag = {
  tag: `${prefix}null`,
  default: true,
  test: /^(?:~|[Nn]ull|NULL)?$/,
  resolve: () => null,
};

const booleanTag: ScalarTag = {
  tag: `${prefix}bool`,
  default: true,
  test: /^(?:[yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF|true|True|TRUE|false|False|FALSE)$/,
  resolve: (text) => /^(?:[yY]|[tT]|on|On|ON)/.test(text),
};

const integerTag: ScalarTag = {
  tag: `${prefix}int`,
  default: true,
  test: /^(?:[-+]_*)?(?:0_*[xX]_*[\da-fA-F][\da-fA-F_]*|0_*[oO]_*[0-7][0-7_]*|0_*[bB]_*[01][01_]*|0[0-7_]*|[1-9][\d_]*)$/,
  resolve: (text, onError) => {
    const [, sign, digits = ''] = /^([-+]?)(.*)$/.exec(text.replaceAll('_', '')) ?? [];
    const octal = /^0\d+$/.test(digits);
    const value = Number(octal ? `0o${digits}` : digits) * (sign === '-' ? -1 : 1);
    if (!Number.isSafeInteger(value)) {
      onError(`the number ${text} is too large to be kept exactly; write it in quotes as a string`);
    }
    // Adding 0 turns -0 into 0, as JSON of an integer has it.
    return value + 0;
  },
};

const floatTag: ScalarTag = {
  tag: `${prefix}float`,
  default: true,
  test: /^(?:[-+]_*)?(?:\._*\d[\d_]*|\d[\d_]*(?:\.[\d_]*)?)(?:[eE]_*[-+]?_*\d[\d_]*)?$/,
  resolve: (text) => {
    const value = Number(text.replaceAll('_', ''));
    return Number.isFinite(value) ? value : text;
  },
};

const notFiniteTag: ScalarTag = {
  tag: `${prefix}float`,
  default: true,
  test: /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  resolve: (text, onError) => {
    onError(`${text} is not a number that JSON can carry`);
    return null;
  },
};

const binaryTag: ScalarTag = {
  tag: `${prefix}binary`,
  default: false,
  resolve: (text) => Buffer.from(text, 'base64').toString('utf8'),
};

/**
 * How a scalar is read, so that a manifest means the same here as to kubectl and Helm. They read by
 * the Go library sigs.k8s.io/yaml, which is neither YAML 1.1 nor 1.2: `0644` and `0o644` are 420,
 * `yes` and `on` are true, dates and `12:30:45` are text. Held by the golden table in
 * `test/manifests/golden`.
 */
export const scalarTags: readonly ScalarTag[] = [
  nullTag,
  booleanTag,
  integerTag,
  floatTag,
  notFiniteTag,
  binaryTag,
  mergeTag,
];

/** The same, but an integer that cannot be kept exactly becomes the nearest number. */
export const roundingScalarTags: readonly ScalarTag[] = scalarTags.map((tag) =>
  tag === integerTag
    ? {
        ...integerTag,
        resolve: (text, _, options) => integerTag.resolve(text, () => undefined, options),
      }
    : tag,
);
