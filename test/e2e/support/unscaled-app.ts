import { objectAt } from '../../../shared/src/json/json.ts';
import type { JsonObject } from '../../../shared/src/json/json.ts';
import { without } from '../../../shared/src/json/without.ts';
import { application } from './manifest-folder.ts';
import type { TestApplication } from './manifest-folder.ts';

/** An application whose manifest leaves it to others how many pods it has. */
export function unscaledApplication(app: TestApplication): readonly object[] {
  return (application(app) as readonly JsonObject[]).map((object) =>
    object.kind === 'Deployment'
      ? { ...object, spec: without(objectAt(object, 'spec'), 'replicas') }
      : object,
  );
}
