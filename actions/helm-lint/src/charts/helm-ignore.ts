/** A line of .helmignore that Helm refuses. */
export interface IgnoreProblem {
  readonly line: number;
  readonly message: string;
}

/** Which paths of a chart Helm leaves out. */
export type IsIgnored = (path: string, isFolder: boolean) => boolean;

interface Pattern {
  readonly negates: boolean;
  readonly needsFolder: boolean;
  readonly matches: (path: string) => boolean;
}

// Helm's own: files in templates whose names begin with a dot.
const always = 'templates/.?*';

/**
 * Reads a .helmignore as Helm does, which is not as git does: the first pattern that matches decides,
 * a pattern with `!` leaves out all that it does not match, and `**` is refused.
 */
export function readHelmIgnore(text: string): IsIgnored | IgnoreProblem {
  const patterns: Pattern[] = [];
  for (const [index, raw] of [...text.split('\n'), always].entries()) {
    const rule = raw.trim();
    if (rule === '' || rule.startsWith('#')) continue;
    const pattern = readPattern(rule);
    if (typeof pattern === 'string') return { line: index + 1, message: pattern };
    patterns.push(pattern);
  }
  return (path, isFolder) => {
    for (const { negates, needsFolder, matches } of patterns) {
      const fits = (!needsFolder || isFolder) && matches(path);
      if (negates ? !fits : fits) return true;
    }
    return false;
  };
}

function readPattern(rule: string): Pattern | string {
  if (rule.includes('**')) return 'the pattern holds **, which Helm does not know';
  const negates = rule.startsWith('!');
  const needsFolder = rule.endsWith('/');
  const bare = rule.slice(negates ? 1 : 0, needsFolder ? -1 : undefined);
  const glob = toRegExp(bare.replace(/^\//, ''));
  if (glob === undefined) return 'the pattern has a bracket or backslash without its end';
  const matches = bare.includes('/')
    ? (path: string) => glob.test(path)
    : (path: string) => glob.test(path.slice(path.lastIndexOf('/') + 1));
  return { negates, needsFolder, matches };
}

/** A pattern of Go's path/filepath.Match; undefined where it is none. */
function toRegExp(glob: string): RegExp | undefined {
  const source = glob.replace(
    /\\(.)|\[(\^?)((?:\\.|[^\]\\])+)\]|[\s\S]/gsu,
    (whole, escaped?: string, not?: string, set?: string) => {
      if (escaped !== undefined) return quote(escaped);
      if (set !== undefined) return `[${not ?? ''}${set}]`;
      if (whole === '*') return '[^/]*';
      return whole === '?' ? '[^/]' : whole === '[' || whole === '\\' ? '(' : quote(whole);
    },
  );
  try {
    return new RegExp(`^${source}$`, 's');
  } catch {
    return undefined;
  }
}

function quote(character: string): string {
  return /[\w\s/-]/.test(character) ? character : `\\${character}`;
}
