/** What Kubernetes knows of a field's text but leaves out of its published OpenAPI document. */
export interface FieldDetail {
  /** The values that the field may have. */
  readonly enum?: readonly string[];
  /** The same of each entry or value inside the field. */
  readonly entryEnum?: readonly string[];
  /** What the server puts where the field is missing. */
  readonly default?: string;
}

/** Details by definition (`core.v1.Container`) and field. */
export type OpenApiDetails = ReadonlyMap<string, ReadonlyMap<string, FieldDetail>>;

const functionStart = /^func schema_(\w+)\(/;
const propertyStart = /^\t{5}"([^"]+)": \{$/;
const nestedStart = /^\t+(?:Items|AdditionalProperties): &spec\.SchemaOr/;
const enumeration = /^\t+Enum: +\[\]interface\{\}\{(.*)\},$/;
const defaultText = /^\t+Default: +("(?:[^"\\]|\\.)+"),$/;

/**
 * Reads Kubernetes' `zz_generated.openapi.go`. The document that is published beside it is written
 * with the enumerations and defaults left out, so they are taken from here.
 */
export function readOpenApiDetails(source: string): OpenApiDetails {
  const definitions = new Map<string, Map<string, FieldDetail>>();
  let definition = '';
  let property = '';
  let isNested = false;
  const add = (detail: FieldDetail): void => {
    const fields = definitions.get(definition) ?? new Map<string, FieldDetail>();
    fields.set(property, { ...fields.get(property), ...detail });
    definitions.set(definition, fields);
  };
  for (const line of source.split('\n')) {
    const name = functionStart.exec(line)?.[1];
    if (name !== undefined) definition = definitionOf(name);
    const field = propertyStart.exec(line)?.[1];
    if (field !== undefined) {
      property = field;
      isNested = false;
    }
    if (nestedStart.test(line)) isNested = true;
    const values = enumeration.exec(line)?.[1];
    if (values !== undefined) {
      const allowed = JSON.parse(`[${values}]`) as string[];
      add(isNested ? { entryEnum: allowed } : { enum: allowed });
    }
    const text = defaultText.exec(line)?.[1];
    if (text !== undefined && !isNested) add({ default: JSON.parse(text) as string });
  }
  return definitions;
}

/** `k8sio_api_core_v1_Container` becomes `core.v1.Container`. */
function definitionOf(functionName: string): string {
  return functionName.split('_').slice(-3).join('.');
}
