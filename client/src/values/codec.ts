import { stringify, unflatten } from "devalue";
import { readError, writeError } from "./errors";
import { excess, TOO_DEEP } from "./limits";
import { PLATFORM } from "./platform";
import type { Type } from "./types";

/** Stands before the names of registered classes, so that none is taken for a built-in type. */
const CLASS = ".";

type Reducers = Record<string, (value: unknown) => unknown>;

/** Stands for an instance that could not be made. What holds one is not handed out. */
export class Unmade {
  constructor(readonly why: string) {}
}

/**
 * Writes a value as JSON text: all that structured clone takes but files and pictures, shared references and cycles included.
 * Nodes of the page are put into `nodes` and written as their place there. Throws what names the part that can't be written.
 */
export function encode(value: unknown, types: ReadonlyMap<string, Type>, nodes: Node[]): string {
  const places = new Map<Node, number>();
  const reducers: Reducers = {
    Node(value) {
      if (!(value instanceof Node)) return undefined;
      if (!places.has(value)) places.set(value, nodes.push(value));
      return places.get(value);
    },
  };
  for (const [name, kind] of Object.entries(PLATFORM)) {
    reducers[name] = value => value instanceof kind.class && kind.write(value as never);
  }
  reducers.Error = writeError;
  for (const [name, type] of types) {
    reducers[CLASS + name] = value => {
      if (!(value instanceof type.class)) return undefined;
      // In a list of its own: what is falsy would count as not written.
      return type.codec ? [type.codec.encode(value)] : { ...value };
    };
  }
  const text = write(value, reducers);
  const problem = excess(JSON.parse(text));
  if (problem) throw new RangeError(problem);
  return text;
}

function write(value: unknown, reducers: Reducers): string {
  try {
    return stringify(value, reducers);
  } catch (error) {
    // The stack's end, by the names that browsers have for it.
    if (/stack|recursion/.test((error as Error).message)) throw new RangeError(TOO_DEEP);
    throw error;
  }
}

/**
 * Makes a value from what `encode` wrote. An instance of a class that is not registered, or whose `decode` throws, is {@link Unmade}.
 * Throws if the text was not written by `encode`. Check it by `excess` before.
 *
 * @param nodeOf gives the node at a place, `null` where there is none here
 */
export function decode(
  flat: unknown,
  types: ReadonlyMap<string, Type>,
  nodeOf: (place: number) => Node | null,
): unknown {
  // biome-ignore lint/suspicious/noExplicitAny: each reads what its reducer wrote
  const revivers: Record<string, (written: any) => unknown> = {
    Node: (place: number) => nodeOf(place - 1),
    Error: readError,
  };
  for (const [name, { read }] of Object.entries(PLATFORM)) {
    revivers[name] = written => {
      try {
        return read(written);
      } catch (error) {
        return new Unmade(`${name}: ${error}`);
      }
    };
  }
  for (const name of classNames(flat)) {
    const made = new WeakMap<object, unknown>();
    revivers[CLASS + name] = (written: object) => {
      // Asked for again where an instance is held by itself.
      if (!made.has(written)) made.set(written, make(name, types.get(name), written));
      return made.get(written);
    };
  }
  // A list of our own, since `unflatten` adds to the one that it reads.
  const own = Array.isArray(flat) ? [...flat] : (flat as number);
  return unflatten(own, revivers);
}

function make(name: string, type: Type | undefined, written: object): unknown {
  if (!type) return new Unmade(`no class is registered as "${name}"`);
  try {
    if (type.codec) {
      if (!Array.isArray(written) || !(0 in written)) return new Unmade(`a ${name} is held by itself`);
      return type.codec.decode(written[0]);
    }
    // What arrives becomes the instance, so that it may hold itself.
    if (Object.getPrototypeOf(written) !== Object.prototype) return new Unmade(`a ${name} has no members`);
    return Object.setPrototypeOf(written, type.class.prototype);
  } catch (error) {
    return new Unmade(`${name}: ${error}`);
  }
}

function classNames(flat: unknown): Set<string> {
  const names = new Set<string>();
  for (const entry of Array.isArray(flat) ? flat : []) {
    const name = Array.isArray(entry) ? entry[0] : undefined;
    if (typeof name === "string" && name.startsWith(CLASS)) names.add(name.slice(1));
  }
  return names;
}

/** The first thing in a value that could not be made. */
export function unmadeIn(value: unknown): Unmade | undefined {
  const seen = new Set<unknown>();
  const open = [value];
  while (open.length) {
    const next = open.pop();
    if (next instanceof Unmade) return next;
    if (typeof next !== "object" || next === null || next instanceof Node || seen.has(next)) continue;
    seen.add(next);
    if (next instanceof Map) open.push(...next.keys(), ...next.values());
    else if (next instanceof Set) open.push(...next);
    else if (!ArrayBuffer.isView(next)) open.push(...Object.values(next));
  }
  return undefined;
}
