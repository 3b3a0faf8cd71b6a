import { arrange } from "./arrange";
import { type Base, isControl } from "./base";
import { attributeKey, getAttribute, HTML, inheritedNamespace, readName, setAttribute } from "./names";
import type { AttributeChanges, Entry, NewNode, Remark } from "./patch";
import type { Guard } from "./safety";
import { childrenOf, fragmentOf, isClosed, isElement, isFragment, isWithheld } from "./scope";

/** Makes child lists real: base nodes by number, new nodes written out. */
export interface Builder {
  /** New nodes by their number minus that of base nodes; empty where one was left out. */
  readonly made: (Node | undefined)[];
  readonly created: Element[];
  /** Form controls among the new nodes. */
  readonly controls: Element[];
  readonly leftOut: Remark[];
  /** Count of changes made so far. */
  applied: number;
  /** Brings a node's children to a list, whose first new node has the number `first`. */
  build(parent: Node, entries: Entry[], first: number): void;
  /** Sets or removes an attribute unless it may not enter; `number` is for the remark. */
  setAttribute(element: Element, key: string, value: string | null, number: number): void;
}

/** A parent that waits until it is in the document, with the children it is to have. */
interface Turn {
  parent: Node;
  wanted?: Node[];
}

/** What builders of one page share: which nodes Liquid made here, and from what. */
export type MadeNodes = WeakMap<Node, Entry>;

/**
 * `stays` says of a base node that leaves a parent whether it is to stand elsewhere. Nodes that Liquid itself made at an
 * earlier time are used again for the new ones they resemble, so that a mirror neither flickers nor loses a caret. Those that the
 * application made are not: their listeners would come on top of those bound by name.
 */
export function builder(base: Base, guard: Guard, makes: MadeNodes, stays: (number: number) => boolean): Builder {
  const root = base.nodes[0]!;
  const document = root.ownerDocument ?? (root as Document);
  const self: Builder = {
    made: [],
    created: [],
    controls: [],
    leftOut: [],
    applied: 0,
    build,
    setAttribute: setChecked,
  };
  const count = base.nodes.length;
  let next = 0;
  let deferred: Turn[] = [];

  function build(parent: Node, entries: Entry[], first: number): void {
    next = first;
    place(parent, resolve(parent, entries, inheritedNamespace(parent)));
    // What stands below new nodes is moved when these are in the document, so that it never leaves it.
    const later = deferred;
    deferred = [];
    for (const { parent, wanted } of later) if (wanted) place(parent, wanted);
  }

  function place(parent: Node, wanted: Node[]): void {
    self.applied += arrange(parent, wanted, child => {
      const number = base.numbers.get(child);
      return number === undefined || !stays(number);
    });
  }

  /** The nodes of a child list. */
  function resolve(parent: Node | undefined, entries: Entry[], inherited: string | null): Node[] {
    const reusable = parent ? matches(parent, entries, inherited) : undefined;
    const nodes: Node[] = [];
    for (const [index, entry] of entries.entries()) {
      if (typeof entry === "number") nodes.push(base.nodes[entry]!);
      else if (Array.isArray(entry) && typeof entry[0] === "number") {
        for (let number = entry[0], left = entry[1] as number; left > 0; left--, number = base.ends[number]!) {
          nodes.push(base.nodes[number]!);
        }
      } else {
        const node = newNode(entry as NewNode | string, inherited, reusable?.get(index));
        if (node) nodes.push(node);
      }
    }
    return nodes;
  }

  /** Which new entries the nodes that Liquid made in this parent stand for: first those written the same, then those of the same name. */
  function matches(parent: Node, entries: Entry[], inherited: string | null): Map<number, Node> | undefined {
    const pool = new Set(childrenOf(parent).filter(child => makes.has(child)));
    if (pool.size === 0) return undefined;
    const matched = new Map<number, Node>();
    const match = (keyOf: (node: Node) => string, entryKey: (entry: Entry) => string) => {
      const byKey = new Map<string, Node[]>();
      for (const node of pool) byKey.set(keyOf(node), [...(byKey.get(keyOf(node)) ?? []), node]);
      for (const [index, entry] of entries.entries()) {
        if (typeof entry === "number" || typeof entry[0] === "number" || matched.has(index)) continue;
        const node = byKey.get(entryKey(entry))?.shift();
        if (!node) continue;
        matched.set(index, node);
        pool.delete(node);
      }
    };
    match(
      node => JSON.stringify(makes.get(node)),
      entry => JSON.stringify(entry),
    );
    match(kindOfNode, entry => kindOfEntry(entry as NewNode | string, inherited));
    return matched;
  }

  function newNode(entry: NewNode | string, inherited: string | null, reused: Node | undefined): Node | undefined {
    const number = next++;
    const node =
      typeof entry === "string" || entry[0][0] === "#"
        ? leaf(entry, reused)
        : element(entry, inherited, reused as Element | undefined, number);
    if (!node) return undefined;
    makes.set(node, entry);
    self.made[number - count] = node;
    return node;
  }

  function leaf(entry: NewNode | string, reused: Node | undefined): Node | undefined {
    const [name, first, second = "", third = ""] = typeof entry === "string" ? ["#text", entry] : (entry as string[]);
    const value = (name === "#pi" ? second : first) ?? "";
    if (reused && name !== "#doctype") {
      if (reused.nodeValue !== value) {
        reused.nodeValue = value;
        self.applied++;
      }
      return reused;
    }
    try {
      if (name === "#text") return document.createTextNode(value);
      if (name === "#comment") return document.createComment(value);
      if (name === "#pi") return document.createProcessingInstruction(first!, value);
      if (name === "#doctype") return document.implementation.createDocumentType(value, second, third);
      return cdata(value);
    } catch {
      self.leftOut.push({ reason: "unsupported", node: next - 1, what: name! });
      return undefined;
    }
  }

  /** An HTML document makes no CDATA section itself; one in another document's tree may be adopted. */
  const cdata = (value: string) =>
    document.adoptNode(document.implementation.createDocument(null, null).createCDATASection(value));

  function element(
    entry: NewNode,
    inherited: string | null,
    reused: Element | undefined,
    number: number,
  ): Element | undefined {
    const [written, ...rest] = entry as [string, ...Entry[]];
    const { namespace, qualified } = readName(written, inherited);
    const attributes = (isAttributes(rest[0]) ? rest.shift() : {}) as Record<string, string>;
    const reason = guard.element(qualified, attributes);
    const made = reason ? undefined : (reused ?? create(namespace, qualified, attributes.is));
    if (!made) {
      self.leftOut.push({ reason: reason ?? "unsupported", node: number, what: `<${qualified}>` });
      skip(rest);
      return undefined;
    }
    if (!reused) self.created.push(made);
    if (isControl(made)) self.controls.push(made);
    setAttributes(made, attributes, number);
    const [first] = rest;
    if (Array.isArray(first) && (first[0] === "#fragment" || first[0] === "#shadow")) {
      rest.shift();
      fragment(made, first as NewNode);
    }
    if (!isClosed(made)) fill(made, rest, namespace, reused !== undefined);
    return made;
  }

  function create(namespace: string | null, qualified: string, is: string | undefined): Element | undefined {
    try {
      return document.createElementNS(namespace, qualified, is ? { is } : undefined);
    } catch {
      return undefined;
    }
  }

  function fill(parent: Node, entries: Entry[], inherited: string | null, exists: boolean): void {
    // Its turn comes before that of what is below it.
    const turn: Turn = { parent };
    deferred.push(turn);
    const wanted = resolve(exists ? parent : undefined, entries, inherited);
    const isNew = !exists && !parent.firstChild && wanted.every(node => !base.numbers.has(node));
    if (!isNew) turn.wanted = wanted;
    else for (const node of wanted) parent.appendChild(node);
  }

  function fragment(host: Element, [kind, ...rest]: NewNode): void {
    const number = next++;
    if (kind === "#shadow") rest.shift();
    const existing = fragmentOf(host);
    let into = existing;
    try {
      into ??= kind === "#shadow" ? host.attachShadow({ mode: "open" }) : null;
    } catch {
      // Not every element can have one.
    }
    if (!into) {
      self.leftOut.push({ reason: "unsupported", node: number, what: `${kind} of <${host.localName}>` });
      skip(rest as Entry[]);
      return;
    }
    self.made[number - count] = into;
    fill(into, rest as Entry[], HTML, existing !== null);
  }

  /** Passes over the numbers of what is left out. */
  function skip(entries: Entry[]): void {
    for (const entry of entries) {
      if (typeof entry === "number" || typeof entry[0] === "number") continue;
      if (typeof entry === "object" && !Array.isArray(entry)) continue;
      next++;
      const name = (entry as NewNode)[0];
      if (typeof entry !== "string" && (name[0] !== "#" || name === "#fragment" || name === "#shadow")) {
        skip(entry.slice(1) as Entry[]);
      }
    }
  }

  function setAttributes(element: Element, attributes: Record<string, string>, number: number): void {
    for (const { namespaceURI, localName } of [...element.attributes]) {
      const key = attributeKey(namespaceURI, localName);
      if (!Object.hasOwn(attributes, key)) setChecked(element, key, null, number);
    }
    for (const key of Object.keys(attributes)) setChecked(element, key, attributes[key]!, number);
  }

  function setChecked(element: Element, key: string, value: string | null, number: number): void {
    if (isWithheld(element, key) || getAttribute(element, key) === value) return;
    const reason = guard.attribute(key, value) ?? (setAttribute(element, key, value) ? undefined : "unsupported");
    if (reason) self.leftOut.push({ reason, node: number, what: `${key} of <${element.localName}>` });
    else self.applied++;
  }

  return self;
}

const isAttributes = (part: unknown): boolean => typeof part === "object" && part !== null && !Array.isArray(part);

function kindOfNode(node: Node): string {
  if (!isElement(node)) return isFragment(node) ? "" : node.nodeName === "#text" ? "#text" : `#${node.nodeType}`;
  const { namespaceURI, prefix, localName } = node;
  return `${namespaceURI} ${prefix ? `${prefix}:` : ""}${localName} ${node.getAttribute("is")}`;
}

function kindOfEntry(entry: NewNode | string, inherited: string | null): string {
  if (typeof entry === "string") return "#text";
  const [name, attributes] = entry as [string, AttributeChanges?];
  if (name[0] === "#") return name === "#comment" ? "#8" : `${name} is made anew`;
  const { namespace, qualified } = readName(name, inherited);
  return `${namespace} ${qualified} ${(isAttributes(attributes) && attributes!.is) || null}`;
}
