import { isJsonObject } from '@kube-delivery/shared/json/json';
import type { Json, JsonObject } from '@kube-delivery/shared/json/json';
import { ActivityFailedError } from '../activity-failed.ts';

/** Reads the arguments of a native function by type; a wrong one is an ActivityFailedError that names it. */
export class Arguments {
  readonly #given: JsonObject;

  constructor(given: JsonObject) {
    this.#given = given;
  }

  text(name: string): string {
    const value = this.#given[name];
    return typeof value === 'string' ? value : this.#refuse(name, 'a text');
  }

  /** Undefined for null and for the empty text. */
  optionalText(name: string): string | undefined {
    return this.#isMissing(name) ? undefined : this.text(name);
  }

  integer(name: string): number {
    const value = this.#given[name];
    return Number.isSafeInteger(value) ? (value as number) : this.#refuse(name, 'a whole number');
  }

  optionalInteger(name: string): number | undefined {
    return this.#isMissing(name) ? undefined : this.integer(name);
  }

  number(name: string): number {
    const value = this.#given[name];
    return typeof value === 'number' ? value : this.#refuse(name, 'a number');
  }

  optionalNumber(name: string): number | undefined {
    return this.#isMissing(name) ? undefined : this.number(name);
  }

  boolean(name: string): boolean {
    const value = this.#given[name];
    return typeof value === 'boolean' ? value : this.#refuse(name, 'true or false');
  }

  /** A map; empty for null. */
  object(name: string): JsonObject {
    if (this.#isMissing(name)) return {};
    const value = this.#given[name];
    return isJsonObject(value) ? value : this.#refuse(name, 'a map');
  }

  /** A list; empty for null. */
  list(name: string): readonly Json[] {
    if (this.#isMissing(name)) return [];
    const value = this.#given[name];
    return Array.isArray(value) ? (value as readonly Json[]) : this.#refuse(name, 'a list');
  }

  choice<Choice extends string>(name: string, allowed: readonly Choice[]): Choice {
    const value = this.#given[name];
    const found = allowed.find((choice) => choice === value);
    return found ?? this.#refuse(name, `one of ${allowed.join(', ')}`);
  }

  #isMissing(name: string): boolean {
    const value = this.#given[name];
    return value === undefined || value === null || value === '';
  }

  #refuse(name: string, wanted: string): never {
    const given = JSON.stringify(this.#given[name]);
    throw new ActivityFailedError(`argument ${name} is ${given}, but must be ${wanted}`);
  }
}
