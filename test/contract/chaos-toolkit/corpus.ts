import { activityCases } from './cases/activities.ts';
import { configurationCases } from './cases/configuration.ts';
import { departures } from './cases/departures.ts';
import { flowCases } from './cases/flow.ts';
import { formatCases } from './cases/formats.ts';
import { interplayCases } from './cases/interplay.ts';
import { invalidCases } from './cases/invalid.ts';
import { jsonPathCases } from './cases/json-paths.ts';
import { providerCases } from './cases/providers.ts';
import { substitutionCases } from './cases/substitution.ts';
import { toleranceCases } from './cases/tolerances.ts';
import { variableCases } from './cases/variables.ts';
import type { Case } from './case.ts';

/** Every case. */
export const corpus: readonly Case[] = [
  ...toleranceCases,
  ...jsonPathCases,
  ...flowCases,
  ...activityCases,
  ...interplayCases,
  ...providerCases,
  ...substitutionCases,
  ...configurationCases,
  ...variableCases,
  ...formatCases,
  ...invalidCases,
  ...departures,
];
