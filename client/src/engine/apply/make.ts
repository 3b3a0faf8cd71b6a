import {
  getAttribute,
  HTML,
  type Name,
  parsedElement,
  attributesOf as readAttributes,
  setAttribute,
} from "../base/names";
import { fragmentOf, isWithheld, notePassword } from "../base/scope";
import { attachRoot } from "../base/shadow";
import { isStateful } from "../base/stateful";
import type { NewNode, Remark } from "../patch";
import { lend, rendersItself } from "./alive";
import { attributesOf } from "./entries";
import type { MadeNodes } from "./reuse";
import type { Guard } from "./safety";

/** How far the making of a tree has come. */
export interface Progress {
  /** Count of changes made so far. */
  applied: number;
  /** Some elements that render themselves had no shadow root yet, so theirs was left to them. */
  isUnfinished: boolean;
}

/** Makes nodes one by one, without what is in them, or brings others to be like them; what may not enter is left out. */
export interface NodeMaker {
  readonly progress: Progress;
  readonly leftOut: Remark[];
  /** New elements. */
  readonly created: Element[];
  /** Those of them that render themselves. */
  readonly alive: Element[];
  /** New nodes with state of their own. */
  readonly stateful: Node[];
  /** A text, a comment and the like. */
  leaf(entry: NewNode | string, reused: Node | undefined, number: number): Node | undefined;
  element(entry: NewNode, name: Name, reused: Element | undefined, number: number): Element | undefined;
  /** An element without attributes. */
  create(name: Name, is?: string): Element | undefined;
  /** An element's shadow root or content, attached if need be. */
  fragment(host: Element, entry: NewNode, number: number): DocumentFragment | undefined;
  /** Sets or removes an attribute unless it may not enter; `number` is for the remark. */
  setAttribute(element: Element, key: string, value: string | null, number: number): void;
  /** The same for what the page had at load, which may always come back. */
  restoreAttribute(element: Element, key: string, value: string | null): void;
  /** Does what can be done only when all is in its place. */
  finish(): void;
}

/** Types of controls whose value is what somebody typed, not an attribute. */
const TYPED = /^(text|search|tel|url|email|password|date|month|week|time|datetime-local|number|range|color)$/;

/** Whether an attribute is as it is to be, or is not to be touched. */
const stays = (element: Element, key: string, value: string | null): boolean =>
  isWithheld(element, key) || getAttribute(element, key) === value;

/** `isPatient` leaves new elements that render themselves the time to make their shadow roots. */
export function nodeMaker(document: Document, guard: Guard, makes: MadeNodes, isPatient: boolean): NodeMaker {
  const progress: Progress = { applied: 0, isUnfinished: false };
  const leftOut: Remark[] = [];
  const created: Element[] = [];
  const alive: Element[] = [];
  const stateful: Node[] = [];
  /** `<details>` to be opened. */
  const opening: [Element, string][] = [];

  function leaf(entry: NewNode | string, reused: Node | undefined, number: number): Node | undefined {
    if (typeof entry === "string" && !reused) return document.createTextNode(entry);
    const [name, ...parts] = typeof entry === "string" ? ["#text", entry] : (entry as string[]);
    const value = parts.at(-1) ?? "";
    if (reused) {
      // A document type has none; it is used for its like alone.
      if (reused.nodeValue === null || reused.nodeValue === value) return reused;
      reused.nodeValue = value;
      progress.applied++;
      return reused;
    }
    const { implementation } = document;
    try {
      if (name === "#comment") return document.createComment(value);
      if (name === "#pi") return document.createProcessingInstruction(parts[0]!, value);
      if (name === "#doctype") return implementation.createDocumentType(parts[0]!, parts[1] ?? "", parts[2] ?? "");
      // An HTML document makes none itself, and adopts another's.
      return document.adoptNode(implementation.createDocument(null, null).createCDATASection(value));
    } catch {
      leftOut.push({ reason: "unsupported", node: number, what: name! });
      return undefined;
    }
  }

  function element(entry: NewNode, name: Name, reused: Element | undefined, number: number): Element | undefined {
    const attributes = attributesOf(entry);
    const reason = guard.element(name.qualified, attributes);
    const made = reason ? undefined : (reused ?? create(name, attributes.is));
    if (!made) {
      leftOut.push({ reason: reason ?? "unsupported", node: number, what: `<${name.qualified}>` });
      return undefined;
    }
    if (!reused) created.push(made);
    if (!reused && rendersItself(made, attributes.is)) alive.push(made);
    if (isStateful(made)) stateful.push(made);
    if (made.hasAttributes()) {
      for (const key of readAttributes(made).keys()) {
        if (!Object.hasOwn(attributes, key)) setChecked(made, key, null, number);
      }
    }
    // Whether a value may enter is known when all else is there.
    for (const key in attributes) if (key !== "value") setChecked(made, key, attributes[key]!, number);
    if (attributes.value !== undefined) setChecked(made, "value", attributes.value, number);
    return made;
  }

  function create(name: Name, is?: string): Element | undefined {
    const { namespace, qualified, isLocal } = name;
    try {
      const made = isLocal && qualified.includes(":") && colonElement(name);
      if (made) return made;
      return is
        ? document.createElementNS(namespace, qualified, { is })
        : document.createElementNS(namespace, qualified);
    } catch {
      return parsedElement(document, name);
    }
  }

  /** One whose local name holds a colon, which `createElementNS` takes for the end of a prefix. */
  const colonElement = (name: Name): Element | undefined =>
    name.namespace === HTML ? document.createElement(name.qualified) : parsedElement(document, name);

  function fragment(host: Element, entry: NewNode, number: number): DocumentFragment | undefined {
    const existing = fragmentOf(host);
    let content = existing;
    if (isPatient && !existing?.firstChild && alive.includes(host)) {
      progress.isUnfinished = true;
      return undefined;
    }
    if (existing && !makes.has(existing)) lend(existing, makes);
    try {
      const delegatesFocus = "delegatesFocus" in attributesOf(entry);
      if (entry[0] === "#shadow") content ??= attachRoot(host, { mode: "open", delegatesFocus });
    } catch {
      // Not every element can have one.
    }
    if (!content) {
      leftOut.push({ reason: "unsupported", node: number, what: `${entry[0]} of <${host.localName}>` });
      return undefined;
    }
    if (!existing) makes.set(content, entry);
    if (isStateful(content)) stateful.push(content);
    return content;
  }

  function setChecked(element: Element, key: string, value: string | null, number: number): void {
    if (getAttribute(element, key) === value) return;
    const reason = isWithheld(element, key) ? "secret" : guard.attribute(key, value);
    if (reason && value === null) return;
    if (reason) leaveOut(reason, element, key, number);
    else change(element, key, value, number);
  }

  const leaveOut = (reason: string, element: Element, key: string, node: number | undefined) =>
    leftOut.push({ reason, ...(node !== undefined && { node }), what: `${key} of <${element.localName}>` });

  function change(element: Element, key: string, value: string | null, number?: number): void {
    if (stays(element, key, value)) return;
    // One that opens closes the others of its group.
    if (key === "open" && value !== null && element.localName === "details") {
      opening.push([element, value]);
      return;
    }
    notePassword(element, key, getAttribute(element, key));
    // What was typed would become the `value` attribute of a control that shows none.
    const isTyped = key === "type" && isStateful(element) && TYPED.test((element as HTMLInputElement).type);
    if (isTyped && !TYPED.test(value ?? "text")) {
      (element as HTMLInputElement).value = "";
    }
    if (setAttribute(element, key, value)) progress.applied++;
    else leaveOut("unsupported", element, key, number);
  }

  function finish(): void {
    for (const [element, value] of opening) {
      if (element.getAttribute("open") === value) continue;
      element.setAttribute("open", value);
      progress.applied++;
    }
  }

  return {
    progress,
    leftOut,
    created,
    alive,
    stateful,
    leaf,
    element,
    create,
    fragment,
    setAttribute: setChecked,
    restoreAttribute: change,
    finish,
  };
}
