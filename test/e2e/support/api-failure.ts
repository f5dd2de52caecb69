import { ApiError } from '../../../shared/src/cluster/api-error.ts';

/** The ApiError that the work ends with; rejects where it ends in any other way. */
export async function apiFailure(work: Promise<unknown>): Promise<ApiError> {
  const thrown: unknown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (thrown instanceof ApiError) return thrown;
  throw new Error('it did not fail with an ApiError', { cause: thrown });
}
