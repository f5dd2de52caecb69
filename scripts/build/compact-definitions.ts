import type {
  Field,
  SchemaFormat,
  SchemaNode,
  SchemaType,
} from '../../actions/helm-lint/src/schema/schema-node.ts';
import type { FieldDetail, OpenApiDetails } from './openapi-details.ts';

/** A schema of Kubernetes' OpenAPI document, as far as it is read. */
export interface OpenApiSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, OpenApiSchema>>;
  readonly required?: readonly string[];
  readonly items?: OpenApiSchema;
  readonly additionalProperties?: OpenApiSchema;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-group-version-kind'?: readonly KindName[];
}

interface KindName {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** The schemas of one release: definitions by their short name, and which of them each kind is. */
export interface ReleaseSchemas {
  readonly definitions: ReadonlyMap<string, SchemaNode>;
  /** `apps/v1` to `Deployment` to `apps.v1.Deployment`. */
  readonly kinds: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

const quantity = 'io.k8s.apimachinery.pkg.api.resource.Quantity';
const intOrString = 'io.k8s.apimachinery.pkg.util.intstr.IntOrString';

/** Maps whose keys or values have a syntax that OpenAPI does not tell. */
const mapFormats: Readonly<Record<string, Readonly<Record<string, SchemaFormat>>>> = {
  'meta.v1.ObjectMeta': { labels: 'labels', annotations: 'annotations' },
  'meta.v1.LabelSelector': { matchLabels: 'labels' },
  'core.v1.PodSpec': { nodeSelector: 'labels' },
  'core.v1.ServiceSpec': { selector: 'labels' },
  'core.v1.ReplicationControllerSpec': { selector: 'labels' },
};

/** Makes the definitions that the creatable kinds of a release need small. */
export function compactDefinitions(
  published: Readonly<Record<string, OpenApiSchema>>,
  details: OpenApiDetails,
): ReleaseSchemas {
  const definitions = new Map<string, SchemaNode>();
  const kinds = new Map<string, Map<string, string>>();
  const add = (name: string): void => {
    const short = shortName(name);
    if (definitions.has(short)) return;
    const schema = published[name];
    if (schema === undefined) throw new Error(`there is no definition ${name}`);
    // Known before its fields are, because definitions refer to themselves.
    definitions.set(short, {});
    definitions.set(short, new Compactor(published, details.get(short), short, add).node(schema));
  };
  for (const [name, schema] of Object.entries(published)) {
    for (const { group, version, kind } of schema['x-kubernetes-group-version-kind'] ?? []) {
      if (!isCreatable(schema, kind)) continue;
      const apiVersion = group === '' ? version : `${group}/${version}`;
      const known = kinds.get(apiVersion) ?? new Map<string, string>();
      kinds.set(apiVersion, known.set(kind, shortName(name)));
      add(name);
    }
  }
  return { definitions, kinds };
}

/** Lists are taken apart before they are checked, and what has no metadata is only ever sent. */
function isCreatable(schema: OpenApiSchema, kind: string): boolean {
  const metadata = schema.properties?.metadata?.$ref ?? '';
  return metadata.endsWith('.ObjectMeta') && !kind.endsWith('List');
}

/** The last three parts, which are unique: `core.v1.PodSpec` of `io.k8s.api.core.v1.PodSpec`. */
function shortName(name: string): string {
  return name.split('.').slice(-3).join('.');
}

class Compactor {
  private readonly published: Readonly<Record<string, OpenApiSchema>>;
  private readonly details: ReadonlyMap<string, FieldDetail> | undefined;
  private readonly definition: string;
  private readonly add: (name: string) => void;

  constructor(
    published: Readonly<Record<string, OpenApiSchema>>,
    details: ReadonlyMap<string, FieldDetail> | undefined,
    definition: string,
    add: (name: string) => void,
  ) {
    this.published = published;
    this.details = details;
    this.definition = definition;
    this.add = add;
  }

  node(schema: OpenApiSchema): SchemaNode {
    if (schema.$ref !== undefined) return this.reference(schema.$ref.replace(/^.*\//, ''));
    if (schema.type === 'array') {
      const keys = schema['x-kubernetes-list-map-keys'];
      return {
        type: 'array',
        ...(schema.items === undefined ? {} : { items: this.node(schema.items) }),
        ...(keys === undefined ? {} : { keys }),
      };
    }
    if (schema.type === 'object') {
      if (schema.additionalProperties !== undefined) {
        return { type: 'object', values: this.node(schema.additionalProperties) };
      }
      return schema.properties === undefined
        ? { type: 'object', open: true }
        : { type: 'object', properties: this.fields(schema) };
    }
    return this.scalar(schema);
  }

  private scalar({ type, format }: OpenApiSchema): SchemaNode {
    const named = formats[format ?? ''];
    return {
      ...(type === undefined ? {} : { type: type as SchemaType }),
      ...(named === undefined ? {} : { format: named }),
    };
  }

  private reference(name: string): SchemaNode {
    if (name === quantity) return { type: 'quantity' };
    if (name === intOrString) return { type: 'int-or-string' };
    const target = this.published[name];
    if (target === undefined) throw new Error(`there is no definition ${name}`);
    if (target.properties === undefined) return this.node(target);
    this.add(name);
    return { ref: shortName(name) };
  }

  private fields(schema: OpenApiSchema): Readonly<Record<string, readonly Field[]>> {
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, property]) => {
        const format = mapFormats[this.definition]?.[name];
        const field: Field = {
          ...withDetail(this.node(property), this.details?.get(name)),
          ...(format === undefined ? {} : { format }),
          ...(schema.required?.includes(name) === true ? { needed: true } : {}),
        };
        return [name, [field]];
      }),
    );
  }
}

const formats: Readonly<Record<string, SchemaFormat>> = {
  byte: 'base64',
  'date-time': 'date-time',
  int32: 'int32',
};

function withDetail(node: SchemaNode, detail: FieldDetail | undefined): SchemaNode {
  if (detail === undefined) return node;
  const { items, values } = node;
  const entries = detail.entryEnum === undefined ? {} : { enum: detail.entryEnum };
  return {
    ...node,
    ...(items === undefined ? {} : { items: { ...items, ...entries } }),
    ...(values === undefined ? {} : { values: { ...values, ...entries } }),
    ...(detail.enum === undefined ? {} : { enum: detail.enum }),
    ...(detail.default === undefined ? {} : { default: detail.default }),
  };
}
