/** Patches as plain data. The format is described in server/PROTOCOL.md, section "Patches". */

/** What a tree differs by from its base; survives `JSON.stringify` and `JSON.parse`. */
export interface Patch {
  /** Fingerprint of the base that the numbers belong to. */
  base: string;
  /** New elements that come more than once, written once: 0 stands where a value or a text differs. */
  shapes?: NewNode[];
  /** Touched base nodes, in order of their numbers. */
  nodes?: NodeChange[];
  /** Controls whose live state is not their default: `[number, state]`. */
  form?: [number, ControlState][];
  /** Focused element and its selection: `[number]` or `[number, start, end, direction]`. */
  focus?: [number] | [number, number, number, string];
  /** The top layer from the bottom up: modal dialogs and popovers. */
  open?: [number, "modal" | "popover"][];
  /** Where a selection in text begins and ends: node, and characters or children before the place. */
  selection?: [number, number][];
  /** Sheets of `<style>` and `<link>` that scripts changed: `[number, disabled, rules]`; 0 stands for the rules it has by itself. */
  sheets?: [number, boolean, (string | 0)[]?][];
  /** Sheets that the document or a shadow root adopted: `[number, sheet, …]`. */
  adopted?: [number, ...AdoptedSheet[]][];
  /** Documents in frames that the page filled itself: `[number, patch]`. */
  frames?: [number, Patch][];
  /** What is drawn on canvases: `[number, dataUrl]`, a PNG. */
  canvas?: [number, string][];
  /** Players whose state is not that at load: `[number, state]`, with what differs. */
  media?: [number, Partial<MediaState>][];
  /** Scrolled elements: `[number, left, top]` in CSS pixels; 0 is the page. `[number, offset]`: what is seen at the edge. */
  scroll?: [number, number, number?][];
  /** Nodes that the application's state speaks of: `[number, place]`. */
  refs?: [number, number][];
  /** Controls in what is owned by a framework: `[owner, path, state]`. */
  ownedForm?: [number, Path, ControlState][];
  /** What is open there: `[owner, path, kind]`. */
  ownedOpen?: [number, Path, OwnedKind][];
  /** The focused element there and its selection: `[owner, path]` or `[owner, path, start, end, direction]`. */
  ownedFocus?: [number, Path] | [number, Path, number, number, string];
  /** Scrolled elements there: `[owner, path, left, top]`. */
  ownedScroll?: [number, Path, number, number][];
}

/**
 * The way from an element to one within it: that one's name, what it and the row of a list that it is in are known by, the places of
 * elements among their siblings, from the top down, and the same from the nearest id on, if there is one.
 */
export type Path = [name: string, mark: string, way: number[], near?: [id: string, ...way: number[]]];

export type OwnedKind = "modal" | "popover" | "details";

/** `[number, change]` or `[number, change, children]`; a string is a new text, an object changed attributes, 0 neither. */
export type NodeChange = [number, string | AttributeChanges | 0, Entry[]?];

/** Attribute values by qualified name; `null` means absent. */
export type AttributeChanges = Record<string, string | null>;

/** One entry of a child list: base node, run of base siblings `[first, count]`, text, new node, or rows of one shape. */
export type Entry = number | [number, number] | string | NewNode | Rows;

/** New elements of one shape: its place among the shapes, and what stands in its holes, row after row. */
export type Rows = [shape: number, values: string[]];

/** A node written out: `["name", {attributes}?, child, …]`. */
export type NewNode = [string, ...unknown[]];

/** A string is the value, a boolean the checkedness, an array the selected options' indexes. */
export type ControlState = string | boolean | number[] | ControlStates;

/** A control's live state where it has more than one. */
export interface ControlStates {
  value?: string;
  checked?: boolean;
  indeterminate?: boolean;
  selected?: number[];
  /** The message that a script set by `setCustomValidity`. */
  validity?: string;
}

/**
 * A constructed sheet: its place among those adopted at load, or -1 for the first one described in the patch, -2 for the second;
 * or described: its rules, and `own`, its place, if it was adopted at load and changed since.
 */
export type AdoptedSheet = number | { own?: number; rules: string[]; media?: string; disabled?: boolean };

/** What a `<video>` or `<audio>` does: `time` in seconds, `rate` as a factor, `volume` from 0 to 1. */
export interface MediaState {
  time: number;
  paused: boolean;
  rate: number;
  volume: number;
  muted: boolean;
}

/** Sections of a patch that a target may keep as it has them. */
export type Section =
  | "sheets"
  | "adopted"
  | "frames"
  | "canvas"
  | "media"
  | "form"
  | "open"
  | "focus"
  | "selection"
  | "scroll"
  | "ownedForm"
  | "ownedOpen"
  | "ownedFocus"
  | "ownedScroll";

/** Something that was not taken over, and why. */
export interface Remark {
  /** A code, such as `script` or `handler_attribute`. */
  reason: string;
  /** The node's number in the patch, where there is one. */
  node?: number;
  /** What it was, in words a person can read: `<script>`, `onclick on <a>`. */
  what: string;
}

/** What applying a patch did. */
export interface Report {
  /** Count of changes made to the document: nodes created, moved, removed; attributes, texts and live states set. */
  applied: number;
  /** What was left out. */
  leftOut: Remark[];
  /**
   * The elements that were created and match a selector; handlers are bound to these. Custom elements that render late bring more until
   * all is settled.
   */
  created(selector: string): Element[];
  /** The nodes of `refs` by their place; `null` where there is none here. */
  refs(place: number): Node | null;
  /**
   * What is left to do when the frameworks that own parts of the page have rendered them; absent if there is nothing. Resolves when it is
   * done: it waits a while for elements that are not there yet.
   */
  overlay?: (() => Promise<void>) | undefined;
  /**
   * Resolves when all is done that takes time, as decoding pictures, starting to play, or custom elements that render in microtasks; the
   * report is complete then.
   */
  settled: Promise<void>;
}

/** Why a patch was refused before anything was touched. */
export type PatchErrorCode =
  | "bad_patch"
  | "unknown_node"
  | "duplicate_node"
  | "cycle"
  | "too_large"
  | "too_deep"
  | "other_base";

/** A patch that is refused; the document is as it was. */
export class PatchError extends Error {
  override readonly name = "PatchError";
  constructor(
    readonly code: PatchErrorCode,
    message: string,
  ) {
    super(message);
  }
}
