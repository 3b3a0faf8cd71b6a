/** Errors by name; what is none of these arrives as an `Error` of its name, as structured clone has it. */
const KINDS = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

interface Written {
  name: string;
  message: string;
  stack?: string | undefined;
  cause?: unknown;
  errors?: unknown[];
}

/** What an error is written as; `undefined` for what is none. */
export function writeError(value: unknown): Written | undefined {
  if (!(value instanceof Error)) return undefined;
  const { name, message, stack } = value;
  return {
    name: String(name),
    message: String(message),
    ...(typeof stack === "string" && { stack }),
    ...("cause" in value && { cause: value.cause }),
    ...(value instanceof AggregateError && { errors: [...value.errors] }),
  };
}

const made = new WeakMap<object, Error>();

/** Makes the error again. An error that is its own cause is asked for twice. */
export function readError(written: Written): Error {
  const error = made.get(written) ?? blank(written);
  made.set(written, error);
  if ("cause" in written) define(error, "cause", written.cause);
  if (error instanceof AggregateError && Array.isArray(written.errors)) error.errors = written.errors;
  return error;
}

function blank({ name, message, stack, errors }: Written): Error {
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name as keyof typeof KINDS] : Error;
  const error = errors ? new AggregateError([], String(message)) : new kind(String(message));
  if (error.name !== name) define(error, "name", String(name));
  define(error, "stack", typeof stack === "string" ? stack : undefined);
  return error;
}

const define = (error: Error, key: string, value: unknown) =>
  Object.defineProperty(error, key, { value, configurable: true, writable: true });
