import { Scalar, isAlias, isMap, isSeq } from 'yaml';
import type { ScalarTag } from 'yaml';

type MergeKey = Scalar & Required<Pick<Scalar, 'addToJSMap'>>;
type AddToMap = NonNullable<MergeKey['addToJSMap']>;
type Context = Parameters<AddToMap>[0];

/**
 * The merge key `<<` in the order of the Go library: what is merged overrides the keys above it and
 * is overridden by those below; of several sources the first wins.
 */
export const mergeTag: ScalarTag = {
  tag: 'tag:yaml.org,2002:merge',
  default: 'key',
  test: /^<<$/,
  resolve: () => Object.assign(new Scalar('<<'), { addToJSMap: merge }),
};

const merge: AddToMap = (context, target, value) => {
  const source = followAlias(context, value);
  const sources = isSeq(source) ? source.items.toReversed() : [source];
  for (const each of sources) mergeOne(context, target, followAlias(context, each));
};

function mergeOne(context: Context, target: Parameters<AddToMap>[1], source: unknown): void {
  if (!isMap(source)) throw new Error('only a map, or a list of maps, can be merged by <<');
  const pairs = source.toJSON(null, context, Map) as Map<string, unknown>;
  for (const [key, value] of pairs) {
    // Defined, not assigned, so that a key named __proto__ stays a key.
    const property = { value, writable: true, enumerable: true, configurable: true };
    Object.defineProperty(target, key, property);
  }
}

function followAlias(context: Context, value: unknown): unknown {
  return isAlias(value) && context ? value.resolve(context.doc, context) : value;
}
