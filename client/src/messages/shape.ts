/** Checks of one shape each, to be put together; unknown members are passed over. */
export type Shape = (value: unknown) => boolean;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const text: Shape = value => typeof value === "string";
export const flag: Shape = value => typeof value === "boolean";
export const count: Shape = value => Number.isSafeInteger(value) && (value as number) >= 0;

export const optional =
  (shape: Shape): Shape =>
  value =>
    value === undefined || shape(value);

export const oneOf =
  (...values: string[]): Shape =>
  value =>
    values.includes(value as string);

export const listOf =
  (shape: Shape): Shape =>
  value =>
    Array.isArray(value) && value.every(shape);

export const record =
  (members: Record<string, Shape>): Shape =>
  value =>
    isRecord(value) && Object.entries(members).every(([name, shape]) => shape(value[name]));
