import { isElement, isSecret, noteSecret } from "./scope";

/** Secret fields that were met, to compare others with. */
let known: WeakRef<HTMLInputElement>[] = [];
const met = new WeakSet<Node>();

/** So many characters in two fields are the same by no chance. */
const TELLING = 4;

/** To be called of fields, first of those that may be secret: so their copies are known. */
export function noteOriginal(field: Element): void {
  if (!isSecret(field) || met.has(field)) return;
  met.add(field);
  known.push(new WeakRef(field as HTMLInputElement));
}

/** To be called of what came after load: a copy of a secret field, of its name or with the same in it, is one whatever its type says. */
export function noteCopy(field: Node): void {
  if (!isElement(field)) return;
  noteOriginal(field);
  if (!known.length || met.has(field)) return;
  const { localName, name, value, ownerDocument, selectionStart } = field as HTMLInputElement;
  // Ticks and buttons have no caret.
  if (typeof selectionStart !== "number") return;
  known = known.filter(ref => ref.deref());
  const isOriginal = (one: HTMLInputElement): boolean =>
    one.isConnected &&
    one.ownerDocument === ownerDocument &&
    one.localName === localName &&
    ((name !== "" && name === one.name) || (value.length >= TELLING && value === one.value));
  if (known.some(ref => isOriginal(ref.deref()!))) noteSecret(field);
}

/** The same of all fields in something. */
export function noteCopies(top: Element): void {
  if (known.length) for (const field of top.querySelectorAll("input, textarea")) noteCopy(field);
}
