import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import type { FieldPath } from '../rendered-object.ts';
import { checkAnnotations, checkLabels } from './check-labels.ts';
import { checkLimits, checkScalar, wrongType } from './check-scalar.ts';
import { describeType } from './describe-value.ts';
import { duplicateEntries } from './duplicate-entries.ts';
import type { Fault, FieldProblem } from './field-problem.ts';
import { showPath } from './show-path.ts';
import type { Field, SchemaNode, VersionSet } from './schema-node.ts';
import { unknownField } from './unknown-field.ts';
import type { FieldLookup, Surrounding } from './unknown-field.ts';

/** An object to check by its schema. */
export interface ObjectCheck {
  readonly object: Json;
  readonly fields: readonly Field[];
  /** All of them are checked at once: most of their schemas is the same. */
  readonly versions: VersionSet;
  readonly lookup: FieldLookup;
  /** Whether values must not stand in messages. */
  readonly isSecret: boolean;
}

/** Everything that is wrong with an object by its schema, a field's fault once for all its versions. */
export function checkObject(check: ObjectCheck): readonly FieldProblem[] {
  const walk = new ObjectWalk(check);
  walk.checkValue(check.object, check.fields, { path: [], versions: check.versions });
  return walk.problems();
}

interface Place {
  readonly path: FieldPath;
  readonly versions: VersionSet;
  /** The object around; none for the whole object. */
  readonly around?: Surrounding;
}

class ObjectWalk {
  private readonly check: ObjectCheck;
  private readonly found = new Map<string, FieldProblem>();

  constructor(check: ObjectCheck) {
    this.check = check;
  }

  problems(): readonly FieldProblem[] {
    return [...this.found.values()];
  }

  checkValue(value: Json, fields: readonly Field[], place: Place): void {
    for (const field of fields) {
      const versions = place.versions & (field.in ?? place.versions);
      if (versions !== 0) this.checkNode(value, field, { ...place, versions });
    }
  }

  private checkNode(value: Json, node: SchemaNode, place: Place): void {
    if (node.ref !== undefined) {
      this.checkValue(value, this.check.lookup.definition(node.ref), place);
      return;
    }
    if (node.type === 'object') {
      if (isJsonObject(value)) this.checkMap(value, node, place);
      else this.report(place, 'value', wrongType(value, node, this.check.isSecret));
    } else if (node.type === 'array') {
      if (Array.isArray(value)) this.checkList(value as readonly Json[], node, place);
      else this.report(place, 'value', wrongType(value, node, this.check.isSecret));
    } else {
      this.report(place, 'value', checkScalar(value, node, this.check.isSecret));
    }
  }

  private checkMap(map: JsonObject, node: SchemaNode, place: Place): void {
    if (node.format === 'labels') this.reportEntries(checkLabels(map), place);
    if (node.format === 'annotations') this.reportEntries(checkAnnotations(map), place);
    const around: Surrounding = {
      node,
      path: showPath(place.path),
      parent: place.around,
    };
    for (const [key, value] of Object.entries(map)) {
      const inside: Place = { path: [...place.path, key], versions: place.versions, around };
      const fields = fieldsOf(node, key);
      if (fields !== undefined) {
        this.checkField(key, value, fields, inside);
      } else if (node.values !== undefined) {
        if (value !== null || node.values.refusesNull) this.checkNode(value, node.values, inside);
      } else if (node.open === undefined) {
        this.reportUnknown(key, inside, around);
      }
    }
    this.checkNeeded(map, node, place);
  }

  private checkField(key: string, value: Json, fields: readonly Field[], place: Place): void {
    const having = fields.reduce((all, field) => all | (field.in ?? place.versions), 0);
    const lacking = place.versions & ~having;
    if (lacking !== 0 && place.around !== undefined) {
      this.reportUnknown(key, { ...place, versions: lacking }, place.around);
    }
    if (value !== null) this.checkValue(value, fields, place);
    else this.checkNull(fields, place);
  }

  /** Null is a field that is not there, except where a CustomResourceDefinition refuses it. */
  private checkNull(fields: readonly Field[], place: Place): void {
    for (const field of fields) {
      if (field.refusesNull === undefined || field.needed !== undefined) continue;
      this.report(place, 'value', wrongType(null, field, false));
    }
  }

  private checkNeeded(map: JsonObject, node: SchemaNode, place: Place): void {
    // The server alone writes the status, and drops what is given.
    if (place.path[0] === 'status') return;
    for (const [key, fields] of Object.entries(node.properties ?? {})) {
      const isThere = Object.hasOwn(map, key);
      if (isThere && map[key] !== null) continue;
      for (const field of fields) {
        const versions = place.versions & (field.in ?? place.versions);
        if (field.needed === undefined || versions === 0) continue;
        this.report({ ...place, path: [...place.path, key], versions }, 'missing', {
          rule: 'missing-field',
          message: `the required field ${key} is ${isThere ? 'empty' : 'missing'}`,
          hint: `set ${key} to ${describeType(this.resolve(field))}`,
        });
      }
    }
  }

  private checkList(list: readonly Json[], node: SchemaNode, place: Place): void {
    const { items, keys } = node;
    this.report(place, 'value', checkLimits(list, node));
    if (items === undefined) return;
    list.forEach((value, index) => {
      const inside = { ...place, path: [...place.path, index] };
      if (value !== null || items.refusesNull === true) this.checkNode(value, items, inside);
      // The server reads an empty entry as one without any fields.
      else if (items.ref !== undefined) this.checkNode({}, items, inside);
    });
    if (keys === undefined) return;
    const defaults = defaultsOf(this.resolve(items), keys);
    for (const { index, ...fault } of duplicateEntries(list, keys, defaults)) {
      this.report({ ...place, path: [...place.path, index] }, 'value', fault);
    }
  }

  private resolve(node: SchemaNode): SchemaNode {
    if (node.ref === undefined) return node;
    return this.check.lookup.definition(node.ref)[0] ?? node;
  }

  private reportUnknown(key: string, place: Place, around: Surrounding): void {
    const fault = unknownField(key, around, place.versions, this.check.lookup);
    this.report(place, 'key', fault);
  }

  private reportEntries(faults: ReturnType<typeof checkLabels>, place: Place): void {
    for (const { key, about, ...fault } of faults) {
      this.report({ ...place, path: [...place.path, key] }, about, fault);
    }
  }

  /** One field's fault of several versions is one problem, in the words of the newest. */
  private report(place: Place, about: FieldProblem['about'], fault: Fault | undefined): void {
    if (fault === undefined) return;
    const { path, versions } = place;
    const id = JSON.stringify([fault.rule, path]);
    const same = this.found.get(id);
    if (same === undefined) {
      this.found.set(id, { ...fault, path, about, versions });
      return;
    }
    const newest = same.versions > versions ? same : { ...fault, path, about };
    this.found.set(id, { ...newest, versions: same.versions | versions });
  }
}

function fieldsOf({ properties }: SchemaNode, key: string): readonly Field[] | undefined {
  return properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : undefined;
}

function defaultsOf(node: SchemaNode, keys: readonly string[]): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const standard = fieldsOf(node, key)?.find((field) => field.default !== undefined)?.default;
      return standard === undefined ? [] : [[key, standard] as const];
    }),
  );
}
