import { parentNodeOf } from "../base/native";
import { childrenOf, isIgnored, isText } from "../base/scope";
import { type Aspect, isNumbered, type Page } from "./aspect";
import { caretOf, focusedIn } from "./focus";

/** A node's number, and characters or children of it before the place. */
type Place = [number, number];

/** Whether anything was ever selected in text, by the `selectionchange` event: to ask for the selection lays out the page. */
export interface SelectionSeen {
  ever: boolean;
}

/** What is selected in text, and the caret in what is edited; that of a field belongs to its focus. */
export const selection = (seen: SelectionSeen): Aspect<"selection"> => ({
  section: "selection",

  isSound: value =>
    isNumbered(value, ([, offset, ...rest]) => Number.isInteger(offset) && (offset as number) >= 0 && !rest.length) &&
    [1, 2].includes((value as Place[]).length),

  capture: page => (seen.ever ? read(page) : undefined),

  apply(page, places) {
    if (!places && !seen.ever) return;
    seen.ever = true;
    const now = read(page);
    if (String(now) === String(places)) return;
    const selected = page.document.getSelection();
    const [anchor, focus = anchor] = (places ?? []).map(place => boundary(page, place));
    if (anchor && focus) selected?.setBaseAndExtent(...anchor, ...focus);
    else if (now) selected?.removeAllRanges();
    if (places && !(anchor && focus && selected?.rangeCount))
      page.leaveOut("not_selected", places[0]![0], "the selection");
    if (now || selected?.rangeCount) page.changed();
  },
});

function read(page: Page): [Place, Place] | undefined {
  const selected = page.document.getSelection();
  const active = focusedIn(page.document);
  if ((active && caretOf(active)) || !selected?.rangeCount) return undefined;
  let { anchorNode, anchorOffset, focusNode, focusOffset } = selected;
  // What is selected in a shadow root is told to those alone who name the root.
  const [range] = selected.getComposedRanges?.({ shadowRoots: [...page.shadowRoots()] }) ?? [];
  if (range) {
    const { startContainer, startOffset, endContainer, endOffset } = range;
    [anchorNode, anchorOffset, focusNode, focusOffset] = [startContainer, startOffset, endContainer, endOffset];
    if (selected.direction === "backward")
      [anchorNode, anchorOffset, focusNode, focusOffset] = [endContainer, endOffset, startContainer, startOffset];
  }
  // A caret that is in no editable text is seen by nobody.
  const isCaret = anchorNode === focusNode && anchorOffset === focusOffset;
  if (!anchorNode || !focusNode || (isCaret && !isEditable(anchorNode))) return undefined;
  const [anchor, focus] = [place(page, anchorNode, anchorOffset), place(page, focusNode, focusOffset)];
  return anchor && focus && [anchor, focus];
}

const isEditable = (node: Node): boolean => ((isText(node) ? node.parentNode : node) as HTMLElement).isContentEditable;

function place(page: Page, node: Node, offset: number): Place | undefined {
  const number = page.numberOf(node);
  if (number === undefined || isText(node)) return number === undefined ? undefined : [number, offset];
  return [number, [...node.childNodes].slice(0, offset).filter(child => !isIgnored(child)).length];
}

/** Whether a node stands in a slot that shows something else instead. A selection from there to elsewhere ends Firefox's process. */
function isInstead(node: Node | undefined): boolean {
  for (let at = node && parentNodeOf(node); at; at = parentNodeOf(at))
    if ((at as HTMLSlotElement).assignedNodes?.().length) return true;
  return false;
}

function boundary(page: Page, [number, offset]: Place): [Node, number] | undefined {
  const node = page.nodeOf(number);
  // In a document type nothing can be selected.
  if (node?.nodeType === 10 || isInstead(node)) return undefined;
  if (!node || isText(node)) return node && [node, Math.min(offset, (node as CharacterData).data.length)];
  const child = childrenOf(node)[offset];
  return [node, child ? [...node.childNodes].indexOf(child as ChildNode) : node.childNodes.length];
}
