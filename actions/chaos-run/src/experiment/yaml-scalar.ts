/** A scalar as PyYAML constructs it; `float` where Python holds a float. */
export interface ReadScalar {
  readonly value: null | boolean | number | string;
  readonly float: boolean;
}

const prefix = 'tag:yaml.org,2002:';
const booleans = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const floats =
  /^(?:[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|\.\d[\d_]*(?:[eE][-+]\d+)?|[-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const integers =
  /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][\d_]*)|[-+]?0x[\da-fA-F_]+|[-+]?[1-9][\d_]*(?::[0-5]?\d)+)$/;
const nulls = /^(?:~|null|Null|NULL|)$/;
const times =
  /^(?<year>\d{4})-(?<month>\d\d?)-(?<day>\d\d?)(?:(?:[Tt]|[ \t]+)(?<hour>\d\d?):(?<minute>\d\d):(?<second>\d\d)(?:\.(?<fraction>\d*))?(?:[ \t]*(?:(?<utc>Z)|(?<sign>[-+])(?<zoneHour>\d\d?)(?::(?<zoneMinute>\d\d))?))?)?$/;
const plainDate = /^\d{4}-\d\d-\d\d$/;

/**
 * A plain scalar without a tag, by the rules of PyYAML's safe loader, which are YAML 1.1's with gaps:
 * `on` is true, `0644` is 420, `1:30` is 90, `1e3` and `y` are text. Dates and times become their ISO
 * text. Throws where PyYAML does.
 */
export function readPlainScalar(text: string): ReadScalar {
  return readTaggedScalar(text, tagOf(text));
}

/** A scalar with a tag in its long form. Throws where PyYAML does, and for tags that JSON cannot carry. */
export function readTaggedScalar(text: string, tag: string): ReadScalar {
  switch (tag) {
    case `${prefix}null`:
      return { value: null, float: false };
    case `${prefix}bool`:
      if (!booleans.test(text)) throw new Error(`${JSON.stringify(text)} is not a boolean`);
      return { value: /^(?:yes|true|on)$/i.test(text), float: false };
    case `${prefix}int`:
      return { value: integer(text), float: false };
    case `${prefix}float`:
      return { value: float(text), float: true };
    case `${prefix}timestamp`:
      return { value: isoTime(text), float: false };
    case `${prefix}str`:
    case '!':
      return { value: text, float: false };
    default:
      throw new Error(`the tag ${tag} is not one that an experiment may have`);
  }
}

function tagOf(text: string): string {
  if (booleans.test(text)) return `${prefix}bool`;
  if (floats.test(text)) return `${prefix}float`;
  if (integers.test(text)) return `${prefix}int`;
  if (nulls.test(text)) return `${prefix}null`;
  if (plainDate.test(text) || (text.includes(':') && times.test(text))) return `${prefix}timestamp`;
  return text === '=' ? `${prefix}value` : `${prefix}str`;
}

function integer(text: string): number {
  const { negative, digits } = signed(text);
  const value = bigInteger(digits) * (negative ? -1n : 1n);
  if (value > BigInt(Number.MAX_SAFE_INTEGER) || value < BigInt(Number.MIN_SAFE_INTEGER)) {
    throw new Error(`the number ${text} is too large to be kept exactly; write it in quotes`);
  }
  return Number(value);
}

function bigInteger(digits: string): bigint {
  try {
    if (/^0[bx]./.test(digits)) return BigInt(digits);
    if (/^0.+/.test(digits)) return BigInt(`0o${digits}`);
    if (!/^\d+(?::\d+)*$/.test(digits)) throw new Error('not digits');
    return digits.split(':').reduce((sum, part) => sum * 60n + BigInt(part), 0n);
  } catch (error) {
    throw new Error(`${JSON.stringify(digits)} is not an integer`, { cause: error });
  }
}

function float(text: string): number {
  const { negative, digits } = signed(text.toLowerCase());
  if (digits === '.inf') return negative ? -Infinity : Infinity;
  if (digits === '.nan') return NaN;
  const value = digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  if (digits === '' || Number.isNaN(value)) {
    throw new Error(`${JSON.stringify(text)} is not a number`);
  }
  return negative ? -value : value;
}

function signed(text: string): { readonly negative: boolean; readonly digits: string } {
  const bare = text.replaceAll('_', '');
  return { negative: bare.startsWith('-'), digits: bare.replace(/^[-+]/, '') };
}

// As datetime.isoformat() writes it.
function isoTime(text: string): string {
  const { groups } = times.exec(text) ?? {};
  if (groups === undefined) throw new Error(`${JSON.stringify(text)} is not a date`);
  const part = (name: string): string => (groups[name] ?? '0').padStart(2, '0');
  const date = `${groups.year ?? ''}-${part('month')}-${part('day')}`;
  // A day that the month does not have turns into one of the next month.
  const read = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(read.getTime()) || !read.toISOString().startsWith(date)) {
    throw new Error(`${text} is not a day of the calendar`);
  }
  if (groups.hour === undefined) return date;
  const fraction = (groups.fraction ?? '').slice(0, 6).padEnd(6, '0');
  const seconds = `${part('second')}${fraction === '000000' ? '' : `.${fraction}`}`;
  return `${date}T${part('hour')}:${part('minute')}:${seconds}${zone(groups, part)}`;
}

function zone(
  groups: Readonly<Record<string, string | undefined>>,
  part: (name: string) => string,
): string {
  if (groups.utc !== undefined) return '+00:00';
  const sign = groups.sign;
  return sign === undefined ? '' : `${sign}${part('zoneHour')}:${part('zoneMinute')}`;
}
