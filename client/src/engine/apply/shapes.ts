import type { NewNode } from "../patch";
import { refuse } from "../refuse";
import { areAttributes, attributesOf, childrenStart } from "./entries";
import { LIMITS } from "./limits";

/** A shape that may be used: elements with places where each row has something of its own. */
export interface SoundShape {
  readonly entry: NewNode;
  /** Nodes in a row of it. */
  readonly size: number;
  /** Places that a row fills; at least one. */
  readonly holes: number;
  readonly depth: number;
  /** As it is written: what shapes of several patches are known by. */
  readonly text: string;
}

/** Levels of a shape. They are read by recursion, and nothing that repeats is as deep. */
const DEEPEST = 100;

/** Checks a patch's shapes. */
export function checkShapes(shapes: unknown): SoundShape[] {
  if (shapes === undefined) return [];
  if (!Array.isArray(shapes)) return refuse("bad_patch", "its shapes are no list");
  return shapes.map((entry, index) => {
    const shape = checkShape(entry, index);
    return shape.holes ? shape : unsound(index);
  });
}

function checkShape(entry: unknown, index: number): SoundShape {
  let size = 0;
  let holes = 0;
  let depth = 0;
  const isValue = (value: unknown) => {
    if (value === 0) holes++;
    return value === 0 || typeof value === "string";
  };
  const visit = (node: unknown, level: number): undefined => {
    if (level > DEEPEST) refuse("too_deep", `shape ${index} nests deeper than ${DEEPEST} levels`);
    depth = Math.max(depth, level);
    if (++size > LIMITS.nodes) refuse("too_large", `shape ${index} has more than ${LIMITS.nodes} nodes`);
    if (!Array.isArray(node) || typeof node[0] !== "string" || !node[0]) return unsound(index);
    const [name, ...parts] = node as NewNode;
    if (name[0] === "#") {
      const isLeaf = level > 1 && (name === "#comment" || name === "#pi" || name === "#cdata-section");
      if (!isLeaf || !parts.every(part => typeof part === "string")) unsound(index);
      return;
    }
    if (!areAttributes(attributesOf(node as NewNode), isValue)) unsound(index);
    for (const child of node.slice(childrenStart(node as NewNode))) {
      if (Array.isArray(child)) visit(child, level + 1);
      else if (isValue(child)) size++;
      else unsound(index);
    }
  };
  visit(entry, 1);
  return { entry: entry as NewNode, size, holes, depth, text: JSON.stringify(entry) };
}

const unsound = (index: number): never => refuse("bad_patch", `shape ${index} is none`);
